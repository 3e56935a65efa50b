"""Chess: random games end exactly when python-chess, asked the slow way, says so.

Our rules keep no stack of moves and count positions themselves; here a board that remembers the
whole game is asked after every move.
"""

from __future__ import annotations

from random import Random

import chess
import pytest

from games.chess.commands import Draw, Move
from games.chess.state import to_move
from tests.chess_games import CHESS, Sheet

STARTS = (
    chess.STARTING_FEN,
    "4k3/8/8/8/8/8/PP6/4K3 w - - 0 1",
    "4k2r/8/8/8/8/8/8/R3K3 w Qk - 60 50",
    "k7/8/8/8/3q4/8/8/7K w - - 90 80",
    "r3k2r/8/8/2pPp3/8/8/8/R3K2R w KQkq c6 0 9",
    "8/8/4k3/8/8/8/8/KQQR4 w - - 0 1",
    "7k/5Q2/8/6R1/8/8/8/K7 w - - 0 1",
    "4kb2/8/8/8/8/8/8/4KBN1 w - - 0 1",
)
REASONS = {
    chess.Termination.CHECKMATE: "checkmate",
    chess.Termination.STALEMATE: "stalemate",
    chess.Termination.INSUFFICIENT_MATERIAL: "insufficient-material",
    chess.Termination.SEVENTYFIVE_MOVES: "seventyfive-moves",
    chess.Termination.FIVEFOLD_REPETITION: "fivefold-repetition",
}


def expected(board: chess.Board) -> tuple[tuple[int, ...], str] | None:
    outcome = board.outcome()
    if outcome is None:
        return None
    winners = () if outcome.winner is None else (0 if outcome.winner else 1,)
    return winners, REASONS[outcome.termination]


def restless(sheet: Sheet, random: Random, number: int) -> Move:
    """Some legal move; now and then the one that takes the last but one back, to repeat."""
    moves = [c for c in CHESS.legal(sheet.state, to_move(sheet.state)) if type(c) is Move]
    if len(sheet.state.moves) > 1 and random.random() < number * 0.25:
        last = sheet.state.moves[-2]
        back = Move(last[2:4] + last[:2])
        if back in moves:
            return back
    return random.choice(moves)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("fen", STARTS)
def test_a_random_game_ends_when_and_as_python_chess_says(fen: str, number: int) -> None:
    random, sheet, board = Random(number), Sheet(fen=fen), chess.Board(fen)
    while sheet.result is None and len(sheet.state.moves) < 120:
        move = restless(sheet, random, number)
        sheet.play(move.uci)
        board.push_uci(move.uci)
        assert sheet.state.board.fen() == board.fen()
        ended = CHESS.result(sheet.state)
        assert (ended and (ended.winners, ended.reason)) == expected(board)
        if ended is None:
            claimable = board.is_repetition(3) or board.is_fifty_moves()
            assert (Draw(claim=True) in CHESS.legal(sheet.state, 0)) == claimable
