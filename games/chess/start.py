"""Where a game starts: a position as FEN, or a game half played as PGN.

In here: reading what somebody pasted, and the one spelling it is kept in: UCI's
``<FEN or startpos> [moves e2e4 …]``. Not in here: the game that starts there (``rules``).
"""

from __future__ import annotations

import io
import re
from functools import lru_cache

import chess
import chess.pgn

from games.base import N_, IllegalMove, Phrase
from games.chess.moves import board_result, parse_move
from games.chess.state import follow
from games.chess.variants import TITLES, Variant, board_of, variant_of

TEXT_AT_MOST = 10_000
"""Characters of a pasted text; a long game with clocks and comments has about 8,000."""
PLIES_AT_MOST = 400

FEN_AT_MOST = 140

_FEN = re.compile(r"[1-8pnbrqkPNBRQK~]+(/[1-8pnbrqkPNBRQK~]+){7}(/?\[?[pnbrqPNBRQ]*\]?)\s")
_NUMBERS = re.compile(r"\d{5,}")

_NO_FEN = N_("That FEN cannot be read: copy the whole line, as programs give it.")
_TOO_LONG = N_("That game is too long to go on with: at most {most} half moves.")
_FAULTS = (
    (chess.STATUS_EMPTY, N_("The board is empty.")),
    (chess.STATUS_NO_WHITE_KING, N_("That cannot be played: White has no king.")),
    (chess.STATUS_NO_BLACK_KING, N_("That cannot be played: Black has no king.")),
    (chess.STATUS_TOO_MANY_KINGS, N_("That cannot be played: there are too many kings.")),
    (chess.STATUS_TOO_MANY_WHITE_PAWNS, N_("That cannot be played: White has too many pawns.")),
    (chess.STATUS_TOO_MANY_BLACK_PAWNS, N_("That cannot be played: Black has too many pawns.")),
    (chess.STATUS_PAWNS_ON_BACKRANK,
     N_("That cannot be played: a pawn stands on the first or the last rank.")),
    (chess.STATUS_TOO_MANY_WHITE_PIECES, N_("That cannot be played: White has too many pieces.")),
    (chess.STATUS_TOO_MANY_BLACK_PIECES, N_("That cannot be played: Black has too many pieces.")),
    (chess.STATUS_BAD_CASTLING_RIGHTS,
     N_("That cannot be played: kings and rooks do not stand where they could castle (in Chess960 "
        "they may).")),
    (chess.STATUS_INVALID_EP_SQUARE,
     N_("That cannot be played: no pawn can be taken in passing there.")),
    (chess.STATUS_OPPOSITE_CHECK,
     N_("That cannot be played: the side that is not to move is in check.")),
    (chess.STATUS_RACE_CHECK,
     N_("That cannot be played: nobody may be in check in Racing Kings.")),
    (chess.STATUS_RACE_OVER,
     N_("That cannot be played: a king has reached the last rank already.")),
    (chess.STATUS_RACE_MATERIAL,
     N_("That cannot be played: there are pieces that Racing Kings does not have.")),
    (chess.STATUS_TOO_MANY_CHECKERS,
     N_("That cannot be played: the king is in check from too many sides.")),
    (chess.STATUS_IMPOSSIBLE_CHECK,
     N_("That cannot be played: no move could have given this check.")),
)  # fmt: skip


@lru_cache(256)
def canonical(text: str, variant: Variant) -> tuple[str, Variant]:
    """What is kept of a pasted ``text``, and the variant: a PGN names its own.

    What comes out comes out again, and is read again with every lobby and list: a long game takes
    20 ms, so the last ones are remembered. Empty: the usual position.

    :raises IllegalMove: with a sentence for the player.
    """
    text = text.strip()
    if len(text) > TEXT_AT_MOST:
        raise IllegalMove(
            "That text is too long: paste at most {most} characters.", most=TEXT_AT_MOST
        )
    if not text:
        return "", variant
    position, _, moves = text.partition(" moves ")
    if position == "startpos" or (len(position) <= FEN_AT_MOST and _FEN.match(position)):
        fen = None if position == "startpos" else position
        return _spelt(_placed(fen, variant), tuple(moves.split())), variant
    return _from_pgn(text, variant)


