"""A move on the board, and all that changes with it.

In here: whose turn it is, the clock, what lapses, which parts of the document to tell. Not in here:
how pieces move (``moves``), what else can be asked (``rules``).
"""

from __future__ import annotations

from collections.abc import Hashable

from msgspec.structs import replace

from games.base import IllegalMove, Phrase, Result, Step
from games.chess import moves
from games.chess.commands import Move
from games.chess.state import NAMES, ChessState, to_move, with_position
from games.clock import Clock


def judge(state: ChessState, seat: int, command: Move, now: int) -> Step[ChessState]:
    """Make a move: what the opponent has asked lapses, and the clock is pressed."""
    if seat != to_move(state):
        raise IllegalMove("It is {side}'s turn.", "NOT_YOUR_TURN", side=Phrase(NAMES[1 - seat]))
    if state.paused:
        raise IllegalMove("The game is paused: go on with it first.", "INVALID_STATE")
    move = moves.parse_move(state.board, command.uci)
    board = state.board.copy(stack=False)
    board.push(move)
    seen = with_position(state.seen, board)
    ended = moves.board_result(board, seen)
    clock, left = _pressed(state, seat, now, ended is not None)
    after = replace(
        state,
        board=board,
        moves=(*state.moves, move.uci()),
        seen=seen,
        clock=clock,
        left=left,
        draw=seat if state.draw == seat and not ended else None,
        takeback=None,
        pause=seat if state.pause == seat and not ended else None,
        asked=frozenset(wish for wish in state.asked if wish[1] != seat),
        gone=state.gone - {seat} if state.gone else state.gone,
        result=ended,
    )
    return Step(after, {"game": "over" if ended else "move"}, _touched(state, ended))


def _touched(state: ChessState, ended: Result | None) -> frozenset[Hashable]:
    """What a move on ``state`` changes in the document: little, since it is the hot path."""
    touched: set[Hashable] = {len(state.moves) + 1}
    if state.clock:
        touched.add("moveBy" if state.clock.per_move else "clocks")
    if state.draw is not None or state.takeback is not None or state.pause is not None:
        touched |= {"draw", "takeback", "pause"}
    if state.gone:
        touched.add("gone")
    if ended:
        touched.add("result")
    return frozenset(touched)


def _pressed(
    state: ChessState, seat: int, now: int, over: bool
) -> tuple[Clock | None, tuple[int, ...]]:
    """The clock after a move of ``seat``, and the list of what clocks showed after each move."""
    if state.clock is None:
        return None, state.left
    clock = state.clock.press(now, 1 - seat)
    if over:
        clock = clock.stop(now)
    return clock, (*state.left, clock.left[seat])
