"""Chess: server and browser agree on every position and result of 2,000 random games.

The small message of a move relies on it: the browser plays it on a board of its own. Games of all
variants are made here at random (seeded) by the server's rules, compared with what python-chess
says of a board that remembers the whole game, and played again by the browser's modules in node.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any, get_args

import chess
import pytest

from games.chess.commands import ChessOptions, Move
from games.chess.state import ChessState, to_move
from games.chess.variants import Variant, board_of
from games.rng import Rng
from tests.chess_games import CHESS, START

VARIANTS: tuple[Variant, ...] = get_args(Variant)
GAMES_EACH = 223
"""Times nine variants: a little more than 2,000."""
PLIES = 90

# Random games of these seldom come to their own ends from the usual position.
ENDINGS: dict[Variant, tuple[str, ...]] = {
    "chess": (
        "4k3/8/8/8/8/8/PP6/4K3 w - - 0 1", "k7/8/8/8/3q4/8/8/7K w - - 90 80",
        "4kb2/8/8/8/8/8/8/4KBN1 w - - 0 1", "7k/5Q2/8/6R1/8/8/8/K7 w - - 140 90",
    ),
    "crazyhouse": ("4k3/8/8/8/8/8/8/4K3[QRbn] w - - 0 1", "4k3/P7/8/8/8/8/p7/4K3[Pp] w - - 0 1"),
    "atomic": ("4k3/3p4/8/8/8/8/4P3/R3K3 w - - 0 1", "4k3/3pp3/8/8/8/8/3QP3/4K3 w - - 120 80"),
    "kingofthehill": ("8/4k3/8/8/8/8/4K3/8 w - - 0 1", "8/4k3/8/8/8/8/4K3/R7 w - - 90 60"),
    "3check": ("4k3/8/8/8/8/8/8/4KQ2 w - - 1+1 0 1", "4k3/8/8/8/8/8/8/4KR2 w - - 3+3 100 70"),
    "antichess": ("8/8/8/3p4/8/8/4P3/8 w - - 0 1", "8/1b6/8/8/8/8/6B1/8 w - - 0 1"),
    "horde": ("4k3/8/8/8/8/8/PP6/8 w - - 0 1", "r3k3/8/8/8/8/8/PPPP4/8 w - - 0 1"),
    "racingkings": ("8/8/1k4K1/8/8/8/8/8 w - - 0 1", "8/1k4K1/8/8/8/8/q6Q/8 w - - 80 60"),
}  # fmt: skip


def opening(variant: Variant, number: int) -> ChessState:
    """Where game ``number`` starts: mostly where the variant does, each fourth in an ending."""
    fens = ENDINGS.get(variant, ())
    start = fens[number // 4 % len(fens)] if fens and number % 4 == 3 else ""
    options = ChessOptions(variant=variant, minutes=0, increment=0, start=start)
    return CHESS.setup((0, 1), options, Rng(b"%d" % number, 1), START)


def choose(state: ChessState, random: Random, number: int) -> str:
    """A legal move; in some games now and then the one that takes the last but one back."""
    found = list(state.board.legal_moves)
    if len(state.moves) > 1 and random.random() < number % 3 * 0.3:
        last = state.moves[-2]
        back = [move for move in found if move.uci() == last[2:4] + last[:2]]
        if back:
            return back[0].uci()
    return random.choice(found).uci()


def oracle(board: chess.Board) -> dict[str, Any] | None:
    """Who won, as python-chess says of a board that knows its past."""
    outcome = board.outcome()
    if outcome is None:
        return None
    return {} if outcome.winner is None else {"winner": 0 if outcome.winner else 1}


def play(variant: Variant, number: int) -> dict[str, Any]:
    """One game, as the browser shall see it."""
    random, state = Random(f"{variant} {number}"), opening(variant, number)
    slow = board_of(variant, state.start)
    fens = [state.board.fen()]
    while state.result is None and len(state.moves) < PLIES:
        uci = choose(state, random, number)
        state = CHESS.apply(state, to_move(state), Move(uci), Rng(b"", 1), START).state
        slow.push_uci(uci)
        fens.append(state.board.fen())
        assert fens[-1] == slow.fen()
        ended = CHESS.view(state, None, frozenset({"result"}))["game"].get("result")
        expected = oracle(slow)
        assert (ended and {k: v for k, v in ended.items() if k == "winner"}) == expected
    return {
        "variant": variant, "start": state.start, "moves": state.moves, "fens": fens,
        "result": CHESS.view(state, None)["game"].get("result"),
    }  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_server_and_browser_agree_on_every_position_and_result(
    variant: Variant, tmp_path: Path
) -> None:
    games = [play(variant, number) for number in range(GAMES_EACH)]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(game) + "\n" for game in games))
    node = shutil.which("node")
    assert node is not None
    command = [node, "--import", "./tests/js/parlour_loader.js", "tests/js/corpus.js", str(corpus)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    positions = sum(len(game["fens"]) for game in games)
    assert (run.stdout, run.stderr) == (f"{GAMES_EACH} games, {positions} positions\n", "")
    reasons = {game["result"]["reason"] for game in games if game["result"]}
    assert len(reasons) >= 2, "The corpus must come to more than one kind of end."
