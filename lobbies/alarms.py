"""What must happen by itself later: a column of the lobby, rung by whichever process sees it first.

In here: the watch every process keeps, once a second: due alarms, its own heartbeat, what dead
processes leave behind, silent sockets, missed news. Not in here: what is due (``judge``). A ring
is a command like any other: two processes that ring at once race by version, and one wins.
"""

from __future__ import annotations

import asyncio
import logging
import time
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import DatabaseError

from lobbies import figures, presence
from lobbies.clock import CLOCK, now_ms
from lobbies.journal import JOURNAL
from lobbies.manners import Depart
from lobbies.models import Lobby
from lobbies.protocol import RESTARTING, SILENT, Refusal
from lobbies.pulse import Pulse
from lobbies.roll import ROLL
from lobbies.rooms import Actor
from lobbies.tables import Tables
from lobbies.thinkers import THINKERS, Desk

log = logging.getLogger(__name__)

RINGS_AT_ONCE = 500
NOTED_AT_ONCE = 250
"""Rows of sockets in one transaction: each takes PostgreSQL some 0.05 ms (docs/scaling.md)."""


def due(now: int) -> list[str]:
    """The lobbies whose alarm is due at ``now`` (ms), the longest overdue first."""
    rows = Lobby.objects.filter(alarm_at__lte=now).order_by("alarm_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:RINGS_AT_ONCE]]


class Watch:
    """The watch one process keeps over its event loop."""

    _kept: dict[int, Watch] = {}

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.started = now_ms()
        self._rounds = 0
        self._noted = 0
        self._pulse = Pulse(tables.loop)
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def keep(cls) -> Watch:
        """Start watching in the running loop, if nobody does yet."""
        tables = Tables.here()
        watch = cls._kept.get(id(tables))
        if watch is None:
            watch = cls._kept[id(tables)] = Watch(tables)
            tables.desk = Desk()
            watch._task = tables.loop.create_task(watch._run())
        return watch

    async def _run(self) -> None:
        await self._agree()
        while True:
            try:
                await self.round(now_ms())
            except DatabaseError as error:
                log.error("The watch cannot reach the database; it goes on: %s", error)
            except Exception:
                log.exception("The watch stumbled; it goes on")
            self._rounds += 1
            await asyncio.sleep(1)

    async def _agree(self) -> None:
        """Take the time of the processes that live, should it be another than the machine's.

        The machine's clock was set while they went on; or it is right, and those are dead.
        """
        try:
            before = await self.tables.read(presence.beats)
            if any(abs(seen - now_ms()) > presence.DEAD_AFTER_MS for seen in before.values()):
                await asyncio.sleep((presence.HEARTBEAT_MS + 2_000) / 1000)
                after = await self.tables.read(presence.beats)
                alive = [
                    seen for process, seen in after.items() if seen > before.get(process, seen)
                ]
                if alive and abs(max(alive) - now_ms()) > presence.DEAD_AFTER_MS:
                    log.warning(
                        "The machine's clock is not that of the other processes: theirs it is"
                    )
                    CLOCK.set_to(max(alive))
        except DatabaseError as error:
            log.error("The time of the other processes cannot be told: %s", error)

    async def round(self, now: int) -> None:
        """Look once at everything that may be due at ``now`` (ms)."""
        CLOCK.follow()
        missed = await self.tables.hub.may_have_missed()
        for lobby in await self.tables.read(lambda: due(now)):
            self.tables.at(lobby).ring(now)
        self._hush(now)
        if self._rounds % figures.EVERY == 0:
            await self._tell()
        if self._rounds % 5 == 0:
            await self._beat(now)
            await self._reap(now)
            self.tables.forget_idle()
        if missed or self._rounds % 5 == 0:
            await self._compare(missed)
        await self._make_up()

    async def _beat(self, now: int) -> None:
        process = self.tables.hub.process
        if await JOURNAL.work(lambda: presence.beat(process, self.started, now)):
            self._rise()
        await self._note(now)

    async def _note(self, now: int) -> None:
        """Note who was heard since the last time. In portions: moves wait behind each."""
        sockets = [s for s in self.tables.hub.everyone() if s.heard >= self._noted]
        for start in range(0, len(sockets), NOTED_AT_ONCE):
            some = {s.key: (s.heard, s.build) for s in sockets[start : start + NOTED_AT_ONCE]}
            await JOURNAL.work(lambda some=some: presence.heard(some))
        self._noted = now

    async def _tell(self) -> None:
        """Tell the staff's live page how it goes here."""
        told, process = await self.tables.read(figures.here), self.tables.hub.process
        await JOURNAL.work(lambda: presence.tell(process, msgspec.to_builtins(told)))

    def _rise(self) -> None:
        """This process was taken for dead (it slept, say): its sockets are noted again."""
        for socket in self.tables.hub.everyone():
            table, process = socket.table.lobby, self.tables.hub.process
            ROLL.connected(socket.key, table, socket.player, process, now_ms())
            socket.arrive()

    async def _reap(self, now: int) -> None:
        """Those whose process was killed, or who poll no more, are away unless they came back."""
        lost = await JOURNAL.work(lambda: [*presence.reap(now), *presence.expire_polls(now)])
        for lobby, player in lost:
            await self._depart(lobby, player)

    async def _depart(self, lobby: str, player: str) -> None:
        """Note that somebody is away, unless they came back here; if it cannot be, later."""
        table = self.tables.at(lobby)
        if table.circle is not None and table.circle.players[player]:
            return
        try:
            await table.submit(Actor(player, "", house=True), departure())
        except Refusal as refusal:
            log.info("A departure was not noted: %s", refusal, extra={"lobby": lobby})
            if refusal.code == "INTERNAL_ERROR":
                self.tables.left.add((lobby, player))

    async def _make_up(self) -> None:
        """What could not be written while the database was away is written now."""
        if ROLL.owes:
            ROLL.again({socket.key for socket in self.tables.hub.everyone()})
        left, process = list(self.tables.left), self.tables.hub.process
        if not left:
            return
        elsewhere = await self.tables.read(lambda: presence.elsewhere(left, process))
        for pair in left:
            self.tables.left.discard(pair)
            if pair not in elsewhere:
                await self._depart(*pair)

    async def _compare(self, missed: bool) -> None:
        """News between processes may be lost; the version in the database is never."""
        if self.tables.hub.layer is None or not self.tables.hub.circles:
            return
        lobbies = list(self.tables.hub.circles)
        versions = await self.tables.read(lambda: presence.versions(lobbies))
        for lobby, version in versions.items():
            self.tables.at(lobby).others.expect(version, at_once=missed)

    def _hush(self, now: int) -> None:
        limit = now - settings.SILENCE_SECONDS * 1000
        for socket in self.tables.hub.everyone():
            if socket.heard < limit:
                socket.outbox.close(SILENT)

    async def stop(self) -> None:
        """Drain: send everybody away to come back, and say that this process is done."""
        if self._task is not None:
            self._task.cancel()
        self._pulse.stop()
        for socket in self.tables.hub.everyone():
            socket.outbox.close(RESTARTING)
        process: UUID = self.tables.hub.process
        await JOURNAL.work(lambda: presence.leave(process))
        Watch._kept.pop(id(self.tables), None)
        await asyncio.to_thread(THINKERS.stop)


def departure() -> Depart:
    """A player's last socket closed: the window opens."""
    return Depart(away_ms=settings.AWAY_SECONDS * 1000)


def seconds() -> float:
    """A clock for limits: seconds that only go forward."""
    return time.monotonic()
