"""Chess: each variant by its own rule, its ends by their own names, what a flag means."""

from __future__ import annotations

import io
import itertools

import chess.pgn
import msgspec
import pytest

from games.base import Game
from games.chess.commands import Draw
from games.chess.moves import flag_result
from games.chess.variants import BOARDS, Variant, board_of
from games.patch import diff, merge
from games.rng import Rng
from tests.chess_games import (
    BLACK,
    BLITZ,
    CHESS,
    START,
    WHITE,
    ChessOptions,
    Move,
    Result,
    Sheet,
    untimed,
)

WON = ((WHITE,), (BLACK,), ())


@pytest.mark.parametrize(
    ("variant", "fen", "uci", "winners", "reason"),
    [
        ("atomic", "4k3/3p4/8/8/8/8/3Q4/4K3 w - - 0 1", "d2d7", (WHITE,), "explosion"),
        ("kingofthehill", "8/4k3/8/8/8/3K4/8/8 w - - 0 1", "d3d4", (WHITE,), "hill"),
        ("3check", "4k3/8/8/8/8/8/8/4KQ2 w - - 1+3 0 1", "f1f7", (WHITE,), "three-checks"),
        ("antichess", "8/8/8/8/8/3p4/4P3/8 b - - 0 1", "d3e2", (WHITE,), "all-given-away"),
        ("antichess", "8/8/8/p7/8/8/P7/7K w - - 0 1", "a2a4", (BLACK,), "no-moves"),
        ("horde", "4k3/8/8/8/8/8/3p4/2P5 b - - 0 1", "d2c1q", (BLACK,), "horde-taken"),
        ("racingkings", "8/6K1/k7/8/8/8/8/8 w - - 0 1", "g7g8", (WHITE,), "race"),
        ("racingkings", "6K1/1k6/8/8/8/8/8/8 b - - 0 1", "b7b8", (), "race-drawn"),
        ("crazyhouse", "6rk/6pp/7N/8/8/8/8/4K3[N] w - - 0 1", "N@f7", (WHITE,), "checkmate"),
    ],
)
def test_a_variant_ends_by_its_own_rule(
    variant: Variant, fen: str, uci: str, winners: tuple[int, ...], reason: str
) -> None:
    sheet = Sheet(untimed(variant), fen).play(uci)
    assert sheet.result == Result(winners, reason)
    assert CHESS.turn(sheet.state) == frozenset()


@pytest.mark.parametrize(
    ("variant", "fen", "uci", "sentence"),
    [
        ("chess", None, "P@e4", "Pieces that are taken stay off the board in this game."),
        ("crazyhouse", None, "N@e4", "You have no knight in hand."),
        ("crazyhouse", "4k3/8/8/8/8/8/8/4K3[P] w - - 0 1", "P@a8",
         "A pawn cannot be put on the first or the last rank."),
        ("crazyhouse", "4k3/8/8/8/8/8/8/4K3[P] w - - 0 1", "P@e8",
         "There is a piece on e8 already: choose an empty square."),
        ("crazyhouse", "4k3/4r3/8/8/8/8/8/4K3[P] w - - 0 1", "P@a3",
         "Your king is in check, and this move leaves it there."),
        ("antichess", "8/8/8/3p4/4P3/8/8/8 w - - 0 1", "e4e5",
         "You must take a piece when you can."),
        ("racingkings", "8/8/8/8/8/8/1k4KQ/8 w - - 0 1", "h2h8",
         "Nobody may give check in Racing Kings."),
        ("atomic", "4k3/8/8/8/8/8/3p4/3QK3 w - - 0 1", "d1d2",
         "Your own king would be in the explosion, or in check after it."),
    ],
)  # fmt: skip
def test_a_move_against_the_rule_is_refused_in_its_words(
    variant: Variant, fen: str | None, uci: str, sentence: str
) -> None:
    assert Sheet(untimed(variant), fen).refusal(WHITE, Move(uci)) == f"INVALID_MOVE: {sentence}"


def test_what_is_taken_in_crazyhouse_is_put_back_on_the_board() -> None:
    sheet = Sheet(untimed("crazyhouse")).play("e2e4", "d7d5", "e4d5", "d8d5", "P@e4")
    assert sheet.state.moves[-1] == "P@e4"
    assert sheet.document["variant"] == "crazyhouse"
    assert Draw(claim=True) not in CHESS.legal(sheet.state, WHITE)


def test_in_crazyhouse_a_position_is_another_one_with_other_pieces_in_hand() -> None:
    dance = ("g1f3", "g8f6", "f3g1", "f6g8")
    sheet = Sheet(untimed("crazyhouse")).play(*dance, *dance)
    assert Draw(claim=True) in CHESS.legal(sheet.state, WHITE)
    sheet = Sheet(untimed("crazyhouse"), "4k3/8/8/8/8/8/8/R3K3[Q] w - - 0 1")
    sheet.play("Q@a8", "e8e7", "a8a7", "e7e8", "a7a8", "e8e7")
    assert Draw(claim=True) not in CHESS.legal(sheet.state, WHITE)


