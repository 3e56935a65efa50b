"""The tournament: seats, ready, points, coming and going, computer players, and the end."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from games.base import Errand, IllegalMove
from games.mind import Thought
from games.rng import Rng
from games.tienlen.commands import ClaimSeat, Leave, Ready, Reset, TienlenOptions, playing
from games.tienlen.state import Seat, Tourney, ranking, winner
from games.tienlen.tourney import PAUSE_MS
from tests.tienlen_bots import played
from tests.tienlen_tables import GAME, NOW, Table, cards, of_bots, run

LAST_CARDS = ("3s", "4s", "5s", "6s 7s")


def fresh(seats: tuple[int, ...] = (), **options: Any) -> Table:
    table = Table("3s", "4s", "5s", "6s")
    table.options = TienlenOptions(**options)
    table.state = GAME.setup(seats, table.options, table.rng, NOW)
    return table


def over(*scores: int, **options: Any) -> Table:
    """A tournament right after a game in which the seats came in their order."""
    table = Table(*LAST_CARDS, **options)
    seats = tuple(Seat(taken=True, score=score) for score in scores or (0, 0, 0, 0))
    table.state = replace(table.state, seats=seats)
    return table.plays(0, "3s").plays(1, "4s").plays(2, "5s")


def test_four_seats_make_it_start_and_four_ready_begin_the_first_game() -> None:
    table = fresh((0,))
    assert table.state.status == "waiting"
    assert table.refusal(0, Ready())[0] == "INVALID_STATE"
    table.returns(2).returns(1).returns(3)
    assert table.state.status == "starting"
    table.ready(0, 1, 2)
    assert GAME.turn(table.state) == {3}
    table.ready(3)
    assert table.state.status == "in_progress" and table.state.number == 1
    held = sorted(card for hand in table.deal.dealt for card in hand)
    assert held == list(range(52)) and {len(hand) for hand in table.deal.dealt} == {13}


def test_who_leaves_before_the_first_game_frees_the_seat_and_all_say_ready_anew() -> None:
    table = fresh((0, 1, 2, 3)).ready(0, 1).leaves(3)
    assert table.state.status == "waiting" and table.state.seats[3] == Seat()
    assert not any(seat.ready for seat in table.state.seats)
    table.returns(3)
    assert table.state.status == "starting"


def test_ready_twice_is_refused_and_claiming_again_changes_nothing() -> None:
    table = fresh((0, 1, 2, 3)).ready(0)
    assert table.refusal(0, Ready())[0] == "INVALID_STATE"
    assert table.returns(0).state.seats[0].ready


def test_places_earn_4_2_1_0_and_the_history_grows() -> None:
    table = over()
    assert table.state.status == "between_games"
    assert [seat.score for seat in table.state.seats] == [4, 2, 1, 0]
    assert [seat.last for seat in table.state.seats] == [4, 2, 1, 0]
    assert [seat.won for seat in table.state.seats] == [1, 0, 0, 0]
    game = table.state.history[-1]
    assert (game.number, game.order, game.at) == (2, (0, 1, 2, 3), NOW)
    assert not any(seat.ready for seat in table.state.seats)


def test_all_ready_between_games_begin_the_next() -> None:
    table = over().ready(0, 3, 2, 1)
    assert table.state.status == "in_progress"
    assert table.state.number == len(table.state.history) + 1
    assert [seat.score for seat in table.state.seats] == [4, 2, 1, 0]


def test_21_points_complete_the_tournament_and_ties_go_to_the_lowest_seat() -> None:
    table = over(0, 18, 20, 21)
    assert table.state.status == "completed"
    assert [seat.score for seat in table.state.seats] == [4, 20, 21, 21]
    assert ranking(table.state) == [2, 3, 1, 0] and winner(table.state) == 2
    result = GAME.result(table.state)
    assert result and result.winners == (2,)
    assert table.refusal(0, Ready())[0] == "INVALID_STATE"


def test_the_target_is_an_option() -> None:
    assert over(target_score=5).state.status == "between_games"
    assert over(target_score=4).state.status == "completed"


def test_a_reset_is_the_hosts_and_asks_the_house_to_begin_anew() -> None:
    assert Reset.who == "host"
    for table in (over(18, 0, 0, 0), over(), Table(*LAST_CARDS)):
        assert GAME.errand(table.state, Reset()) == Errand("restart")
    for seats in ((0,), (0, 1, 2, 3)):
        with pytest.raises(IllegalMove) as caught:
            GAME.errand(fresh(seats).state, Reset())
        assert caught.value.code == "INVALID_STATE"


def test_a_seat_is_asked_of_the_house_under_a_name() -> None:
    state = fresh().state
    assert GAME.errand(state, ClaimSeat("Anh", 2)) == Errand("sit", 2, name="Anh")
    assert GAME.errand(state, ClaimSeat("Anh")) == Errand("sit", None, name="Anh")
    assert GAME.errand(state, Leave()) == Errand("stand")
    for seat in (-1, 4, 99):
        with pytest.raises(IllegalMove) as caught:
            GAME.errand(state, ClaimSeat("Anh", seat))
        assert caught.value.code == "INVALID_SEAT"


@pytest.mark.parametrize(
    ("state", "seat", "code"),
    [
        (fresh((0, 1, 2, 3)).state, None, "TOURNEY_FULL"),
        (Table(*LAST_CARDS).state, 2, "TOURNEY_IN_PROGRESS"),
        (over().state, None, "TOURNEY_IN_PROGRESS"),
        (over(18, 0, 0, 0).state, 1, "INVALID_STATE"),
    ],
)
def test_seats_are_given_before_the_first_game_only(
    state: Tourney, seat: int | None, code: str
) -> None:
    with pytest.raises(IllegalMove) as caught:
        GAME.admit(state, seat)
    assert caught.value.code == code


def test_a_free_seat_is_given_to_whoever_asks() -> None:
    for state in (fresh().state, fresh((0, 1, 3)).state):
        GAME.admit(state, None)
        GAME.admit(state, 2)


def test_who_leaves_after_the_end_changes_nothing_any_more() -> None:
    table = over(18, 0, 0, 0)
    assert table.leaves(2).state == over(18, 0, 0, 0).state


def test_a_player_who_leaves_during_the_tournament_is_played_for_by_a_computer() -> None:
    table = Table("3s 9s", "4s 9c", "5s 9d", "6s 9h").plays(0, "3s").leaves(1)
    assert table.state.seats[1] == Seat(taken=True, bot="greedy", away=True, ready=True)
    assert table.state.due is None, "Computer players have no timer."
    assert GAME.turn(table.state) == frozenset()
    assert GAME.thinker(table.state, {}) == Thought(1, "greedy")
    table.thinks()
    assert table.deal.moves[-1].seat == 1 and table.deal.current == 2


def test_somebody_else_leaving_does_not_give_the_player_at_the_turn_more_time() -> None:
    table = Table("3s 9s", "4s 9c", "5s 9d", "6s 9h").leaves(2, now=NOW + 50_000)
    assert table.state.due == NOW + 60_000
    table.returns(2, now=NOW + 55_000)
    assert table.state.due == NOW + 60_000 and not table.state.seats[2].bot


def test_who_is_back_plays_from_the_next_turn_on() -> None:
    table = Table("3s 9s Ks", "4s 9c Kc", "5s 9d", "6s 9h").leaves(0).returns(0)
    assert table.state.seats[0].back, "The computer makes the move it was about to make."
    code, sentence = table.refusal(0, playing(cards("9s")))
    assert code == "NOT_YOUR_TURN" and "next one is yours" in sentence
    table.thinks()
    assert table.state.seats[0] == Seat(taken=True)
    table.passes(1, 2, 3)
    assert table.plays(0, "9s").deal.hands[0] == cards("Ks")


def test_who_leaves_again_before_that_is_played_for_again() -> None:
    table = Table("3s 9s", "4s 9c", "5s 9d", "6s 9h").leaves(0).returns(0).leaves(0)
    assert table.thinks().state.seats[0].away


def test_who_left_keeps_the_points_and_is_ready_between_games() -> None:
    table = Table(*LAST_CARDS).leaves(3).plays(0, "3s").plays(1, "4s").plays(2, "5s")
    assert table.state.status == "between_games" and table.state.seats[3].ready
    table.ready(0, 1, 2)
    assert table.state.status == "in_progress"


def test_back_between_games_means_pressing_ready_oneself() -> None:
    table = over().leaves(3).returns(3)
    assert table.state.seats[3] == Seat(taken=True)
    table.ready(0, 1, 2)
    assert table.state.status == "between_games"


def test_when_the_last_who_was_awaited_leaves_the_next_game_begins_by_itself() -> None:
    table = over().ready(0, 1, 2).leaves(3)
    assert table.state.due == NOW + PAUSE_MS
    assert table.rings().state.status == "in_progress"


def test_nobody_new_gets_a_seat_of_a_running_tournament() -> None:
    table = Table(*LAST_CARDS)
    table.state = replace(table.state, seats=(Seat(), *table.state.seats[1:]))
    with pytest.raises(IllegalMove) as caught:
        table.returns(0)
    assert caught.value.code == "TOURNEY_IN_PROGRESS"


def test_computer_players_are_always_ready_and_leave_before_the_first_game_only() -> None:
    state = of_bots(1)
    assert state.due == NOW + PAUSE_MS
    assert state.status == "starting" and all(seat.ready and seat.bot for seat in state.seats)
    assert not GAME.vacated(state, 2, Rng(b"", 1), NOW).state.seats[2].taken
    begun = GAME.ring(state, Rng(b"", 1), NOW + PAUSE_MS).state
    assert begun.status == "in_progress"
    assert GAME.vacated(begun, 2, Rng(b"", 1), NOW).state is begun


def test_the_house_keeps_seats_from_the_first_game_on() -> None:
    assert not GAME.holds(fresh((0, 1, 2, 3)).state)
    assert GAME.holds(Table(*LAST_CARDS).state) and GAME.holds(over().state)


@pytest.mark.parametrize("number", range(8))
def test_a_tournament_of_computer_players_ends_with_consistent_points_and_replays(
    number: int,
) -> None:
    """``python -m tests.tienlen_bots tournaments`` plays a thousand."""
    assert played(number) >= 6


def test_a_long_tournament_is_frozen_and_thawed_through_json_as_it_was() -> None:
    state = of_bots(9, target_score=40)
    for line in run(state, 9):
        state = line.step.state
    text = msgspec.json.encode(GAME.freeze(state))
    assert GAME.thaw(msgspec.json.decode(text)) == state
    assert len(text) < 2_000 * len(state.history)
