"""Those who listen at one table: how they come in, and what they are shown.

In here: subscribing before reading, what a socket missed, the whole document. Not in here: what
each of them learns of a change (``news``), handing it to them (``circle``, ``hub``).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lobbies.circle import Circle
from lobbies.clock import now_ms
from lobbies.document import document
from lobbies.metrics import TALLY
from lobbies.protocol import RESTARTING
from lobbies.protocol_frames import frame

if TYPE_CHECKING:
    from lobbies.table import Table

log = logging.getLogger(__name__)


class Audience:
    """Those who listen at this table."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    async def join(self) -> Circle:
        """The circle of those who listen: subscribed first, then read.

        :raises Refusal: NOT_FOUND if the lobby is gone.
        """
        table, hub = self.table, self.table.tables.hub
        version = table.room.version if table.room else 0
        table.circle = await hub.join(table.lobby, version, table.others)
        if table.room is None or hub.layer is not None:
            await table.fresh()  # Who changes process has seen what is not told here yet.
        while table.is_stale():  # News came meanwhile: who is shown less would miss them.
            await table.fresh()
        if table.room is not None and table.circle.v < table.room.version:
            table.others.catch_up(table.circle, table.room)
        return table.circle

    def welcome(self, socket: Any, seen: int | None) -> None:
        """Let a socket listen: what it missed since ``seen`` if that is at hand, else all."""
        room, circle = self.table.room, self.table.circle
        assert room is not None and circle is not None
        socket.seat = room.seat_of(socket.player)
        missed = None
        if seen is not None and circle.v == room.version:
            missed = circle.since(seen, socket.player, socket.seat)
        if missed is None:
            TALLY.shown += 1
            self.show(socket)
        else:
            TALLY.resumed += 1
            socket.v = room.version
            for text in missed:
                socket.outbox.push(text)
        circle.add(socket)
        self.table.timer.arm()

    def counts(self, player: str) -> bool:
        """Whether a player counts as here, or is not listed at all."""
        room = self.table.room
        guest = room.guests.get(player) if room else None
        return guest is None or guest.connected

    def show(self, socket: Any, ref: str | None = None) -> None:
        """Send one socket the whole document as it may see it; failing that, it shall come back."""
        room = self.table.room
        assert room is not None
        socket.v = room.version
        socket.seat = room.seat_of(socket.player)
        try:
            whole = document(room, socket.player)
        except Exception:
            log.exception("The document could not be made", extra={"lobby": room.id})
            socket.outbox.close(RESTARTING)
            return
        socket.outbox.push(frame("state", whole, v=room.version, now=now_ms(), ref=ref))
