"""The short ways out of a socket and in: what takes them would have come the same by the long."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from lobbies.outbox import SHORTCUT
from lobbies.shortcut import WebSocket, are_whole, framed, small_text


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
def test_a_frame_is_what_the_library_would_have_written(size: int) -> None:
    text = "ế" * (size // 3) + "x" * (size % 3)
    assert len(text.encode()) == size
    assert framed(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


class Transport:
    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closing = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def is_closing(self) -> bool:
        return self.closing


class Line:
    """A connection in one state or another, as ``write_text`` sees it."""

    handshake_complete = True
    close_sent = False
    disconnected = False

    def __init__(self) -> None:
        self.transport = Transport()
        self.drains = True
        self.writable = self

    def is_set(self) -> bool:
        return self.drains


def test_a_text_for_an_open_line_is_written_at_once() -> None:
    line = Line()
    assert WebSocket.write_text(line, "Bình")
    assert line.transport.written == [framed("Bình")]


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("handshake_complete", False),
        ("close_sent", True),
        ("disconnected", True),
        ("drains", False),
    ],
)
def test_a_text_for_a_line_that_is_not_ready_goes_the_usual_way(what: str, value: bool) -> None:
    line = Line()
    setattr(line, what, value)
    assert not WebSocket.write_text(line, "Bình")
    assert line.transport.written == []


def test_nothing_is_written_to_a_line_that_closes() -> None:
    line = Line()
    line.transport.closing = True
    assert not WebSocket.write_text(line, "Bình")
    assert line.transport.written == []


def client_frame(payload: bytes, opcode: Opcode = Opcode.TEXT, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin).serialize(mask=True)


@pytest.mark.parametrize("text", ["", "x", '{"action":"ping"}', "ế" * 41, "y" * 125])
def test_a_whole_small_text_is_read_from_its_frame(text: str) -> None:
    assert small_text(client_frame(text.encode())) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        client_frame(b"x" * 126),
        client_frame(b"x")[:-1],
        client_frame(b"x") + b"\x81",
        client_frame(b"x") * 2,
        client_frame(b"x", fin=False),
        client_frame(b"x", Opcode.BINARY),
        client_frame(b"x", Opcode.PING),
        client_frame(b"x", Opcode.CONT),
        client_frame(b"\xff\xfe"),
        Frame(Opcode.TEXT, b"xxxxxxx").serialize(mask=False),
        b"\xc1" + client_frame(b"x")[1:],
    ],
    ids=range(12),  # Their masks are random.
)
def test_anything_else_is_left_to_the_library(data: bytes) -> None:
    assert small_text(data) is None


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_whole_frames_are_told_from_pieces(size: int) -> None:
    frame = client_frame(b"x" * size)
    assert are_whole(frame)
    assert are_whole(frame + client_frame(b"y", Opcode.PING) + frame)
    assert not are_whole(frame[:-1])
    assert not are_whole(frame + b"\x81")
    assert not are_whole(client_frame(b"x" * size, fin=False))


class Room:
    """An application behind a real connection of uvicorn's, fed with chunks of bytes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, accept: bool = True) -> None:
        self.heard: list[str | bytes] = []
        self.listens, self.ended = asyncio.Event(), asyncio.Event()
        self.loop = loop
        config = uvicorn.Config(self, ws_per_message_deflate=False)
        config.load()
        self.line = WebSocket(config, ServerState(), {}, loop)
        self.line.connection_made(Pipe())
        self.line.data_received(HANDSHAKE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][SHORTCUT]["listen"](lambda text, raw: self.heard.append(text or raw))
        self.listens.set()
        self.end = await receive()
        self.ended.set()


class Pipe:
    """A transport that keeps what is written and can be asked whether it reads."""

    def __init__(self) -> None:
        self.reading = True
        self.written = b""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def close(self) -> None:
        pass


HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def test_messages_in_any_shape_come_once_and_in_order() -> None:
    room = Room(asyncio.get_running_loop())
    first = client_frame(b"before anybody listens")
    room.line.data_received(first)
    await room.listens.wait()
    small, large = client_frame(b"small"), client_frame(b"x" * 3000)
    binary = client_frame(b"\x00raw", Opcode.BINARY)
    halves = [client_frame(b"one ", fin=False), client_frame(b"two", Opcode.CONT)]
    for chunk in (small, small + small, large, client_frame(b"", Opcode.PING), binary):
        room.line.data_received(chunk)
    assert room.line.aligned
    for chunk in (halves[0], halves[1], small, large[:100], large[100:] + small[:1], small[1:]):
        room.line.data_received(chunk)
    assert room.heard == [
        "before anybody listens", "small", "small", "small", "x" * 3000, b"\x00raw",
        "one two", "small", "x" * 3000, "small",
    ]  # fmt: skip
    assert room.line.transport.reading
    assert not room.line.aligned


async def test_text_that_is_no_text_ends_the_line() -> None:
    room = Room(asyncio.get_running_loop())
    await room.listens.wait()
    room.line.data_received(client_frame(b"\xff\xfe"))
    await room.ended.wait()
    assert room.end["code"] == 1007
    assert room.heard == []
