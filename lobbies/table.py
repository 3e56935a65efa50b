"""The door: every change of a lobby goes through here, and news only after its commit.

In here: one queue per lobby, the memo of its rows, judging, committing, handing on. Not in here:
what is allowed (``judge``), how rows are written (``journal``, ``store``), who listens and is shown
the lobby (``audience``).
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
from lobbies.audience import Audience
from lobbies.circle import Circle
from lobbies.clock import now_ms
from lobbies.journal import JOURNAL, Commit, Lost, Work
from lobbies.judge import Change
from lobbies.manners import Look, Ring
from lobbies.metrics import LATE, TALLY, answered
from lobbies.news import news_of
from lobbies.orders import LEASED, NO_LOBBY, Order, Verdict, about, doubt, judge_all, read_and_judge
from lobbies.others import Others
from lobbies.protocol import Refusal
from lobbies.rooms import HOUSE, Actor, Room
from lobbies.thinking import Thinking
from lobbies.timer import Timer

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
        self.audience = Audience(self)
        self.thinking = Thinking(self)
        self.others = Others(self)
        self.timer = Timer(tables.loop, self._due, self.ring)
        self.used = time.monotonic()
        self._waiting: list[Order] = []
        self.busy = False
        self._attempts = 0

    # The queue

    def post(self, order: Order) -> None:
        """Queue a command; its answer follows after the commit."""
        if self.is_held(order.command, order.actor.player, order.at):
            if not self.answers.repeated(order):
                self.answers.refuse(order, LEASED)
            return
        self._waiting.append(order)
        if not self.busy:
            self.busy = True
            self.turn()

    async def submit(
        self, actor: Actor, command: Command, ref: str | None = None, seen: int | None = None
    ) -> int:
        """Carry out a command and wait for its commit; the version it became.

        :raises Refusal: as ``judge`` does.
        """
        future: asyncio.Future[int | Refusal] = self.tables.loop.create_future()

        def done(answer: int | Refusal) -> None:
            if not future.done():
                future.set_result(answer)

        self.post(Order(actor, command, now_ms(), ref, seen, done=done))
        answer = await future
        if isinstance(answer, Refusal):
            raise answer.anew()
        return answer

    def queued(self) -> int:
        """How many commands wait before the door."""
        return len(self._waiting)

    def is_stale(self) -> bool:
        """Whether the memo is missing, or behind what was heard."""
        if self.room is None:
            return True
        return self.circle is not None and self.circle.heard > self.room.version

    def turn(self) -> None:
        """Judge all that waits on the version at hand, and send it to the journal as one."""
        if self.is_stale() or self._attempts > 1:
            self.reload()
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
            elif isinstance(result, Lost) and self._attempts == 0:
                self.others.won(orders, changes[0].before.version)
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
        self.timer.arm()
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self.turn()
        else:
            self.busy = False
            self._attempts = 0
            self.thinking.consider(now_ms())

    # Things that somebody drags

    def is_held(self, command: Command, player: str, now: int) -> bool:
        """Whether somebody else drags what this command takes hold of."""
        held = self.circle.leases.holder(command.grips(), player, now) if self.circle else None
        return held is not None

    # Answers and news

    def _tell(self, change: Change, order: Order) -> None:
        try:
            grips, abroad = tuple(order.command.grips()), self.tables.hub.layer is not None
            news = news_of(change, grips, abroad=abroad)
        except Exception:
            log.exception("A change could not be told", extra=about(self.lobby, order))
            self._untold(order)
            return
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

    def _untold(self, order: Order) -> None:
        """A game's view failed, say: the order was carried out, and the table goes on."""
        self.answers.refuse(order, None)
        if self.circle is not None and self.room is not None:
            self.others.catch_up(self.circle, self.room)

    # Lost races and a silent database

    def beaten(self, orders: list[Order]) -> None:
        """A race was lost: these are to be judged again."""
        self._waiting[:0] = orders
        self._attempts += 1

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
        self.tables.loop.call_later(wait, self.reload)

    def _give_up(self) -> None:
        orders, self._waiting = self._waiting, []
        self._attempts = 0
        self.room = None
        self.busy = False
        for order in orders:
            self.answers.refuse(order, UNSAVED)

    def reload(self) -> None:
        """Read the rows again, and which refs among the waiting orders have been applied.

        After a second lost race the row stays locked while the orders are judged and written.
        """
        self.busy = True
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
        if room and self.room and self.room.version > room.version and not verdict.changes:
            doubt(verdict.orders)  # The rows were read before what was heard meanwhile.
        else:
            self.room = room
        if room is not None and self.circle is not None and room.version > self.circle.v:
            self.others.catch_up(self.circle, room)
        self.answers.refuse_all(verdict)
        self._waiting[:0] = verdict.again
        if verdict.changes:
            self._committed(verdict.changes, verdict.orders)
            return
        self._waiting[:0] = verdict.orders
        self.timer.arm()
        self._next()

    # Reading

    async def fresh(self) -> Room:
        """The room at the committed version, whoever committed it.

        :raises Refusal: NOT_FOUND if the lobby is gone.
        """
        version = await self.tables.read(lambda: store.version(self.lobby))
        if version is None:
            raise NO_LOBBY.anew()
        while self.room is None or self.room.version < version:
            if not self.busy:
                self.room = None
            await self.submit(HOUSE, Look())
        return self.room

    # Alarms

    def _due(self) -> int | None:
        """When something happens by itself here, if anybody here is to hear of it."""
        return self.room.alarm_at if self.room is not None and self.circle is not None else None

    def now(self) -> int:
        """The time (ms)."""
        return now_ms()

    def ring(self, now: int | None = None) -> None:
        """Something is due (at ``now``, ms): let the room find out what."""
        self.post(Order(HOUSE, Ring(), now_ms() if now is None else now))

    def idle_since(self, limit: float) -> bool:
        """Whether nobody is here and nothing happened since ``limit`` (monotonic seconds)."""
        here = self.circle is not None and bool(self.circle.sockets)
        idle = not self.busy and not self.thinking.busy
        return not here and idle and self.used < limit

    def rest(self) -> None:
        """Nobody needs this memo any more: what it holds goes now, the shell with the collector."""
        self.timer.disarm()
        self.room = self.circle = None
        self.answers = Answers(self)
