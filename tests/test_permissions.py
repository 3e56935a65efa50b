"""Who may do what, when: one table for each state of a lobby, role by role.

In here: the judge asked in memory. Not in here: how refusals travel (test_protocol), what a game
allows whose turn it is (test_chess), who may come in (test_secrecy).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from games.chess.commands import Rematch
from lobbies import protocol
from lobbies.manners import Arrive, Pardon
from lobbies.protocol import Refusal
from tests.lobby_life import IDS, STAFF, come_in, do, new_room
from tests.questions import ACTIONS, ROLES, STATES, outcome, over, waiting

TABLE = """
waiting        | stranger | watcher  | guest    | host     | standing | banned   | staff
arrive         | yes      | -        | -        | -        | -        | no       | yes
join           | yes      | -        | -        | -        | -        | no       | yes
leave          | whom?    | yes      | yes      | yes      | yes      | no       | whom?
hello          | -        | yes      | yes      | yes      | yes      | no       | -
sync           | -        | -        | -        | -        | -        | no       | -
sit (taken)    | taken    | taken    | -        | taken    | taken    | no       | taken
sit (no such)  | chair?   | chair?   | chair?   | chair?   | chair?   | no       | chair?
stand          | no       | no       | yes      | yes      | no       | no       | no
spectate       | -        | -        | yes      | yes      | -        | no       | -
ready          | no       | no       | yes      | yes      | no       | no       | no
start          | no       | no       | no       | yes      | yes      | no       | yes
add a computer | no       | no       | no       | taken    | taken    | no       | taken
no computer    | no       | no       | no       | no bot   | no bot   | no       | no bot
pause          | no       | no       | no       | no game  | no game  | no       | no game
resume         | no       | no       | no       | no game  | no game  | no       | no game
end            | no       | no       | no       | no game  | no game  | no       | no game
options        | no       | no       | no       | yes      | yes      | no       | yes
name           | no       | no       | no       | yes      | yes      | no       | yes
visibility     | no       | no       | no       | yes      | yes      | no       | yes
host           | no       | no       | no       | yes      | yes      | no       | yes
kick a watcher | no       | no       | no       | yes      | not now  | no       | yes
kick a player  | no       | no       | no       | yes      | yes      | no       | yes
kick nobody    | no       | no       | no       | whom?    | whom?    | no       | yes
ban a watcher  | no       | no       | no       | yes      | not now  | no       | yes
mute           | no       | no       | no       | yes      | yes      | no       | yes
invite         | no       | no       | no       | yes      | yes      | no       | yes
close          | no       | no       | no       | yes      | yes      | no       | yes
say            | no       | yes      | yes      | yes      | yes      | no       | no
report         | yes      | yes      | yes      | yes      | yes      | no       | yes
report nothing | whom?    | whom?    | whom?    | whom?    | whom?    | no       | whom?
move           | no       | no       | no game  | no game  | no       | no       | no
bad move       | no       | no       | no game  | no game  | no       | no       | no
offer a draw   | no       | no       | no game  | no game  | no       | no       | no
accept a draw  | no       | no       | no game  | no game  | no       | no       | no
resign         | no       | no       | no game  | no game  | no       | no       | no
take back      | no       | no       | no game  | no game  | no       | no       | no
stop clocks    | no       | no       | no game  | no game  | no       | no       | no
run clocks     | no       | no       | no game  | no game  | no       | no       | no
abort          | no       | no       | no game  | no game  | no       | no       | no
claim the win  | no       | no       | no game  | no game  | no       | no       | no
rematch        | no       | no       | no game  | no game  | no       | no       | no
end the game   | no       | no       | no       | no       | no       | no       | no game
pardon         | no       | no       | no       | no       | no       | no       | yes

