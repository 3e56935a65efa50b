"""Chess: what the clock does to a game. The arithmetic itself is in test_clock."""

from __future__ import annotations

import pytest

from games.chess.commands import Abort, Claim, Resign
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
    accept,
    offer,
)

SECOND = 1000
MINUTE = 60 * SECOND


def test_without_minutes_and_increment_there_is_no_clock() -> None:
    sheet = Sheet().play("e2e4", "e7e5", after=3_600 * SECOND)
    assert CHESS.alarm(sheet.state) is None
    assert "clock" not in sheet.document and "clocks" not in sheet.document


@pytest.mark.parametrize(
    ("minutes", "increment", "initial"),
    [(0.5, 0, 30 * SECOND), (180, 180, 180 * MINUTE), (0, 3, 3 * SECOND)],
)
def test_everybody_starts_with_the_minutes_or_else_with_one_increment(
    minutes: float, increment: int, initial: int
) -> None:
    sheet = Sheet(ChessOptions(minutes=minutes, increment=increment))
    assert sheet.document["clock"] == {"initial": initial, "increment": increment * SECOND}
    assert sheet.document["clocks"] == {"w": initial, "b": initial}


def test_a_move_costs_the_time_it_took_and_earns_the_increment() -> None:
    sheet = Sheet(BLITZ).play("e2e4", after=5 * SECOND)
    assert sheet.news == {"moves": {"1": "e2e4"}, "clocks": {"w": 177 * SECOND}}
    sheet.play("e7e5", after=1 * SECOND)
    assert sheet.news == {"moves": {"2": "e7e5"}, "clocks": {"b": 181 * SECOND}}


def test_from_what_is_left_a_client_computes_when_the_running_clock_began() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5", "g1f3", after=7_321)
    game = sheet.document
    granted = 2 * game["clock"]["initial"] + len(game["moves"]) * game["clock"]["increment"]
    spent = granted - game["clocks"]["w"] - game["clocks"]["b"]
    assert game["startedAt"] + spent == sheet.now


def test_the_alarm_is_when_the_running_flag_falls() -> None:
    sheet = Sheet(BLITZ)
    assert CHESS.alarm(sheet.state) == START + 3 * MINUTE
    sheet.play("e2e4", after=10 * SECOND)
    assert CHESS.alarm(sheet.state) == START + 10 * SECOND + 3 * MINUTE


def test_an_alarm_that_rings_too_early_finds_nothing_to_do() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5")
    sheet.take(CHESS.ring(sheet.state, None, sheet.now + SECOND))  # type: ignore[arg-type]
    assert sheet.result is None and sheet.news == {}


def test_whose_flag_falls_loses() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5", after=SECOND).ring(late=400)
    assert sheet.result == Result((BLACK,), "flag")
    assert sheet.news == {"clocks": {"w": 0}, "result": {"winner": BLACK, "reason": "flag"}}
    assert CHESS.alarm(sheet.state) is None


@pytest.mark.parametrize(
    ("fen", "winners"),
    [
        ("4k3/8/8/8/8/8/8/4K2R w K - 0 1", ()),
        ("4k1n1/8/8/8/8/8/8/4K2Q w - - 0 1", ()),
        ("4k1n1/8/8/8/8/8/8/4K2R w - - 0 1", (BLACK,)),
        ("4k1p1/8/8/8/8/8/8/4K2R w - - 0 1", (BLACK,)),
    ],
)
def test_against_an_opponent_who_could_never_mate_a_fallen_flag_is_a_draw(
    fen: str, winners: tuple[int, ...]
) -> None:
    sheet = Sheet(BLITZ, fen=fen).play("e1e2", "e8e7").ring()
    assert sheet.result == Result(winners, "flag")


def test_a_flag_before_both_have_moved_aborts() -> None:
    assert Sheet(BLITZ).ring().result == Result((), "aborted")
    assert Sheet(BLITZ).play("e2e4").ring().result == Result((), "aborted")


@pytest.mark.parametrize("command", [Move("g1f3"), Resign(), offer(), accept(), Claim(), Abort()])
def test_whatever_comes_after_the_flag_finds_it_fallen(command: Move) -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5").tell(WHITE, command, after=3 * MINUTE + 2 * SECOND)
    assert sheet.result == Result((BLACK,), "flag")
    assert sheet.step.facts == {"game": "over"} and len(sheet.state.moves) == 2


def test_the_last_millisecond_still_counts() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5").play("g1f3", after=3 * MINUTE + 2 * SECOND - 1)
    assert sheet.result is None and sheet.document["clocks"]["w"] == 2 * SECOND + 1


def test_at_the_end_the_clocks_stand_as_they_were() -> None:
    sheet = Sheet(BLITZ).play("e2e4", "e7e5").tell(BLACK, Resign(), after=9 * SECOND)
    assert sheet.document["clocks"] == {"w": 173 * SECOND, "b": 182 * SECOND}
    assert CHESS.alarm(sheet.state) is None


def test_mate_stops_the_clock_and_the_mating_move_earns_its_increment() -> None:
    sheet = Sheet(BLITZ).play("f2f3", "e7e5", "g2g4", "d8h4", after=SECOND)
    assert sheet.document["clocks"] == {"w": 182 * SECOND, "b": 182 * SECOND}
    assert CHESS.alarm(sheet.state) is None


def test_when_black_moves_first_it_is_blacks_clock_that_runs() -> None:
    sheet = Sheet(BLITZ, fen="4k3/4p3/8/8/8/8/4P3/4K3 b - - 0 1").play("e7e5", after=SECOND)
    assert sheet.news["clocks"] == {"b": 181 * SECOND}


def test_a_clock_that_seems_to_go_backwards_costs_nobody_anything() -> None:
    sheet = Sheet(BLITZ).play("e2e4", after=5 * SECOND).play("e7e5", after=-2 * SECOND)
    assert sheet.document["clocks"] == {"w": 177 * SECOND, "b": 182 * SECOND}
    assert CHESS.alarm(sheet.state) == START + 5 * SECOND + 177 * SECOND
