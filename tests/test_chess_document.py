"""Chess: what viewers see and what can be taken home."""

from __future__ import annotations

import io

import chess
import chess.pgn
import msgspec

from games.chess.commands import Resign
from tests.chess_games import BLACK, BLITZ, CHESS, START, UNTIMED, WHITE, Sheet, offer

NAMES = {WHITE: "Anh", BLACK: "Bình"}
RUY_LOPEZ = ("e2e4", "e7e5", "g1f3", "b8c6", "f1b5", "a7a6", "b5a4", "g8f6", "e1g1")
EXCHANGES = ("g1f3", "g8f6", "f3g1", "f6g8")


def read(sheet: Sheet, names: dict[int, str] = NAMES) -> chess.pgn.Game:
    game = chess.pgn.read_game(io.StringIO(CHESS.exports(sheet.state, names)["pgn"]))
    assert game is not None and not game.errors
    return game


def test_the_document_of_a_running_game() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5", after=1000).tell(WHITE, offer()).leave(BLACK)
    assert sheet.document == {
        "startedAt": START,
        "moves": {"1": "e2e4", "2": "e7e5"},
        "clock": {"initial": 180_000, "increment": 2_000},
        "clocks": {"w": 181_000, "b": 181_000},
        "draw": WHITE,
        "gone": BLACK,
    }


def test_another_first_position_is_part_of_the_document() -> None:
    fen = "4k3/8/8/8/8/8/8/R3K3 w - - 0 1"
    assert Sheet(fen=fen).document["start"] == fen


def test_the_news_of_a_move_does_not_grow_with_the_game() -> None:
    sheet = Sheet(BLITZ).play(*EXCHANGES * 3, after=1000)
    touched = sheet.step.touched
    assert touched is not None and len(touched) < 8
    assert CHESS.view(sheet.state, None, touched)["game"]["moves"] == {"12": "f6g8"}


def test_the_bytes_of_a_move_are_as_promised() -> None:
    def frame(sheet: Sheet) -> bytes:
        return msgspec.json.encode({"type": "game/move", "v": 999, "payload": sheet.news})

    assert len(frame(Sheet(UNTIMED).play(*EXCHANGES * 3))) <= 72
    assert len(frame(Sheet(BLITZ).play(*EXCHANGES * 3, after=20))) <= 96


def test_the_bytes_of_a_game_of_forty_plies_are_as_promised() -> None:
    pawns = [f"{file}{a}{file}{b}" for file in "abcd" for a, b in ((2, 3), (7, 6))]
    more = [f"{file}{a}{file}{b}" for file in "efgh" for a, b in ((2, 3), (7, 6))]
    moves = [*EXCHANGES * 3, *pawns, *EXCHANGES * 3, *more]
    sheet = Sheet(BLITZ).play(*moves, after=900)
    assert len(sheet.state.moves) == 40
    assert len(msgspec.json.encode(sheet.document)) <= 700


def test_the_description_has_the_position_and_the_moves_for_people() -> None:
    described = CHESS.describe(Sheet().play(*RUY_LOPEZ).state)
    assert described == {
        "fen": "r1bqkb1r/1ppp1ppp/p1n2n2/4p3/B3P3/5N2/PPPP1PPP/RNBQ1RK1 b kq - 3 5",
        "san": ["e4", "e5", "Nf3", "Nc6", "Bb5", "a6", "Ba4", "Nf6", "O-O"],
        "turn": BLACK,
    }
    assert "turn" not in CHESS.describe(Sheet().tell(WHITE, Resign()).state)


def test_the_pgn_says_who_played_when_how_and_how_it_ended() -> None:
    sheet = Sheet(BLITZ).play(*RUY_LOPEZ, after=1500).tell(BLACK, Resign())
    headers = read(sheet).headers
    assert (headers["White"], headers["Black"], headers["Result"]) == ("Anh", "Bình", "1-0")
    assert (headers["Date"], headers["UTCTime"]) == ("2025.10.09", "08:53:20")
    assert (headers["TimeControl"], headers["Termination"]) == ("180+2", "normal")


def test_the_pgn_has_every_move_and_the_clock_after_it() -> None:
    nodes = list(read(Sheet(BLITZ).play(*RUY_LOPEZ, after=1500)).mainline())
    assert tuple(node.move.uci() for node in nodes) == RUY_LOPEZ
    assert [node.clock() for node in nodes[:3]] == [180.5, 180.5, 181.0]


def test_the_pgn_of_each_kind_of_end() -> None:
    def ended(sheet: Sheet) -> tuple[str, str, str]:
        headers = read(sheet).headers
        return headers["Result"], headers["Termination"], headers["TimeControl"]

    opened = ("e2e4", "e7e5")
    assert ended(Sheet().play(*opened)) == ("*", "unterminated", "-")
    assert ended(Sheet(BLITZ).play(*opened).ring()) == ("0-1", "time forfeit", "180+2")
    assert ended(Sheet(BLITZ).ring()) == ("*", "abandoned", "180+2")
    draw = Sheet().play(*opened).tell(WHITE, offer()).tell(BLACK, offer())
    assert ended(draw) == ("1/2-1/2", "normal", "-")


def test_the_pgn_of_a_game_from_another_position_starts_there() -> None:
    fen = "4k3/8/8/8/8/8/8/R3K3 w Q - 0 1"
    game = read(Sheet(fen=fen).play("e1c1"))
    assert game.headers["FEN"] == fen and game.end().board().board_fen() == "4k3/8/8/8/8/8/8/2KR4"


def test_a_name_cannot_break_out_of_its_header() -> None:
    pgn = CHESS.exports(Sheet().state, {WHITE: 'A"]\n[Result "1-0\\', BLACK: "B"})["pgn"]
    assert pgn.count("\n[Result ") == 1
    assert '[White "A\\"][Result \\"1-0\\\\"]' in pgn
