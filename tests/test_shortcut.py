"""The short way out of a socket: what leaves by it is what would have left by the long one."""

from __future__ import annotations

import pytest
from websockets.frames import Frame, Opcode

from lobbies.shortcut import WebSocket, framed


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
