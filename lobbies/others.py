"""What other processes do at one table: its memo follows, or catches up by the rows.

In here: news of theirs, races they won, versions that were missed. Not in here: the room that
follows from news (``following``), reading (``table``).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lobbies.circle import Circle
from lobbies.following import Sequel, followed
from lobbies.orders import Order, doubt
from lobbies.protocol import KEPT_OUT
from lobbies.rooms import Room

if TYPE_CHECKING:
    from lobbies.table import Table

NEWS_SECONDS = 0.05
"""How long the news of who won a race may take until they are read instead."""
GAP_SECONDS = 0.25
"""How long a version that is missing may still come by itself."""


class Others:
    """What other processes do at this table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._awaited: asyncio.TimerHandle | None = None
        """Runs while a lost race waits for the news of who won it."""
        self._expected = 0
        """Where the database was when this table was compared with it last."""

    def on_sequel(self, sequel: Sequel) -> None:
        """Another process changed the lobby: the memo follows, without the database."""
        table = self.table
        room = followed(table.room, sequel) if table.room is not None else None
        if room is None:
            return
        table.room = room
        table.timer.arm()
        if self._awaited is not None:
            self._awaited.cancel()
            self._awaited = None
            table.turn()

    def won(self, orders: list[Order], version: int) -> None:
        """Another process moved on from ``version`` first: judge again when that is known here."""
        table = self.table
        doubt(orders)
        table.beaten(orders)
        if table.room is not None and table.room.version > version:
            table.turn()
        elif table.tables.hub.layer is None:
            self._read()
        else:
            self._awaited = table.tables.loop.call_later(NEWS_SECONDS, self._read)

    def _read(self) -> None:
        self._awaited = None
        self.table.room = None
        self.table.reload()

    def on_gap(self) -> None:
        """A version is missing in what other processes told: wait a moment, then read."""
        self.table.tables.loop.call_later(GAP_SECONDS, self._fill_gap)

    def _fill_gap(self) -> None:
        circle = self.table.circle
        if circle is None or not circle.early:
            return
        if self.table.busy:
            self.on_gap()
        else:
            self.table.reload()

    def expect(self, version: int, *, at_once: bool) -> None:
        """The database is at ``version``: read it if this table has not heard of that.

        At once if news may have been missed; else if it is not heard until the next look. For news
        take their time where much is told, and reading takes more.
        """
        circle, expected = self.table.circle, self._expected
        self._expected = version
        if circle is None or self.table.busy:
            return
        if circle.v < (version if at_once else min(version, expected)):
            circle.heard = max(circle.heard, version)
            self.table.reload()

    def catch_up(self, circle: Circle, room: Room) -> None:
        """Others changed the lobby and the news may be lost: show everybody the whole of it."""
        circle.skip_to(room.version)
        for socket in list(circle.sockets):
            if socket.v < room.version:
                self.table.audience.show(socket)
            if socket.player in room.banned:
                socket.outbox.close(KEPT_OUT)
            elif not self.table.audience.counts(socket.player):
                socket.arrive()
        circle.go_on()
        if circle.early:
            self.on_gap()