playing        | stranger | watcher  | guest    | host     | standing | banned   | staff
arrive         | yes      | -        | -        | -        | -        | no       | yes
join           | yes      | -        | -        | -        | -        | no       | yes
leave          | whom?    | yes      | yes      | yes      | yes      | no       | whom?
hello          | -        | yes      | yes      | yes      | yes      | no       | -
sync           | -        | -        | -        | -        | -        | no       | -
sit (taken)    | not now  | not now  | not now  | not now  | not now  | no       | not now
sit (no such)  | not now  | not now  | not now  | not now  | not now  | no       | not now
stand          | no       | no       | not now  | not now  | no       | no       | no
spectate       | -        | -        | not now  | not now  | -        | no       | -
ready          | no       | no       | not now  | not now  | no       | no       | no
start          | no       | no       | no       | not now  | not now  | no       | not now
add a computer | no       | no       | no       | not now  | not now  | no       | not now
no computer    | no       | no       | no       | no bot   | no bot   | no       | no bot
pause          | no       | no       | no       | no       | no       | no       | no
resume         | no       | no       | no       | no       | no       | no       | no
end            | no       | no       | no       | no       | no       | no       | no
options        | no       | no       | no       | not now  | not now  | no       | not now
name           | no       | no       | no       | yes      | yes      | no       | yes
visibility     | no       | no       | no       | yes      | yes      | no       | yes
host           | no       | no       | no       | yes      | yes      | no       | yes
kick a watcher | no       | no       | no       | yes      | not now  | no       | yes
kick a player  | no       | no       | no       | not now  | not now  | no       | yes
kick nobody    | no       | no       | no       | whom?    | whom?    | no       | yes
ban a watcher  | no       | no       | no       | yes      | not now  | no       | yes
mute           | no       | no       | no       | yes      | yes      | no       | yes
invite         | no       | no       | no       | yes      | yes      | no       | yes
close          | no       | no       | no       | yes      | yes      | no       | yes
say            | no       | no       | yes      | yes      | yes      | no       | no
report         | yes      | yes      | yes      | yes      | yes      | no       | yes
report nothing | whom?    | whom?    | whom?    | whom?    | whom?    | no       | whom?
move           | no       | no       | turn     | yes      | no       | no       | no
bad move       | no       | no       | turn     | illegal  | no       | no       | no
offer a draw   | no       | no       | not now  | not now  | no       | no       | no
accept a draw  | no       | no       | not now  | not now  | no       | no       | no
resign         | no       | no       | yes      | yes      | no       | no       | no
take back      | no       | no       | not now  | not now  | no       | no       | no
stop clocks    | no       | no       | not now  | not now  | no       | no       | no
run clocks     | no       | no       | not now  | not now  | no       | no       | no
abort          | no       | no       | yes      | yes      | no       | no       | no
claim the win  | no       | no       | not now  | not now  | no       | no       | no
rematch        | no       | no       | not now  | not now  | no       | no       | no
end the game   | no       | no       | no       | no       | no       | no       | yes
pardon         | no       | no       | no       | no       | no       | no       | yes

over           | stranger | watcher  | guest    | host     | standing | banned   | staff
arrive         | yes      | -        | -        | -        | -        | no       | yes
join           | yes      | -        | -        | -        | -        | no       | yes
leave          | whom?    | yes      | yes      | yes      | yes      | no       | whom?
hello          | -        | yes      | yes      | yes      | yes      | no       | -
sync           | -        | -        | -        | -        | -        | no       | -
sit (taken)    | taken    | taken    | -        | taken    | taken    | no       | taken
sit (no such)  | chair?   | chair?   | chair?   | chair?   | chair?   | no       | chair?
stand          | no       | no       | yes      | yes      | no       | no       | no
spectate       | -        | -        | yes      | yes      | -        | no       | -
ready          | no       | no       | yes      | yes      | no       | no       | no
start          | no       | no       | no       | yes      | yes      | no       | yes
add a computer | no       | no       | no       | taken    | taken    | no       | taken
no computer    | no       | no       | no       | no bot   | no bot   | no       | no bot
pause          | no       | no       | no       | no game  | no game  | no       | no game
resume         | no       | no       | no       | no game  | no game  | no       | no game
end            | no       | no       | no       | no game  | no game  | no       | no game
options        | no       | no       | no       | yes      | yes      | no       | yes
name           | no       | no       | no       | yes      | yes      | no       | yes
visibility     | no       | no       | no       | yes      | yes      | no       | yes
host           | no       | no       | no       | yes      | yes      | no       | yes
kick a watcher | no       | no       | no       | yes      | not now  | no       | yes
kick a player  | no       | no       | no       | yes      | yes      | no       | yes
kick nobody    | no       | no       | no       | whom?    | whom?    | no       | yes
ban a watcher  | no       | no       | no       | yes      | not now  | no       | yes
mute           | no       | no       | no       | yes      | yes      | no       | yes
invite         | no       | no       | no       | yes      | yes      | no       | yes
close          | no       | no       | no       | yes      | yes      | no       | yes
say            | no       | yes      | yes      | yes      | yes      | no       | no
report         | yes      | yes      | yes      | yes      | yes      | no       | yes
report nothing | whom?    | whom?    | whom?    | whom?    | whom?    | no       | whom?
move           | no       | no       | no game  | no game  | no       | no       | no
bad move       | no       | no       | no game  | no game  | no       | no       | no
offer a draw   | no       | no       | no game  | no game  | no       | no       | no
accept a draw  | no       | no       | no game  | no game  | no       | no       | no
resign         | no       | no       | no game  | no game  | no       | no       | no
take back      | no       | no       | no game  | no game  | no       | no       | no
stop clocks    | no       | no       | no game  | no game  | no       | no       | no
run clocks     | no       | no       | no game  | no game  | no       | no       | no
abort          | no       | no       | no game  | no game  | no       | no       | no
claim the win  | no       | no       | no game  | no game  | no       | no       | no
rematch        | no       | no       | yes      | yes      | no       | no       | no
end the game   | no       | no       | no       | no       | no       | no       | no game
pardon         | no       | no       | no       | no       | no       | no       | yes

