"""A tournament at one moment, as a value.

In here: seats, the game being played, games finished. Not in here: what happens next (``tourney``).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from games.base import Result
from games.tienlen.commands import TienlenOptions
from games.tienlen.deal import SEATS, Deal, Hands, Move

POINTS = (4, 2, 1, 0)
"""For the first, second, third and last place."""

Status = Literal["waiting", "starting", "in_progress", "between_games", "completed"]
BEFORE = frozenset({"waiting", "starting"})
"""Seats come and go freely in these."""


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the four. Points go with the seat.

    ``taken``: somebody, or a computer player, has it. ``bot``: the level of the computer player
    that plays it now. ``away``: it plays for somebody who left; ``back``: who is here again, and
    plays from the next turn on. ``last``: points of the last game; ``won``: games won.
    """

    taken: bool = False
    bot: str = ""
    away: bool = False
    back: bool = False
    ready: bool = False
    score: int = 0
    won: int = 0
    last: int = 0


class Finished(msgspec.Struct, frozen=True):
    """A finished game, all of it. ``at``: when it ended (ms)."""

    number: int
    order: tuple[int, ...]
    at: int
    dealt: Hands
    moves: tuple[Move, ...]
    instant: tuple[tuple[int, str], ...] = ()


class Tourney(msgspec.Struct, frozen=True):
    """Everything about a tournament. Never changed: the next state is a new one.

    ``deal``: the game being played, or the last one until the next begins. ``due``: when something
    happens by itself (ms): a player's time is up, the next game begins. ``opened``: when it was
    set up (ms).
    """

    options: TienlenOptions
    status: Status = "waiting"
    seats: tuple[Seat, ...] = (Seat(),) * SEATS
    deal: Deal | None = None
    history: tuple[Finished, ...] = ()
    due: int | None = None
    opened: int = 0

    @property
    def playing(self) -> Deal | None:
        """The game, while one is being played."""
        return self.deal if self.status == "in_progress" else None

    @property
    def number(self) -> int:
        """The number of the game being played, or of the last one; 0 before the first."""
        return self.deal.number if self.deal else 0


def winner(state: Tourney) -> int | None:
    """Who has won the tournament: the most points, ties to the lowest seat."""
    if state.status != "completed":
        return None
    return ranking(state)[0]


def ranking(state: Tourney) -> list[int]:
    """The seats by points, the most first, ties to the lowest seat."""
    return sorted(range(SEATS), key=lambda seat: (-state.seats[seat].score, seat))


def result_of(state: Tourney) -> Result | None:
    """How the tournament ended, or None while it goes on."""
    first = winner(state)
    return None if first is None else Result((first,), "target-reached")
