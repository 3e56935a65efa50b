"""A line that plays tricks: between client and site, it cuts, delays, repeats and swaps frames.

In here: TCP, and as much of WebSocket (RFC 6455) as it takes to know where a frame ends. Not in
here: what the frames say.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from random import Random

SWAP_SECONDS = 0.1
"""How long a frame that is to change places waits for the next."""


@dataclass
class Weather:
    """How likely it is that a frame is cut in the middle (and the line with it), delayed (up to
    ``seconds``), told twice, or told after the next one."""

    cut: float = 0.0
    delay: float = 0.0
    repeat: float = 0.0
    swap: float = 0.0
    seconds: float = 0.4


class Proxy:
    """Listens on a port of its own for a site's; what it does to frames is ``weather``."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.weather = Weather()
        self.done = 0
        """Frames that something was done to."""
        self._chance = Random(port)
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for line in self._lines:
            line.cancel()

    @property
    def ws(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)
        ends = [writer]
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(back)
            ways = [self._pump(reader, back), self._pump(there, writer)]
            pumps = [asyncio.ensure_future(way) for way in ways]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in ends:
                end.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on one direction until it ends, or is cut."""
        with suppress(OSError, asyncio.IncompleteReadError):
            writer.write(await reader.readuntil(b"\r\n\r\n"))
            while True:
                frame = await read_frame(reader)
                if not await self._hand_on(frame, reader, writer):
                    return
                await writer.drain()

    async def _hand_on(
        self, frame: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Treat one frame as the weather is; False if the line is cut."""
        weather, likely = self.weather, self._likely
        if frame[0] & 15 > 2:  # Control frames: what TCP and WebSocket say among themselves.
            writer.write(frame)
            return True
        if likely(weather.cut):
            writer.write(frame[: max(1, len(frame) // 2)])
            return False
        if likely(weather.delay):
            await asyncio.sleep(self._chance.uniform(0, weather.seconds))
        following = b""
        if likely(weather.swap):
            with suppress(TimeoutError):
                following = await _soon(reader)
        writer.write(following + frame)
        if likely(weather.repeat):
            writer.write(frame)
        return True

    def _likely(self, chance: float) -> bool:
        happens = self._chance.random() < chance
        self.done += happens
        return happens


async def read_frame(reader: asyncio.StreamReader, begun: bytes = b"") -> bytes:
    """One WebSocket frame, header and all; ``begun``: its first byte, if that was read."""
    head = begun + await reader.readexactly(2 - len(begun))
    size, masked = head[1] & 127, head[1] & 128
    if size > 125:
        more = await reader.readexactly(2 if size == 126 else 8)
        head, size = head + more, int.from_bytes(more)
    return head + await reader.readexactly(size + (4 if masked else 0))


async def _soon(reader: asyncio.StreamReader) -> bytes:
    """The next frame, if it begins soon; one that has begun is read to its end.

    :raises TimeoutError: if it does not.
    """
    async with asyncio.timeout(SWAP_SECONDS):
        first = await reader.readexactly(1)
    return await read_frame(reader, first)
