"""The kinds of chess: the board of each, what ends it besides mate, what makes positions equal.

In here: what differs between variants. The boards are python-chess's. Not in here: their rules in
words (templates and the browser's ``words``), judging a move (``moves``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import chess
import chess.variant

from games.base import N_, Result

Variant = Literal[
    "chess", "chess960", "crazyhouse", "atomic", "kingofthehill", "3check", "antichess", "horde",
    "racingkings",
]  # fmt: skip
"""Names as in UCI's ``UCI_Variant`` and in chessops, so that engines and the browser take them."""

Key = tuple[object, ...]
"""What makes two positions the same for repetition (FIDE 9.2.3)."""

WHITE, BLACK = 0, 1

BOARDS: dict[Variant, type[chess.Board]] = {
    "chess": chess.Board,
    "chess960": chess.Board,
    "crazyhouse": chess.variant.CrazyhouseBoard,
    "atomic": chess.variant.AtomicBoard,
    "kingofthehill": chess.variant.KingOfTheHillBoard,
    "3check": chess.variant.ThreeCheckBoard,
    "antichess": chess.variant.AntichessBoard,
    "horde": chess.variant.HordeBoard,
    "racingkings": chess.variant.RacingKingsBoard,
}

TITLES: dict[str, str] = {
    "chess": N_("Chess"),
    "chess960": N_("Chess960"),
    "crazyhouse": N_("Crazyhouse"),
    "atomic": N_("Atomic"),
    "kingofthehill": N_("King of the Hill"),
    "3check": N_("Three-check"),
    "antichess": N_("Antichess"),
    "horde": N_("Horde"),
    "racingkings": N_("Racing Kings"),
}


def board_of(variant: Variant, fen: str | None = None) -> chess.Board:
    """A board of this variant, at its usual first position or at ``fen``.

    :raises ValueError: for a FEN that cannot be read.
    """
    board = BOARDS[variant]
    is_960 = variant == "chess960"
    return board(chess960=is_960) if fen is None else board(fen, chess960=is_960)


def drawn_position(number: int) -> chess.Board:
    """Chess960's first position ``number`` (0 to 959, Scharnagl's numbering; 518 is the usual)."""
    board = chess.Board.from_chess960_pos(number)
    board.chess960 = True
    return board


def variant_of(board: chess.Board) -> Variant | None:
    """Which variant a board of python-chess plays, or None if none of ours."""
    if type(board) is chess.Board:
        return "chess960" if board.chess960 else "chess"
    return next((name for name, kind in BOARDS.items() if kind is type(board)), None)


def ended(board: chess.Board) -> Result | None:
    """How a rule of the variant's own ended the game, or None."""
    end = _ENDS.get(type(board))
    return end(board) if end is not None and board.is_variant_end() else None


def _loser_or(board: chess.Board, reason: str, drawn: str = "") -> Result:
    """A win for whom the variant says; ``drawn``: the reason when nobody has won."""
    mover, other = (WHITE, BLACK) if board.turn else (BLACK, WHITE)
    if board.is_variant_draw():
        return Result((), drawn)
    return Result((mover if board.is_variant_win() else other,), reason)


_ENDS: dict[type[chess.Board], Callable[[chess.Board], Result]] = {
    chess.variant.AtomicBoard: lambda board: _loser_or(board, "explosion"),
    chess.variant.KingOfTheHillBoard: lambda board: _loser_or(board, "hill"),
    chess.variant.ThreeCheckBoard: lambda board: _loser_or(board, "three-checks"),
    chess.variant.AntichessBoard: lambda board: _loser_or(board, "all-given-away"),
    chess.variant.HordeBoard: lambda board: _loser_or(board, "horde-taken"),
    chess.variant.RacingKingsBoard: lambda board: _loser_or(board, "race", "race-drawn"),
}


def stuck(board: chess.Board) -> Result:
    """What it means that the side to move has no move and is not in check.

    In Antichess it has won; everywhere else that is stalemate.
    """
    if type(board) is chess.variant.AntichessBoard:
        return Result((WHITE if board.turn else BLACK,), "no-moves")
    return Result((), "stalemate")


def position_key(board: chess.Board) -> Key:
    """What two equal positions have in common: pieces, turn, castling and real en passant, and
    what the variant adds: pieces in hand, checks to go.

    The same fields as python-chess's own private key, from its public ones. Those that differ
    most often between neighbours come first, since tuples are compared from the left.
    """
    key = (
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
    if type(board) is chess.Board:
        return key
    return key + _extra(board)


def _extra(board: chess.Board) -> Key:
    if isinstance(board, chess.variant.CrazyhouseBoard):
        return (board.promoted, *(str(pocket) for pocket in board.pockets))
    if isinstance(board, chess.variant.ThreeCheckBoard):
        return tuple(board.remaining_checks)
    return ()


def comes_back(board: chess.Board) -> bool:
    """Whether an earlier position may stand on ``board`` again: after a capture or a pawn's move
    none can, except where what is taken is put back.
    """
    return board.halfmove_clock > 0 or isinstance(board, chess.variant.CrazyhouseBoard)
