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
from tests.tienlen_people import Mind, Truth, expect_secrets_kept, replayed

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
    truth = Truth.of(replayed(server, watcher.game["id"]))
    assert expect_secrets_kept([*minds, watcher], truth) > 1_000
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


async def test_a_player_alone_plays_a_tournament_with_computer_players(server: Server) -> None:
    options = {"botSeconds": 0, "targetScore": 4, "turnSeconds": 0}
    (stage,) = server.stage("Anh", kind="tienlen", options=options)
    anh = Mind("Anh", 0)
    address = f"{server.ws}/ws/lobbies/{stage.lobby}/?token={stage.tokens[0]}"
    async with (
        asyncio.timeout(120),
        connect(address, compression=None, ping_interval=None) as socket,
    ):
        for seat, level in enumerate(("greedy", "sharp", "greedy"), 1):
            payload = {"seatPosition": seat, "level": level}
            await socket.send(Mind.text({"action": "tourney/add_bot", "payload": payload}))
        while "leaderboard" not in anh.game or anh.status != "completed":
            anh.hear(str(await socket.recv()))
            await _say(socket, anh, [])
    assert not anh.errors
    assert [seat.get("bot") for seat in anh.tourney["seats"]] == [None, "greedy", "sharp", "greedy"]
    assert len({seat["playerName"] for seat in anh.tourney["seats"]}) == 4
    log = server.rows(
        "SELECT event, action FROM lobbies_move WHERE lobby_id = ? AND match_id IS NOT NULL",
        stage.lobby,
    )
    assert {action for event, action in log if event == "bot"} <= {"game/play", "game/pass"}
    assert not [event for event, _ in log if event == "ring"], "Nothing is thought in a ring."


async def test_the_heartbeat_and_the_whole_state_are_there_for_the_asking(server: Server) -> None:
    (stage,) = server.stage("Anh", kind="tienlen")
    address = f"{server.ws}/ws/lobbies/{stage.lobby}/?token={stage.tokens[0]}"
    async with connect(address, compression=None, ping_interval=None) as socket:
        heard: dict[str, Any] = {}

        async def hear(kind: str) -> dict[str, Any]:
            while heard.get("type") != kind:
                heard.clear()
                heard.update(json.loads(await asyncio.wait_for(socket.recv(), 15)))
            return dict(heard)

        await hear("state")
        heard.clear()
        await socket.send('{"action":"ping","payload":{"timestamp":1234567890}}')
        assert await hear("pong") == {"type": "pong", "payload": {"timestamp": 1234567890}}
        await socket.send('{"action":"game/sync"}')
        state = await hear("state")
        assert state["payload"]["tourney"]["yourPosition"] == 0
        await socket.send('{"action":"game/play","payload":{"cards":[{"value":52}]}}')
        assert (await hear("error"))["payload"]["code"] == "INVALID_MESSAGE"
        heard.clear()
        await socket.send('{"action":"game/pass","payload":{}}')
        assert (await hear("error"))["payload"]["code"] == "NO_ACTIVE_GAME"
