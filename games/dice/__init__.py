"""Death Dice: everybody rolls at their own pace, and the round is judged when all have finished.

In here: rules, scoring, commands, the document, and the board in the browser (``static/``). Not in
here: people, names and sockets, and where the chance comes from (``games.rng``).
"""
