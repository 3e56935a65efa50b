"""How late the event loop is: whatever blocks it shows here first.

In here: a timer that notes how much later it came than asked for. Not in here: what is done about
it (docs/operations.md says what to look at).
"""

from __future__ import annotations

import asyncio

from lobbies.metrics import LAG

EVERY = 0.25
"""Seconds from one beat to the next."""


class Pulse:
    """The beat of one loop, from the start until ``stop``."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due = loop.time() + EVERY
        self._timer = loop.call_at(self._due, self._beat)

    def _beat(self) -> None:
        now = self._loop.time()
        LAG.observe(max(0.0, now - self._due))
        self._due = now + EVERY
        self._timer = self._loop.call_at(self._due, self._beat)

    def stop(self) -> None:
        """No further beat."""
        self._timer.cancel()
