"""The computer players at one table: noticing that one is due, having it think, acting for it.

In here: from a room to a job, and from a choice to an order at the door. Not in here: who is due
(``rooms.thought_of``), the processes that think (``thinkers``).

That a thought is due stands in the lobby's alarm, so it is never lost: whoever begins to think
puts the alarm off by ``LEASE_MS`` (``statements.claim``), and if nothing has come of it by then,
anybody may think again. A thought is posted with the version it was judged on; if the game has
moved on meanwhile it is dropped there, so nothing is ever played twice. The worst that can happen
is a thought for nothing.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec.structs import replace

from games.base import Command
from games.mind import Thought
from lobbies import protocol, statements
from lobbies.journal import JOURNAL, Work
from lobbies.orders import Order
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room, next_alarm, thought_of
from lobbies.thinkers import THINKERS
from lobbies.worker import Choice, Job

if TYPE_CHECKING:
    from lobbies.table import Table

log = logging.getLogger(__name__)

GRACE_MS = 1_000
"""How much longer than its thinkers may think a process keeps its claim."""
PATIENCE = 5.0
"""So many seconds later than its time is up a thinker that did not end must be hanging."""
AGAIN_MS = 1_000
"""After a thought that came to nothing: this long until the next, doubled each time."""
STUMBLES = 6
"""From then on the time between two thoughts grows no more."""


def job_of(room: Room, thought: Thought, effort: float = 1.0) -> Job:
    """What the computer player that is due has to think about."""
    assert room.play is not None
    views = room.game.view(room.play.state, thought.seat)
    return Job(
        room.kind, thought.seat, thought.level, msgspec.json.encode(room.play.options),
        msgspec.json.encode(views), secrets.token_bytes(16), effort,
    )  # fmt: skip


def _command(kind: str, result: Any) -> Command | None:
    """What a thinker has chosen; None if it came to no end, or to nonsense."""
    try:
        if isinstance(result, Choice):
            return protocol.restore(kind, result.action, msgspec.Raw(result.payload))
    except (KeyError, msgspec.MsgspecError) as error:
        result = error
    log.error("A computer player (%s) thought in vain: %r", kind, result)
    return None


class Thinking:
    """What goes on in the heads of one table's computer players. One thinks at a time."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.busy = False
        self._stumbles = 0
        self._guard: asyncio.TimerHandle | None = None

    def consider(self, now: int) -> None:
        """Begin to think if a computer player is due at ``now`` (ms)."""
        tables, room = self.table.tables, self.table.room
        if room is None or room.alarm_at is None or room.alarm_at > now:
            return  # A thought that is due is an alarm that is due.
        if not self.busy and tables.desk is not None and self._due(now):
            self.busy = True
            tables.desk.wait(self._begin)

    def _due(self, now: int) -> Thought | None:
        room = self.table.room
        thought = thought_of(room) if room is not None else None
        return thought if thought is not None and thought.at <= now else None

    def _begin(self) -> None:
        """A thinker is free: claim the thought, if it is still due."""
        now, room = self.table.now(), self.table.room
        thought = self._due(now)
        if thought is None or room is None:
            self._leave()
            return
        lease = now + round(settings.THINKING_SECONDS * 1000) + GRACE_MS
        claimed = replace(room, claimed=lease)
        claimed = replace(claimed, alarm_at=next_alarm(claimed))

        def claim() -> bool:
            until = claimed.alarm_at or lease
            return statements.claim(UUID(room.id), room.version, now, until)

        def done(result: Any) -> None:
            if result is True:
                self._claimed(room, claimed, thought)
            else:  # Somebody else thinks: look again, in case they do not come to an end.
                self._later(AGAIN_MS)

        JOURNAL.submit(Work(claim, self.table.tables.loop, done))

    def _claimed(self, room: Room, claimed: Room, thought: Thought) -> None:
        if self.table.room is room:
            self.table.room = claimed
        desk, loop = self.table.tables.desk, self.table.tables.loop

        def done(result: Any) -> None:
            try:
                loop.call_soon_threadsafe(self._thought, room, thought, result)
            except RuntimeError:
                log.debug("The loop closed before its thinkers came to an end")

        self._guard = loop.call_later(settings.THINKING_SECONDS + PATIENCE, THINKERS.replace)
        THINKERS.think(job_of(room, thought, desk.effort if desk else 1.0), done)

    def _thought(self, room: Room, thought: Thought, result: Any) -> None:
        """Act for the computer player, on the version that was thought about."""
        if self._guard is not None:
            self._guard.cancel()
        command = _command(room.kind, result)
        if command is None:
            self._stumbled()
            return
        guest = room.seated().get(thought.seat)
        who = ("", "") if guest is None else (guest.player, guest.name)
        actor = Actor(*who, plays=thought.seat)
        now = self.table.now()
        self.table.post(Order(actor, command, now, seen=room.version, done=self._answered))

    def _answered(self, answer: Any) -> None:
        if isinstance(answer, Refusal) and answer.code != "STALE_STATE":
            said = "A computer player was refused: %s"
            log.error(said, answer, extra={"lobby": self.table.lobby})
            self._stumbled()
            return
        self._stumbles = 0
        self._leave()

    def _stumbled(self) -> None:
        """Wait a little before the next thought, longer each time."""
        wait = AGAIN_MS << min(self._stumbles, STUMBLES)
        self._stumbles += 1
        self._later(wait)

    def _later(self, wait: int) -> None:
        """Nothing came of it: look again after ``wait`` (ms)."""
        room = self.table.room
        if room is not None:
            later = replace(room, claimed=self.table.now() + wait)
            self.table.room = replace(later, alarm_at=next_alarm(later))
        self._leave()

    def _leave(self) -> None:
        self.busy = False
        if self.table.tables.desk is not None:
            self.table.tables.desk.leave()
        self.table.timer.arm()
