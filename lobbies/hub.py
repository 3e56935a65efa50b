"""Fan-out: each process joins a lobby's group once and hands encoded frames to its own sockets.

In here: the circles of this process, and the one message per change to the other processes. Not in
here: what a circle does with news (``circle``), who may listen (``table``).
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import uuid
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import msgspec
from channels.layers import InMemoryChannelLayer, get_channel_layer

from lobbies.circle import Circle, Passing
from lobbies.judge import Entry
from lobbies.metrics import TALLY
from lobbies.news import News

log = logging.getLogger(__name__)


class Hub:
    """All circles of one event loop, and the line to the other processes."""

    def __init__(self) -> None:
        self.circles: dict[str, Circle] = {}
        self.process = uuid.uuid4()
        layer = get_channel_layer()
        self.layer = None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer
        self._channel: str | None = None
        self._outgoing: asyncio.Queue[tuple[str | None, dict[str, Any]]] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._joining = asyncio.Lock()
        self._unheard: set[str] = set()
        """Lobbies whose news could not be subscribed to."""
        self._knocks = self._echoes = 0
        self._doubtful = False
        self._takes = True

    async def join(
        self, lobby: str, v: int, on_gap: Callable[[], None], on_line: Callable[[Entry], None]
    ) -> Circle:
        """The circle of a lobby; the process is subscribed when this returns."""
        if self.layer is None:
            return self.circles.get(lobby) or self._circle(lobby, v, on_gap, on_line)
        # One at a time: a second joiner must not go on before the first has subscribed.
        async with self._joining:
            circle = self.circles.get(lobby)
            if circle is None:
                await self._subscribe(lobby)
                circle = self._circle(lobby, v, on_gap, on_line)
            return circle

    def _circle(
        self, lobby: str, v: int, on_gap: Callable[[], None], on_line: Callable[[Entry], None]
    ) -> Circle:
        circle = self.circles[lobby] = Circle(lobby, v, on_gap, on_line)
        return circle

    async def part(self, circle: Circle) -> None:
        """Forget a circle nobody is in any more."""
        # In the same line as those who join: else one who comes now would miss the subscription.
        async with self._joining:
            if circle.sockets or self.circles.get(circle.lobby) is not circle:
                return
            del self.circles[circle.lobby]
            self._unheard.discard(circle.lobby)
            if self.layer is not None and self._channel is not None:
                try:
                    await self.layer.group_discard(_group(circle.lobby), self._channel)
                except Exception as error:
                    log.warning("A lobby is still listened to: %s", error)

    def publish(self, lobby: str, news: News) -> None:
        """Tell the other processes, without waiting for them."""
        if self.layer is not None:
            body = msgspec.msgpack.encode(news)
            self._queue(lobby, "news", body)

    def publish_transient(self, lobby: str, passing: Passing) -> None:
        """Tell the other processes of a passing message."""
        if self.layer is not None:
            self._queue(lobby, "transient", msgspec.msgpack.encode(passing))

    def _queue(self, lobby: str, type: str, body: bytes) -> None:
        process = str(self.process)
        message = {"type": type, "lobby": lobby, "body": body, "process": process}
        self._put(_group(lobby), message)

    def _put(self, group: str | None, message: dict[str, Any]) -> None:
        """Queue a message for a group, or (None) for this process itself."""
        if self._outgoing is None:
            self._outgoing = asyncio.Queue(maxsize=100_000)
            self._begin(self._send_all())
        try:
            self._outgoing.put_nowait((group, message))
        except asyncio.QueueFull:
            TALLY.layer_dropped += 1
            log.warning("The channel layer is too slow: news are dropped, gaps will be filled")

    def waiting(self) -> int:
        """How many messages wait to be sent to the other processes."""
        return self._outgoing.qsize() if self._outgoing is not None else 0

    async def _subscribe(self, lobby: str) -> bool:
        """Listen to a lobby's news; if that fails, later: see ``may_have_missed``."""
        assert self.layer is not None
        try:
            await self._open()
            await self.layer.group_add(_group(lobby), self._channel)
        except Exception as error:
            self._unheard.add(lobby)
            log.warning("The channel layer does not answer; news come from the database: %s", error)
            return False
        self._unheard.discard(lobby)
        return True

    async def may_have_missed(self) -> bool:
        """Whether news of others may have been missed since the call before; asked every second.

        This process knocks at its own door by way of the layer. If that is not heard by the next
        call, the line there, or back, was broken. What was told between the last look and the
        first echo is doubtful too.
        """
        if self.layer is None:
            return False
        silent = self._echoes < self._knocks or bool(self._unheard)
        missed, self._doubtful = silent or self._doubtful, silent
        async with self._joining:
            for lobby in [*self._unheard]:
                if not await self._subscribe(lobby):
                    break
        if self._channel is not None:
            self._knocks += 1
            self._put(None, {"type": "knock", "number": self._knocks, "process": ""})
        return missed

    async def _open(self) -> None:
        if self._channel is None and self.layer is not None:
            self._channel = await self.layer.new_channel()
            self._begin(self._receive_all())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Start what goes on as long as the process; it is about none of the connections."""
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(work, context=contextvars.Context()))

    async def _send_all(self) -> None:
        assert self._outgoing is not None and self.layer is not None
        waiting = None
        while True:
            waiting = waiting or await self._outgoing.get()
            if await self._sent(*waiting):
                waiting = None
            else:
                await asyncio.sleep(0.1)

    async def _sent(self, group: str | None, message: dict[str, Any]) -> bool:
        """Send a message; False: try again. News wait for the layer, what passes is dropped."""
        assert self.layer is not None
        try:
            if group is None:
                await self.layer.send(self._channel, message)
            else:
                await self.layer.group_send(group, message)
        except Exception as error:
            TALLY.layer_failed += 1
            if self._takes:
                log.warning("The channel layer takes no news; they wait: %s", error)
            self._takes = False
            return message["type"] != "news"
        self._takes = True
        TALLY.layer_sent += group is not None
        return True

    async def _receive_all(self) -> None:
        assert self.layer is not None
        while True:
            try:
                message = await self.layer.receive(self._channel)
                if message["process"] != str(self.process):
                    TALLY.layer_heard += 1
                    self._hear(message)
            except Exception:
                TALLY.layer_failed += 1
                log.exception("The channel layer failed; gaps will be filled")
                await asyncio.sleep(0.1)

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "knock":
            self._echoes = max(self._echoes, message["number"])
            return
        circle = self.circles.get(message["lobby"])
        if circle is None:
            return
        if message["type"] == "news":
            circle.deliver(msgspec.msgpack.decode(message["body"], type=News))
        else:
            circle.transient(msgspec.msgpack.decode(message["body"], type=Passing), None)

    def everyone(self) -> Iterable[Any]:
        """Every socket of this loop."""
        return [socket for circle in self.circles.values() for socket in circle.sockets]


def _group(lobby: str) -> str:
    return f"lobby.{lobby}"
