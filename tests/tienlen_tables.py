"""Tiến Lên for tests: hands one chooses, written as card players write them.

In here: cards from text, games with known hands, tournaments that play themselves. Not in here:
chance other than that of ``games.rng``.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from games.base import Command, IllegalMove, Step
from games.rng import Rng
from games.tienlen.combos import RANKS, SUITS, Cards, label
from games.tienlen.commands import Pass, Ready, TienlenOptions, playing
from games.tienlen.deal import Deal, begun
from games.tienlen.presets import rules_of
from games.tienlen.rules import Tienlen
from games.tienlen.state import Seat, Tourney
from games.tienlen.tourney import paced

GAME = Tienlen()
NOW = 1_760_000_000_000
RNG = Rng(b"tests", 1)
_LETTERS = {"s": "♠", "c": "♣", "d": "♦", "h": "♥"}


def cards(text: str) -> Cards:
    """``"3s 3c 10h"``: ranks with the first letters of suits, ascending by value."""
    return tuple(sorted(_card(word) for word in text.split()))


def _card(word: str) -> int:
    return RANKS.index(word[:-1]) * 4 + SUITS.index(_LETTERS[word[-1]])


def told(values: Cards) -> str:
    return " ".join(map(label, values))


class Table:
    """A tournament in its second game, with the hands one chooses; seat 0 has won the first.

    ``leader`` leads unless the rules say otherwise.
    """

    def __init__(self, *hands: str, leader: int = 0, number: int = 2, **options: Any) -> None:
        self.options = TienlenOptions(**{"instant_wins": "simple"} | options)
        self.rng = Rng(b"table", 1)
        held = tuple(cards(hand) for hand in hands)
        before = None if number == 1 else leader
        deal = begun(number, held, before, rules_of(self.options))
        seats = (Seat(taken=True),) * 4
        state = Tourney(self.options, "in_progress", seats, deal)
        self.state = paced(state, NOW)
        self.steps: list[Step[Tourney]] = []

    @property
    def deal(self) -> Deal:
        assert self.state.deal is not None
        return self.state.deal

    def plays(self, seat: int, text: str) -> Table:
        return self.does(seat, playing(cards(text)))

    def passes(self, *seats: int) -> Table:
        for seat in seats:
            self.does(seat, Pass())
        return self

    def ready(self, *seats: int) -> Table:
        for seat in seats:
            self.does(seat, Ready())
        return self

    def does(self, seat: int | None, command: Command, now: int = NOW) -> Table:
        return self.took(GAME.apply(self.state, seat, command, self.rng, now))

    def took(self, step: Step[Tourney]) -> Table:
        self.steps.append(step)
        self.state = step.state
        return self

    def rings(self) -> Table:
        assert self.state.due is not None
        return self.took(GAME.ring(self.state, self.rng, self.state.due))

    def leaves(self, seat: int, now: int = NOW) -> Table:
        return self.took(GAME.vacated(self.state, seat, self.rng, now))

    def returns(self, seat: int, now: int = NOW) -> Table:
        return self.took(GAME.seated(self.state, seat, self.rng, now))

    def refusal(self, seat: int | None, command: Command) -> tuple[str, str]:
        """The code and the sentence of a refusal."""
        before = msgspec.json.encode(self.state)
        with pytest.raises(IllegalMove) as caught:
            GAME.apply(self.state, seat, command, self.rng, NOW)
        assert msgspec.json.encode(self.state) == before
        return caught.value.code, caught.value.message

    def refuses(self, seat: int, text: str) -> str:
        """The code of the refusal of a play."""
        return self.refusal(seat, playing(cards(text)))[0]


def of_bots(number: int, **options: Any) -> Tourney:
    """A tournament of four computer players, about to begin."""
    rng = Rng(b"bots %d" % number, 1)
    state = GAME.setup((), TienlenOptions(**options), rng, NOW)
    for seat in range(4):
        level = options.get("bots", "greedy")
        state = GAME.seated(state, seat, rng, NOW, bot=level).state
    return state


def run(state: Tourney, number: int, most: int = 5_000) -> list[Step[Tourney]]:
    """All that happens by itself until the tournament is over."""
    steps: list[Step[Tourney]] = []
    while (due := GAME.alarm(state)) is not None and len(steps) < most:
        steps.append(GAME.ring(state, Rng(b"bots %d" % number, len(steps) + 2), due))
        state = steps[-1].state
    return steps
