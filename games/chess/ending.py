"""How a game stops: by a result, by a fallen flag.

In here: what follows for clocks and open questions. Not in here: when it is so.
"""

from __future__ import annotations

from collections.abc import Hashable

from msgspec.structs import replace

from games.base import Result, Step
from games.chess import moves
from games.chess.state import ChessState, both_have_moved, to_move

_TOUCHES: frozenset[Hashable] = frozenset(
    {"clocks", "moveBy", "draw", "takeback", "pause", "paused", "resume", "gone", "result"}
)


def end(state: ChessState, result: Result, now: int) -> Step[ChessState]:
    """The game is over: the clocks stand, questions and claims are void."""
    over = replace(
        state,
        result=result,
        clock=state.clock.stop(now) if state.clock else None,
        draw=None,
        takeback=None,
        pause=None,
        paused=False,
        resume=None,
        gone=frozenset(),
    )
    return Step(over, {"game": "over"}, _TOUCHES)


def flag(state: ChessState) -> Step[ChessState]:
    """The running side's time is up: it ended at that moment, whenever somebody notices."""
    assert state.clock is not None
    fell = state.clock.flags_at()
    assert fell is not None
    result = moves.flag_result(state.board, to_move(state), both_have_moved(state))
    return end(state, result, fell)
