"""A lobby's timer: it runs out when something is due there, or a little before.

In here: one timer of the event loop at most. Not in here: what is due (``rooms.next_alarm``), and
the look at every lobby's alarm that needs no timer (``alarms``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lobbies.clock import now_ms


class Timer:
    """Calls ``ring`` when it is time, with the time (ms).

    A timer that is set for earlier stays: it looks again then. Clocks move their alarm with every
    move, and two timers a move cost more than one look a game.
    """

    __slots__ = ("_at", "_due", "_loop", "_ring", "_timer")

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        due: Callable[[], int | None],
        ring: Callable[[int], None],
    ) -> None:
        self._loop = loop
        self._due = due
        self._ring = ring
        self._timer: asyncio.TimerHandle | None = None
        self._at = 0

    def arm(self) -> None:
        """Wake when it is time, as things are now; the alarm in the database does so if this
        process cannot."""
        due = self._due()
        if due is None or (self._timer is not None and self._at <= due):
            return
        self.disarm()
        self._at = due
        self._timer = self._loop.call_later(max(0.0, (due - now_ms()) / 1000), self._look)

    def disarm(self) -> None:
        """Wake no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        """It ran out: is anything due?"""
        self._timer = None
        now, due = now_ms(), self._due()
        if due is not None and due <= now:
            self._ring(now)
        else:
            self.arm()
