"""Card tables: what a dropped card costs by the size of the table, and how far drags carry.

In here: two tables, one with 10 things and one with 1,000, and eight people at each. Not in here:
how it is printed (``figures``).
"""

from __future__ import annotations

import asyncio
import json
from time import perf_counter
from typing import Any

from tests.bench.crowd import gather, hang_up
from tests.bench.figures import Figures
from tests.bench.sites import Sites
from tests.bench.wire import Wire, connect, text_frame

SMALL, LARGE = 10, 1_000
SLICES = 10
"""Turns in which the two tables are measured, so that both meet the same noise."""
BURST = 40
"""Drag steps under way at once."""


class Person(Wire):
    """Somebody at a table: counts what comes, and keeps the longest of each kind."""

    def __init__(self, path: str, port: int) -> None:
        super().__init__(path, port)
        self.answered = asyncio.Event()
        self.drags = 0
        self.longest: dict[bytes, int] = {}
        self.number = 10_000_000

    def text(self, payload: bytes) -> None:
        kind = payload[9:19]
        self.longest[kind] = max(self.longest.get(kind, 0), len(payload))
        if kind == b"board/drag":
            self.drags += 1
        elif b'"ref":' in payload[-20:]:
            self.answered.set()
        elif not self.ready.done():
            self.ready.set_result(payload)

    async def ask(self, action: str, payload: str) -> None:
        """Send a command and wait for its answer."""
        self.answered.clear()
        self.number += 1
        text = f'{{"action":"{action}","payload":{payload},"ref":"{self.number}"}}'
        self.transport.write(text_frame(text.encode()))
        await self.answered.wait()


async def card_tables(sites: Sites, figures: Figures, seconds: float, runs: int) -> None:
    """Measure both tables in turn, then the drags on the small one."""
    tables = {size: await _table(sites, number, size) for number, size in enumerate((SMALL, LARGE))}
    for _ in range(runs):
        spent = dict.fromkeys(tables, 0.0)
        count = dict.fromkeys(tables, 0)
        for _ in range(SLICES):
            for size, people in tables.items():
                server = sites.processor()
                count[size] += await _drops(people[0], size, seconds / SLICES / 2)
                spent[size] += sites.processor() - server
        cost = {size: spent[size] / count[size] * 1e6 for size in tables}
        figures.add(drop_small=cost[SMALL], drop_large=cost[LARGE])
        figures.add(drop_ratio=cost[LARGE] / cost[SMALL])
        figures.add(drag=await _drags(tables[SMALL], seconds / 2))
    longest = tables[LARGE][1].longest
    figures.add(
        drop_bytes=longest[b"board/drop"], drag_bytes=tables[SMALL][1].longest[b"board/drag"]
    )
    for people in tables.values():
        hang_up(list(people))


async def _table(sites: Sites, number: int, size: int) -> list[Person]:
    """Eight people at a table with ``size`` tokens on it."""
    staged: dict[str, Any] = sites.staged["tables"][number]
    path = f"/ws/lobbies/{staged['id']}/?token="
    people = [Person(path + token, sites.ports[0]) for token in staged["tokens"]]
    await connect(people[0])
    for _ in range(size // 10):
        await people[0].ask("board/add", '{"kind":"token","count":10}')
    await gather(list(people[1:]))
    return people


async def _drops(person: Person, size: int, seconds: float) -> int:
    """Drop one thing after the other; how many were."""
    count, end = 0, perf_counter() + seconds
    while perf_counter() < end:
        # The pack in the middle has number 1.
        key, x = 2 + count * 7 % size, count % 900
        await person.ask("board/drop", json.dumps({"at": {str(key): [x, -x]}}))
        count += 1
    return count


async def _drags(people: list[Person], seconds: float) -> float:
    """Drag as fast as the others are told; deliveries a second."""
    step = text_frame(b'{"action":"board/drag","payload":{"7":[-412,380]}}')
    others = people[1:]
    before, began = sum(person.drags for person in others), perf_counter()
    sent = 0
    while perf_counter() < began + seconds:
        people[0].transport.write(step * BURST)
        sent += BURST
        waited = 0
        while sum(person.drags for person in others) - before < sent * len(others) and waited < 500:
            await asyncio.sleep(0)
            waited += 1
    await asyncio.sleep(0.1)
    return (sum(person.drags for person in others) - before) / (perf_counter() - began)
