"""Tiến Lên (Thirteen): a tournament of card games for four, to 21 points.

``commands`` what players can choose and ask · ``presets`` the rules that are meant · ``combos``
what cards make together · ``answers`` which plays a hand has · ``deal`` one game as a value ·
``trick`` turns, passes, going out · ``judging`` is this play allowed · ``state``, ``tourney`` the
tournament · ``errands`` what it asks of the house · ``document`` what viewers see · ``bots``,
``sharp`` computer players, who see a view · ``contest`` how good they are · ``export`` finished
games in full.
"""
