"""Judging one move: is it legal, why not, and does the board say that the game is over?

In here: what concerns the position alone. Not in here: turns, clocks, offers (``rules``).
"""

from __future__ import annotations

from functools import lru_cache

import chess
import chess.variant

from games.base import N_, IllegalMove, Phrase, Result
from games.chess.state import BLACK, WHITE, Key, repetitions
from games.chess.variants import ended, stuck

PIECE_NAMES = {
    chess.PAWN: N_("pawn"), chess.KNIGHT: N_("knight"), chess.BISHOP: N_("bishop"),
    chess.ROOK: N_("rook"), chess.QUEEN: N_("queen"), chess.KING: N_("king"),
}  # fmt: skip
SEVENTY_FIVE_MOVES = 150
FIFTY_MOVES = 100
"""Counted in half moves, as the board's ``halfmove_clock`` does."""


def parse_move(board: chess.Board, uci: str) -> chess.Move:
    """The legal move that ``uci`` means on ``board``.

    Castling may be written as the king's move or, as some browsers do, king takes rook.

    :raises IllegalMove: with the reason.
    """
    try:
        move = _move(uci)
    except chess.InvalidMoveError:
        raise IllegalMove(
            "That is not a move: name the square it starts from and the one it ends on, as in e2e4."
        ) from None
    if move and board.is_legal(move):
        # Both spellings of castling are legal; the board's own is the one that is kept.
        return board.parse_uci(uci) if board.is_castling(move) else move
    if move and board.chess960:
        # The king's move, where the board's own spelling is king takes rook.
        castling = board.parse_uci(uci) if _steps_two(board, move) else move
        if board.is_legal(castling):
            return castling
    raise _why_not(board, move)


@lru_cache(maxsize=4096)  # More than there are moves of pieces between squares.
def _move(uci: str) -> chess.Move:
    return chess.Move.from_uci(uci)


def _steps_two(board: chess.Board, move: chess.Move) -> bool:
    """Whether the king goes two squares, as it does when it castles from its usual square."""
    try:
        return move != board.parse_uci(move.uci())
    except chess.IllegalMoveError:
        return False


def _why_not(board: chess.Board, move: chess.Move) -> IllegalMove:
    """The sentence for a player whose ``move`` is not legal."""
    if not move:
        return IllegalMove("You cannot pass: make a move.")
    if move.drop:
        return _why_no_drop(board, move.drop, move)
    square = chess.square_name(move.from_square)
    piece = board.piece_at(move.from_square)
    if piece is None:
        return IllegalMove("There is no piece on {square}.", square=square)
    name = Phrase(PIECE_NAMES[piece.piece_type])
    if piece.color != board.turn:
        return IllegalMove("The {piece} on {square} is not yours.", piece=name, square=square)
    if board.is_pseudo_legal(move):
        return _why_forbidden(board, move)
    if not move.promotion and board.is_pseudo_legal(
        chess.Move(move.from_square, move.to_square, chess.QUEEN)
    ):
        return IllegalMove("Choose what the pawn becomes.")
    same_rank = chess.square_rank(move.from_square) == chess.square_rank(move.to_square)
    if same_rank and board.is_castling(move):
        return IllegalMove("You cannot castle that way now.")
    return IllegalMove("The {piece} cannot go there.", piece=name)


def _why_no_drop(board: chess.Board, kind: chess.PieceType, move: chess.Move) -> IllegalMove:
    """Why a piece cannot be put on the board."""
    if not isinstance(board, chess.variant.CrazyhouseBoard):
        return IllegalMove("Pieces that are taken stay off the board in this game.")
    square = chess.square_name(move.to_square)
    if not board.pockets[board.turn].count(kind):
        return IllegalMove("You have no {piece} in hand.", piece=Phrase(PIECE_NAMES[kind]))
    if board.piece_at(move.to_square):
        return IllegalMove(
            "There is a piece on {square} already: choose an empty square.", square=square
        )
    if kind == chess.PAWN and chess.square_rank(move.to_square) in (0, 7):
        return IllegalMove("A pawn cannot be put on the first or the last rank.")
    return IllegalMove("Your king is in check, and this move leaves it there.")


def _why_forbidden(board: chess.Board, move: chess.Move) -> IllegalMove:
    """Why a move the piece could make must not be made."""
    if isinstance(board, chess.variant.AntichessBoard):
        return IllegalMove("You must take a piece when you can.")
    if isinstance(board, chess.variant.RacingKingsBoard) and board.gives_check(move):
        return IllegalMove("Nobody may give check in Racing Kings.")
    if isinstance(board, chess.variant.AtomicBoard) and board.is_capture(move):
        return IllegalMove("Your own king would be in the explosion, or in check after it.")
    if board.is_check():
        return IllegalMove("Your king is in check, and this move leaves it there.")
    return IllegalMove("Your king would be in check.")


def board_result(board: chess.Board, seen: tuple[Key, ...]) -> Result | None:
    """How the move just made ended the game by itself, or None.

    Draws that have to be claimed are not looked for: asking on every move would cost more than
    the move (``draws``).
    """
    if result := ended(board):
        return result
    if not any(board.generate_legal_moves()):
        if board.is_check():
            return Result((BLACK if board.turn else WHITE,), "checkmate")
        return stuck(board)
    if board.is_insufficient_material():
        return Result((), "insufficient-material")
    # The board is asked too: where what is taken comes back no such count is kept.
    if board.halfmove_clock >= SEVENTY_FIVE_MOVES and board.is_seventyfive_moves():
        return Result((), "seventyfive-moves")
    # A position needs 16 moves of the pieces to stand on the board for the fifth time.
    if len(seen) > 16 and repetitions(seen) >= 5:
        return Result((), "fivefold-repetition")
    return None


def flag_result(board: chess.Board, seat: int, counts: bool) -> Result:
    """What it means that the time of ``seat`` is up.

    ``counts``: both have moved. A draw if the opponent could not win by any series of legal
    moves (FIDE 6.9), judged by the material alone, as lichess does; in each variant by its rules.
    """
    if not counts:
        return Result((), "aborted")
    opponent = 1 - seat
    if board.has_insufficient_material(opponent == WHITE):
        return Result((), "flag")
    return Result((opponent,), "flag")
