"""Chess: draws by agreement, by claim and by repetition."""

from __future__ import annotations

import msgspec
import pytest

from games.chess.commands import Draw
from games.chess.state import position_key
from tests.chess_games import (
    BLACK,
    CHESS,
    WHITE,
    Result,
    Sheet,
    accept,
    claim_draw,
    decline,
    offer,
)

SHUFFLE = ("g1f3", "g8f6", "f3g1", "f6g8")
FIFTY = "4k3/8/8/8/8/8/8/R3K3 w - - 99 90"


def opened() -> Sheet:
    return Sheet().play("e2e4", "e7e5")


def test_an_offer_that_is_accepted_draws() -> None:
    sheet = opened().tell(WHITE, offer())
    assert sheet.step.facts == {"game": "drawOffered"} and sheet.news == {"draw": WHITE}
    sheet.tell(BLACK, accept())
    assert sheet.result == Result((), "agreement")
    assert sheet.news == {"draw": None, "result": {"reason": "agreement"}}


def test_an_offer_against_an_offer_is_an_agreement() -> None:
    sheet = opened().tell(WHITE, offer()).tell(BLACK, offer())
    assert sheet.result == Result((), "agreement")


def test_an_offer_can_be_declined() -> None:
    sheet = opened().tell(WHITE, offer()).tell(BLACK, decline())
    assert sheet.step.facts == {"game": "drawDeclined"} and sheet.news == {"draw": None}
    assert sheet.refusal(BLACK, accept()) == "INVALID_STATE: There is no draw offer to answer."


def test_an_offer_outlives_ones_own_move_and_lapses_with_the_opponents() -> None:
    sheet = opened().tell(WHITE, offer()).play("g1f3")
    assert sheet.news == {"moves": {"3": "g1f3"}} and sheet.document["draw"] == WHITE
    sheet.play("b8c6")
    assert sheet.news == {"moves": {"4": "b8c6"}, "draw": None}


def test_nobody_can_answer_his_own_offer() -> None:
    sheet = opened().tell(WHITE, offer())
    for answer in (accept(), decline()):
        assert sheet.refusal(WHITE, answer).startswith("INVALID_STATE: There is no draw offer")


def test_one_may_offer_once_between_two_moves_of_ones_own() -> None:
    sheet = opened().tell(WHITE, offer())
    assert sheet.refusal(WHITE, offer()) == "INVALID_STATE: Your draw offer is still open."
    sheet.tell(BLACK, decline())
    assert sheet.refusal(WHITE, offer()).startswith("INVALID_STATE: You have offered a draw")
    sheet.play("g1f3").tell(WHITE, offer())
    assert sheet.document["draw"] == WHITE


def test_each_side_has_its_own_count_of_offers() -> None:
    sheet = opened().tell(WHITE, offer()).tell(BLACK, decline()).tell(BLACK, offer())
    assert sheet.document["draw"] == BLACK


def test_a_draw_cannot_be_offered_before_both_have_moved() -> None:
    assert Sheet().play("e2e4").refusal(BLACK, offer()).startswith("INVALID_STATE: You can offer")


@pytest.mark.parametrize("seat", [WHITE, BLACK])
def test_the_third_time_a_position_is_there_either_player_may_claim(seat: int) -> None:
    sheet = Sheet().play(*SHUFFLE)
    assert sheet.refusal(seat, claim_draw()).startswith("INVALID_STATE: There is no draw to claim")
    sheet.play(*SHUFFLE)
    assert sheet.result is None and claim_draw() in CHESS.legal(sheet.state, seat)
    assert sheet.tell(seat, claim_draw()).result == Result((), "threefold-repetition")


def test_a_claim_not_made_in_time_is_gone_with_the_position() -> None:
    sheet = Sheet().play(*SHUFFLE, *SHUFFLE, "e2e4")
    assert sheet.refusal(BLACK, claim_draw()).startswith("INVALID_STATE")


def test_the_fifth_time_a_position_is_there_the_game_is_drawn() -> None:
    sheet = Sheet().play(*SHUFFLE * 3, *SHUFFLE[:3])
    assert sheet.result is None
    assert sheet.play(SHUFFLE[3]).result == Result((), "fivefold-repetition")


def test_fifty_moves_without_a_capture_or_pawn_move_can_be_claimed() -> None:
    sheet = Sheet(fen=FIFTY)
    assert sheet.refusal(WHITE, claim_draw()).startswith("INVALID_STATE")
    sheet.play("a1a2")
    assert sheet.result is None
    assert sheet.tell(BLACK, claim_draw()).result == Result((), "fifty-moves")


def test_a_lost_right_to_castle_makes_another_position() -> None:
    sheet = Sheet(fen="4k3/8/8/8/8/8/p7/4K2R w K - 0 1")
    dance = ("h1h2", "e8d8", "h2h1", "d8e8")
    sheet.play(*dance, *dance)
    assert sheet.refusal(WHITE, claim_draw()).startswith("INVALID_STATE")
    assert sheet.play(*dance).tell(WHITE, claim_draw()).result


def test_a_chance_to_take_in_passing_makes_another_position_only_if_it_is_real() -> None:
    real = Sheet().play("e2e4", "a7a6", "e4e5", "d7d5").state.board
    missed = real.copy()
    missed.ep_square = None
    assert position_key(real) != position_key(missed)
    idle = Sheet().play("e2e4").state.board
    assert idle.ep_square is not None
    plain = idle.copy()
    plain.ep_square = None
    assert position_key(idle) == position_key(plain)


def test_the_memory_of_positions_starts_anew_with_a_capture_or_pawn_move() -> None:
    sheet = Sheet().play(*SHUFFLE)
    assert len(sheet.state.seen) == 5
    assert len(sheet.play("e2e4").state.seen) == 1


@pytest.mark.parametrize("text", ["{}", '{"offer":true,"claim":true}', '{"offer":false}'])
def test_a_draw_command_says_exactly_one_thing(text: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="exactly one"):
        msgspec.json.decode(text, type=Draw)