def test_three_checks_are_counted_down_and_belong_to_the_position() -> None:
    sheet = Sheet(untimed("3check"), "4k3/8/8/8/8/8/8/4KR2 w - - 3+3 0 1")
    sheet.play("f1f8").play("e8f8")
    assert " 2+3 " in CHESS.describe(sheet.state)["fen"]


@pytest.mark.parametrize(
    ("variant", "fen", "winners"),
    [
        ("chess", "4k3/8/8/8/8/8/4N3/4K3 b - - 0 1", ()),
        ("kingofthehill", "4k3/8/8/8/8/8/4N3/4K3 b - - 0 1", (WHITE,)),
        ("3check", "4k3/8/8/8/8/8/4N3/4K3 b - - 1+1 0 1", (WHITE,)),
        ("3check", "4k3/8/8/8/8/8/8/4K3 b - - 1+1 0 1", ()),
        ("atomic", "4k3/8/8/8/8/8/8/4K3 b - - 0 1", ()),
        ("crazyhouse", "4k3/8/8/8/8/8/4N3/4K3[Q] b - - 0 1", (WHITE,)),
        ("racingkings", "8/8/8/8/8/8/k6K/8 b - - 0 1", (WHITE,)),
        ("horde", "4k3/8/8/8/8/8/8/4N3 b - - 0 1", ()),
    ],
)
def test_a_fallen_flag_loses_only_to_who_could_still_win(
    variant: Variant, fen: str, winners: tuple[int, ...]
) -> None:
    board = board_of(variant, fen)
    assert flag_result(board, BLACK, counts=True) == Result(winners, "flag")


def test_the_first_position_of_chess960_is_drawn_by_the_games_own_chance() -> None:
    def drawn(seed: bytes) -> dict[str, object]:
        state = CHESS.setup((0, 1), untimed("chess960"), Rng(seed, 1), START)
        return CHESS.view(state, None)["game"]

    assert drawn(b"a") == drawn(b"a") != drawn(b"b")
    shown = drawn(b"a")
    number, start = shown["position"], str(shown["start"])
    assert isinstance(number, int) and chess.Board.from_chess960_pos(number).fen() == start
    assert {drawn(b"%d" % seed)["position"] for seed in range(40)} != {number}
    assert CHESS.random


@pytest.mark.parametrize("spelling", ["f1g1", "f1h1"])
def test_in_chess960_king_takes_rook_is_castling_and_kept_so(spelling: str) -> None:
    fen = "4k3/8/8/8/8/8/8/R4K1R w HA - 0 1"
    sheet = Sheet(untimed("chess960"), fen).play(spelling)
    castled = spelling == "f1h1"
    assert sheet.state.moves == (spelling,)
    assert sheet.state.board.board_fen().endswith("/R4RK1" if castled else "/R5KR")


def test_in_chess960_the_kings_own_two_steps_castle_where_they_always_do() -> None:
    sheet = Sheet(untimed("chess960"), "4k3/8/8/8/8/8/8/R3K2R w HA - 0 1").play("e1g1")
    assert sheet.state.moves == ("e1h1",)


def first_move(sheet: Sheet) -> str | None:
    """A move while the game goes on: the first one python-chess finds."""
    if sheet.result:
        return None
    return next(iter(sheet.state.board.legal_moves)).uci()


@pytest.mark.parametrize("variant", BOARDS)
def test_the_pgn_of_a_variant_says_which_and_reads_back(variant: Variant) -> None:
    sheet = Sheet(untimed(variant))
    for move in itertools.islice(iter(lambda: first_move(sheet), None), 6):
        sheet.play(move)
    game = chess.pgn.read_game(io.StringIO(CHESS.exports(sheet.state, {})["pgn"]))
    assert game is not None and not game.errors
    assert game.end().board().fen() == sheet.state.board.fen()
    assert ("Variant" in game.headers) == (variant != "chess")
    assert ("FEN" in game.headers) == (variant != "chess")


@pytest.mark.parametrize("variant", BOARDS)
def test_the_news_of_a_variant_is_as_small_as_that_of_chess(variant: Variant) -> None:
    options = ChessOptions(variant=variant, minutes=3, increment=2)
    sheet = Sheet(options)
    before = sheet.document
    for move in itertools.islice(iter(lambda: first_move(sheet), None), 12):
        sheet.play(move, after=20)
        frame = msgspec.json.encode({"type": "game/move", "v": 999, "payload": sheet.news})
        assert len(frame) <= 96 or sheet.result  # The last move says how it ended, too.
        before = merge(before, sheet.news)
        assert before == sheet.document
        assert diff(before, sheet.document) == {}


def test_variants_are_one_game_of_the_house() -> None:
    assert isinstance(CHESS, Game) and set(BOARDS) >= {"chess", "chess960", "crazyhouse"}
    assert Sheet(BLITZ).document.get("variant") is None
