"""Chess: a game starts from a FEN or goes on from a PGN, and what cannot be played is refused."""

from __future__ import annotations

import json

import chess.pgn
import msgspec
import pytest

from games.chess.commands import ChessOptions
from games.chess.start import PLIES_AT_MOST, TEXT_AT_MOST, canonical
from lobbies.manners import options_of
from lobbies.protocol import Refusal
from tests.chess_games import BLACK, CHESS, RNG, START, WHITE, Result, Sheet, untimed

ENDGAME = "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1"
OPERA = """[Event "Opera"]
[White "Morphy"]

1. e4 e5 2. Nf3 {a comment} d6 (2... Nc6 3. Bb5 (3. Bc4)) 3. d4 Bg4 $6 *
"""


def refused(start: str, variant: str = "chess") -> str:
    with pytest.raises(Refusal) as refusal:
        options_of(CHESS, {"start": start, "variant": variant})
    return refusal.value.message


def test_a_fen_is_where_the_game_starts() -> None:
    sheet = Sheet(ChessOptions(start=ENDGAME))
    assert sheet.document["start"] == ENDGAME
    assert CHESS.turn(Sheet(ChessOptions(start=ENDGAME.replace(" w ", " b "))).state) == {BLACK}
    assert sheet.play("e2e4").state.board.fen().startswith("4k3/8/8/8/4P3")


def test_black_to_move_first_has_the_running_clock() -> None:
    sheet = Sheet(ChessOptions(minutes=3, increment=0, start=ENDGAME.replace(" w ", " b ")))
    sheet.play("e8e7", "e1d2", after=1_000).ring()
    assert sheet.result == Result((WHITE,), "flag")


def test_the_usual_position_is_nothing_to_keep() -> None:
    usual = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
    assert ChessOptions(start=usual).start == "" == ChessOptions(start="  ").start


def test_a_half_played_pgn_goes_on_with_its_moves_as_history() -> None:
    options = ChessOptions(start=OPERA)
    assert options.start == "startpos moves e2e4 e7e5 g1f3 d7d6 d2d4 c8g4"
    sheet = Sheet(options)
    assert sheet.document["history"] == 6
    assert sheet.document["moves"]["6"] == "c8g4"
    assert CHESS.describe(sheet.state)["san"][2:] == ["Nf3", "d6", "d4", "Bg4"]
    assert "3. d4 Bg4" in CHESS.exports(sheet.play("d4e5").state, {})["pgn"]


def test_moves_that_came_with_the_start_do_not_make_the_game_count() -> None:
    options = ChessOptions(minutes=3, increment=2, start=OPERA)
    sheet = Sheet(options).play("d4e5")
    assert sheet.ring().result == Result((), "aborted")


def test_the_clock_of_a_game_with_history_begins_full() -> None:
    sheet = Sheet(ChessOptions(minutes=3, increment=2, start=OPERA))
    game = sheet.document
    given = 2 * 180_000 + 6 * 2_000
    assert game["clocks"] == {"w": 180_000, "b": 180_000}
    assert game["startedAt"] + game["clock"]["offset"] + given - 360_000 == START
    nodes = CHESS.exports(sheet.play("d4e5", after=1_000).state, {})["pgn"]
    assert nodes.count("%clk") == 1


@pytest.mark.parametrize("start", [ENDGAME, OPERA, f"{ENDGAME} moves e2e4 e8e7", "startpos"])
def test_what_is_kept_reads_as_itself(start: str) -> None:
    kept = ChessOptions(start=start)
    again = msgspec.json.decode(msgspec.json.encode(kept), type=ChessOptions)
    assert again == kept == ChessOptions(start=kept.start)
    assert CHESS.setup((0, 1), kept, RNG, START) == CHESS.setup((0, 1), again, RNG, START)


def test_a_pgn_names_its_variant() -> None:
    pgn = '[Variant "Crazyhouse"]\n\n1. e4 d5 2. exd5 Qxd5 3. P@e4 *'
    options = ChessOptions(start=pgn)
    assert (options.variant, options.start[-4:]) == ("crazyhouse", "P@e4")
    assert refused(pgn, "atomic") == ("That PGN is of Crazyhouse, and this table plays Atomic.")
    assert ChessOptions(start="1. e4 e5 *", variant="atomic").variant == "atomic"


