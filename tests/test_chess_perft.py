"""Chess: the number of positions after n moves, counted through our rules, is the known one.

The positions and counts are those of https://www.chessprogramming.org/Perft_Results.
"""

from __future__ import annotations

import chess
import pytest

from games.chess.commands import Move
from games.chess.rules import begin
from games.chess.state import ChessState, to_move
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
