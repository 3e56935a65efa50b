"""Computer players at a Tiến Lên table of the house: beside people, and for people who have gone.

In here: rooms in memory; time is what a test says. Not in here: what they choose
(test_tienlen_bots), people alone (test_tienlen_house).
"""

from __future__ import annotations

from typing import Any

from games.mind import Mind
from games.rng import Rng
from games.tienlen.commands import AddBot, KickBot, Leave, Pass, Ready, Reset
from lobbies.manners import Depart, Ring
from lobbies.rooms import HOUSE, Actor, Room, thought_of
from tests.lobby_life import START, come_in, do, new_room
from tests.test_tienlen_house import FOUR, WINDOW, begun, refused, seats, tourney


def with_bots(*levels: str, **options: Any) -> Room:
    """Anh with computer players on the other seats, and Em who watches."""
    room = come_in(new_room("tienlen", **{"instant_wins": "simple"} | options), "Em")
    for level in levels:
        room = do(room, "Anh", AddBot(level=level))
    return room


def thinks(room: Room) -> Room:
    """The computer player that is due acts, as the house lets it."""
    thought = thought_of(room)
    assert thought is not None and room.play is not None
    guest = room.seated().get(thought.seat)
    views = room.game.view(room.play.state, thought.seat)
    mind = Mind(thought.level, room.options, Rng(b"test", room.version))
    command = room.game.choose(views, thought.seat, mind)
    actor = Actor("" if guest is None else guest.player, "", plays=thought.seat)
    return do(room, actor, command, thought.at)


def test_computer_players_are_ready_at_once_and_keep_a_tournament_going() -> None:
    room = with_bots("greedy", "sharp", "greedy")
    assert [seat.get("bot") for seat in seats(room)] == [None, "greedy", "sharp", "greedy"]
    assert [seat["ready"] for seat in seats(room)] == [False, True, True, True]
    room = do(room, "Anh", Ready())
    assert tourney(room).status == "in_progress"
    first = thought_of(room)
    if first is not None:
        assert first.at == START + 1_000, "A second, so that people can follow."
        assert room.alarm_at == first.at
        after = thinks(room)
        deal = tourney(after).deal
        assert deal is not None and len(deal.moves) == 1


def test_a_seat_is_taken_from_a_computer_player_before_the_first_game_only() -> None:
    room = with_bots("greedy", "greedy")
    assert refused(room, "Anh", KickBot(0)) == "NOT_A_BOT"
    assert refused(room, "Anh", KickBot(3)) == "SEAT_EMPTY"
    assert refused(room, "Anh", KickBot(4)) == "INVALID_SEAT"
    assert refused(room, "Em", KickBot(1)) == "FORBIDDEN"
    assert refused(room, "Anh", AddBot(1)) == "SEAT_TAKEN"
    assert "taken" not in seats(do(room, "Anh", KickBot(1)))[1]
    room = do(do(room, "Anh", AddBot()), "Anh", Ready())
    assert refused(room, "Anh", KickBot(1)) == "TOURNEY_IN_PROGRESS"
    assert refused(room, "Anh", AddBot()) == "TOURNEY_IN_PROGRESS"


def test_a_computer_plays_for_whoever_forfeited_though_nobody_sits_there() -> None:
    room = begun(turn_seconds=0)
    deal = tourney(room).deal
    assert deal is not None
    room = do(room, FOUR[deal.current], Leave())
    assert room.seated().get(deal.current) is None
    after = tourney(thinks(room)).deal
    assert after is not None and after.moves[0].seat == deal.current


def test_the_seat_is_given_back_after_the_move_the_computer_was_about_to_make() -> None:
    room = begun(turn_seconds=0)
    deal = tourney(room).deal
    assert deal is not None
    who = FOUR[deal.current]
    room = do(do(room, who, Depart(WINDOW)), HOUSE, Ring(), START + WINDOW)
    room = come_in(room, who)
    assert seats(room)[deal.current]["back"]
    assert refused(room, who, Pass()) == "NOT_YOUR_TURN"
    mine = seats(thinks(room))[deal.current]
    assert "bot" not in mine and "back" not in mine and "away" not in mine


def test_a_reset_keeps_the_computer_players_and_who_plays_on_for_nobody_goes() -> None:
    room = do(do(with_bots("greedy", "greedy", "sharp"), "Anh", Ready()), "Anh", Reset())
    assert [seat.get("bot") for seat in seats(room)] == [None, "greedy", "greedy", "sharp"]
    assert [seat["ready"] for seat in seats(room)] == [False, True, True, True]
    left = do(do(begun(), "Bình", Leave()), "Anh", Reset())
    assert "taken" not in seats(left)[1] and tourney(left).status == "waiting"