def opened(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The FEN (None: the usual position) and the moves of a text that ``canonical`` gave."""
    position, _, moves = text.partition(" moves ")
    return None if position in ("", "startpos") else position, tuple(moves.split())


def _placed(fen: str | None, variant: Variant) -> chess.Board:
    """The board at ``fen``, if a game can start there."""
    try:
        if fen and _NUMBERS.search(fen):
            raise ValueError
        board = board_of(variant, fen)
    except (ValueError, IndexError):
        raise IllegalMove(_NO_FEN) from None
    faults = board.status()
    for fault, sentence in _FAULTS:
        if faults & fault:
            raise IllegalMove(sentence)
    if not 1 <= board.fullmove_number <= 9999 or board.halfmove_clock > 9999:
        raise IllegalMove(_NO_FEN)
    return board


def _spelt(board: chess.Board, moves: tuple[str, ...]) -> str:
    """The one spelling of a position and the moves from it, if the game is not over there."""
    fen = "" if board.fen() == type(board).starting_fen and not board.chess960 else board.fen()
    if len(moves) > PLIES_AT_MOST:
        raise IllegalMove(_TOO_LONG, most=PLIES_AT_MOST)
    played = _played(board.copy(stack=False), moves)
    if board_result(board, follow(board, played)):
        raise IllegalMove("That game is over there: nothing is left to play.")
    return f"{fen or 'startpos'} moves {' '.join(played)}" if played else fen


def _played(board: chess.Board, moves: tuple[str, ...]) -> tuple[str, ...]:
    """The moves in the board's own spelling."""
    played: list[str] = []
    for number, uci in enumerate(moves, 1):
        try:
            move = parse_move(board, uci)
        except IllegalMove:
            raise IllegalMove(
                "Half move {number}, {uci}, is not legal there.", number=number, uci=uci[:5]
            ) from None
        board.push(move)
        played.append(move.uci())
    return tuple(played)


class _MainLine(chess.pgn.GameBuilder[chess.pgn.Game]):
    """Reads a game without its side lines, which nobody asked for and which cost time."""

    plies = 0

    def visit_move(self, board: chess.Board, move: chess.Move) -> None:
        """Take a move; a text with more of them than may be played is read no further."""
        super().visit_move(board, move)
        self.plies += 1
        if self.plies > PLIES_AT_MOST:
            raise IllegalMove(_TOO_LONG, most=PLIES_AT_MOST)

    def begin_variation(self) -> chess.pgn.SkipType:  # type: ignore[override]  # As in BaseVisitor.
        return chess.pgn.SKIP

    def end_variation(self) -> None:
        return None

    def visit_comment(self, comment: str) -> None:
        return None

    def handle_error(self, error: Exception) -> None:
        self.game.errors.append(error)


def _from_pgn(text: str, variant: Variant) -> tuple[str, Variant]:
    """The first game of a PGN, move by move."""
    try:
        game = chess.pgn.read_game(io.StringIO(text), Visitor=_MainLine)
        board = game.board() if game else None
    except (ValueError, IndexError, KeyError):
        game = board = None
    if game is None or board is None or not (game.variations or "FEN" in game.headers):
        raise IllegalMove("That is neither a FEN nor a PGN we can read.")
    if game.errors:
        raise IllegalMove(
            "There is a mistake in that PGN: {mistake}.", mistake=_plain(game.errors[0])
        )
    named = variant_of(board)
    if named is None:
        raise IllegalMove("That PGN is of a kind of chess that is not played here.")
    if named not in (variant, "chess") and variant != "chess":
        raise IllegalMove(
            "That PGN is of {named}, and this table plays {variant}.",
            named=Phrase(TITLES[named]),
            variant=Phrase(TITLES[variant]),
        )
    chosen = variant if named == "chess" else named
    fen = None if board.fen() == type(board).starting_fen and chosen != "chess960" else board.fen()
    moves = tuple(move.uci() for move in game.mainline_moves())
    return _spelt(_placed(fen, chosen), moves), chosen


def _plain(error: Exception) -> str:
    """What python-chess says of a faulty move, short: ``illegal san: 'Ke9'``."""
    return str(error).partition(" in ")[0].rstrip(".")[:80]
