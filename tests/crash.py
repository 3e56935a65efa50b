"""Games played by script while the server is killed and lines are cut; then the log is read.

In here: players who come back by themselves and send again what was not answered, and the killer.
``python -m tests.crash`` plays the long form and prints a table; test_crash plays a short one. Not
in here: the count of what was lost or doubled (crash_tally), what a server promises otherwise.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any

import chess
from websockets.exceptions import WebSocketException

from tests.breaking import break_things
from tests.clients import Client, Message, hang_up
from tests.crash_tally import Plan, Tally, print_table, read_log
from tests.live import Server, Stage

STUCK_SECONDS = 60.0
MOVING = ("game/move", "game/over", "ok")


class Seat:
    """Somebody at a table (``seat`` None: watching) who does not give up."""

    def __init__(self, client: Client, lobby: str, seat: int | None, tally: Tally) -> None:
        self.client, self.lobby, self.seat, self.tally = client, lobby, seat, tally
        self.random = Random(client.player)
        self.board = chess.Board()
        self.match = ""
        self.sent = 0

    async def come_back(self) -> None:
        """Connect, as often as it takes; go on where the line broke."""
        pause, began = 0.02, time.monotonic()
        while True:
            assert time.monotonic() < began + STUCK_SECONDS, "The server does not come back."
            try:
                await self.client.resume()
                if self.client.code is None:
                    break
            except (OSError, WebSocketException, TimeoutError):
                pass
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 2)
        whole = self.client.types()[0] == "state"
        self.tally.counts[
            "came back to the whole" if whole else "came back to what was missed"
        ] += 1

    async def wait(self, condition: Any) -> bool:
        """Wait for news that make ``condition`` true; False if the line broke or all is played."""
        client, tally = self.client, self.tally
        await client.until(
            lambda: client.code is not None or tally.done or condition(), STUCK_SECONDS
        )
        if client.code is not None:
            await self.come_back()
            return False
        return not tally.done

    async def put(self, action: str, payload: Any = None) -> Message:
        """Send a command until it is answered, under the same ref all the time."""
        self.sent += 1
        ref = f"{self.client.player[:8]}-{self.sent}"
        client = self.client
        while True:
            try:
                await client.tell(action, payload, ref=ref)
                await client.until(
                    lambda: client.answers(ref) or client.code is not None, STUCK_SECONDS
                )
            except (OSError, WebSocketException):
                await asyncio.sleep(0)
            if client.answers(ref):
                return {**client.answers(ref)[0], "ref": ref}
            await self.come_back()
            self.tally.counts["sent again"] += 1

    async def live(self) -> None:
        """Play, or watch, until all is played."""
        while not self.tally.done:
            game = self.client.document.get("game", {})
            if self.seat is None:
                await self.wait(lambda: False)
            elif "result" in game:
                await self._again(game)
            elif len(game.get("moves", {})) % 2 == self._place():
                await self._move(game)
            else:
                await self.wait(self._is_my_turn)

    def _place(self) -> int | None:
        """Where I sit now: colours are swapped from game to game."""
        seat: int | None = self.client.document["you"].get("seat")
        return seat

    def _is_my_turn(self) -> bool:
        game = self.client.document["game"]
        return "result" in game or len(game.get("moves", {})) % 2 == self._place()

    async def _again(self, game: dict[str, Any]) -> None:
        if str(self._place()) not in game.get("rematch", {}):
            await self.put("game/rematch")
        over = game["id"]
        await self.wait(lambda: self.client.document["game"].get("id") != over)

    async def _move(self, game: dict[str, Any]) -> None:
        move = self._choose(game)
        answer = await self.put("game/move", {"uci": move})
        if answer.get("type") in MOVING:
            self.tally.acknowledge(self.lobby, self.client.player, answer["ref"], move)
            self.tally.counts["answered by the log"] += answer["type"] == "ok"
            ply = str(len(game.get("moves", {})) + 1)
            await self.wait(
                lambda: (
                    self.client.document["game"].get("id") != game["id"]
                    or ply in self.client.document["game"].get("moves", {})
                )
            )
        else:
            self.tally.refused.append(answer)

    def _choose(self, game: dict[str, Any]) -> str:
        """Any legal move; captures less often, so that games go on."""
        moves = game.get("moves", {})
        if game["id"] != self.match:
            self.match, self.board = game["id"], chess.Board()
        for ply in range(len(self.board.move_stack) + 1, len(moves) + 1):
            self.board.push_uci(moves[str(ply)])
        legal = list(self.board.legal_moves)
        quiet = [move for move in legal if not self.board.is_capture(move)]
        return self.random.choice(quiet or legal).uci()


class Pair:
    """Two processes over one database and one channel layer, killed in turn."""

    def __init__(self, one: Server, other: Server) -> None:
        self.both = [one, other]
        self.rows, self.stage = one.rows, one.stage

    @property
    def ws(self) -> list[str]:
        return [server.ws for server in self.both]

    def kill(self) -> None:
        self.both.reverse()
        self.both[0].kill()

    def start(self) -> None:
        self.both[0].start()


Breaking = Callable[["Server | Pair", list[Seat], Tally], Coroutine[Any, Any, None]]


async def play(server: Server | Pair, plan: Plan, breaking: Breaking | None = None) -> Tally:
    """Play all games of ``plan`` on ``server``, which is killed and started again meanwhile.

    ``breaking`` does something else to it, and ends when all is played.
    """
    tally = Tally(plan)
    options = {"minutes": 0, "increment": 0}
    stages = server.stage(
        "Anh", "Bình", "Chi", lobbies=plan.games, sit=2, start=True, options=options
    )
    seats = [seat for stage in stages for seat in _seats(server, stage, tally)]
    began = time.monotonic()
    for seat in seats:
        await seat.client.open()
    async with asyncio.TaskGroup() as group:
        for seat in seats:
            group.create_task(seat.live())
        group.create_task((breaking or _break_things)(server, seats, tally))
    tally.seconds = time.monotonic() - began
    await _compare(seats, tally)
    await hang_up()
    return tally


def _seats(server: Server | Pair, stage: Stage, tally: Tally) -> list[Seat]:
    clients = [
        Client(server.ws, stage.lobby, token, player)
        for token, player in zip(stage.tokens, stage.ids, strict=True)
    ]
    return [
        Seat(client, stage.lobby, seat, tally)
        for client, seat in zip(clients, (0, 1, None), strict=True)
    ]


async def _break_things(server: Server | Pair, seats: list[Seat], tally: Tally) -> None:
    """Kill the server and cut lines, evenly over the moves that are played."""
    plan, clients = tally.plan, [seat.client for seat in seats]
    await break_things(server, clients, tally, plan, plan.moves)
    await tally.reach(plan.moves)
    for client in clients:
        client.wake()


async def _compare(seats: list[Seat], tally: Tally) -> None:
    """Whether everybody's document is what the server would tell a newcomer."""
    for seat in seats:
        if seat.client.code is not None:
            await seat.come_back()
        fresh = await seat.client.fresh()
        # Others may still be coming back while this one is asked.
        seen = {**seat.client.document, "players": None}
        tally.counts["documents that differ"] += seen != {**fresh, "players": None}
        tally.counts["gaps heard"] += seat.client.gaps


def main(plan: Plan) -> int:
    """Play it on a server of its own; 0 if nothing was lost."""
    with tempfile.TemporaryDirectory(prefix="parlour-crash-") as folder:
        server = Server(Path(folder)).prepare().start()
        try:
            tally = asyncio.run(play(server, plan))
            found = read_log(server, tally)
        finally:
            server.stop()
    print_table(tally, found)
    return int(any(vars(found).values()) or bool(tally.refused))


if __name__ == "__main__":
    sys.exit(main(Plan(*map(int, sys.argv[1:]))))
