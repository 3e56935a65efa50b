"""All live tables of one event loop, and the way in for everybody.

In here: which table is live, loading on demand, threads for reads, forgetting idle ones. Not in
here: what a table does (``table``).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import async_to_sync
from django.db import DatabaseError, close_old_connections

from games.base import Command
from lobbies.database import drop_dead, is_gone
from lobbies.departures import Departures
from lobbies.handshake import Doorman
from lobbies.hub import Hub
from lobbies.journal import settle
from lobbies.limits import Window
from lobbies.passing import pass_on
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room
from lobbies.table import Table, now_ms
from lobbies.thinkers import Desk

log = logging.getLogger(__name__)
T = TypeVar("T")

IDLE_SECONDS = 120
PARTINGS = 50
"""More people than this do not leave a process within a second by themselves."""
READERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="reader")


class Tables:
    """The live tables of an event loop. Get it with ``Tables.here()``.

    ``desk``: where computer players think; None in a process that does not serve. ``doorman``: who
    opens a socket. ``departures``: who closed one. ``left``: departures (lobby, player) that could
    not be noted; the watch tries again. ``partings``: how many left within a second.
    """

    _of: WeakKeyDictionary[asyncio.AbstractEventLoop, Tables] = WeakKeyDictionary()

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.hub = Hub()
        self.tables: dict[str, Table] = {}
        self.sockets: Counter[str] = Counter()
        self.desk: Desk | None = None
        self.doorman = Doorman(loop, self.run)
        self.departures = Departures(loop, self.run, self.hub.process)
        self.left: set[tuple[str, str]] = set()
        self.partings = Window(PARTINGS, 1)

    @classmethod
    def here(cls) -> Tables:
        """Those of the running loop."""
        loop = asyncio.get_running_loop()
        tables = cls._of.get(loop)
        if tables is None:
            tables = cls._of[loop] = Tables(loop)
        return tables

    def at(self, lobby: str) -> Table:
        """The table of a lobby (by its id), live from now on."""
        table = self.tables.get(lobby)
        if table is None:
            table = self.tables[lobby] = Table(self, lobby)
        return table

    def run(self, function: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Read the database in a thread; ``done`` hears the result, or the exception."""

        def read() -> None:
            try:
                result = _read(function)
            except Exception as error:
                result = error
            try:
                self.loop.call_soon_threadsafe(done, result)
            except RuntimeError:
                log.debug("The loop closed before its answer")

        READERS.submit(read)

    async def read(self, function: Callable[[], T]) -> T:
        """Read the database in a thread and wait for it."""
        future: asyncio.Future[T] = self.loop.create_future()
        self.run(function, lambda result: settle(future, result))
        return await future

    def forget_idle(self, now: float | None = None) -> None:
        """Drop the memos nobody has used for a while; their rows stay."""
        limit = (time.monotonic() if now is None else now) - IDLE_SECONDS
        for lobby, table in list(self.tables.items()):
            if table.idle_since(limit):
                table.rest()
                del self.tables[lobby]


def _read(function: Callable[[], T]) -> T:
    """Read; once more if the connection turns out to be dead."""
    close_old_connections()
    try:
        return function()
    except DatabaseError as error:
        if not is_gone(error):
            raise
        drop_dead()
        return function()


def act(
    lobby: str, actor: Actor, command: Command, ref: str | None = None, seen: int | None = None
) -> int:
    """Carry out a command from a thread of Django's; the version it became.

    :raises Refusal: as ``judge.judge`` does.
    """

    async def submit() -> int:
        return await Tables.here().at(lobby).submit(actor, command, ref, seen)

    return async_to_sync(submit)()


def look(lobby: str, version: int | None = None) -> Room:
    """The committed room, for a thread of Django's.

    ``version``: what the caller has just read that it is at; a memo that is as new needs no other
    look into the database, and no hop to the event loop.

    :raises Refusal: NOT_FOUND.
    """
    room = None if version is None else _memo(lobby, version)
    if room is not None:
        return room

    async def fresh() -> Room:
        return await Tables.here().at(lobby).fresh()

    return async_to_sync(fresh)()


def _memo(lobby: str, version: int) -> Room | None:
    """The room as a live table of this process has it, if it is at ``version`` or later.

    Rooms are never changed, only replaced, and only by committed ones: any thread may look.
    """
    for tables in list(Tables._of.values()):
        table = tables.tables.get(lobby)
        room = table.room if table is not None else None
        if room is not None and room.version >= version:
            return room
    return None


def whisper(lobby: str, player: str, command: Command) -> None:
    """Show a passing message of a player without a socket to those who listen in this process.

    :raises Refusal: if it takes hold of what it may not.
    """

    async def show() -> Refusal | None:
        table = Tables.here().tables.get(lobby)
        return pass_on(table, player, command, now_ms()) if table is not None else None

    refusal = async_to_sync(show)()
    if refusal is not None:
        raise refusal.anew()
