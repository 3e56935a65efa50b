"""Computer players in the house: who gives them a chair, what they are, what is logged of them."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from games.chess.commands import Move, Rematch, Resign
from games.mind import Thought
from lobbies import judge as judging
from lobbies import protocol, worker
from lobbies.document import document
from lobbies.manners import Arrive, Depart, Leave, Ring
from lobbies.protocol import AddBot, Refusal, RemoveBot
from lobbies.rooms import HOUSE, Actor, Guest, Room, next_alarm, thought_of
from lobbies.thinking import job_of
from tests.lobby_life import IDS, START, come_in, do, new_room


def refusal_of(room: Room, who: str, command: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(room, who, command)  # type: ignore[arg-type]
    assert caught.value.message[-1] in ".!?"
    return caught.value


def bot_of(room: Room) -> Guest:
    return next(guest for guest in room.guests.values() if guest.bot)


def against_the_computer(level: str = "beginner", **options: object) -> Room:
    """A game that Anh (White) has begun against the computer."""
    room = do(new_room(minutes=0, increment=0, **options), "Anh", AddBot(level))
    return do(room, "Anh", protocol.Start())


def actor_of(room: Room) -> Actor:
    bot = bot_of(room)
    return Actor(bot.player, bot.name, plays=bot.seat)


def test_the_host_gives_a_computer_player_a_chair_and_takes_it_away() -> None:
    room = do(new_room(), "Anh", AddBot("easy", 1))
    bot = bot_of(room)
    assert (bot.seat, bot.bot, bot.connected, bot.ready) == (1, "easy", True, True)
    assert bot.name
    assert document(room, IDS["Chi"])["players"][bot.player]["bot"] == "easy"
    assert room.guests.keys() - do(room, "Anh", RemoveBot(1)).guests.keys() == {bot.player}


def test_nobody_but_the_host_brings_computer_players() -> None:
    room = come_in(new_room(), "Bình")
    assert refusal_of(room, "Bình", AddBot("easy")).code == "FORBIDDEN"
    room = do(room, "Anh", AddBot("easy"))
    assert refusal_of(room, "Bình", RemoveBot(1)).code == "FORBIDDEN"


def test_a_chair_that_cannot_be_had_is_refused_with_a_reason() -> None:
    room = come_in(new_room(), "Bình")
    assert refusal_of(room, "Anh", AddBot("easy", 0)).code == "SEAT_TAKEN"
    assert refusal_of(room, "Anh", AddBot("easy", 7)).code == "INVALID_SEAT"
    assert refusal_of(room, "Anh", AddBot("grandmother")).code == "INVALID_MESSAGE"
    assert refusal_of(room, "Anh", RemoveBot(1)).code == "SEAT_EMPTY"
    assert refusal_of(room, "Anh", RemoveBot(9)).code == "INVALID_SEAT"
    assert refusal_of(room, "Anh", RemoveBot(0)).code == "NOT_A_BOT"
    full = do(room, "Bình", protocol.Sit(1))
    assert refusal_of(full, "Anh", AddBot("easy")).code == "SEAT_TAKEN"
    playing = against_the_computer()
    assert refusal_of(playing, "Anh", RemoveBot(1)).code == "INVALID_STATE"


def test_a_game_without_computer_players_says_so() -> None:
    assert refusal_of(new_room("dice"), "Anh", AddBot("easy")).code == "INVALID_MESSAGE"


def test_two_computer_players_have_two_names() -> None:
    room = do(new_room(), "Anh", protocol.Stand())
    room = do(do(room, "Anh", AddBot("easy")), "Anh", AddBot("easy"))
    names = [guest.name for guest in room.guests.values()]
    assert len(set(names)) == len(names) == 3


def test_a_computer_player_is_always_ready() -> None:
    room = do(do(new_room(), "Anh", AddBot("easy")), "Anh", protocol.Ready())
    assert room.status == "playing"
    assert bot_of(room).ready


def test_a_computer_player_is_never_the_host() -> None:
    room = do(new_room(), "Anh", AddBot("easy"))
    assert refusal_of(room, "Anh", protocol.Host(bot_of(room).player)).code == "INVALID_STATE"
    assert do(room, "Anh", Leave()).host is None


def test_a_computer_player_is_due_when_it_is_its_turn_and_the_pace_is_kept() -> None:
    room = against_the_computer(bot_seconds=2.0)
    assert thought_of(room) is None, "Anh has White."
    room = do(room, "Anh", Move("e2e4"), START + 500)
    assert thought_of(room) == Thought(1, "beginner", START + 2_500)
    assert next_alarm(room) == room.alarm_at == START + 2_500


def test_a_due_thought_rings_without_changing_anything() -> None:
    room = do(against_the_computer(), "Anh", Move("e2e4"))
    assert judging.judge(room, HOUSE, Ring(), START + 60_000) is None


def test_computer_players_do_not_go_on_where_nobody_is_left() -> None:
    room = do(against_the_computer(), "Anh", Move("e2e4"))
    away = do(room, "Anh", Depart())
    assert thought_of(away) is not None, "Anh has a minute to come back."
    gone = do(away, HOUSE, Ring(), START + 60_000)
    assert gone.guests[IDS["Anh"]].gone
    assert thought_of(gone) is None
    assert thought_of(do(gone, "Anh", Arrive(), START + 90_000)) is not None


def test_a_computer_player_acts_as_its_seat_and_the_log_tells_it_apart() -> None:
    room = do(against_the_computer(), "Anh", Move("e2e4"))
    change = judging.judge(room, actor_of(room), Move("e7e5"), START, seen=room.version)
    assert change is not None
    assert (change.entry.event, change.entry.seat) == ("bot", 1)
    assert change.entry.player == bot_of(room).player
    assert (change.entry.action, change.entry.payload) == ("game/move", b'{"uci":"e7e5"}')


def test_a_choice_for_a_game_that_has_moved_on_is_dropped_but_talk_does_not_matter() -> None:
    room = do(against_the_computer(), "Anh", Move("e2e4"))
    talked = do(room, "Anh", protocol.Say("Hm?"))
    judged = judging.judge(talked, actor_of(room), Move("e7e5"), START, seen=room.version)
    assert judged is not None
    with pytest.raises(Refusal) as caught:
        judging.judge(judged.after, actor_of(room), Move("e7e5"), START, seen=room.version)
    assert caught.value.code == "STALE_STATE"


def test_what_is_claimed_is_not_due_until_the_claim_runs_out_or_the_game_moves_on() -> None:
    room = replace(do(against_the_computer(), "Anh", Move("e2e4")), claimed=START + 9_000)
    assert thought_of(room) == Thought(1, "beginner", START + 9_000)
    assert do(room, "Anh", protocol.Say("Hm?")).alarm_at == START + 9_000
    assert do(room, actor_of(room), Move("e7e5")).claimed == 0


def test_a_job_holds_what_the_computer_player_may_know_and_its_choice_is_legal() -> None:
    room = do(against_the_computer(), "Anh", Move("e2e4"))
    thought = thought_of(room)
    assert thought is not None and room.play is not None
    choice = worker.think(job_of(room, thought))
    command = protocol.restore("chess", choice.action, msgspec.Raw(choice.payload))
    assert command in room.game.legal(room.play.state, 1)


def test_a_computer_player_agrees_to_a_rematch_and_its_colour_is_swapped() -> None:
    room = do(do(against_the_computer(), "Anh", Resign()), "Anh", Rematch())
    thought = thought_of(room)
    assert thought is not None and thought.seat == 1
    assert worker.think(job_of(room, thought)).action == "game/rematch"
    again = do(room, actor_of(room), Rematch())
    assert again.status == "playing"
    assert (again.seat_of(IDS["Anh"]), bot_of(again).seat) == (1, 0)
    assert again.play is not None and again.play.bots == {0: "beginner"}


def test_whoever_takes_the_chair_of_a_removed_computer_player_owes_it_no_rematch() -> None:
    room = do(do(against_the_computer(), "Anh", Resign()), "Anh", Rematch())
    room = do(do(room, "Anh", RemoveBot(1)), "Anh", AddBot("easy", 1))
    assert thought_of(room) is None


def between_computers(**options: object) -> Room:
    """A game between two computer players that Anh has begun and watches."""
    room = do(new_room(**options), "Anh", protocol.Stand())
    for _ in range(2):
        room = do(room, "Anh", AddBot("easy"))
    return do(room, "Anh", protocol.Start())


def test_a_host_without_a_chair_starts_a_game_between_two_computers() -> None:
    room = between_computers()
    assert room.status == "playing" and room.seat_of(IDS["Anh"]) is None
    assert thought_of(room) == Thought(0, "easy", START + 750)


def test_the_host_pauses_a_game_between_computers_and_goes_on_and_the_clock_stands() -> None:
    room = do(between_computers(minutes=5, increment=0), "Anh", protocol.Pause(), START + 1_000)
    assert thought_of(room) is None and room.alarm_at is None
    assert document(room, IDS["Chi"])["game"]["clocks"] == {"w": 299_000, "b": 300_000}
    assert refusal_of(room, "Anh", protocol.Pause()).code == "INVALID_STATE"
    room = do(room, "Anh", protocol.Resume(), START + 60_000)
    assert thought_of(room) is not None
    assert room.alarm_at == START + 60_750
    assert refusal_of(room, "Anh", protocol.Resume()).code == "INVALID_STATE"


def test_what_a_computer_thought_of_before_the_pause_is_dropped() -> None:
    room = between_computers()
    paused = do(room, "Anh", protocol.Pause())
    bot = paused.seated()[0]
    actor = Actor(bot.player, bot.name, plays=0)
    with pytest.raises(Refusal) as caught:
        judging.judge(paused, actor, Move("e2e4"), START, seen=room.version)
    assert caught.value.code == "STALE_STATE"


def test_the_pace_of_computers_can_be_changed_while_they_play_and_nothing_else_can() -> None:
    room = between_computers()
    slower = do(room, "Anh", protocol.SetOptions(options={"botSeconds": 3}))
    assert thought_of(slower) == Thought(0, "easy", START + 3_000)
    refused = refusal_of(room, "Anh", protocol.SetOptions(options={"minutes": 3}))
    assert refused.code == "INVALID_STATE"


def test_the_host_ends_a_game_between_computers_and_nobody_has_won() -> None:
    room = do(between_computers(), "Anh", protocol.End())
    assert room.status == "over" and thought_of(room) is None
    assert document(room, IDS["Chi"])["game"]["result"] == {"reason": "ended"}


def test_where_people_play_the_host_pauses_and_ends_nothing() -> None:
    room = against_the_computer()
    for command in (protocol.Pause(), protocol.Resume(), protocol.End()):
        assert refusal_of(room, "Anh", command).code == "FORBIDDEN"
    for command in (protocol.Pause(), protocol.End()):
        assert refusal_of(come_in(between_computers(), "Chi"), "Chi", command).code == "FORBIDDEN"
