"""The door: every change of a lobby goes through here, and news only after its commit.

In here: one queue per lobby, the memo of its rows, judging, committing, handing on. Not in here:
what is allowed (``judge``), how rows are written (``journal``, ``store``), sockets (``hub``).
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from games.base import Command
from lobbies import store
from lobbies.answers import UNSAVED, Answers
from lobbies.circle import Circle
from lobbies.clock import now_ms
from lobbies.document import document
from lobbies.following import Sequel, followed
from lobbies.journal import JOURNAL, Commit, Lost, Work
from lobbies.judge import Change
from lobbies.manners import Look, Ring
from lobbies.metrics import LATE, TALLY, answered
from lobbies.news import news_of
from lobbies.orders import LEASED, NO_LOBBY, Order, Verdict, about, judge_all, read_and_judge
from lobbies.protocol import (
    KEPT_OUT,
    Refusal,
    frame,
)
from lobbies.rooms import HOUSE, Actor, Room
from lobbies.thinking import Thinking

if TYPE_CHECKING:
    from lobbies.tables import Tables

log = logging.getLogger(__name__)

PATIENCE = 5
"""Attempts at one batch before its senders are told that it could not be saved."""


class Table:
    """One lobby's live state in this process: a memo of its rows, never a second truth."""

    def __init__(self, tables: Tables, lobby: str) -> None:
        self.tables = tables
        self.lobby = lobby
        self.room: Room | None = None
        self.circle: Circle | None = None
        self.answers = Answers(self)
        self.thinking = Thinking(self)
        self.used = time.monotonic()
        self._waiting: list[Order] = []
        self._busy = False
        self._attempts = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at = 0

    # The queue

    def post(self, order: Order) -> None:
        """Queue a command; its answer follows after the commit."""
        if self.is_held(order.command, order.actor.player, order.at):
            if not self.answers.repeated(order):
                self.answers.refuse(order, LEASED)
            return
        self._waiting.append(order)
        if not self._busy:
            self._busy = True
            self._turn()

    async def submit(
        self, actor: Actor, command: Command, ref: str | None = None, seen: int | None = None
    ) -> int:
        """Carry out a command and wait for its commit; the version it became.

        :raises Refusal: as ``judge`` does.
        """
        future: asyncio.Future[int] = self.tables.loop.create_future()

        def done(answer: Any) -> None:
            if future.done():
                return
            if isinstance(answer, Refusal):
                future.set_exception(answer)
            else:
                future.set_result(answer)

        self.post(Order(actor, command, now_ms(), ref, seen, done=done))
        return await future

    def queued(self) -> int:
        """How many commands wait before the door."""
        return len(self._waiting)

    def _stale(self) -> bool:
        if self.room is None:
            return True
        return self.circle is not None and self.circle.heard > self.room.version

    def _turn(self) -> None:
        """Judge all that waits on the version at hand, and send it to the journal as one."""
        if self._stale() or self._attempts > 1:
            self._reload()
            return
        orders = [order for order in self._waiting if not self.answers.repeated(order)]
        assert self.room is not None
        verdict = judge_all(self.room, orders)
        self._waiting = verdict.again
        self.answers.refuse_all(verdict)
        if verdict.changes:
            self._commit(verdict.changes, verdict.orders)
        else:
            self._next()

    def _commit(self, changes: list[Change], orders: list[Order]) -> None:
        def done(result: Any) -> None:
            if result is None:
                self._committed(changes, orders)
            else:
                self._failed(result, orders)

        JOURNAL.submit(Commit(changes, self.tables.loop, done))

    def _committed(self, changes: list[Change], orders: list[Order]) -> None:
        self._attempts = 0
        self.room = changes[-1].after
        self.used = time.monotonic()
        TALLY.changes += len(changes)
        for change, order in zip(changes, orders, strict=True):
            self._tell(change, order)
        last, alarm = orders[-1], self.room.alarm_at
        if isinstance(last.command, Ring):
            LATE.observe(max(0, last.at - (changes[-1].before.alarm_at or last.at)) / 1000)
            if alarm is not None and alarm <= last.at:
                self._waiting.append(Order(HOUSE, Ring(), last.at))  # More is due at this time.
        self._arm()
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self._turn()
        else:
            self._busy = False
            self._attempts = 0
            self.thinking.consider(now_ms())

    # Things that somebody drags

    def is_held(self, command: Command, player: str, now: int) -> bool:
        """Whether somebody else drags what this command takes hold of."""
        held = self.circle.leases.holder(command.grips(), player, now) if self.circle else None
        return held is not None

    # Answers and news

    def _tell(self, change: Change, order: Order) -> None:
        news = news_of(change, tuple(order.command.grips()))
        self.answers.committed(order, news)
        acks = None
        if order.socket is not None and order.ref is not None:
            acks = {order.socket: order.ref}
        if self.circle is not None:
            self.circle.deliver(news, acks)
        self.tables.hub.publish(self.lobby, news)
        if order.done is not None:
            order.done(news.v)
        answered(type(order.command), order.since)

    # Lost races and a silent database

    def _failed(self, error: BaseException, orders: list[Order]) -> None:
        """Try again what could not be written; the rows decide what has been applied."""
        self._waiting[:0] = orders
        self._attempts += 1
        if not isinstance(error, (Lost, IntegrityError)):
            log.error("A change was not saved: %s", error, extra=about(self.lobby, orders[0]))
        if self._attempts > PATIENCE:
            self._give_up()
            return
        self.room = None
        wait = 0.0 if isinstance(error, (Lost, IntegrityError)) else 0.2 * self._attempts
        self.tables.loop.call_later(wait, self._reload)

    def _give_up(self) -> None:
        orders, self._waiting = self._waiting, []
        self._attempts = 0
        self.room = None
        self._busy = False
        for order in orders:
            self.answers.refuse(order, UNSAVED)

    def _reload(self) -> None:
        """Read the rows again, and which refs among the waiting orders have been applied.

        After a second lost race the row stays locked while the orders are judged and written.
        """
        orders, self._waiting = self._waiting, []
        lock = self._attempts > 1

        def read() -> tuple[Room | None, Verdict]:
            return read_and_judge(self.lobby, orders, lock)

        def done(result: Any) -> None:
            if isinstance(result, BaseException):
                self._failed(result, orders)
            else:
                self._attempts = 0 if lock else self._attempts
                self._reloaded(*result)

        if lock:
            JOURNAL.submit(Work(read, self.tables.loop, done))
        else:
            self.tables.run(read, done)

    def _reloaded(self, room: Room | None, verdict: Verdict) -> None:
        self.room = room
        if room is not None and self.circle is not None and room.version > self.circle.v:
            self._catch_up(self.circle, room)
        self.answers.refuse_all(verdict)
        self._waiting[:0] = verdict.again
        if verdict.changes:
            self._committed(verdict.changes, verdict.orders)
            return
        self._waiting[:0] = verdict.orders
        self._arm()
        self._next()

    def _catch_up(self, circle: Circle, room: Room) -> None:
        """Others changed the lobby and the news may be lost: show everybody the whole of it."""
        circle.skip_to(room.version)
        for socket in list(circle.sockets):
            if socket.v < room.version:
                self.show(socket)
            if socket.player in room.banned:
                socket.outbox.close(KEPT_OUT)
            elif not self.counts(socket.player):
                socket.arrive()
        circle.go_on()
        if circle.early:
            self.on_gap()

    def on_gap(self) -> None:
        """A version is missing in what other processes told: wait a moment, then read."""
        self.tables.loop.call_later(0.25, self._fill_gap)

    def on_sequel(self, sequel: Sequel) -> None:
        """Another process changed the lobby: the memo follows, without the database."""
        if self.room is not None and not self._busy:
            self.room = followed(self.room, sequel) or self.room
            self._arm()

    def _fill_gap(self) -> None:
        if self.circle is None or not self.circle.early:
            return
        if self._busy:
            self.on_gap()
        else:
            self._busy = True
            self._reload()

    # Reading

    async def fresh(self) -> Room:
        """The room at the committed version, whoever committed it.

        :raises Refusal: NOT_FOUND if the lobby is gone.
        """
        version = await self.tables.read(lambda: store.version(self.lobby))
        if version is None:
            raise NO_LOBBY
        while self.room is None or self.room.version < version:
            if not self._busy:
                self.room = None
            await self.submit(HOUSE, Look())
        return self.room

    async def join(self) -> Circle:
        """The circle of those who listen: subscribed first, then read.

        :raises Refusal: NOT_FOUND if the lobby is gone.
        """
        version, before = self.room.version if self.room else 0, self.circle
        self.circle = await self.tables.hub.join(self.lobby, version, self.on_gap, self.on_sequel)
        first = self.circle is not before
        if self.room is None or (first and self.tables.hub.layer is not None):
            await self.fresh()
        while self._stale():  # News came meanwhile: who is shown less would miss them.
            await self.fresh()
        if self.room is not None and self.circle.v < self.room.version:
            self._catch_up(self.circle, self.room)
        return self.circle

    def welcome(self, socket: Any, seen: int | None) -> None:
        """Let a socket listen: what it missed since ``seen`` if that is at hand, else all."""
        assert self.room is not None and self.circle is not None
        socket.seat = self.room.seat_of(socket.player)
        missed = None
        if seen is not None and self.circle.v == self.room.version:
            missed = self.circle.since(seen, socket.player, socket.seat)
        if missed is None:
            TALLY.shown += 1
            self.show(socket)
        else:
            TALLY.resumed += 1
            socket.v = self.room.version
            for text in missed:
                socket.outbox.push(text)
        self.circle.add(socket)
        self._arm()

    def counts(self, player: str) -> bool:
        """Whether a player counts as here, or is not listed at all."""
        guest = self.room.guests.get(player) if self.room else None
        return guest is None or guest.connected

    def expect(self, version: int) -> None:
        """The database is at ``version``: read it if this table has not heard of that."""
        if self.circle is not None and self.circle.v < version and not self._busy:
            self.circle.heard = max(self.circle.heard, version)
            self._busy = True
            self._reload()

    def show(self, socket: Any, ref: str | None = None) -> None:
        """Send one socket the whole document as it may see it."""
        assert self.room is not None
        socket.v = self.room.version
        socket.seat = self.room.seat_of(socket.player)
        whole = document(self.room, socket.player)
        socket.outbox.push(frame("state", whole, v=self.room.version, now=now_ms(), ref=ref))

    # Alarms

    def _arm(self) -> None:
        """Wake at the room's alarm; the column in the database does so if this process cannot.

        A timer that is set for earlier stays: it looks again then. Clocks move their alarm with
        every move, and two timers a move cost more than one look a game.
        """
        due = self.room.alarm_at if self.room is not None and self.circle is not None else None
        if due is None or (self._alarm is not None and self._alarm_at <= due):
            return
        self._disarm()
        self._alarm_at = due
        delay = max(0.0, (due - now_ms()) / 1000)
        self._alarm = self.tables.loop.call_later(delay, self._look)

    def now(self) -> int:
        """The time (ms)."""
        return now_ms()

    def rearm(self) -> None:
        """The alarm may be another one now."""
        self._arm()

    def _disarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _look(self) -> None:
        """The timer ran out: is anything due?"""
        self._alarm = None
        now, due = now_ms(), self.room.alarm_at if self.room is not None else 0
        if due is not None and due <= now:
            self.ring(now)
        else:
            self._arm()

    def ring(self, now: int | None = None) -> None:
        """Something is due (at ``now``, ms): let the room find out what."""
        self.post(Order(HOUSE, Ring(), now_ms() if now is None else now))

    def idle_since(self, limit: float) -> bool:
        """Whether nobody is here and nothing happened since ``limit`` (monotonic seconds)."""
        here = self.circle is not None and bool(self.circle.sockets)
        idle = not self._busy and not self.thinking.busy
        return not here and idle and self.used < limit

    def rest(self) -> None:
        """Nobody needs this memo any more."""
        self._disarm()
