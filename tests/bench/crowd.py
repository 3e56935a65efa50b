"""Many connections to one site: watchers of a game, idle people, and all of them coming back.

In here: opening them, counting what reaches them. Not in here: the games they watch (``pairs``).
"""

from __future__ import annotations

import asyncio
from time import perf_counter

from tests.bench.pairs import Pair
from tests.bench.wire import Wire, connect, text_frame

AT_ONCE = 200
"""Connections being opened at the same time, when it is not their opening that is measured."""


class Board:
    """What all watchers of one game share: the game, and what arrived of it."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.arrived = 0
        self.times: list[float] = []

    async def all_told(self) -> float:
        """Wait until nothing more arrives; when that was so (as ``perf_counter``)."""
        before, at = -1, 0.0
        while before < self.arrived:
            before, at = self.arrived, perf_counter()
            await asyncio.sleep(0.1)
        return at


class Watcher(Wire):
    """Counts the moves it is shown; without a ``board``, only sits there."""

    def __init__(self, path: str, port: int, board: Board | None = None) -> None:
        super().__init__(path, port)
        self.board = board

    def text(self, payload: bytes) -> None:
        if self.board is not None and payload.startswith(b'{"type":"game/move"'):
            self.board.arrived += 1
        elif not self.ready.done():
            self.ready.set_result(payload)


class Clocked(Watcher):
    """A watcher that also notes how long after its sending each move came."""

    def text(self, payload: bytes) -> None:
        board = self.board
        if board is not None and payload.startswith(b'{"type":"game/move"'):
            start = payload.index(b'"moves":{"') + 10
            ply = int(payload[start : payload.index(b'"', start)])
            board.times.append(perf_counter() - board.pair.sent[ply - 1])
        super().text(payload)


class Asker(Wire):
    """Somebody who only sits there, and can be asked whether the server answers."""

    def text(self, payload: bytes) -> None:
        if self.answer is not None and payload.startswith(b'{"type":"pong"'):
            self.answer.set_result(perf_counter())
            self.answer = None
        else:
            super().text(payload)

    answer: asyncio.Future[float] | None = None

    async def ask(self) -> float:
        """Send a ping; seconds until its answer."""
        answer = self.answer = asyncio.get_running_loop().create_future()
        began = perf_counter()
        self.transport.write(text_frame(b'{"action":"ping","payload":{}}'))
        return await asyncio.wait_for(answer, 30) - began


class Recorder(Wire):
    """Keeps everything it hears."""

    def __init__(self, path: str, port: int) -> None:
        super().__init__(path, port)
        self.heard: list[bytes] = []

    def text(self, payload: bytes) -> None:
        self.heard.append(payload)
        super().text(payload)


async def gather(wires: list[Wire], at_once: int = AT_ONCE) -> list[Wire]:
    """Open all these connections."""
    places = asyncio.Semaphore(at_once)

    async def one(wire: Wire) -> Wire:
        async with places:
            return await connect(wire)

    return list(await asyncio.gather(*(one(wire) for wire in wires)))


def hang_up(wires: list[Wire]) -> None:
    """Cut all these connections, as a lost network does."""
    for wire in wires:
        wire.ready.cancel()
        if wire.transport is not None:
            wire.transport.abort()
