"""The time, from a clock that nobody sets: an hour put on the machine's clock takes nobody's time.

In here: milliseconds since the epoch as this process counts them. It starts from the machine's
clock and follows it slowly. Not in here: the chess clock (``games/clock``), limits (they count
seconds that only go forward, ``limits``).
"""

from __future__ import annotations

import time
from collections.abc import Callable

SLEW = 50
"""While the machine's clock says otherwise, this one goes a fiftieth faster or slower."""


def _ns() -> int:
    """Nanoseconds that go on evenly, also while the machine sleeps where it can tell."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)


class Clock:
    """``wall``: what the machine says (ns since the epoch), ``even``: what goes on evenly (ns)."""

    def __init__(
        self, wall: Callable[[], int] = time.time_ns, even: Callable[[], int] = _ns
    ) -> None:
        self._wall, self._even = wall, even
        self._looked = even()
        self._ahead = wall() - self._looked

    def now_ms(self) -> int:
        """The time (ms since the epoch)."""
        return (self._even() + self._ahead) // 1_000_000

    def follow(self) -> None:
        """Come nearer to the machine's clock, as far as the time since the last call allows."""
        now = self._even()
        off = self._wall() - now - self._ahead
        most = (now - self._looked) // SLEW
        self._ahead += max(-most, min(most, off))
        self._looked = now

    def set_to(self, now: int) -> None:
        """Be at ``now`` (ms): what other processes of the house agree on."""
        self._ahead = now * 1_000_000 - self._even()


CLOCK = Clock()


def now_ms() -> int:
    """The time, in milliseconds since the epoch."""
    return CLOCK.now_ms()
