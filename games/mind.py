"""What a computer player thinks with: its level, its chance, how hard to try, whom it may ask.

In here: the values that go in and come out of ``Game.thinker`` and ``Game.choose``. Not in here:
any game's levels, and engines themselves: those are processes, which the house keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from games.rng import Rng


class Thought(NamedTuple):
    """A computer player that shall act: the one at ``seat``, as strong as ``level``.

    ``at``: not before that time (ms); 0 is at once. The house waits longer if people asked for
    a slower pace.
    """

    seat: int
    level: str
    at: int = 0


class Question(msgspec.Struct, frozen=True):
    """A position for an engine that speaks UCI.

    ``variant``: as ``UCI_Variant`` names it. ``start``: FEN; empty is the variant's usual one.
    ``moves``: from there, in UCI. ``settings``: what the engine is set to, if it has such an
    option. ``seconds``, ``nodes``, ``depth``: where it stops (the first that is reached).
    ``lines``: how many of the best moves are wanted.
    """

    variant: str
    start: str
    moves: tuple[str, ...]
    settings: Mapping[str, bool | int | str] = {}
    seconds: float = 1.0
    nodes: int | None = None
    depth: int | None = None
    lines: int = 1


class Line(NamedTuple):
    """A move an engine thinks well of, and what it comes to for whoever moves (centipawns)."""

    move: str
    score: int


Consult = Callable[[Question], Sequence[Line]]
"""Asks an engine: its lines, the best first; none if no engine here knows such positions."""


def nobody(question: Question) -> Sequence[Line]:
    """There is no engine to ask."""
    return ()


def at_once() -> float:
    """No time goes by."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Mind:
    """What a computer player has besides its view.

    ``level``: one of the game's. ``options``: the game's. ``rng``: chance of its own, which tells
    nothing about the game's. ``effort``: 1 is as hard as the level tries; less when many wait.
    ``spent``: how long it has been thinking by now (seconds).
    """

    level: str
    options: Any
    rng: Rng
    effort: float = 1.0
    spent: Callable[[], float] = field(default=at_once)
    consult: Consult = field(default=nobody)
