"""One chess game at one moment, as a value.

In here: the state, and how a position is recognised again. Not in here: what may happen next.
Seat 0 has White, seat 1 has Black, always.
"""

from __future__ import annotations

import chess
import msgspec

from games.base import N_, Result
from games.chess.commands import ChessOptions
from games.clock import Clock

WHITE, BLACK = 0, 1
NAMES = (N_("White"), N_("Black"))

Key = tuple[int | bool | None, ...]
"""What makes two positions the same for repetition (FIDE 9.2.3)."""


class ChessState(msgspec.Struct, frozen=True):
    """Everything about a game. Never changed: the next state is a new one.

    ``board`` is treated as a value too: it is copied before a move is pushed, never pushed in
    place (a copy costs 3 µs, a board rebuilt from FEN 80 µs).
    ``moves``: UCI, from the first. ``left``: after each move, what its player's clock showed.
    ``seen``: the positions since the last capture or pawn move, the present one last: none
    before it can come back, so the tuple stays short.
    ``draw``: the seat whose offer is open. ``offers``: how many moves each seat had made when it
    last offered, -1 before that. ``gone``: seats whose players stayed away.
    ``rematch``: seats that want another game.
    """

    board: chess.Board
    options: ChessOptions
    started: int
    clock: Clock | None = None
    start: str | None = None
    moves: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    seen: tuple[Key, ...] = ()
    draw: int | None = None
    offers: tuple[int, int] = (-1, -1)
    gone: frozenset[int] = frozenset()
    rematch: frozenset[int] = frozenset()
    result: Result | None = None


def to_move(state: ChessState) -> int:
    """The seat whose turn the board says it is, whether or not the game is over."""
    return WHITE if state.board.turn else BLACK


def moves_made(state: ChessState, seat: int) -> int:
    """How many moves ``seat`` has made in this game."""
    played = len(state.moves)
    return played // 2 if seat == to_move(state) else (played + 1) // 2


def both_have_moved(state: ChessState) -> bool:
    """Whether the game counts: until then it can only be aborted."""
    return len(state.moves) >= 2


def position_key(board: chess.Board) -> Key:
    """What two equal positions have in common: pieces, turn, castling and real en passant.

    The same fields as python-chess's own private key, from its public ones. Those that differ
    most often between neighbours come first, since tuples are compared from the left.
    """
    return (
        board.occupied_co[chess.WHITE],
        board.occupied_co[chess.BLACK],
        board.turn,
        board.knights,
        board.bishops,
        board.rooks,
        board.queens,
        board.kings,
        board.pawns,
        board.clean_castling_rights(),
        board.ep_square if board.has_legal_en_passant() else None,
    )


def repetitions(seen: tuple[Key, ...]) -> int:
    """How often the last position of ``seen`` has stood on the board."""
    return seen.count(seen[-1])