def test_a_chess960_position_may_be_chosen() -> None:
    fen = "qbbnrnkr/pppppppp/8/8/8/8/PPPPPPPP/QBBNRNKR w KQkq - 0 1"
    sheet = Sheet(untimed("chess960", fen))
    assert sheet.document["start"] == fen and "position" not in sheet.document


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("hello", "That is neither a FEN nor a PGN we can read."),
        ("8/8/8/8/8/8/8 w - - 0 1", "That is neither a FEN nor a PGN we can read."),
        ("4k3/8/8/8/8/8/8/4K3 x - - 0 1", "That FEN cannot be read: copy the whole line, as "
                                          "programs give it."),
        ("8/8/8/8/8/8/8/4K3 w - - 0 1", "That cannot be played: Black has no king."),
        ("k7/1Q6/8/8/8/8/8/4K3 w - - 0 1",
         "That cannot be played: the side that is not to move is in check."),
        ("4k3/8/8/8/8/8/8/P3K3 w - - 0 1",
         "That cannot be played: a pawn stands on the first or the last rank."),
        ("4k3/8/8/8/8/8/8/4KR2 w Q - 0 1",
         "That cannot be played: kings and rooks do not stand where they could castle (in Chess960 "
         "they may)."),
        ("7k/5Q2/6K1/8/8/8/8/8 b - - 0 1", "That game is over there: nothing is left to play."),
        ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", "That game is over there: nothing is left to play."),
        ("1. e4 e5 2. Ke3 *", "There is a mistake in that PGN: illegal san: 'Ke3'."),
        ("1. f3 e5 2. g4 Qh4# 0-1", "That game is over there: nothing is left to play."),
        ("startpos moves e2e5", "Half move 1, e2e5, is not legal there."),
        ("4k3/8/8/8/8/8/4P3/4K3 w - - 0 123456", "That FEN cannot be read: copy the whole line, "
                                                 "as programs give it."),
        ('[Variant "Bughouse"]\n\n1. e4 *', "That is neither a FEN nor a PGN we can read."),
        ('[Variant "Suicide"]\n\n1. e3 *', "That PGN is of a kind of chess that is not played "
                                           "here."),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_refused_with_a_sentence(start: str, sentence: str) -> None:
    assert refused(start) == sentence


def test_a_text_is_bounded() -> None:
    assert refused("x" * TEXT_AT_MOST) == "That is neither a FEN nor a PGN we can read."
    with pytest.raises(Refusal):
        options_of(CHESS, {"start": "x" * (TEXT_AT_MOST + 1)})
    dance = "g1f3 g8f6 f3g1 f6g8 "
    long = "startpos moves " + dance * (PLIES_AT_MOST // 4 + 1)
    assert f"at most {PLIES_AT_MOST} half moves" in refused(long)


def test_a_pgn_is_read_no_further_than_it_may_be_played(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[chess.Move] = []
    monkeypatch.setattr(chess.pgn.GameBuilder, "visit_move", lambda s, b, move: read.append(move))
    long = refused("Nf3 Nf6 Ng1 Ng8 " * (TEXT_AT_MOST // 16))
    assert f"at most {PLIES_AT_MOST} half moves" in long and len(read) == PLIES_AT_MOST + 1


def test_what_was_read_once_is_not_worked_out_with_every_look_at_a_lobby() -> None:
    kept = options_of(CHESS, {"start": OPERA})
    assert options_of(CHESS, msgspec.to_builtins(kept)) == kept
    before = canonical.cache_info()
    assert options_of(CHESS, msgspec.to_builtins(kept)) == kept
    assert canonical.cache_info().misses == before.misses


def test_options_from_a_start_are_small_and_plain() -> None:
    kept = msgspec.json.encode(ChessOptions(start=OPERA))
    assert len(kept) < 250 and "start" in json.loads(kept)
