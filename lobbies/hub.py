"""Fan-out: each process hears of every change once, and hands frames to its own sockets.

In here: the circles of this process, and what the processes tell each other. Not in here: what a
circle does with news (``circle``), who may listen (``table``).
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import uuid
from collections.abc import Coroutine, Iterable
from typing import Any

import msgspec
from channels.layers import InMemoryChannelLayer, get_channel_layer

from lobbies.circle import Circle, Keeper, Passing
from lobbies.metrics import TALLY
from lobbies.news import News

log = logging.getLogger(__name__)


GROUP = "news"
"""What all processes listen to. Each hears of every lobby, and passes over those that none of its
own sockets is in: that costs a microsecond, but a message for every change a hundred times that."""
PARCEL = 500
PARCEL_BYTES = 1_000_000
"""What goes into one message; the last may be larger."""
WAITING = 100_000
PROCESSES = 1_000
"""Whose messages are counted at most."""
AGAIN_SECONDS = 0.1
"""Until the channel layer is tried again."""


class Item(msgspec.Struct, frozen=True, array_like=True):
    """Something for the other processes: ``News`` of a lobby, a ``Passing`` message there, or (no
    lobby) a knock at the sender's own door, the number ``knock``."""

    lobby: str
    news: bytes = b""
    passing: bytes = b""
    knock: int = 0


_encode = msgspec.msgpack.Encoder().encode
_items = msgspec.msgpack.Decoder(list[Item])
_news = msgspec.msgpack.Decoder(News)
_passing = msgspec.msgpack.Decoder(Passing)


