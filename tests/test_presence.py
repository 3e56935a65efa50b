"""Who is here, away, back or gone: the window of absence and what happens when it closes.

In here: sockets of this process, and a clock that tests turn. Not in here: what away and gone mean
to a game (test_chess), processes that end
(test_presence_of_processes), two at once (test_cluster).
"""

from __future__ import annotations

import asyncio

import pytest

from lobbies.models import Lobby, Member
from tests.inside import House, Inside, in_thread

pytestmark = pytest.mark.django_db(transaction=True)
WINDOW = 60


async def company(house: House, *names: str, **wanted) -> tuple[Lobby, list[Inside]]:
    """A lobby with everybody connected."""
    lobby, lines = await house.open(*names, **wanted)
    for line in lines:
        await line.open()
    return lobby, lines


def players(line: Inside) -> dict:
    return line.document["players"]


async def heard(line: Inside, event: str, times: int = 1) -> None:
    await line.until(lambda: line.types().count(event) >= times)


async def test_who_loses_the_line_is_away_with_a_countdown_and_back_with_the_line(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await binh.cut()
    await heard(anh, "players/away")
    assert players(anh)[binh.player] == {
        "name": "Bình", "role": "guest", "seat": 1, "connected": False,
        "awayUntil": house.now + WINDOW * 1000,
    }  # fmt: skip
    house.later(WINDOW - 1)
    await house.round()
    await binh.resume()
    await heard(anh, "players/back")
    assert players(anh)[binh.player] == {
        "name": "Bình", "role": "guest", "seat": 1, "connected": True,
    }  # fmt: skip
    house.later(3600)
    await house.round()
    assert players(anh)[binh.player]["connected"]
    assert anh.document == await anh.fresh()


async def test_a_page_that_reloads_is_no_absence(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình")
    again = Inside("ws://inside", anh.document["lobby"]["id"], binh.token, binh.player)
    await again.open()
    await binh.close()
    await again.echo()
    assert "players/away" not in again.types() + anh.types()
    await again.close()
    await heard(anh, "players/away")


async def test_however_the_old_line_ends_and_the_new_begins_the_player_is_here(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    line = binh
    for turn in range(20):
        following = Inside("ws://inside", anh.document["lobby"]["id"], binh.token, binh.player)
        opening = asyncio.create_task(following.open(hello=False))
        for _ in range(turn):
            await asyncio.sleep(0)
        await line.cut()
        await opening
        await following.until(lambda f=following: f.heard)
        line = following
    await line.until(lambda: players(line)[binh.player]["connected"])
    await house.settle()
    fresh = await anh.fresh()
    assert fresh["players"][binh.player]["connected"]
    assert "awayUntil" not in fresh["players"][binh.player]


async def test_before_the_game_the_chair_is_free_when_the_window_closes(house) -> None:
    lobby, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await binh.close()
    await heard(anh, "players/away")
    house.later(WINDOW - 0.001)
    await house.round()
    assert players(anh)[binh.player]["seat"] == 1
    house.later(0.001)
    await house.round()
    await heard(anh, "players/left")
    assert binh.player not in players(anh)
    members = Member.objects.filter(lobby=lobby).values_list("seat", flat=True)
    assert await in_thread(lambda: list(members)) == [0]
    await binh.open()
    assert binh.document["you"] == {"playerId": binh.player, "role": "guest", "spectator": True}


async def test_during_the_game_the_chair_is_kept_and_the_win_can_be_claimed(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await anh.ask("lobby/start")
    await anh.ask("game/move", {"uci": "e2e4"})
    await binh.ask("game/move", {"uci": "e7e5"})
    await binh.close()
    await heard(anh, "players/away")
    assert await anh.refused("game/claim") == "INVALID_STATE"
    house.later(WINDOW)
    await house.round()
    await anh.until(lambda: anh.document["game"].get("gone") == 1)
    assert players(anh)[binh.player]["gone"] and players(anh)[binh.player]["seat"] == 1
    assert (await anh.ask("game/claim"))["type"] == "game/over"
    assert anh.document["game"]["result"] == {"winner": 0, "reason": "abandoned"}
    assert anh.document["lobby"]["status"] == "over"
    assert binh.player not in players(anh), "The game is over, and who is gone has left."


async def test_who_comes_back_to_the_game_takes_the_claim_away(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await anh.ask("lobby/start")
    await binh.close()
    await heard(anh, "players/away")
    house.later(WINDOW)
    await house.round()
    await anh.until(lambda: anh.document["game"].get("gone") == 1)
    await binh.resume()
    await anh.until(lambda: "gone" not in anh.document["game"])
    assert await anh.refused("game/claim") == "INVALID_STATE"
    assert players(anh)[binh.player] == {
        "name": "Bình", "role": "guest", "seat": 1, "connected": True,
    }  # fmt: skip


async def test_the_longest_present_seated_player_succeeds_the_host(house) -> None:
    _, (anh, binh, chi) = await company(house, "Anh", "Bình", "Chi")
    await chi.ask("lobby/sit", {"seat": 1})
    await anh.close()
    await heard(chi, "players/away")
    assert chi.document["lobby"]["host"] == anh.player, "Away is not gone."
    assert await chi.refused("lobby/start") == "FORBIDDEN"
    house.later(WINDOW)
    await house.round()
    await chi.until(lambda: chi.document["lobby"]["host"] == chi.player)
    assert chi.document["you"]["role"] == "host" and chi.document["you"]["invite"]
    await binh.until(lambda: players(binh)[chi.player]["role"] == "host")
    assert "invite" not in binh.document["you"]
    await anh.open()
    assert anh.document["you"]["role"] == "guest"


async def test_during_a_game_too_the_host_who_is_gone_has_a_successor(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await anh.ask("lobby/start")
    await anh.close()
    await heard(binh, "players/away")
    house.later(WINDOW)
    await house.round()
    await binh.until(lambda: binh.document["lobby"]["host"] == binh.player)
    assert players(binh)[anh.player]["seat"] == 0


async def test_a_private_table_remembers_who_was_let_in(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình", sit=2, visibility="private")
    await binh.close()
    await heard(anh, "players/away")
    house.later(WINDOW)
    await house.round()
    await anh.until(lambda: "seat" not in players(anh)[binh.player])
    await binh.open()
    assert binh.document["you"]["spectator"]


async def test_an_unlisted_watcher_who_sits_down_counts_as_present(house, settings) -> None:
    settings.CROWD = 1
    _, (anh, binh) = await company(house, "Anh", "Bình")
    assert binh.player not in players(anh)
    await binh.ask("lobby/sit", {"seat": 1})
    await anh.until(lambda: players(anh).get(binh.player, {}).get("connected"))
    await binh.close()
    await heard(anh, "players/away")
    house.later(WINDOW)
    await house.round()
    await heard(anh, "players/left")
    assert anh.document == await anh.fresh()
