"""What a process knows of its sockets, and what the next one makes of a process that is gone.

In here: rows of connections, heartbeats, silence, restarts, in this process and with a clock that
tests turn. Not in here: the window of absence itself (test_presence), two processes (test_cluster).
"""

from __future__ import annotations

import asyncio

import pytest

from lobbies import alarms, consumers, presence
from lobbies.alarms import Watch
from lobbies.journal import JOURNAL
from lobbies.models import Connection, Lobby, Member, Process
from lobbies.tables import Tables
from tests.inside import Inside, in_thread
from tests.test_presence import WINDOW, company, heard, players

pytestmark = pytest.mark.django_db(transaction=True)


async def test_after_a_restart_the_next_process_closes_the_window(house) -> None:
    lobby, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await binh.close()
    await heard(anh, "players/away")
    await anh.close()
    await house.settle()
    await JOURNAL.work(lambda: None)
    house.die()
    house.later(WINDOW)
    await house.round()
    left = await in_thread(lambda: Member.objects.filter(lobby=lobby).count())
    row = await in_thread(lambda: Lobby.objects.get(pk=lobby.pk))
    assert (left, row.host_id, row.alarm_at) == (0, None, None)


async def test_a_flag_falls_in_the_next_process_too(house) -> None:
    clock = {"minutes": 1, "increment": 0}
    lobby, (anh, _binh) = await company(house, "Anh", "Bình", sit=2, options=clock, start=True)
    await JOURNAL.work(lambda: None)
    house.die()
    house.later(WINDOW)
    await house.round()
    chi = Inside("ws://inside", str(lobby.pk), anh.token, anh.player)
    await chi.open()
    assert chi.document["game"]["result"] == {"reason": "aborted"}
    assert chi.document["lobby"]["status"] == "over"


async def test_players_of_a_killed_process_are_away_when_the_next_one_notices(house) -> None:
    lobby, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await house.round()  # The heartbeat.
    await JOURNAL.work(lambda: None)
    house.die()
    await anh.resume()  # One of them comes back at once.
    await anh.until(lambda: players(anh)[binh.player]["connected"])
    house.later(14)
    await house.round()
    assert players(anh)[binh.player]["connected"], "Perhaps it only stumbled."
    house.later(2)
    await house.round()
    await heard(anh, "players/away")
    assert players(anh)[anh.player]["connected"]
    house.later(WINDOW)
    await house.round()
    await heard(anh, "players/left")
    assert await in_thread(Process.objects.count) == 1
    rows = Connection.objects.filter(lobby=lobby).values_list("player_id", flat=True)
    assert [str(pk) for pk in await in_thread(lambda: list(rows))] == [anh.player]


async def test_a_process_taken_for_dead_that_lives_has_its_players_back(house) -> None:
    lobby, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await house.round()
    # It sleeps for a minute (a laptop does), and another one clears up after it.
    house.later(WINDOW)
    lost = await JOURNAL.work(lambda: presence.reap(house.now))
    assert {player for _, player in lost} == {anh.player, binh.player}
    await house.round()
    await JOURNAL.work(lambda: None)
    rows = await in_thread(lambda: Connection.objects.filter(lobby=lobby).count())
    assert rows == 2
    house.later(10)
    await house.round()
    assert players(anh)[binh.player]["connected"]


async def test_every_open_socket_has_its_row_and_a_closed_one_has_none(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình")
    await anh.ask("lobby/hello", {"gameVersion": "abc"})
    await house.round()
    house.later(1, silent=True)
    await anh.ask("ping", {"timestamp": 1})
    await house.round()
    rows = await in_thread(lambda: {str(c.player_id): c for c in Connection.objects.all()})
    assert set(rows) == {anh.player, binh.player}
    assert rows[anh.player].game_version == "abc"
    assert rows[anh.player].seen == rows[binh.player].seen + 1000 == house.now
    for line in (anh, binh):
        await line.close()
    await house.settle()
    await _until_no_rows()


async def test_each_ping_is_noted_once_and_never_very_many_in_one_transaction(
    house, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, lines = await company(house, "Anh", "Bình", "Chi")
    watch = Watch(Tables.here())
    await watch.round(house.now)
    noted: list[int] = []
    monkeypatch.setattr(presence, "heard", lambda times: noted.append(len(times)))
    monkeypatch.setattr(alarms, "NOTED_AT_ONCE", 2)
    house.later(1, silent=True)
    for line in lines:
        await line.ask("ping", {"timestamp": 1})
    house.later(1, silent=True)
    for _ in range(3):
        await watch.round(house.now)
        house.later(5, silent=True)
    assert noted == [2, 1]


async def _until_no_rows() -> None:
    async with asyncio.timeout(10):
        while await in_thread(Connection.objects.exists):
            await JOURNAL.work(lambda: None)


async def test_a_line_silent_for_too_long_is_closed_and_others_are_not(house) -> None:
    _, (anh, binh) = await company(house, "Anh", "Bình")
    house.later(60, silent=True)
    await anh.ask("ping", {"timestamp": 1})
    house.later(31, silent=True)
    await house.round()
    await binh.until(lambda: binh.code)
    assert (anh.code, binh.code) == (None, 4408)
    await heard(anh, "players/away")


async def test_a_server_that_stops_sends_everybody_away_to_come_back(house) -> None:
    lobby, (anh, binh) = await company(house, "Anh", "Bình", sit=2)
    await house.round()
    await Watch(Tables.here()).stop()
    for line in (anh, binh):
        await line.until(lambda line=line: line.code)
        assert line.code == 1012
    assert await in_thread(lambda: Process.objects.get().seen) == 0
    house.die()
    await anh.resume()
    assert anh.document["you"]["seat"] == 0
    await house.round()
    assert await in_thread(Process.objects.count) == 1
    assert await in_thread(lambda: Lobby.objects.get(pk=lobby.pk).status) == "waiting"


async def test_when_the_network_fails_for_many_who_come_back_soon_were_never_away(
    house, monkeypatch
) -> None:
    over = asyncio.Event()
    monkeypatch.setattr(consumers, "breath", over.wait)
    monkeypatch.setattr(Tables.here().partings, "limit", 0)
    lobby, (anh, binh, chi) = await company(house, "Anh", "Bình", "Chi", sit=2)
    before = anh.types().count("players/back")
    await binh.cut()
    await chi.cut()
    await binh.resume()
    over.set()
    await heard(anh, "players/away")
    assert players(anh)[binh.player]["connected"] and not players(anh)[chi.player]["connected"]
    await house.settle()
    await JOURNAL.work(lambda: None)
    assert anh.types().count("players/away") == 1
    assert anh.types().count("players/back") == before
    rows = await in_thread(lambda: Connection.objects.filter(lobby=lobby).count())
    assert rows == 2, "Each socket that is open has its row, and no other."
