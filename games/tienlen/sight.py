"""What a computer player makes of its view: the cards it holds, the play to beat, who has what.

In here: reading a view. Not in here: the state (a computer player never has it), decisions
(``bots``, ``sharp``).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from games.base import Views
from games.tienlen.answers import answers, combo, leads
from games.tienlen.combos import Cards, Combo
from games.tienlen.commands import TienlenOptions
from games.tienlen.presets import Rules, rules_of


class Sight:
    """One seat's view of a game.

    ``seat``: whose view it is. ``hand``: its cards, ascending. ``last``: the play to beat, None
    for a lead. ``by``: who played it. ``counts``, ``passed``: by seat.
    """

    def __init__(self, views: Views, options: TienlenOptions) -> None:
        game: Any = views["game"]
        self.seat: int = game["yourPosition"]
        self.hand: Cards = tuple(card["value"] for card in game["yourHand"])
        self.rules: Rules = rules_of(options)
        self.counts: list[int] = game["handCounts"]
        self.passed: list[bool] = game["passedPlayers"]
        self.locked: bool = game.get("suitedLock", False)
        self.must: int | None = game.get("mustInclude")
        self.last: Combo | None = None
        self.by: int | None = None
        if last := game.get("lastPlay"):
            self.by = last["playerId"]
            self.last = combo(tuple(card["value"] for card in last["cards"]))
        self._game = game

    @cached_property
    def plays(self) -> list[Cards]:
        """What may be played, each worth once (``answers``)."""
        if self.last is None:
            return leads(self.hand, self.rules, self.must)
        return answers(self.hand, self.last, self.rules, self.locked)

    @cached_property
    def unseen(self) -> list[int]:
        """The cards that the others hold, ascending."""
        seen = set(self.hand)
        for move in self._game.get("moves", {}).values():
            seen.update(move.get("cards", ()))
        for hand in self._game.get("laidOpen", {}).values():
            seen.update(hand)
        return [card for card in range(52) if card not in seen]

    @cached_property
    def caps(self) -> list[int]:
        """By seat, the lowest single it has let go by: it is likely to hold nothing higher."""
        caps = [51] * len(self.counts)
        last: list[int] = []
        moves = self._game.get("moves", {})
        for number in range(1, len(moves) + 1):
            move = moves[str(number)]
            last = move.get("cards", last)
            if "cards" not in move and len(last) == 1:
                caps[move["by"]] = min(caps[move["by"]], last[0])
        return caps

    @property
    def answering(self) -> list[int]:
        """The other seats that may still answer in this trick."""
        return [
            seat
            for seat, count in enumerate(self.counts)
            if count and seat != self.seat and not self.passed[seat]
        ]
