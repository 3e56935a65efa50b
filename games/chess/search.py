"""A small chess player of our own: it looks a few moves ahead, in any variant.

In here: what a position is worth, and alpha-beta over python-chess boards, as far as a number of
positions reaches. Not in here: levels, and when an engine is asked instead (``computer``).

Scores are centipawns for the side to move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import chess
import chess.variant

Scored = tuple[int, chess.Move]

MATE = 100_000
_WORTH = (0, 100, 320, 330, 500, 900, 0)
"""By piece type. The values are Tomasz Michniewski's, as are the ideas of ``_place``."""
_CENTRE = [
    3 - max(abs(2 * chess.square_file(s) - 7), abs(2 * chess.square_rank(s) - 7)) // 2
    for s in chess.SQUARES
]
"""How near a square is to the centre: 3 in the middle, 0 on the edge."""


class Enough(Exception):
    """The positions that may be looked at, or the time, are used up."""


def worth(board: chess.Board) -> int:
    """What the position is worth to the side to move, without looking ahead."""
    white = sum(_side(board, chess.WHITE)) - sum(_side(board, chess.BLACK))
    return white if board.turn else -white


def _side(board: chess.Board, color: chess.Color) -> Iterator[int]:
    """What ``color`` has: men, their places, and what the variant counts besides."""
    sign = -1 if isinstance(board, chess.variant.AntichessBoard) else 1
    for kind in chess.PIECE_TYPES:
        for square in board.pieces(kind, color):
            yield sign * _WORTH[kind] + _place(kind, square, color)
    if isinstance(board, chess.variant.CrazyhouseBoard):
        yield sum(_WORTH[k] * board.pockets[color].count(k) for k in chess.PIECE_TYPES)
    elif isinstance(board, chess.variant.ThreeCheckBoard):
        yield 150 * (3 - board.remaining_checks[color]) ** 2
    king = board.king(color)
    if king is None:
        return
    if isinstance(board, chess.variant.RacingKingsBoard):
        yield 200 * chess.square_rank(king)
    elif isinstance(board, chess.variant.KingOfTheHillBoard):
        yield 60 * _CENTRE[king]


def _place(kind: chess.PieceType, square: chess.Square, color: chess.Color) -> int:
    """A man's place: pawns forward, pieces to the centre, the king at home."""
    rank = chess.square_rank(square) if color else 7 - chess.square_rank(square)
    if kind == chess.PAWN:
        return 4 * rank + 4 * _CENTRE[square]
    if kind == chess.KING:
        return -8 * rank
    return (10 if kind in (chess.KNIGHT, chess.BISHOP) else 3) * _CENTRE[square]


class Search:
    """One look ahead from ``board``, which it moves on and back.

    ``nodes``: positions at most. ``enough``: whether the time is up.
    """

    def __init__(self, board: chess.Board, nodes: int, enough: Callable[[], bool]) -> None:
        self.board = board
        self.left = nodes
        self.enough = enough

    def ranked(self, depth: int) -> list[Scored]:
        """All moves with what they come to, the best first.

        Looked at ever deeper, up to ``depth`` half moves, while positions are left.
        """
        found = [(0, move) for move in _ordered(self.board)]
        for each in range(1, depth + 1):
            try:
                found = self._layer(found, each)
            except Enough:
                break
            if found and found[0][0] > MATE // 2:
                break
        return found

    def _layer(self, known: list[Scored], depth: int) -> list[Scored]:
        """Every move looked at ``depth`` half moves deep. All get a true score, not a bound only:
        whoever plays below their strength picks among them."""
        found = []
        for _, move in known:
            self.board.push(move)
            try:
                found.append((-self._alphabeta(depth - 1, -MATE, MATE), move))
            finally:
                self.board.pop()
        return sorted(found, key=lambda pair: -pair[0])

    def _alphabeta(self, depth: int, alpha: int, beta: int) -> int:
        over = self._over()
        if over is not None:
            return over
        if depth <= 0:
            return self._quiet(alpha, beta)
        for move in _ordered(self.board):
            self.board.push(move)
            try:
                score = -self._alphabeta(depth - 1, -beta, -alpha)
            finally:
                self.board.pop()
            alpha = max(alpha, score)
            if alpha >= beta:
                break
        return alpha

    def _quiet(self, alpha: int, beta: int) -> int:
        """Captures to their end, so that no man hangs unseen."""
        alpha = max(alpha, worth(self.board))
        if alpha >= beta:
            return alpha
        for move in _captures(self.board):
            self._count()
            self.board.push(move)
            try:
                score = -self._quiet(-beta, -alpha)
            finally:
                self.board.pop()
            alpha = max(alpha, score)
            if alpha >= beta:
                break
        return alpha

    def _over(self) -> int | None:
        """The score of a game that is over; a mate that is nearer counts more."""
        self._count()
        board = self.board
        if board.is_variant_win():
            return MATE - board.ply()
        if board.is_variant_loss():
            return board.ply() - MATE
        if board.is_variant_draw() or board.halfmove_clock >= 100:
            return 0
        if any(board.generate_legal_moves()):
            return 0 if board.is_insufficient_material() or board.is_repetition(2) else None
        return board.ply() - MATE if board.is_check() else 0

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0 or self.enough():
            raise Enough


def _ordered(board: chess.Board) -> list[chess.Move]:
    """The legal moves, those first that cut most off: what takes much with little, promotions."""
    return sorted(board.legal_moves, key=lambda move: -_promise(board, move))


def _captures(board: chess.Board) -> list[chess.Move]:
    return sorted(board.generate_legal_captures(), key=lambda move: -_promise(board, move))


def _promise(board: chess.Board, move: chess.Move) -> int:
    taken = board.piece_type_at(move.to_square) or 0
    gain = 10 * _WORTH[taken] - _WORTH[board.piece_type_at(move.from_square) or 0] if taken else 0
    return gain + (_WORTH[move.promotion] if move.promotion else 0)
