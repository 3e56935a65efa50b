"""Chess: the number of positions after n moves, counted through our rules, is the known one.

The positions and counts are those of https://www.chessprogramming.org/Perft_Results, of its page
for Chess960, and for the variants those of python-chess's and lichess's own suites.
"""

from __future__ import annotations

import chess
import pytest

from games.chess.commands import ChessOptions, Move
from games.chess.rules import begin
from games.chess.state import ChessState, to_move
from games.chess.variants import Variant, board_of
from tests.chess_games import CHESS, RNG, START, UNTIMED

KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1"
ENDGAME = "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1"
PROMOTIONS = "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1"
CHECKS = "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8"
QUIET = "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10"


def perft(state: ChessState, depth: int) -> int:
    """Positions ``depth`` moves on: the last ones are counted, all others played."""
    seat = to_move(state)
    found = [command for command in CHESS.legal(state, seat) if type(command) is Move]
    if depth == 1:
        return len(found)
    steps = (CHESS.apply(state, seat, command, RNG, START) for command in found)
    return sum(perft(step.state, depth - 1) for step in steps)


@pytest.mark.parametrize(
    ("fen", "counts"),
    [
        (chess.STARTING_FEN, (20, 400, 8_902, 197_281)),
        (KIWIPETE, (48, 2_039, 97_862)),
        (ENDGAME, (14, 191, 2_812, 43_238)),
        (PROMOTIONS, (6, 264, 9_467)),
        (CHECKS, (44, 1_486, 62_379)),
        (QUIET, (46, 2_079, 89_890)),
    ],
    ids=("start", "kiwipete", "endgame", "promotions", "checks", "quiet"),
)
def test_the_number_of_positions_is_the_known_one(fen: str, counts: tuple[int, ...]) -> None:
    state = begin(chess.Board(fen), UNTIMED, START)
    assert tuple(perft(state, depth) for depth in range(1, len(counts) + 1)) == counts


@pytest.mark.parametrize(
    ("fen", "counts"),
    [
        ("bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9", (21, 528, 12_189)),
        ("2nnrbkr/p1qppppp/8/1ppb4/6PP/3PP3/PPP2P2/BQNNRBKR w HEhe - 1 9", (21, 807, 18_002)),
        ("b1q1rrkb/pppppppp/3nn3/8/P7/1PPP4/4PPPP/BQNNRKRB w GE - 1 9", (20, 479, 10_471)),
    ],
)
def test_the_number_of_positions_of_chess960_is_the_known_one(
    fen: str, counts: tuple[int, ...]
) -> None:
    assert _counted("chess960", fen, len(counts)) == counts


@pytest.mark.parametrize(
    ("variant", "fen", "counts"),
    [
        ("crazyhouse", None, (20, 400, 8_902)),
        ("crazyhouse", "2k5/8/8/8/8/8/8/4K3[QRBNPqrbnp] w - - 0 1", (301, 75_353)),
        ("atomic", None, (20, 400, 8_902)),
        ("atomic", "rn2kb1r/1pp1p2p/p2q1pp1/3P4/2P3b1/4PN2/PP3PPP/R2QKB1R b KQkq - 0 1",
         (40, 1_238, 45_237)),
        ("antichess", None, (20, 400, 8_067)),
        ("horde", None, (8, 128, 1_274, 23_310)),
        ("racingkings", None, (21, 421, 11_264)),
        ("3check", None, (20, 400, 8_902)),
        ("kingofthehill", None, (20, 400, 8_902)),
    ],
)  # fmt: skip
def test_the_number_of_positions_of_a_variant_is_the_known_one(
    variant: Variant, fen: str | None, counts: tuple[int, ...]
) -> None:
    assert _counted(variant, fen, len(counts)) == counts


def _counted(variant: Variant, fen: str | None, depth: int) -> tuple[int, ...]:
    options = ChessOptions(variant=variant, minutes=0, increment=0)
    state = begin(board_of(variant, fen), options, START, fen)
    return tuple(perft(state, each) for each in range(1, depth + 1))
