"""Chess games for tests: a game that is told moves and reads like a score sheet.

In here: the few words the tests of chess share. Not in here: what must hold.
"""

from __future__ import annotations

from typing import Any

import pytest

from games.base import Command, IllegalMove, Result, Step
from games.chess.commands import ChessOptions, Draw, Move
from games.chess.rules import Chess, begin
from games.chess.state import ChessState
from games.chess.variants import Variant, board_of
from games.patch import diff
from games.rng import Rng

CHESS = Chess()
WHITE, BLACK = 0, 1
START = 1_760_000_000_000
UNTIMED = ChessOptions(minutes=0, increment=0)
BLITZ = ChessOptions(minutes=3, increment=2)
RNG = Rng(b"chess", 1)


class Sheet:
    """A game in progress; ``now`` moves only when a test says so."""

    def __init__(self, options: ChessOptions = UNTIMED, fen: str | None = None) -> None:
        self.now = START
        if fen:
            self.state = begin(board_of(options.variant, fen), options, self.now, start=fen)
        else:
            chance = Rng(b"chess", 1)  # Its own, so that no test depends on those before it.
            self.state = CHESS.setup((WHITE, BLACK), options, chance, self.now)
        self.step: Step[ChessState] = Step(self.state)
        self.before = self.state

    def tell(self, seat: int, command: Command, after: int = 0) -> Sheet:
        """``seat`` sends ``command``, ``after`` ms after what happened last."""
        self.now += after
        return self.take(CHESS.apply(self.state, seat, command, RNG, self.now))

    def take(self, step: Step[ChessState]) -> Sheet:
        self.before, self.step, self.state = self.state, step, step.state
        return self

    def play(self, *moves: str, after: int = 0) -> Sheet:
        """The side to move plays each of ``moves`` (UCI), taking ``after`` ms for it."""
        for uci in moves:
            self.tell(WHITE if self.state.board.turn else BLACK, Move(uci), after)
        return self

    def leave(self, seat: int) -> Sheet:
        return self.take(CHESS.vacated(self.state, seat, RNG, self.now))

    def come_back(self, seat: int) -> Sheet:
        return self.take(CHESS.seated(self.state, seat, RNG, self.now))

    def ring(self, late: int = 0) -> Sheet:
        """The alarm rings, ``late`` ms after its time."""
        alarm = CHESS.alarm(self.state)
        assert alarm is not None
        self.now = alarm + late
        return self.take(CHESS.ring(self.state, RNG, self.now))

    def refusal(self, seat: int, command: Command) -> str:
        """The code and sentence with which ``command`` is refused."""
        with pytest.raises(IllegalMove) as refused:
            CHESS.apply(self.state, seat, command, RNG, self.now)
        return f"{refused.value.code}: {refused.value.message}"

    @property
    def result(self) -> Result | None:
        return CHESS.result(self.state)

    @property
    def document(self) -> dict[str, Any]:
        game: dict[str, Any] = CHESS.view(self.state, None)["game"]
        return game

    @property
    def news(self) -> dict[str, Any]:
        """What the last change sends."""
        touched = self.step.touched
        before = CHESS.view(self.before, None, touched)
        return diff(before, CHESS.view(self.state, None, touched)).get("game", {})


def untimed(variant: Variant, start: str = "") -> ChessOptions:
    return ChessOptions(variant=variant, minutes=0, increment=0, start=start)


def offer() -> Command:
    return Draw(offer=True)


def accept() -> Command:
    return Draw(accept=True)


def decline() -> Command:
    return Draw(decline=True)


def claim_draw() -> Command:
    return Draw(claim=True)


__all__ = [
    "BLACK",
    "BLITZ",
    "CHESS",
    "RNG",
    "START",
    "UNTIMED",
    "WHITE",
    "ChessOptions",
    "Move",
    "Result",
    "Sheet",
    "accept",
    "claim_draw",
    "decline",
    "offer",
    "untimed",
]
