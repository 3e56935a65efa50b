"""Many Tiến Lên tournaments at once, at the rate of the seed and at a multiple of it.

``python -m tests.tienlen_load`` plays 100 of them, four scripted clients each, and prints how long
the news of a move takes to the other three; test_tienlen_load plays a few. In here: the tables,
their beat, the count of what was sent and heard. Not in here: what players do (tienlen_people).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from dataclasses import dataclass, field
from heapq import heapify, heapreplace
from pathlib import Path
from time import perf_counter

import psutil
import uvloop

from tests.bench.figures import percentile, surroundings
from tests.bench.wire import Wire, connect, text_frame
from tests.live import Server, Stage
from tests.tienlen_people import Mind

A_MINUTE = 10
"""Messages of a player, by the seed's expectation."""
NAMES = ("Anh", "Bình", "Chi", "Dũng")
TOLD = ('{"type":"game/move"', '{"type":"game/over"')


class Player(Wire):
    """One of four at a table."""

    def __init__(self, path: str, port: int, table: Table, seat: int) -> None:
        super().__init__(path, port)
        self.table = table
        self.mind = Mind(NAMES[seat], seat, keep=False)

    def text(self, payload: bytes) -> None:
        text = payload.decode()
        if text.startswith(TOLD):
            self.table.heard(self)
        self.mind.hear(text)
        if not self.ready.done():
            self.ready.set_result(payload)


class Table:
    """Four at a table. ``sent``: moves; ``heard``: how often each of the four was told of one."""

    def __init__(self, stage: Stage, port: int) -> None:
        self.players = [
            Player(f"/ws/lobbies/{stage.lobby}/?token={token}", port, self, seat)
            for seat, token in enumerate(stage.tokens)
        ]
        self.sent = 0
        self.messages = 0
        self.news = [0] * 4
        self.finished = 0
        self.times: list[float] = []
        self._mover = -1
        self._since = 0.0
        self._late: float | None = None

    def heard(self, player: Player) -> None:
        """Somebody has been told of a move."""
        seat = self.players.index(player)
        self.news[seat] += 1
        if seat != self._mover and self.news[seat] == self.sent:
            self.times.append(perf_counter() - self._since)
        if self._late is not None and self.still:
            due, self._late = self._late, None
            asyncio.get_running_loop().call_soon(self.beat, due)

    @property
    def still(self) -> bool:
        """Whether all four have been told of all moves."""
        return all(count == self.sent for count in self.news)

    def beat(self, due: float) -> None:
        """It is time for a message of one of the four; late ones count from when they were due."""
        if not self.still:
            self._late = self._late or due
            return
        for player in self.players:
            if (message := player.mind.next()) is not None:
                return self._send(player, message, due)
        if self.players[0].mind.status == "completed":
            self.finished += 1
            self._send(self.players[0], {"action": "tourney/reset", "payload": {}}, due)

    def _send(self, player: Player, message: dict[str, object], due: float) -> None:
        self.messages += 1
        if str(message["action"]).startswith("game/"):
            self.sent += 1
            self._mover, self._since = self.players.index(player), due
        player.transport.write(text_frame(json.dumps(message, separators=(",", ":")).encode()))


@dataclass
class Findings:
    """What was measured at ``rate`` messages a minute and player. Times in seconds, a delivery.

    ``processor``: seconds of it that the server has used.
    """

    rate: float
    seconds: float = 0.0
    messages: int = 0
    moves: int = 0
    finished: int = 0
    lost: int = 0
    processor: float = 0.0
    errors: list[object] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def lines(self) -> list[str]:
        p50, p99 = (percentile(self.times, part) * 1000 for part in (0.5, 0.99))
        return [
            f"{self.rate:.0f} messages a minute and player, {self.messages / self.seconds:.0f}/s "
            f"in all, for {self.seconds:.0f} s:",
            f"  {self.moves} moves, {self.lost} lost, {len(self.errors)} errors, "
            f"{self.finished} tournaments finished",
            f"  from a play to the others' news: p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
            f"longest {max(self.times) * 1000:.1f} ms",
            f"  {self.processor / self.messages * 1e6:.0f} µs of the server's processor a message, "
            f"{self.processor / self.seconds:.0%} of one core",
        ]


async def open_tables(server: Server, tournaments: int) -> list[Table]:
    """So many tournaments with their four people connected and seated."""
    stages = server.stage(*NAMES, kind="tienlen", lobbies=tournaments)
    tables = [Table(stage, server.port) for stage in stages]
    for table in tables:
        for player in table.players:
            await connect(player)
    for _ in range(2 * 4):
        for table in tables:
            table.beat(perf_counter())
        await asyncio.sleep(0.5)
    return tables


def processor_of(server: Server) -> float:
    """Seconds of processor time the server process has used."""
    assert server.process is not None
    times = psutil.Process(server.process.pid).cpu_times()
    return float(times.user + times.system)


async def play(server: Server, tables: list[Table], rate: float, seconds: float) -> Findings:
    """Every table at its own beat, whatever the server does."""
    used, beat = processor_of(server), 60 / (rate * 4)
    chance, began = random.Random(7), perf_counter()
    before = [(table.sent, table.messages, table.finished) for table in tables]
    for table in tables:
        table.times = []
    beats = [(began + chance.random() * beat, number) for number in range(len(tables))]
    heapify(beats)
    while (now := perf_counter()) - began < seconds:
        while beats[0][0] <= now:
            due, number = beats[0]
            tables[number].beat(due)
            heapreplace(beats, (due + beat, number))
        await asyncio.sleep(0.0005)
    found = Findings(rate, perf_counter() - began, processor=processor_of(server) - used)
    await asyncio.sleep(1)
    for table, (sent, messages, finished) in zip(tables, before, strict=True):
        found.moves += table.sent - sent
        found.messages += table.messages - messages
        found.finished += table.finished - finished
        found.lost += sum(table.sent - count for count in table.news)
        found.errors += [error for player in table.players for error in player.mind.errors]
        found.times += table.times
    return found


def main() -> None:
    """Play, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.tienlen_load", description=__doc__)
    parser.add_argument("--tournaments", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--times", default="1,20", help="multiples of the seed's rate")
    chosen = parser.parse_args()
    print("\n".join(surroundings(" ".join(["python -m tests.tienlen_load", *sys.argv[1:]]))))
    with tempfile.TemporaryDirectory(prefix="parlour-load-") as folder:
        server = Server(Path(folder)).prepare().start()
        if hasattr(os, "sched_setaffinity"):  # Clients do not push a server aside.
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        try:
            uvloop.run(_all(server, chosen))
        finally:
            server.stop()
        if "Traceback" in server.log or "ERROR" in server.log:
            print(f"The site reported errors:\n{server.log[-3000:]}")


async def _all(server: Server, chosen: argparse.Namespace) -> None:
    tables = await open_tables(server, chosen.tournaments)
    print(f"{len(tables)} tournaments of four, SQLite, one process")
    for times in map(float, chosen.times.split(",")):
        found = await play(server, tables, A_MINUTE * times, chosen.seconds)
        print("\n".join(found.lines()), flush=True)


if __name__ == "__main__":
    main()
