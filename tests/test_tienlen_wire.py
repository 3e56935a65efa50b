"""Tiến Lên over real sockets, by players who know nothing but the messages of its seed.

In here: a whole tournament at the table that always exists, what everybody heard of it, its size
in bytes, limits, the heartbeat. Not in here: rules (test_tienlen), rooms (test_tienlen_house).
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tests.live import Server
from tests.tienlen_people import Mind, expect_secrets_kept

NAMES = ("Anh", "Bình", "Chi", "Dũng")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(Path(tmp_path_factory.mktemp("tienlen"))).prepare().start()
    yield server
    server.stop()


def token(server: Server, name: str) -> str:
    body = json.dumps({"playerName": name}).encode()
    asked = urllib.request.Request(
        f"{server.http}/api/token/", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=15) as answer:
        return str(json.load(answer)["token"])


async def live(server: Server, mind: Mind, done: asyncio.Event, sent: list[bytes]) -> None:
    """Connect, and do what the messages ask for until the tournament is over."""
    address = (
        f"{server.ws}/ws/lobbies/global/?token={await asyncio.to_thread(token, server, mind.name)}"
    )
    async with connect(address, compression=None, ping_interval=None) as socket:
        if mind.seat is not None:
            await _say(socket, mind, sent)
        while not done.is_set():
            mind.hear(str(await asyncio.wait_for(socket.recv(), 15)))
            if mind.tourney.get("status") == "completed" and "leaderboard" in mind.game:
                return
            await _say(socket, mind, sent)


async def _say(socket: Any, mind: Mind, sent: list[bytes]) -> None:
    message = mind.next()
    if message is not None:
        sent.append(json.dumps(message, separators=(",", ":")).encode())
        await socket.send(sent[-1].decode())


async def test_four_who_know_only_the_seeds_messages_play_a_tournament_to_21(
    server: Server,
) -> None:
    minds = [Mind(name, seat) for seat, name in enumerate(NAMES)]
    watcher, done, sent = Mind("Em"), asyncio.Event(), list[bytes]()
    async with asyncio.timeout(120):
        async with asyncio.TaskGroup() as group:
            for mind in (*minds, watcher):
                group.create_task(live(server, mind, done, sent))
    assert not any(mind.errors for mind in minds)
    board = watcher.game["leaderboard"]
    assert watcher.game["tourneyComplete"] and board[0]["totalScore"] >= 21
    assert watcher.game["winner"] == board[0]["position"]
    assert board[0]["playerName"] == NAMES[board[0]["position"]]
    assert [mind.game["leaderboard"] for mind in minds] == [board] * 4
    assert expect_secrets_kept([*minds, watcher]) > 1_000
    assert "yourHand" not in "".join(watcher.frames)
    _expect_small(minds, watcher, sent)


def _expect_small(minds: list[Mind], watcher: Mind, sent: list[bytes]) -> None:
    """A single takes at most 80 bytes up, 260 down to the others."""
    up = [len(text) for text in sent if b"game/play" in text and text.count(b"value") == 1]
    assert up and max(up) <= 80
    down = [
        len(text.encode())
        for text in watcher.frames
        if text.startswith('{"type":"game/move"') and '"combo":"single"' in text
    ]
    assert down and max(down) <= 260, max(down)
    passes = [len(t.encode()) for t in watcher.frames if '"game/move"' in t and '"cards"' not in t]
    assert max(passes) <= 260
