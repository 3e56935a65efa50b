"""Chess: moves are taken back by consent, and the clocks are right afterwards."""

from __future__ import annotations

import pytest

from games.chess.commands import Takeback
from tests.chess_games import BLACK, BLITZ, CHESS, WHITE, ChessOptions, Sheet, untimed

OPENED = ("e2e4", "e7e5", "g1f3")


def ask() -> Takeback:
    return Takeback(ask=True)


def accept() -> Takeback:
    return Takeback(accept=True)


def decline() -> Takeback:
    return Takeback(decline=True)


def test_who_has_just_moved_takes_one_half_move_back() -> None:
    sheet = Sheet().play(*OPENED).tell(WHITE, ask())
    assert sheet.news == {"takeback": WHITE}
    sheet.tell(BLACK, accept())
    assert sheet.step.facts == {"game": "takenBack"}
    assert sheet.news == {"moves": {"3": None}, "takeback": None}
    assert CHESS.turn(sheet.state) == {WHITE}
    assert sheet.play("f1c4").state.moves == ("e2e4", "e7e5", "f1c4")


def test_who_is_to_move_takes_the_answer_back_too() -> None:
    sheet = Sheet().play(*OPENED).tell(BLACK, ask()).tell(WHITE, accept())
    assert sheet.state.moves == ("e2e4",)
    assert CHESS.turn(sheet.state) == {BLACK}


def test_the_position_after_a_takeback_is_the_one_before_the_move() -> None:
    before = Sheet().play("e2e4", "d7d5").state
    after = Sheet().play("e2e4", "d7d5", "e4d5").tell(WHITE, ask()).tell(BLACK, accept()).state
    assert (after.board, after.moves, after.seen) == (before.board, before.moves, before.seen)


def test_repetition_is_counted_without_the_moves_taken_back() -> None:
    dance = ("g1f3", "g8f6", "f3g1", "f6g8")
    sheet = Sheet().play(*dance, *dance[:3]).tell(WHITE, ask()).tell(BLACK, accept())
    assert sheet.play("f3g1").document["moves"]["7"] == "f3g1"
    assert sheet.state.seen.count(sheet.state.seen[-1]) == 2


def test_a_move_declines_what_the_other_has_asked() -> None:
    sheet = Sheet().play(*OPENED).tell(WHITE, ask()).play("b8c6")
    assert sheet.news == {"moves": {"4": "b8c6"}, "takeback": None}
    assert sheet.refusal(BLACK, accept()).startswith("INVALID_STATE: There is no request")


def test_one_may_ask_once_between_two_moves() -> None:
    sheet = Sheet().play(*OPENED).tell(WHITE, ask())
    assert sheet.refusal(WHITE, ask()) == "INVALID_STATE: Your request is still open."
    assert sheet.refusal(BLACK, ask()).startswith("INVALID_STATE: Answer your opponent")
    sheet.tell(BLACK, decline())
    assert sheet.news == {"takeback": None}
    assert sheet.refusal(WHITE, ask()).startswith("INVALID_STATE: You have asked for that")
    sheet.play("b8c6", "f1c4").tell(WHITE, ask())


def test_who_has_not_moved_yet_has_nothing_to_take_back() -> None:
    refusal = "INVALID_STATE: You have no move to take back yet."
    assert Sheet().refusal(WHITE, ask()) == refusal
    assert Sheet().play("e2e4").refusal(BLACK, ask()) == refusal
    assert Sheet().play("e2e4").tell(WHITE, ask()).tell(BLACK, accept()).state.moves == ()


def test_moves_that_came_with_the_start_stay() -> None:
    sheet = Sheet(untimed("chess", "startpos moves e2e4 e7e5"))
    for seat in (WHITE, BLACK):
        assert sheet.refusal(seat, ask()) == "INVALID_STATE: You have no move to take back yet."
    sheet.play("g1f3").tell(WHITE, ask()).tell(BLACK, accept())
    assert sheet.state.moves == ("e2e4", "e7e5")


def test_what_the_asker_thought_stays_thought_and_the_other_gets_his_time_back() -> None:
    sheet = Sheet(ChessOptions(minutes=3, increment=0)).play(*OPENED, after=10_000)
    # White has used 20 s, Black 10 s; Black thinks for 30 s, and 5 s more about the request.
    sheet.now += 30_000
    sheet.tell(WHITE, ask()).tell(BLACK, accept(), after=5_000)
    assert sheet.document["clocks"] == {"w": 160_000, "b": 170_000}
    sheet.play("f1c4", after=4_000)
    assert sheet.document["clocks"] == {"w": 156_000, "b": 170_000}


def test_nobody_has_more_than_before_the_move_that_was_taken_back() -> None:
    sheet = Sheet(BLITZ).play(*OPENED, after=500).tell(WHITE, ask()).tell(BLACK, accept())
    assert sheet.document["clocks"] == {"w": 181_500, "b": 181_500}


def test_the_running_clock_can_be_computed_after_a_takeback() -> None:
    sheet = Sheet(BLITZ).play(*OPENED, after=9_000)
    sheet.tell(WHITE, ask(), after=7_000).tell(BLACK, accept(), after=3_000)
    assert thinking_since(sheet) == sheet.now
    sheet.play("f1c4", "b8c6", after=2_500)
    assert thinking_since(sheet) == sheet.now


def thinking_since(sheet: Sheet) -> int:
    """When the running clock began to run, as the browser computes it."""
    game = sheet.document
    clock, clocks = game["clock"], game["clocks"]
    given = 2 * clock["initial"] + len(game.get("moves", {})) * clock["increment"]
    since: int = game["startedAt"] + clock.get("offset", 0) + given - clocks["w"] - clocks["b"]
    return since


@pytest.mark.parametrize("plies", range(1, 8))
def test_a_game_with_takebacks_replays_to_the_same_state(plies: int) -> None:
    line = ("e2e4", "d7d5", "e4d5", "d8d5", "b1c3", "d5a5", "d2d4", "c7c6")
    sheet = Sheet(BLITZ).play(*line[:plies], after=1_000)
    asker = plies % 2 ^ 1
    after = sheet.tell(asker, ask()).tell(1 - asker, accept()).state
    again = Sheet(BLITZ).play(*line[: plies - 1], after=1_000).state
    assert after.board == again.board and after.seen == again.seen and after.left == again.left
    assert CHESS.alarm(after) is not None
