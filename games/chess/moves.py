"""Judging one move: is it legal, why not, and does the board say that the game is over?

In here: what concerns the position alone. Not in here: turns, clocks, offers (``rules``).
"""

from __future__ import annotations

import chess

from games.base import N_, IllegalMove, Phrase, Result
from games.chess.state import BLACK, WHITE, Key, repetitions

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
        move = chess.Move.from_uci(uci)
    except chess.InvalidMoveError:
        raise IllegalMove(
            "That is not a move: name the square it starts from and the one it ends on, as in e2e4."
        ) from None
    if move and board.is_legal(move):
        # Both spellings of castling are legal; the board's own is the one that is kept.
        return board.parse_uci(uci) if board.is_castling(move) else move
    raise IllegalMove(_why_not(board, move))


def _why_not(board: chess.Board, move: chess.Move) -> Phrase:
    """The sentence for a player whose ``move`` is not legal."""
    square = chess.square_name(move.from_square)
    piece = board.piece_at(move.from_square)
    if not move:
        return Phrase("You cannot pass: make a move.")
    if piece is None:
        return Phrase("There is no piece on {square}.", square=square)
    name = Phrase(PIECE_NAMES[piece.piece_type])
    if piece.color != board.turn:
        return Phrase("The {piece} on {square} is not yours.", piece=name, square=square)
    if board.is_pseudo_legal(move):
        if board.is_check():
            return Phrase("Your king is in check, and this move leaves it there.")
        return Phrase("Your king would be in check.")
    if not move.promotion and board.is_pseudo_legal(
        chess.Move(move.from_square, move.to_square, chess.QUEEN)
    ):
        return Phrase("Choose what the pawn becomes.")
    same_rank = chess.square_rank(move.from_square) == chess.square_rank(move.to_square)
    if same_rank and board.is_castling(move):
        return Phrase("You cannot castle that way now.")
    return Phrase("The {piece} cannot go there.", piece=name)


def board_result(board: chess.Board, seen: tuple[Key, ...]) -> Result | None:
    """How the move just made ended the game by itself, or None.

    Draws that have to be claimed are not looked for: asking on every move would cost more than
    the move (``draws``).
    """
    if not any(board.generate_legal_moves()):
        if board.is_check():
            return Result((BLACK if board.turn else WHITE,), "checkmate")
        return Result((), "stalemate")
    if board.is_insufficient_material():
        return Result((), "insufficient-material")
    if board.halfmove_clock >= SEVENTY_FIVE_MOVES:
        return Result((), "seventyfive-moves")
    # A position needs 16 moves of the pieces to stand on the board for the fifth time.
    if len(seen) > 16 and repetitions(seen) >= 5:
        return Result((), "fivefold-repetition")
    return None


def flag_result(board: chess.Board, seat: int, counts: bool) -> Result:
    """What it means that the time of ``seat`` is up.

    ``counts``: both have moved. A draw if the opponent could not mate by any series of legal
    moves (FIDE 6.9), judged by the material alone, as lichess does.
    """
    if not counts:
        return Result((), "aborted")
    opponent = 1 - seat
    if board.has_insufficient_material(opponent == WHITE):
        return Result((), "flag")
    return Result((opponent,), "flag")
