"""Death Dice in the house: a game that is always open, with people who come and go."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from django.test import Client

from games.dice.commands import Finish, NewRound, Roll
from games.patch import merge
from lobbies import identity, matchmaking
from lobbies.document import document
from lobbies.judge import Change, judge
from lobbies.manners import Arrive, Depart, Leave, Ring
from lobbies.names import clean_name, is_reserved
from lobbies.news import news_of
from lobbies.protocol import Kick, Sit, Stand, Start
from lobbies.rooms import HOUSE, Room
from lobbies.rows import chairs
from lobbies.tables import act, look
from tests.lobby_life import CAST, IDS, START, come_in, do, new_room


def party(*names: str) -> Room:
    """A dice table where Anh hosts and these sit too, in this order."""
    room = come_in(new_room("dice"), "Anh", *names)
    for name in names:
        room = do(room, name, Sit())
    return room


def rolled_out(room: Room, *names: str) -> Room:
    """The room after these have rolled as long as they could."""
    for name in names:
        seat = room.seat_of(IDS[name])
        while room.play.state.open and not room.play.state.players[seat].done:
            room = do(room, name, Roll())
    return room


def test_the_table_is_open_from_the_first_moment() -> None:
    room = new_room("dice")
    assert room.status == "playing" and list(room.play.state.players) == [0]
    assert document(room, IDS["Anh"])["game"]["seedHash"]


def test_spectators_join_the_players_and_leave_them_freely() -> None:
    room = party("Bình")
    room = do(room, "Anh", NewRound())
    room = do(room, "Bình", Stand())
    assert list(room.play.state.players) == [0]
    room = do(room, "Bình", Sit())
    assert room.play.state.players[1].streak == 0 and not room.play.state.players[1].done


def test_who_is_away_for_a_minute_is_removed_and_the_round_judged_then() -> None:
    room = rolled_out(do(party("Bình"), "Anh", NewRound()), "Anh")
    room = do(room, "Bình", Depart(away_ms=60_000))
    assert room.play.state.open
    room = do(room, HOUSE, Ring(), START + 60_000)
    assert not room.play.state.open and list(room.play.state.players) == [0]
    assert room.play.state.players[0].verdict


def test_who_comes_back_within_the_minute_owes_the_roll_still() -> None:
    room = rolled_out(do(party("Bình"), "Anh", NewRound()), "Anh")
    room = do(room, "Bình", Depart(away_ms=60_000), START)
    room = do(room, "Bình", Arrive(), START + 59_000)
    assert room.play.state.open and not room.play.state.players[1].done


def test_the_host_who_leaves_hands_the_game_on() -> None:
    room = rolled_out(do(party("Bình"), "Anh", NewRound()), "Anh", "Bình")
    room = do(room, "Anh", Leave())
    assert room.host == IDS["Bình"]
    assert do(room, "Bình", Finish()).status == "over"


def test_the_end_of_the_game_brings_the_secret_to_those_who_are_there() -> None:
    room = rolled_out(do(party("Bình"), "Anh", NewRound()), "Anh", "Bình")
    change = judge(room, CAST["Anh"], Finish(), START)
    assert isinstance(change, Change)
    shown = document(room, IDS["Bình"])
    assert "seed" not in shown["game"]
    for text in news_of(change).frames(IDS["Bình"], 1):
        message = json.loads(text)
        part = message["type"].partition("/")[0]
        shown[part] = merge(shown[part], message["payload"])
    assert shown == document(change.after, IDS["Bình"])
    assert shown["game"]["seed"] == room.play.seed.hex()


def test_the_next_game_has_a_new_secret_and_places_in_the_order_of_coming() -> None:
    room = do(party("Bình", "Chi"), "Bình", Leave())
    room = do(come_in(room, "Dũng"), "Dũng", Sit())
    assert room.seat_of(IDS["Dũng"]) == 1 and room.seat_of(IDS["Chi"]) == 2
    again = do(do(room, "Anh", Finish()), "Anh", Start())
    assert again.play.seed != room.play.seed and again.play.number == 2
    names = [again.guests[again.play.seats[seat]].name for seat in again.play.state.players]
    assert names == ["Anh", "Chi", "Dũng"]
    joined = [player.joined for player in again.play.state.players.values()]
    assert all(one < other for one, other in pairwise(joined))


@pytest.mark.parametrize("name", ["Mr Eleven", " mr  eleven ", "MRELEVEN", "mr 11", "Mr11"])
def test_nobody_is_called_mr_eleven(name: str) -> None:
    assert is_reserved(name)
    assert clean_name(name, "Player 7") == "Player 7"


@pytest.mark.parametrize("name", ["Mr Twelve", "Eleven", "Mrs Eleven", "Anh"])
def test_other_names_are_fine(name: str) -> None:
    assert clean_name(name, "Player 7") == name


@pytest.mark.django_db
def test_who_wants_to_be_called_mr_eleven_is_told_why_not() -> None:
    client = Client()
    client.get("/new/dice/")
    answer = client.post("/me/name/", {"name": "Mr Eleven"})
    assert answer.status_code == 400
    assert "one of our games calls somebody" in answer.content.decode()


def test_a_long_table_has_a_plan_one_can_draw() -> None:
    assert [chair.taken for chair in chairs(60, [0, 7, 31])] == [True, True, True, False]
    assert len(chairs(60, range(60))) == 10
    assert len(chairs(2, [0])) == 2


@pytest.mark.django_db(transaction=True)
def test_who_wants_to_play_now_sits_down_where_people_are() -> None:
    anh, binh, chi = (identity.new_player(name) for name in ("Anh", "Bình", "Chi"))
    own = matchmaking.pair(anh, "dice", {}, START)
    assert own is not None
    act(str(own.pk), identity.actor_of(anh), Arrive())
    assert matchmaking.pair(binh, "dice", {}, START) == own
    assert look(str(own.pk)).seat_of(str(binh.pk)) == 1
    other = matchmaking.pair(chi, "dice", {"germanMode": True}, START)
    assert other is not None and other != own
    act(str(own.pk), identity.actor_of(anh), Kick(str(binh.pk), ban=True))
    assert matchmaking.pair(binh, "dice", {}, START) != own
    assert matchmaking.pair(anh, "dice", {}, START) == own, "one's own chair is kept"
