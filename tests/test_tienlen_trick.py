"""Turns, passes, going out: the course of a trick."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from games.tienlen.commands import Card, Pass, Play, Ready, TienlenOptions, playing
from games.tienlen.deal import Move
from games.tienlen.presets import rules_of
from games.tienlen.trick import played
from tests.tienlen_tables import GAME, NOW, RNG, Table, cards

ORDINARY = ("3s 9s Kd", "4s 10s Kc", "5s Js Ks", "6s Qs Kh")


def test_seats_follow_in_order_and_a_pass_locks_out_until_the_trick_ends() -> None:
    table = Table(*ORDINARY).plays(0, "3s")
    assert table.deal.current == 1
    table.passes(1).plays(2, "5s").plays(3, "6s").plays(0, "9s")
    assert table.deal.current == 2, "Seat 1 has passed."
    code, sentence = table.refusal(1, playing(cards("10s")))
    assert code == "NOT_YOUR_TURN" and "passed" in sentence


def test_when_all_others_have_passed_the_last_to_play_leads_and_everybody_is_back_in() -> None:
    table = Table(*ORDINARY).plays(0, "3s").plays(1, "4s").passes(2, 3, 0)
    assert table.deal.current == 1 and table.deal.last is None
    assert table.deal.passed == (False,) * 4
    assert table.deal.trick == 6


def test_who_leads_cannot_pass() -> None:
    assert Table(*ORDINARY).refusal(0, Pass())[0] == "CANT_PASS"


def test_passing_with_a_playable_hand_is_allowed() -> None:
    assert Table(*ORDINARY).plays(0, "3s").passes(1).deal.current == 2


def test_plays_out_of_turn_not_owned_named_twice_or_too_low_are_refused() -> None:
    table = Table(*ORDINARY).plays(0, "3s")
    assert table.refusal(2, playing(cards("5s"))) == ("NOT_YOUR_TURN", "It is player 2's turn.")
    assert table.refuses(1, "2h") == "INVALID_MOVE"
    twice = Play((Card(4), Card(4)))
    assert "twice" in table.refusal(1, twice)[1]
    assert table.refuses(1, "4s 10s") == "INVALID_MOVE"
    assert Table(*ORDINARY).plays(0, "9s").refuses(1, "4s") == "INVALID_MOVE"


def test_only_the_value_of_a_card_is_read() -> None:
    lying = Play((Card(0, rank="A", suit=3),))
    assert Table(*ORDINARY).does(0, lying).deal.hands[0] == cards("9s Kd")


def _goes_out(passed: tuple[int, ...]) -> Table:
    """Seat 0 has gone out; ``passed`` had passed before."""
    hands = ("3s 2s", "4s 6s 2d", "5s 7s 2h", "8s 9s 2c")
    table = Table(*hands, leader=0).plays(0, "3s")
    for seat in (1, 2, 3):
        if seat in passed:
            table.passes(seat)
        else:
            table.plays(seat, {1: "4s", 2: "5s", 3: "8s"}[seat])
    return table.plays(0, "2s")


def test_the_last_play_of_who_goes_out_stays_to_be_beaten_then_the_next_in_order_leads() -> None:
    table = _goes_out(passed=(3,))
    assert table.deal.order == (0,) and table.deal.current == 1
    table.passes(1)
    assert table.deal.current == 2
    table.passes(2)
    assert table.deal.current == 1 and table.deal.last is None


def test_with_all_others_passed_the_lead_goes_on_at_once() -> None:
    table = Table("2s", "4s 5h", "8s", "6s 7h").plays(0, "2s")
    assert table.deal.current == 1, "Nobody has passed, so seat 1 may answer."
    deal = Table("2s", "4s 5h", "8s", "6s 7h").deal
    alone = replace(deal, last=Move(3, cards("6s")), passed=(False, True, True, True))
    after = played(alone, 0, cards("2s"), rules_of(TienlenOptions()))
    assert after.order == (0,) and after.last is None
    assert after.current == 1 and after.passed == (False,) * 4


PAIRS4 = "8s 8c 9s 9c 10s 10c Js Jc"


def test_if_only_one_is_still_in_and_beats_the_play_that_one_leads() -> None:
    assert _goes_out(passed=(1, 3)).plays(2, "2h").deal.current == 2
    table = _goes_out(passed=(1, 3)).passes(2)
    assert table.deal.current == 1 and table.deal.last is None


def test_the_game_ends_when_three_are_out_and_the_last_is_fourth() -> None:
    table = Table("3s", "4s", "5s 6s", "6c 7s").plays(0, "3s").plays(1, "4s")
    table.plays(2, "5s").passes(3)
    assert table.deal.current == 2
    table.plays(2, "6s")
    assert table.deal.order == (0, 1, 2, 3)
    assert table.state.status == "between_games"
    assert table.refusal(3, playing(cards("7s")))[0] == "NO_ACTIVE_GAME"


def test_four_pairs_come_back_in_after_a_pass_where_the_rules_say_so() -> None:
    hands = ("3s 2s 2d", f"{PAIRS4} 3d", "5s Ks", "6s Kd")
    table = Table(*hands).plays(0, "3s").passes(1).plays(2, "5s").plays(3, "6s").plays(0, "2s")
    assert table.deal.current == 2
    assert table.refuses(1, "Js Jc") == "NOT_YOUR_TURN"
    table.plays(1, PAIRS4)
    assert table.deal.current == 2 and table.deal.last and table.deal.last.seat == 1
    locked = Table(*hands, after_pass="simple").plays(0, "3s").passes(1)
    locked.plays(2, "5s").plays(3, "6s").plays(0, "2s")
    assert locked.refuses(1, PAIRS4) == "NOT_YOUR_TURN"


def test_the_first_play_of_the_first_game_includes_the_lowest_card() -> None:
    hands = ("4s 5s 6s", "3s 3c 9s", "7s 8s Js", "10s Qs Ks")
    table = Table(*hands, number=1)
    assert table.deal.current == 1
    code, sentence = table.refusal(1, playing(cards("9s")))
    assert code == "INVALID_MOVE" and "3♠" in sentence
    assert table.plays(1, "3s 3c").deal.must is None
    free = Table(*hands, number=1, first_lead="simple").plays(1, "9s")
    assert free.deal.current == 2


@pytest.mark.parametrize(("row", "leader"), [("southern", 3), ("simple", 1)])
def test_later_games_are_led_by_the_winner_or_by_the_lowest_card(row: str, leader: int) -> None:
    hands = ("4s 5s 6s", "3s 3c 9s", "7s 8s Js", "10s Qs Ks")
    table = Table(*hands, leader=3, later_leads=row)
    assert table.deal.current == leader and table.deal.must is None


def test_a_player_whose_time_is_up_passes_or_leads_the_lowest_single() -> None:
    table = Table(*ORDINARY)
    assert table.state.due == NOW + 60_000
    table.rings()
    assert table.deal.hands[0] == cards("9s Kd")
    assert table.state.due == NOW + 120_000
    table.rings()
    assert table.deal.passed[1] and table.deal.current == 2
    assert Table(*ORDINARY, turn_seconds=0).state.due is None


def test_an_alarm_that_comes_too_early_does_nothing() -> None:
    table = Table(*ORDINARY)
    before = table.state
    table.plays(0, "3s")
    assert GAME.ring(before, RNG, NOW + 59_999).state is before


def test_ready_during_a_game_is_refused_with_a_sentence() -> None:
    code, sentence = Table(*ORDINARY).refusal(0, Ready())
    assert code == "INVALID_STATE" and sentence.endswith(".")
