"""One chess game at one moment, as a value.

In here: the state, and how it is read. Not in here: what may happen next.
Seat 0 has White, seat 1 has Black, always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import chess
import msgspec

from games.base import N_, Result
from games.chess.variants import BLACK, WHITE, Key, board_of, comes_back, position_key
from games.clock import Clock

if TYPE_CHECKING:
    from games.chess.commands import ChessOptions

NAMES = (N_("White"), N_("Black"))

Wish = Literal["draw", "takeback", "pause"]
"""What a player can ask of the other: once between two moves of one's own, and one at a time."""


class ChessState(msgspec.Struct, frozen=True):
    """Everything about a game. Never changed: the next state is a new one.

    ``board`` is treated as a value too: it is copied before a move is pushed, never pushed in
    place (a copy costs 3 µs, a board rebuilt from FEN 80 µs).
    ``start``: the first position's FEN unless it is the variant's usual one; ``number``: which of
    Chess960's it is. ``history``: how many of the ``moves`` came with the start position.
    ``moves``: UCI, from the first. ``left``: after each move made here, what its player's clock
    showed. ``seen``: the positions since the last capture or pawn move, the present one last: none
    before it can come back, so the tuple stays short (in Crazyhouse all: there it can).
    ``draw``, ``takeback``, ``pause``: the seat that asks for it and waits for an answer.
    ``asked``: what each seat has asked for since its last move. ``paused``: both clocks stand;
    ``resume``: the seat that wants to go on, and when that happens by itself.
    ``gone``: seats whose players stayed away. ``rematch``: seats that want another game.
    """

    board: chess.Board
    options: ChessOptions
    started: int
    clock: Clock | None = None
    start: str | None = None
    number: int | None = None
    history: int = 0
    moves: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    seen: tuple[Key, ...] = ()
    draw: int | None = None
    takeback: int | None = None
    pause: int | None = None
    asked: frozenset[tuple[Wish, int]] = frozenset()
    paused: bool = False
    resume: tuple[int, int] | None = None
    gone: frozenset[int] = frozenset()
    rematch: frozenset[int] = frozenset()
    result: Result | None = None


def to_move(state: ChessState) -> int:
    """The seat whose turn the board says it is, whether or not the game is over."""
    return WHITE if state.board.turn else BLACK


def both_have_moved(state: ChessState) -> bool:
    """Whether the game counts: until then it can only be aborted."""
    return len(state.moves) >= state.history + 2


def repetitions(seen: tuple[Key, ...]) -> int:
    """How often the last position of ``seen`` has stood on the board."""
    return seen.count(seen[-1])


def first_board(state: ChessState) -> chess.Board:
    """The position the game began with, before any of its ``moves``."""
    return board_of(state.options.variant, state.start)


def follow(board: chess.Board, moves: tuple[str, ...]) -> tuple[Key, ...]:
    """Push ``moves`` on ``board``; the positions that can still come back, the present one last."""
    seen: tuple[Key, ...] = (position_key(board),)
    for uci in moves:
        board.push(chess.Move.from_uci(uci))
        seen = with_position(seen, board)
    board.clear_stack()
    return seen


def with_position(seen: tuple[Key, ...], board: chess.Board) -> tuple[Key, ...]:
    """``seen`` after a move that led to ``board``."""
    key = position_key(board)
    return (*seen, key) if comes_back(board) else (key,)


__all__ = [
    "BLACK", "NAMES", "WHITE", "ChessState", "Key", "Wish", "both_have_moved", "first_board",
    "follow", "position_key", "repetitions", "to_move", "with_position",
]  # fmt: skip
