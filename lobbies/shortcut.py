"""uvicorn's WebSocket with a shorter way out: a frame is encoded once for all, and written at once.

A message sent as ASGI wants it is encoded for every socket anew and passes a dozen functions;
with a thousand watchers that is most of the work (docs/performance.md). In here: finished frames
straight to the transport. Not in here: the handshake, receiving, closing, keeping alive, and the
peer that does not drain: all that is uvicorn's as before. The application finds the way in its
scope (``outbox.SHORTCUT``) and does without under another server.
"""

from __future__ import annotations

from functools import lru_cache

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from lobbies.outbox import SHORTCUT


class WebSocket(WebSocketsSansIOProtocol):
    """One connection."""

    def handle_connect(self, event: Request) -> None:
        """Tell the application of the way, in its scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][SHORTCUT] = {"write": self.write_text}

    def write_text(self, text: str) -> bool:
        """Send a text now; False (and nothing is sent) if it has to go the usual way."""
        ready = self.handshake_complete and self.writable.is_set()
        if not ready or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(framed(text))
        return True


@lru_cache(maxsize=32)
def framed(text: str) -> bytes:
    """A text as the frame of a server (RFC 6455, 5.2): whole, not masked, not compressed."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload
