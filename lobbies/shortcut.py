"""uvicorn's WebSocket with a shorter way out and in: no queue, no task, no message as ASGI has it.

A message sent as ASGI wants it is encoded for every socket anew and passes a dozen functions;
with a thousand watchers that is most of the work. One that is received waits in a queue for a
task to wake, and reading is paused and taken up again for each: two calls to the kernel
(docs/performance.md). In here: finished frames straight to the transport, and whole small frames
straight to the application. Not in here: the handshake, everything larger or in pieces, closing,
keeping alive, and the peer that does not drain: all that is uvicorn's as before. The application
finds both ways in its scope (``outbox.SHORTCUT``) and does without under another server.

A connection that ended is gone at once: nothing of it waits for Python's collector, which looks at
what has lived for long only after very many new objects (docs/performance.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.speedups import apply_mask

from lobbies.outbox import SHORTCUT

Hear = Callable[[str | None, bytes | None], None]
"""What takes a message, its text or its bytes; it must not raise."""

SMALL = 125
"""Bytes of a payload whose length stands in the frame's second byte (RFC 6455, 5.2)."""


class Http(HttpToolsProtocol):
    """A connection until it is a WebSocket's."""

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over, and let the parser go: it and this know each other."""
        super().handle_websocket_upgrade()
        self.parser = None  # type: ignore[assignment]  # As uvicorn does when one is lost.


class WebSocket(WebSocketsSansIOProtocol):
    """One connection.

    ``hear``: whoever asked to be handed messages at once. ``aligned``: whatever came so far ended
    with a whole frame, so the next chunk begins with one. Once it did not, all goes the long way.
    """

    hear: Hear | None = None
    aligned = True

    def handle_connect(self, event: Request) -> None:
        """Tell the application of the ways, in its scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            ways = {"write": self.write_text, "listen": self.listen}
            self.scope["extensions"][SHORTCUT] = ways

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the application go, which knows this connection by its ways."""
        super().connection_lost(exc)
        self.hear = None
        if hasattr(self, "scope"):
            self.scope["extensions"].pop(SHORTCUT, None)

    # Out

    def write_text(self, text: str) -> bool:
        """Send a text now; False (and nothing is sent) if it has to go the usual way."""
        ready = self.handshake_complete and self.writable.is_set()
        if not ready or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(framed(text))
        return True

    # In

    def listen(self, hear: Hear) -> None:
        """From now on hand every message to ``hear`` as it comes, those that wait first."""
        self.hear = hear
        while not self.queue.empty():
            message = self.queue.get_nowait()
            if message["type"] != "websocket.receive":
                self.queue.put_nowait(message)
                break
            hear(message.get("text"), message.get("bytes"))
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Take what is a whole small text from here; uvicorn takes the rest."""
        if self.hear is not None and self.aligned and not self.close_sent:
            text = small_text(data)
            if text is not None:
                self.hear(text, None)
                return
        if self.aligned:
            # What comes with the handshake can only be told apart by its end.
            self.aligned = (
                are_whole(data) if self.handshake_initiated else data.endswith(b"\r\n\r\n")
            )
        super().data_received(data)

    def send_receive_event_to_app(self) -> None:
        """Hand on a message that came the long way."""
        if self.hear is None or self.close_sent:
            super().send_receive_event_to_app()
            return
        data = b"".join(self.frames)
        if self.curr_msg_data_type == "bytes":
            self.frames = []
            self.hear(None, data)
            return
        try:
            text = data.decode()
        except UnicodeDecodeError:
            super().send_receive_event_to_app()  # It knows how to end this.
            return
        self.frames = []
        self.hear(text, None)


def _not_our_fault(record: logging.LogRecord) -> bool:
    """Text that is no UTF-8 is the peer's mistake (1007): not an error that wakes somebody up."""
    if str(record.msg).startswith("Invalid UTF-8"):
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.exc_info = None
    return True


logging.getLogger("uvicorn.error").addFilter(_not_our_fault)


@lru_cache(maxsize=32)
def framed(text: str) -> bytes:
    """A text as the frame of a server (RFC 6455, 5.2): whole, not masked, not compressed."""
    payload = text.encode()
    size = len(payload)
    if size <= SMALL:
        return bytes((0x81, size)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def small_text(data: bytes) -> str | None:
    """The text, if ``data`` is one frame of a client with a whole small text; else None."""
    size = len(data) - 6
    if not 0 <= size <= SMALL or data[0] != 0x81 or data[1] != 0x80 | size:
        return None
    try:
        return apply_mask(data[6:], data[2:6]).decode()
    except UnicodeDecodeError:
        return None


def are_whole(data: bytes) -> bool:
    """Whether ``data`` is whole frames of a client, each a message of its own, and nothing else."""
    at = 0
    while at + 2 <= len(data):
        if data[at] & 0x80 == 0 or data[at + 1] & 0x80 == 0:
            return False
        size = data[at + 1] & 0x7F
        wide = {126: 2, 127: 8}.get(size, 0)
        if wide:
            size = int.from_bytes(data[at + 2 : at + 2 + wide], "big")
        at += 2 + wide + 4 + size
    return at == len(data)
