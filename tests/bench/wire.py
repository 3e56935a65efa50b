"""A WebSocket client by hand: as little work per message as Python allows.

In here: the handshake, frames out (masked with zeros, which the protocol allows), frames in (the
server's are never masked nor fragmented at our sizes). Not in here: what messages mean.
"""

from __future__ import annotations

import asyncio
from itertools import cycle
from typing import Any

PATIENCE_SECONDS = 60
_ADDRESSES = cycle(f"127.0.0.{number}" for number in range(1, 9))
"""One address has 28,000 ports, and those of connections that are closed are not free at once."""
_HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n"
)
_TEXT, _BINARY, _PING, _CLOSE = 0x81, 0x82, 0x89, 0x88
_HEADS, _BINARY_HEADS = (
    [bytes([kind, 0x80 | size, 0, 0, 0, 0]) for size in range(126)] for kind in (_TEXT, _BINARY)
)


def text_frame(payload: bytes) -> bytes:
    """A client's text frame of fewer than 126 bytes."""
    return _HEADS[len(payload)] + payload


def binary_frame(payload: bytes) -> bytes:
    """A client's binary frame of fewer than 126 bytes."""
    return _BINARY_HEADS[len(payload)] + payload


class Wire(asyncio.Protocol):
    """One connection. ``ready`` is set by the first message; subclasses take all in ``text``."""

    def __init__(self, path: str, port: int) -> None:
        self.path = path
        self.port = port
        self.transport: Any = None
        self.ready: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.close_code: int | None = None
        self._open = False
        self._rest = b""

    def text(self, payload: bytes) -> None:
        """One message from the server."""
        if not self.ready.done():
            self.ready.set_result(payload)

    def binary(self, payload: bytes) -> None:
        """One message from a server that speaks in bytes; ours does not."""
        raise ConnectionError(f"{len(payload)} bytes that are no text")

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(_HANDSHAKE.format(path=self.path, port=self.port).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"closed before it was open: {exc}"))

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data, self._rest = self._rest + data, b""
        position = 0 if self._open else self._shake(data)
        end = len(data)
        while end - position >= 2:
            start, size = _head(data, position)
            if start + size > end:
                break
            if data[position] == _TEXT:
                self.text(data[start : start + size])
            else:
                self._control(data[position], data[start : start + size])
            position = start + size
        if position < end:
            self._rest = data[position:]

    def _shake(self, data: bytes) -> int:
        """Where the frames begin after the answer to the handshake; the end if it is not all in."""
        end = data.find(b"\r\n\r\n")
        if end < 0:
            self._rest = data
            return len(data)
        if b" 101 " not in data[:20]:
            raise ConnectionError(data[:end].decode("latin-1"))
        self._open = True
        return end + 4

    def _control(self, first: int, payload: bytes) -> None:
        if first == _BINARY:
            self.binary(payload)
        elif first == _PING:
            self.transport.write(bytes([0x8A, 0x80 | len(payload), 0, 0, 0, 0]) + payload)
        elif first == _CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big")
            if not self.ready.done():
                self.ready.set_exception(ConnectionError(f"closed with {self.close_code}"))
        else:
            raise ConnectionError(f"an unexpected frame {first:#x}")


def _head(data: bytes, position: int) -> tuple[int, int]:
    """Where the payload of the frame at ``position`` starts, and its size."""
    size = data[position + 1]
    if size < 126:
        return position + 2, size
    long = 2 if size == 126 else 8
    start = position + 2 + long
    if len(data) < start:
        return start, 1 << 62
    return start, int.from_bytes(data[position + 2 : start], "big")


async def connect(wire: Wire) -> Wire:
    """Open a connection and wait for its first message.

    :raises ConnectionError: if the server refuses.
    """
    await asyncio.get_running_loop().create_connection(
        lambda: wire, "127.0.0.1", wire.port, local_addr=(next(_ADDRESSES), 0)
    )
    await asyncio.wait_for(asyncio.shield(wire.ready), PATIENCE_SECONDS)
    return wire