closed         | stranger | watcher  | guest    | host     | standing | banned   | staff
arrive         | -        | -        | -        | -        | -        | no       | -
hello          | -        | yes      | yes      | yes      | yes      | no       | -
sync           | -        | -        | -        | -        | -        | no       | -
report         | yes      | yes      | yes      | yes      | yes      | no       | yes
report nothing | whom?    | whom?    | whom?    | whom?    | whom?    | no       | whom?
pardon         | no       | no       | no       | no       | no       | no       | yes
anything else  | not now  | not now  | not now  | not now  | not now  | not now  | not now

"""


def cells() -> Iterator[tuple[str, str, str, str]]:
    """State, role, action and what is expected, cell by cell."""
    for block in TABLE.strip().split("\n\n"):
        head, *rows = ([cell.strip() for cell in line.split("|")] for line in block.splitlines())
        written = {row[0]: row[1:] for row in rows}
        others = written.pop("anything else", None)
        for action in ACTIONS:
            expected = written.get(action, others)
            assert expected is not None, f"{action} is not in the table of {head[0]}."
            for role, what in zip(head[1:], expected, strict=True):
                yield head[0], role, action, what


@pytest.mark.parametrize("state", STATES)
def test_the_table_says_who_may_do_what_when(state: str) -> None:
    rows = [cell for cell in cells() if cell[0] == state]
    assert len(rows) == len(ACTIONS) * len(ROLES)
    wrong = {cell: found for cell in rows if (found := outcome(*cell[:3])) != cell[3]}
    assert wrong == {}


def test_the_table_names_every_command_of_the_lobby_and_of_chess() -> None:
    named = {type(command).action for command in ACTIONS.values()}
    live = {"ping", "game/sync", "lobby/typing"}  # Answered before the judge, or as another.
    assert set(protocol.commands_of("chess")) - live <= named


def test_who_was_shown_out_can_come_back_and_who_was_banned_cannot() -> None:
    room = do(waiting(), "Anh", protocol.Kick(IDS["Chi"]))
    assert IDS["Chi"] not in room.guests
    assert IDS["Chi"] in do(room, "Chi", Arrive()).guests
    assert outcome("waiting", "banned", "arrive") == "no"
    pardoned = do(waiting(), STAFF, Pardon(IDS["Dũng"]))
    assert IDS["Dũng"] in do(pardoned, "Dũng", Arrive()).guests


def test_the_muted_are_quiet_until_they_are_heard_again() -> None:
    room = do(waiting(), "Anh", protocol.Mute(IDS["Bình"]))
    with pytest.raises(Refusal, match="muted"):
        do(room, "Bình", protocol.Say("chào"))
    room = do(room, "Anh", protocol.Mute(IDS["Bình"], muted=False))
    assert do(room, "Bình", protocol.Say("chào")).said == 2


def test_spectators_may_talk_during_a_game_if_the_host_allows() -> None:
    allowed = protocol.SetOptions(options={"spectatorChat": True})
    room = do(do(waiting(), "Anh", allowed), "Anh", protocol.Start())
    assert do(room, "Chi", protocol.Say("hay quá")).said == 2


def test_the_powers_are_handed_over_whole() -> None:
    room = do(waiting(), "Anh", protocol.Host(IDS["Chi"]))
    with pytest.raises(Refusal, match="Only the host"):
        do(room, "Anh", protocol.Close())
    assert do(room, "Chi", protocol.Close()).status == "closed"


def test_nobody_plays_again_with_somebody_who_left_the_chair() -> None:
    room = do(over(), "Anh", Rematch())
    room = do(room, "Anh", protocol.Stand())
    room = do(room, "Bình", Rematch())
    assert room.status == "over" and room.games == 1
    with pytest.raises(Refusal, match="over"):
        do(do(room, "Chi", protocol.Sit(0)), "Chi", Rematch())
    room = do(do(room, "Anh", protocol.Sit(0)), "Anh", Rematch())
    assert room.status == "playing" and room.games == 2


def test_what_is_so_already_changes_nothing() -> None:
    room = do(come_in(new_room(), "Bình"), "Bình", protocol.Sit(1))
    assert do(room, "Bình", protocol.Sit(1)) == room
    assert do(room, "Anh", protocol.Host(IDS["Anh"])) == room


def test_a_chair_is_for_one_and_the_first_has_it() -> None:
    room = come_in(new_room(), "Bình", "Chi")
    room = do(room, "Bình", protocol.Sit(1))
    with pytest.raises(Refusal, match="Bình sits there") as refused:
        do(room, "Chi", protocol.Sit(1))
    assert refused.value.code == "SEAT_TAKEN"
    with pytest.raises(Refusal, match="All chairs are taken"):
        do(room, "Chi", protocol.Sit())