class Hub:
    """All circles of one event loop, and the line to the other processes."""

    def __init__(self) -> None:
        self.circles: dict[str, Circle] = {}
        self.process = uuid.uuid4()
        layer = get_channel_layer()
        self.layer = None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer
        self._channel: str | None = None
        self._outgoing: asyncio.Queue[Item] = asyncio.Queue(maxsize=WAITING)
        self._tasks: list[asyncio.Task[None]] = []
        self._joining = asyncio.Lock()
        self._asked = self._listens = self._sends = False
        self._knocks = self._echoes = self._told = 0
        self._heard: dict[str, int] = {}
        self._doubtful = False
        self._takes = True

    # Who listens

    async def join(self, lobby: str, v: int, keeper: Keeper) -> Circle:
        """The circle of a lobby; the process is subscribed when this returns."""
        if self.layer is not None and not self._asked:
            # One at a time: a second joiner must not go on before the first has subscribed.
            async with self._joining:
                if not self._asked:
                    await self._subscribe()
                    self._asked = True
        circle = self.circles.get(lobby)
        if circle is None:
            circle = self.circles[lobby] = Circle(lobby, v, keeper)
        return circle

    def part(self, circle: Circle) -> None:
        """Forget a circle nobody is in any more."""
        if not circle.sockets and self.circles.get(circle.lobby) is circle:
            del self.circles[circle.lobby]

    def everyone(self) -> Iterable[Any]:
        """Every socket of this loop."""
        return [socket for circle in self.circles.values() for socket in circle.sockets]

    async def _subscribe(self) -> None:
        """Listen to news; if that fails, later: see ``may_have_missed``."""
        assert self.layer is not None
        try:
            if self._channel is None:
                self._channel = await self.layer.new_channel()
                self._begin(self._receive_all())
            await self.layer.group_add(GROUP, self._channel)
        except Exception as error:
            log.warning("The channel layer does not answer; news come from the database: %s", error)
        else:
            self._listens = True

    async def may_have_missed(self) -> bool:
        """Whether news of others may have been missed since the call before; asked every second.

        This process knocks at its own door by way of the layer. If that is not heard by the next
        call, the line there, or back, was broken. What was told between the last look and the
        first echo is doubtful too. And every process numbers its messages: where one is missing,
        what was in it is.
        """
        if self.layer is None:
            return False
        silent = self._echoes < self._knocks or (self._asked and not self._listens)
        missed, self._doubtful = silent or self._doubtful, silent
        if self._asked and not self._listens:
            async with self._joining:
                await self._subscribe()
        if self._listens:
            self._knocks += 1
            self._put(Item("", knock=self._knocks))
        return missed

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Start what goes on as long as the process; it is about none of the connections."""
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(work, context=contextvars.Context()))

    # Telling the others

    def publish(self, lobby: str, news: News) -> None:
        """Tell the other processes, without waiting for them."""
        if self.layer is not None:
            self._put(Item(lobby, news=_encode(news)))

    def publish_transient(self, lobby: str, passing: Passing) -> None:
        """Tell the other processes of a passing message."""
        if self.layer is not None:
            self._put(Item(lobby, passing=_encode(passing)))

    def waiting(self) -> int:
        """How many things wait to be told to the other processes."""
        return self._outgoing.qsize()

    def _put(self, item: Item) -> None:
        if not self._sends:
            self._sends = True
            self._begin(self._send_all())
        try:
            self._outgoing.put_nowait(item)
        except asyncio.QueueFull:
            TALLY.layer_dropped += 1
            log.warning("The channel layer is too slow: news are dropped, gaps will be filled")

    async def _send_all(self) -> None:
        """Send whatever waits as one message; what waits meanwhile is the next."""
        while True:
            parcel = self._parcel(await self._outgoing.get())
            while parcel and not await self._sent(parcel):
                # News wait for the layer, what passes is dropped.
                parcel = [item for item in parcel if item.news]
                await asyncio.sleep(AGAIN_SECONDS)

    def _parcel(self, first: Item) -> list[Item]:
        """What waits behind ``first``, with it, as far as it goes into one message."""
        parcel, size = [first], len(first.news)
        while len(parcel) < PARCEL and size < PARCEL_BYTES and not self._outgoing.empty():
            parcel.append(self._outgoing.get_nowait())
            size += len(parcel[-1].news)
        return parcel

    async def _sent(self, parcel: list[Item]) -> bool:
        """Send a message; False: try again."""
        assert self.layer is not None
        message = {
            "type": "parcel", "process": str(self.process), "number": self._told + 1,
            "body": _encode(parcel),
        }  # fmt: skip
        try:
            await self.layer.group_send(GROUP, message)
        except Exception as error:
            TALLY.layer_failed += 1
            if self._takes:
                log.warning("The channel layer takes no news; they wait: %s", error)
            self._takes = False
            return False
        self._takes = True
        self._told += 1
        TALLY.layer_sent += 1
        return True

    # Hearing from the others

    async def _receive_all(self) -> None:
        assert self.layer is not None
        while True:
            try:
                message = await self.layer.receive(self._channel)
                items, own = _items.decode(message["body"]), message["process"] == str(self.process)
            except Exception:
                TALLY.layer_failed += 1
                log.exception("The channel layer failed; gaps will be filled")
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            TALLY.layer_heard += not own
            self._count(message["process"], message["number"])
            for item in items:
                if own:
                    self._echoes = max(self._echoes, item.knock)
                elif (circle := self.circles.get(item.lobby)) is not None:
                    _hear(circle, item)

    def _count(self, process: str, number: int) -> None:
        """Notice whether a message of this process is missing before its ``number``."""
        before = self._heard.get(process)
        if before is not None and number > before + 1:
            self._doubtful = True
        if len(self._heard) > PROCESSES:
            self._heard.clear()  # Most of them ended long ago; the next message of each counts.
        self._heard[process] = number


def _hear(circle: Circle, item: Item) -> None:
    try:
        if item.news:
            circle.deliver(_news.decode(item.news))
        elif item.passing:
            circle.transient(_passing.decode(item.passing), None)
    except Exception:
        TALLY.layer_failed += 1
        log.exception("News could not be handed on; the gap will be filled")
