"""What leaves through one socket: never awaited by the sender, never without a bound.

In here: handing frames to the server without a task per message, and a queue for a peer that
does not drain. Not in here: what is sent to whom (``hub``).
"""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from lobbies.metrics import CLOSED, TALLY
from lobbies.protocol import TOO_SLOW

QUEUED_FRAMES = 512
QUEUED_BYTES = 1 << 20
"""What may wait for a slow peer, beside what its socket holds; after that it comes back (4413)."""

GRACE_SECONDS = 2.0
"""How long a closed connection may take to say goodbye, before nobody waits for it any more."""

SHORTCUT = "parlour.write"
"""Where a server's scope may offer a shorter way out than ASGI's: see ``shortcut``."""

Send = Callable[[dict[str, Any]], Awaitable[None]]
Write = Callable[[str], bool]


@types.coroutine
def _rest(coroutine: Coroutine[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine that was started by hand and had to wait for ``awaited``."""
    while True:
        try:
            value = yield awaited
        except BaseException as error:
            try:
                awaited = coroutine.throw(error)
            except StopIteration:
                return
        else:
            try:
                awaited = coroutine.send(value)
            except StopIteration:
                return


class Outbox:
    """The sending half of one socket."""

    __slots__ = ("_bytes", "_draining", "_loop", "_on_lost", "_queue", "_send", "_write", "closed")

    def __init__(
        self,
        send: Send,
        loop: asyncio.AbstractEventLoop,
        on_lost: Callable[[], None] | None = None,
        write: Write | None = None,
    ) -> None:
        """``on_lost``: called some time after a close, in case the peer never took it.

        ``write``: sends a text at once, or says that it must go through ``send``.
        """
        self._send = send
        self._write = write
        self._loop = loop
        self._on_lost = on_lost
        self._queue: deque[dict[str, Any]] | None = None
        self._bytes = 0
        self._draining: asyncio.Task[None] | None = None
        self.closed = False

    @property
    def behind(self) -> bool:
        """Whether the peer has not taken everything yet."""
        return self._draining is not None

    def push(self, text: str) -> None:
        """Send a frame now, or as soon as the peer has room."""
        if self.closed:
            return
        if self._draining is None and self._write is not None and self._write(text):
            return
        message = {"type": "websocket.send", "text": text}
        if self._draining is not None:
            self._enqueue(message, len(text))
        else:
            self._start(message)

    def push_transient(self, text: str) -> None:
        """Send a frame that may be dropped: it is, if the peer is behind."""
        if self._draining is None:
            self.push(text)
        else:
            TALLY.dropped += 1

    def close(self, code: int) -> None:
        """End the connection, after what waits (at once if the peer is too slow)."""
        if self.closed:
            return
        CLOSED[code] += 1
        if self._on_lost is not None:
            self._loop.call_later(GRACE_SECONDS, self._on_lost)
        self.end()
        message = {"type": "websocket.close", "code": code}
        if self._draining is None:
            self._start(message)
            return
        if code == TOO_SLOW or self._queue is None:
            self._queue = deque()
        self._queue.append(message)

    def end(self) -> None:
        """Nobody listens any more, and nobody need be told that: the owner can be forgotten."""
        self.closed = True
        self._on_lost = None

    def _enqueue(self, message: dict[str, Any], size: int) -> None:
        if self._queue is None:
            self._queue = deque()
        self._queue.append(message)
        self._bytes += size
        if len(self._queue) > QUEUED_FRAMES or self._bytes > QUEUED_BYTES:
            self.close(TOO_SLOW)

    def _start(self, message: dict[str, Any]) -> None:
        """Drive the server's send by hand: it nearly always ends without waiting."""
        coroutine = self._send(message)
        try:
            # ASGI promises an awaitable; every server gives a coroutine.
            awaited = coroutine.send(None)  # type: ignore[attr-defined]
        except StopIteration:
            return
        except Exception:
            self.closed = True
            return
        self._draining = self._loop.create_task(self._drain(coroutine, awaited))

    async def _drain(self, coroutine: Any, awaited: Any) -> None:
        try:
            await _rest(coroutine, awaited)
            while self._queue:
                message = self._queue.popleft()
                self._bytes -= len(message.get("text", ""))
                await self._send(message)
        except Exception:
            self.closed = True
        finally:
            self._draining = None
