"""The socket of an address that is none: a close code says so, as with every other refusal."""

from __future__ import annotations

from typing import Any

from channels.consumer import AsyncConsumer

from lobbies.metrics import CLOSED
from lobbies.protocol import BAD_HANDSHAKE


class NowhereConsumer(AsyncConsumer):
    """Accepted before it is refused, so that a browser can read the code."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Refuse; a visitor costs no more than that."""
        await receive()
        CLOSED[BAD_HANDSHAKE] += 1
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": BAD_HANDSHAKE})
