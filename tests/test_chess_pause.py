"""Chess: a pause is agreed, the clocks stand in it, and both hear when it goes on."""

from __future__ import annotations

from games.chess.commands import Claim, Move, Pause, Resign, Resume, Takeback
from tests.chess_games import BLACK, BLITZ, CHESS, START, WHITE, ChessOptions, Result, Sheet, accept
from tests.chess_games import offer as offer_draw
from tests.test_chess_takeback import thinking_since

MINUTE = 60_000


def paused() -> Sheet:
    """White has 178 s, Black 180 s; it is Black's turn, who has thought for 3 s."""
    sheet = Sheet(BLITZ).play("e2e4", after=4_000)
    return sheet.tell(WHITE, Pause(ask=True)).tell(BLACK, Pause(accept=True), after=3_000)


def test_a_pause_is_asked_for_and_accepted() -> None:
    sheet = Sheet(BLITZ).play("e2e4").tell(BLACK, Pause(ask=True))
    assert sheet.news == {"pause": BLACK} and sheet.step.facts == {"game": "pauseAsked"}
    sheet.tell(WHITE, Pause(accept=True))
    assert sheet.step.facts == {"game": "paused"}
    assert sheet.news == {"pause": None, "paused": True}


def test_it_may_be_declined_and_is_not_asked_for_again_at_once() -> None:
    sheet = Sheet(BLITZ).play("e2e4").tell(WHITE, Pause(ask=True)).tell(BLACK, Pause(decline=True))
    assert sheet.news == {"pause": None}
    assert sheet.refusal(WHITE, Pause(ask=True)).startswith("INVALID_STATE: You have asked for a")
    assert sheet.refusal(BLACK, Pause(accept=True)).startswith("INVALID_STATE: There is no request")


def test_two_who_ask_for_a_pause_agree() -> None:
    sheet = Sheet(BLITZ).tell(WHITE, Pause(ask=True)).tell(BLACK, Pause(ask=True))
    assert sheet.document["paused"]


def test_the_clocks_stand_while_it_lasts() -> None:
    sheet = paused()
    assert sheet.document["clocks"] == {"w": 178_000, "b": 177_000}
    assert CHESS.alarm(sheet.state) is None
    sheet.now += 100 * MINUTE
    sheet.tell(WHITE, Resume()).tell(BLACK, Resume(), after=2_000)
    assert sheet.document["clocks"] == {"w": 178_000, "b": 177_000}
    assert thinking_since(sheet) == sheet.now
    assert sheet.play("e7e5", after=1_000).document["clocks"]["b"] == 178_000


def test_nobody_moves_in_a_pause() -> None:
    refusal = "INVALID_STATE: The game is paused: go on with it first."
    assert paused().refusal(BLACK, Move("e7e5")) == refusal
    assert paused().refusal(WHITE, Takeback(ask=True)) == refusal
    assert paused().refusal(WHITE, Pause(ask=True)).startswith("INVALID_STATE: The game is paused")


def test_when_one_wants_to_go_on_the_clocks_run_a_minute_later_by_themselves() -> None:
    sheet = paused().tell(WHITE, Resume(), after=MINUTE)
    assert sheet.news == {"resume": {"seat": WHITE, "at": sheet.now + MINUTE}}
    assert sheet.refusal(WHITE, Resume()).startswith("INVALID_STATE: The clocks will run")
    sheet.ring(late=20)
    assert sheet.step.facts == {"game": "resumed"}
    assert sheet.document["clocks"] == {"w": 178_000, "b": 177_000}
    assert thinking_since(sheet) == sheet.now


def test_a_game_can_end_in_a_pause() -> None:
    assert paused().tell(BLACK, Resign()).result == Result((WHITE,), "resignation")
    sheet = Sheet(BLITZ).play("e2e4", "e7e5").tell(WHITE, Pause(ask=True))
    sheet.tell(BLACK, Pause(accept=True)).leave(BLACK)
    over = sheet.tell(WHITE, Claim())
    assert over.result == Result((WHITE,), "abandoned") and "paused" not in over.document
    sheet = Sheet(BLITZ).play("e2e4", "e7e5").tell(WHITE, Pause(ask=True))
    sheet.tell(BLACK, Pause(accept=True)).tell(WHITE, offer_draw()).tell(BLACK, accept())
    assert sheet.result == Result((), "agreement")


def test_without_a_clock_there_is_nothing_to_pause() -> None:
    assert Sheet().refusal(WHITE, Pause(ask=True)).startswith("INVALID_STATE: There is no clock")
    assert Sheet().refusal(WHITE, Resume()) == "INVALID_STATE: The game is not paused."


def test_days_for_a_move_are_given_anew_with_each_and_their_end_is_the_alarm() -> None:
    day = 24 * 60 * MINUTE
    sheet = Sheet(ChessOptions(days=3))
    assert sheet.document["clock"] == {"perMove": 3 * day}
    assert CHESS.alarm(sheet.state) == START + 3 * day == sheet.document["moveBy"]
    sheet.play("e2e4", after=2 * day)
    assert sheet.news == {"moves": {"1": "e2e4"}, "moveBy": START + 5 * day}
    sheet.play("e7e5", after=day).ring()
    assert sheet.result == Result((BLACK,), "flag")
    assert 'TimeControl "1/259200"' in CHESS.exports(sheet.state, {})["pgn"]


def test_a_correspondence_game_takes_up_its_time_after_a_pause() -> None:
    day = 24 * 60 * MINUTE
    sheet = Sheet(ChessOptions(days=1)).tell(WHITE, Pause(ask=True))
    sheet.tell(BLACK, Pause(accept=True), after=day // 4)
    assert "moveBy" not in sheet.document
    sheet.tell(WHITE, Resume(), after=5 * day).tell(BLACK, Resume())
    assert sheet.document["moveBy"] == sheet.now + day * 3 // 4
