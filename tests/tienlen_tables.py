"""Tiến Lên for tests: hands one chooses, written as card players write them.

In here: cards from text, games with known hands, tournaments that play themselves. Not in here:
chance other than that of ``games.rng``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import pytest

from games.advance import advance
from games.base import Command, Event, IllegalMove, Step
from games.mind import Mind
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

    def thinks(self) -> Table:
        """The computer player at the turn acts."""
        event, seat, command = _next(self.state, self.rng)
        assert event == "bot"
        return self.took(advance(GAME, self.state, event, seat, command, self.rng, NOW))

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
    level = options.get("bots", "greedy")
    state = GAME.setup(range(4), TienlenOptions(**options), Rng(b"bots %d" % number, 1), NOW)
    return GAME.with_bots(state, dict.fromkeys(range(4), level))


class Happened(NamedTuple):
    """One line of the log of a tournament that plays itself, and the step it made."""

    event: Event
    seat: int | None
    command: Command | None
    rng: Rng
    at: int
    step: Step[Tourney]


def run(state: Tourney, number: int, most: int = 5_000) -> list[Happened]:
    """All that happens by itself until the tournament is over."""
    happened: list[Happened] = []
    now = NOW
    while len(happened) < most:
        seed = b"bots %d" % number
        rng = Rng(seed, len(happened) + 2)
        event, seat, command = _next(state, Rng(seed + b" thinks", len(happened)))
        if event == "ring":
            now = max(now, GAME.alarm(state) or now)
        if event == "ring" and GAME.alarm(state) is None:
            break
        step = advance(GAME, state, event, seat, command, rng, now)
        # A draw used once more is no draw: replays get a fresh one.
        line = Happened(event, seat, command, Rng(seed, len(happened) + 2), now, step)
        happened.append(line)
        state = step.state
    return happened


def _next(state: Tourney, rng: Rng) -> tuple[Event, int | None, Command | None]:
    """The computer player that is due acts from its view; else the alarm rings."""
    thought = GAME.thinker(state, {})
    if thought is None:
        return "ring", None, None
    mind = Mind(thought.level, state.options, rng)
    command = GAME.choose(GAME.view(state, thought.seat), thought.seat, mind)
    return "bot", thought.seat, command


def rerun(state: Tourney, happened: list[Happened]) -> Tourney:
    """The state that the log leads to, from the first one."""
    for line in happened:
        step = advance(GAME, state, line.event, line.seat, line.command, line.rng, line.at)
        state = step.state
    return state
