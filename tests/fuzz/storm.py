"""Frames that nobody would send, sent to a real server at tables of every kind.

In here: who sends them, what comes back, and whether the server plays on. Not in here: the frames
(frames).
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from websockets.exceptions import WebSocketException

from games import GAMES
from tests.clients import Client, hang_up
from tests.fuzz.frames import Frames
from tests.live import Server, Stage

NAMES = ("Anh", "Bình", "Chi", "Dũng")
KEPT = 50
"""Messages that a line remembers."""
AT_ONCE = 40
"""Frames on their way before an answer is awaited."""
MOST_LINES = 60
"""Seconds for a batch to be answered."""
BROKEN = (
    b"\xc1\x80\x00\x00\x00\x00", b"\x83\x80\x00\x00\x00\x00", b"\x81\x01x",
    b"\x81\x82\x00\x00\x00\x00\xff\xfe", b"\x80\x80\x00\x00\x00\x00",
    b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", b"\x88\x81\x00\x00\x00\x00\x01",
)  # fmt: skip
"""Frames that break RFC 6455: reserved bits, unknown codes, no mask, sizes that lie."""
UNFINISHED = b"\x81\xfe\xff\xff\x00\x00\x00\x00", b"\x89\xfe\x01\x00\x00\x00\x00\x00"
"""Beginnings of longer frames: whatever follows is part of them, and nobody answers."""


@dataclass
class Harvest:
    """What came back."""

    frames: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    """Answers with a ref or of no type, by type; errors by code."""
    closes: Counter[str] = field(default_factory=Counter)
    lobbies: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def internal(self) -> int:
        """Errors that the server had not reckoned with."""
        return self.answers["INTERNAL_ERROR"]


class Fuzzer(Client):
    """A line that says anything, and counts what it hears instead of understanding it."""

    harvest: Harvest

    def _take(self, message: dict[str, Any]) -> None:
        kind = message.get("type", "news for others")
        if kind == "error":
            kind = message["payload"]["code"]
        self.harvest.answers[kind] += 1
        if kind == "state":
            self.document = message["payload"]
        self._keep(message)
        if len(self.heard) > 2 * KEPT:
            self.forget(KEPT)


async def storm(server: Server, frames: int, seed: int) -> Harvest:
    """Send so many frames, the same number at tables of each kind."""
    harvest = Harvest()
    for kind in GAMES:
        await _at_tables(server, kind, frames // len(GAMES), seed, harvest)
    await hang_up()
    await _still_plays(server, harvest)
    return harvest


async def _at_tables(server: Server, kind: str, frames: int, seed: int, harvest: Harvest) -> None:
    """At one table after the other: nonsense may close a table, or show its sender out."""
    chance, sent = Random(f"{kind} {seed}"), 0
    while sent < frames:
        stage = await asyncio.to_thread(lambda: server.one(*NAMES, kind=kind, sit=2, options={}))
        harvest.lobbies += 1
        lines = [_line(server, stage, number, harvest) for number in range(len(NAMES))]
        keys = [*stage.ids, *map(str, range(1, 8))]
        rows = Frames(kind, seed + sent, keys)
        await lines[0].open()
        await lines[0].tell("lobby/start")
        for _ in range(40):
            if sent >= frames:
                break
            line = chance.choice(lines)
            if not await _is_open(line, harvest):
                break
            sent += await _batch(line, rows, min(AT_ONCE, frames - sent), chance, harvest)
        for line in lines:
            await line.cut()


def _line(server: Server, stage: Stage, number: int, harvest: Harvest) -> Fuzzer:
    line = Fuzzer(server.ws, stage.lobby, stage.tokens[number], stage.ids[number])
    line.harvest = harvest
    return line


async def _is_open(line: Fuzzer, harvest: Harvest) -> bool:
    """Open the line, unless it is; False if its owner is kept out of this lobby by now."""
    if line._socket is None or line.code is not None:
        await line.open()
    if line.code is not None:
        harvest.closes[str(line.code)] += 1
    return line.code is None


async def _batch(line: Fuzzer, rows: Frames, count: int, chance: Random, harvest: Harvest) -> int:
    """Send frames at once, and wait until the server has dealt with them; how many there were."""
    before = harvest.frames
    try:
        for _ in range(count):
            harvest.frames += 1
            if chance.random() < 0.01:
                await line.socket.ping(chance.randbytes(chance.randint(0, 125)))
            if chance.random() < 0.002:
                await _break(line, chance.choice(BROKEN + UNFINISHED))
                break
            await _say(line, rows.next())
        ref = f"e{harvest.frames}"
        await line.tell("lobby/sync", ref=ref)
        await line.until(lambda: line.answers(ref) or line.code is not None, MOST_LINES)
    except (OSError, WebSocketException):
        pass
    except TimeoutError:
        harvest.wrong.append(f"No answer within {MOST_LINES} s, after {harvest.frames} frames")
        await line.cut()
    if line.code is not None:
        harvest.closes[str(line.code)] += 1
        await line.close()
        line._socket = None
    return harvest.frames - before


async def _break(line: Fuzzer, frame: bytes) -> None:
    line.socket.transport.write(frame)
    if frame in UNFINISHED:  # The server would wait for the rest until it misses a pong.
        await line.cut()


async def _say(line: Fuzzer, frame: str | bytes | list[str]) -> None:
    if isinstance(frame, list):
        await line.socket.send(iter(frame))
        return
    try:
        await line.say(frame)
    except UnicodeEncodeError:  # Half of a pair: as bytes that are no UTF-8.
        await line.say(json.dumps(frame).encode())


async def _still_plays(server: Server, harvest: Harvest) -> None:
    """A game of chess after all that."""
    stage = await asyncio.to_thread(lambda: server.one("Anh", "Bình", sit=2))
    people = [Client(server.ws, stage.lobby, stage.tokens[n], stage.ids[n]) for n in (0, 1)]
    for client in people:
        await client.open()
    await people[0].ask("lobby/start")
    await people[1].at(people[0].v or 0)
    for number, uci in enumerate(("e2e4", "e7e5", "g1f3", "b8c6")):
        answer = await people[number % 2].ask("game/move", {"uci": uci})
        if answer.get("type") != "game/move":
            harvest.wrong.append(f"Afterwards {uci} is answered with {answer}")
        await people[1 - number % 2].at(answer.get("v", 0))
    await hang_up()
