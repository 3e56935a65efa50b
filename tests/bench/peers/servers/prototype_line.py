"""The bare shape's line between processes: one message for all that waits, by way of Redis.

Without ``REDIS_URL`` there is one process, and nobody to tell. Not in here: what is told.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Callable, Iterable

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

CHANNEL = "prototype"


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A game's next version, and what is told of it."""

    game: int
    version: int
    kind: str
    player: str
    uci: str
    text: str


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[str, list[Change]]).decode


class Line:
    """What this process tells the others, and hears of them."""

    def __init__(self, heard: Callable[[Iterable[Change]], None]) -> None:
        self.heard = heard
        self.own = uuid.uuid4().hex
        self.redis = Redis.from_url(url) if (url := os.environ.get("REDIS_URL")) else None
        self._waiting: list[Change] = []
        self._told = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen and to tell."""
        if self.redis is None:
            return
        listening = self.redis.pubsub(ignore_subscribe_messages=True)
        await listening.subscribe(CHANNEL)
        self._tasks = [asyncio.create_task(self._hear(listening))]
        self._tasks.append(asyncio.create_task(self._tell()))

    def tell(self, changes: list[Change]) -> None:
        """Tell the others, without waiting."""
        if self.redis is not None and changes:
            self._waiting += changes
            self._told.set()

    async def _tell(self) -> None:
        assert self.redis is not None
        while await self._told.wait():
            changes, self._waiting = self._waiting, []
            self._told.clear()
            await self.redis.publish(CHANNEL, _encode((self.own, changes)))

    async def _hear(self, listening: PubSub) -> None:
        async for message in listening.listen():
            sender, changes = _decode(message["data"])
            if sender != self.own:
                self.heard(changes)
