"""A Tiến Lên tournament whose server is killed in each of its states: it goes on by itself.

In here: kill -9 of a real process under four players who come back; the windows of absence over
restarts, in a process whose clock the test turns. Not in here: what is lost in general (crash).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.live import Server, Stage
from tests.tienlen_people import Mind, Truth, expect_secrets_kept, replayed

NAMES = ("Anh", "Bình", "Chi", "Dũng")
STATES = ("waiting", "starting", "in_progress", "between_games", "completed")


@dataclass
class Tournament:
    """Four at one table. ``died``: in which states the server was killed."""

    server: Server
    stage: Stage
    minds: list[Mind] = field(default_factory=list)
    died: list[str] = field(default_factory=list)
    restarts: int = 0
    over: bool = False

    async def live(self, mind: Mind, token: str) -> None:
        """Play, and come back whenever the line breaks."""
        address = f"{self.server.ws}/ws/lobbies/{self.stage.lobby}/?token={token}"
        while not self.over:
            try:
                async with connect(address, compression=None, ping_interval=None) as socket:
                    await self._talk(mind, socket)
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(0.05)

    async def _talk(self, mind: Mind, socket: Any) -> None:
        mind.again()
        while not self.over:
            mind.hear(str(await asyncio.wait_for(socket.recv(), 30)))
            if mind.seat == 0 and mind.status not in ("", *self.died):
                await self._kill(mind.status)
            ends = [m for m in self.minds if m.status == "completed" and "leaderboard" in m.game]
            self.over = len(ends) == 4 and self.restarts == len(STATES)
            message = mind.next()
            if message is not None:
                await socket.send(Mind.text(message))

    async def _kill(self, state: str) -> None:
        self.died.append(state)
        self.server.kill()
        await asyncio.to_thread(self.server.start)
        self.restarts += 1


async def test_it_goes_on_after_a_kill_in_every_state(tmp_path: Path) -> None:
    server = Server(tmp_path).prepare().start()
    try:
        (stage,) = server.stage(*NAMES, kind="tienlen", options={"targetScore": 8})
        told = Tournament(server, stage, [Mind(name, seat) for seat, name in enumerate(NAMES)])
        async with asyncio.timeout(240), asyncio.TaskGroup() as group:
            for mind, token in zip(told.minds, stage.tokens, strict=True):
                group.create_task(told.live(mind, token))
        moves = server.rows(
            "SELECT version FROM lobbies_move WHERE lobby_id = ? ORDER BY version", stage.lobby
        )
        truth = Truth.of(replayed(server, told.minds[0].game["id"]))
    finally:
        server.stop()
    assert sorted(told.died) == sorted(STATES)
    versions = [version for (version,) in moves]
    assert versions == list(range(2, len(versions) + 2)), "No change is missing or doubled."
    board = told.minds[0].game["leaderboard"]
    assert all(mind.game["leaderboard"] == board for mind in told.minds)
    played = told.minds[0].tourney["currentGameNumber"]
    assert sum(row["totalScore"] for row in board) == 7 * played
    assert not [e for mind in told.minds for e in mind.errors if e["code"] != "INVALID_STATE"]
    assert expect_secrets_kept(told.minds, truth) > 100
