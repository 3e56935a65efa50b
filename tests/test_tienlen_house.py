"""Tiến Lên at a table of the house: seats, names, forfeits, coming back, a new beginning.

In here: rooms in memory; time is what a test says. Not in here: computer players
(test_tienlen_company), cards (test_tienlen), a database, sockets (test_tienlen_wire).
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from games.tienlen.commands import (
    AddBot,
    ClaimSeat,
    KickBot,
    Leave,
    Pass,
    Play,
    Ready,
    Reset,
    playing,
)
from games.tienlen.state import Tourney
from lobbies.document import document
from lobbies.judge import judge
from lobbies.manners import Depart, Ring
from lobbies.news import news_of
from lobbies.protocol import Kick, Refusal, Sit
from lobbies.rooms import HOUSE, Room
from tests.lobby_life import CAST, IDS, STAFF, START, come_in, do, new_room

FOUR = ("Anh", "Bình", "Chi", "Dũng")
WINDOW = 60_000


def full(**options: Any) -> Room:
    """Four people on four seats, nobody ready yet; Em watches."""
    room = come_in(new_room("tienlen", **options), *FOUR[1:], "Em")
    for name in FOUR[1:]:
        room = do(room, name, ClaimSeat())
    return room


def begun(**options: Any) -> Room:
    """The first game is on."""
    room = full(**{"instant_wins": "simple"} | options)
    for name in FOUR:
        room = do(room, name, Ready())
    return room


def completed() -> Room:
    """A tournament that Anh has won a moment ago."""
    room = begun(target_score=1)
    now = START
    while room.status == "playing":
        now = max(now, room.alarm_at or 0)
        room = do(room, HOUSE, Ring(), now)
    return room


def tourney(room: Room) -> Tourney:
    assert room.play is not None
    state: Tourney = room.play.state
    return state


def refused(room: Room, who: Any, command: Any) -> str:
    with pytest.raises(Refusal) as caught:
        judge(room, CAST.get(who, who), command, START)
    return caught.value.code


def seats(room: Room, viewer: str = "Em") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = document(room, IDS[viewer])["tourney"]["seats"]
    return shown


def test_a_seat_is_claimed_under_a_name_which_is_the_players_from_then_on() -> None:
    room = come_in(new_room("tienlen"), "Bình")
    change = judge(room, CAST["Bình"], ClaimSeat(" Player \n 1 ", 2), START)
    assert change is not None
    assert change.after.guests[IDS["Bình"]].seat == 2
    assert seats(change.after, "Bình")[2]["playerName"] == "Player 1"
    assert change.rows == (("name", {"player": IDS["Bình"], "name": "Player 1"}),)
    again = judge(change.after, CAST["Bình"], ClaimSeat("Player 1", 2), START)
    assert again is None, "Claiming again refreshes, and there is nothing new."


def test_seats_that_cannot_be_had_are_refused_with_the_reason() -> None:
    room = come_in(new_room("tienlen"), "Bình")
    assert refused(room, "Bình", ClaimSeat("", 0)) == "SEAT_TAKEN"
    assert refused(room, "Bình", ClaimSeat("", 4)) == "INVALID_SEAT"
    assert refused(room, "Bình", ClaimSeat("", -1)) == "INVALID_SEAT"
    assert refused(room, "Bình", Leave()) == "NOT_IN_TOURNEY"
    assert refused(room, "Bình", Ready()) == "NOT_IN_TOURNEY"
    assert refused(full(), "Em", ClaimSeat()) == "TOURNEY_FULL"
    assert refused(full(), "Em", ClaimSeat("", 1)) == "SEAT_TAKEN"
    assert refused(begun(), "Em", ClaimSeat("", 1)) == "TOURNEY_IN_PROGRESS"
    assert refused(begun(), "Em", Play(playing((0,)).cards)) == "NOT_IN_TOURNEY"
    assert refused(begun(), "Bình", ClaimSeat("", 1)) == "TOURNEY_IN_PROGRESS", "Or one's own."
    assert refused(completed(), "Em", ClaimSeat()) == "INVALID_STATE"


def test_who_leaves_before_the_first_game_frees_the_seat_for_the_next() -> None:
    room = do(full(), "Bình", Leave())
    assert tourney(room).status == "waiting" and "playerName" not in seats(room)[1]
    room = do(room, "Em", ClaimSeat())
    assert tourney(room).status == "starting" and room.guests[IDS["Em"]].seat == 1


def test_who_leaves_later_forfeits_and_nobody_else_gets_the_seat() -> None:
    room = do(begun(), "Bình", Leave())
    assert room.guests[IDS["Bình"]].seat is None
    assert seats(room)[1]["bot"] and seats(room)[1]["playerName"] == "Bình"
    assert refused(room, "Em", ClaimSeat("", 1)) == "TOURNEY_IN_PROGRESS"
    assert refused(room, "Em", Sit(1)) == "TOURNEY_IN_PROGRESS"
    assert refused(room, "Bình", Sit()) == "TOURNEY_IN_PROGRESS"


def test_the_seat_of_somebody_shown_out_is_closed_to_strangers_too() -> None:
    room = do(begun(), "Anh", Kick(IDS["Dũng"]))
    assert seats(room)[3]["bot"]
    assert refused(room, "Em", Sit(3)) == "TOURNEY_IN_PROGRESS"


def test_a_lost_connection_is_shown_at_once_and_frees_the_seat_after_the_window() -> None:
    room = do(full(), "Bình", Depart(WINDOW))
    assert seats(room)[1]["disconnected"] and room.alarm_at == START + WINDOW
    back = come_in(room, "Bình")
    assert "disconnected" not in seats(back)[1] and back.alarm_at is None
    room = do(room, HOUSE, Ring(), START + WINDOW)
    assert tourney(room).status == "waiting" and "taken" not in seats(room)[1]


def test_after_the_first_game_began_a_computer_plays_on_until_the_player_is_back() -> None:
    room = do(begun(turn_seconds=0), "Bình", Depart(WINDOW))
    room = do(room, HOUSE, Ring(), START + WINDOW)
    assert seats(room)[1]["bot"] and room.guests[IDS["Bình"]].gone
    assert refused(room, "Em", Sit(1)) == "TOURNEY_IN_PROGRESS"
    state = tourney(room)
    assert state.deal is not None
    room = come_in(room, "Bình")
    mine = seats(room)[1]
    assert mine.get("back") if state.deal.current == 1 else "bot" not in mine


def test_the_news_of_a_lost_connection_names_it() -> None:
    change = judge(begun(), CAST["Bình"], Depart(WINDOW), START)
    assert change is not None
    told = {m["type"]: m["payload"] for m in map(json.loads, news_of(change).frames("", None))}
    assert told["players/away"] == {IDS["Bình"]: {"connected": False, "awayUntil": START + WINDOW}}
    assert told["tourney/updated"]["seats"][1]["disconnected"]


def test_the_host_and_the_staff_begin_anew_at_any_time_and_nobody_else() -> None:
    for room in (begun(), completed()):
        assert refused(room, "Bình", Reset()) == "FORBIDDEN"
        for who in ("Anh", STAFF):
            after = do(room, who, Reset())
            assert room.play and after.play and after.play.id != room.play.id
            assert tourney(after).status == "starting" and after.status == "playing"
            assert not tourney(after).history and "game" in document(after, IDS["Em"])
    assert refused(full(), "Anh", Reset()) == "INVALID_STATE"


def test_at_everybodys_table_its_host_begins_anew_only_when_the_tournament_is_over() -> None:
    room = replace(begun(), code="GLOBAL")
    assert refused(room, "Anh", Reset()) == "FORBIDDEN"
    assert tourney(do(room, STAFF, Reset())).status == "starting"
    room = replace(completed(), code="GLOBAL")
    assert tourney(do(room, "Anh", Reset())).status == "starting"
    room = replace(completed(), code="GLOBAL")
    for name in FOUR:
        room = do(room, name, Leave())
    assert tourney(room).status == "waiting"


def test_the_host_of_everybodys_table_brings_computers() -> None:
    room = come_in(replace(new_room("tienlen"), code="GLOBAL"))
    room = do(room, "Anh", AddBot(1))
    assert tourney(room).seats[1].bot
    assert not tourney(do(room, "Anh", KickBot(1))).seats[1].taken


def test_a_reset_ends_the_match_and_frees_the_seats_of_those_who_have_gone() -> None:
    room = do(begun(), "Bình", Depart(WINDOW))
    room = do(room, HOUSE, Ring(), START + WINDOW)
    change = judge(room, CAST["Anh"], Reset(), START + WINDOW)
    assert change is not None and change.ended is not None
    assert change.ended.stopped == "reset" and change.ended.over
    assert IDS["Bình"] not in change.after.guests
    assert tourney(change.after).status == "waiting"


def test_when_all_have_left_a_finished_tournament_it_begins_anew() -> None:
    room = completed()
    for name in FOUR:
        assert tourney(room).status == "completed"
        room = do(room, name, Leave())
    assert tourney(room).status == "waiting" and not tourney(room).history


def test_the_final_places_keep_the_names_of_those_who_have_left() -> None:
    room = do(completed(), "Bình", Leave())
    game = document(room, IDS["Em"])["game"]
    assert "Bình" in [row["playerName"] for row in game["leaderboard"]]
    assert "Bình" in game["players"]


def test_somebody_without_a_turn_cannot_pass_and_the_leader_neither() -> None:
    room = begun()
    deal = tourney(room).deal
    assert deal is not None
    assert refused(room, FOUR[deal.current], Pass()) == "CANT_PASS"
    assert refused(room, FOUR[(deal.current + 1) % 4], Pass()) == "NOT_YOUR_TURN"


def test_a_move_on_an_old_version_is_refused() -> None:
    room = begun(first_lead="simple", instant_wins="simple")
    deal = tourney(room).deal
    assert deal is not None
    mover, card = FOUR[deal.current], deal.hands[deal.current][0]
    after = do(room, mover, playing((card,)))
    following = tourney(after).deal
    assert following is not None
    with pytest.raises(Refusal) as caught:
        judge(after, CAST[FOUR[following.current]], Pass(), START, seen=room.version)
    assert caught.value.code == "STALE_STATE"
    assert judge(after, CAST[FOUR[following.current]], Pass(), START, seen=after.version)


def test_a_new_name_is_shown_on_the_seat_at_once() -> None:
    room = full()
    change = judge(room, CAST["Bình"], ClaimSeat("Player 2"), START)
    assert change is not None
    types = [json.loads(text).get("type") for text in news_of(change).frames("", None)]
    assert types == ["players/renamed", "tourney/updated"]
    assert seats(change.after)[1]["playerName"] == "Player 2"
    assert replace(change.after.guests[IDS["Bình"]], name="Bình") == room.guests[IDS["Bình"]]
