"""The model beside what was really measured on one process (docs/performance.md).

In here: the same loads as ``make bench``'s, run through the model. Only the costs of
single parts are given: if the model forgets something that matters, it shows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.figures import percentile
from tests.scaling.comeback import comeback
from tests.scaling.figures import Figures
from tests.scaling.street import SECONDS, Journey, Process, Street, alone
from tests.scaling.town import Load, town
from tests.scaling.tree import grown, told

CROWDED = {"deliver": 80.0}
"""Of the machine that other programs kept busy: 12,500 deliveries a second to 10,000 watchers."""


@dataclass(frozen=True)
class Check:
    """A figure of the model, and the least and the most that was seen."""

    what: str
    unit: str
    model: float
    least: float
    most: float

    @property
    def off(self) -> float:
        """How many times as much, or as little, the model says; 1: within what was seen."""
        if self.model < self.least:
            return self.least / self.model
        return max(1.0, self.model / self.most)


class Ring(Street):
    """Pairs that move as soon as the opponent's move is there."""

    def __init__(self, lobbies: int, figures: Figures) -> None:
        super().__init__(figures, Journey.SQLITE, processes=1, rate=0.0)
        for _ in range(lobbies):
            self._at(0.0, "next", self.houses[0])

    def _next(self, now: float, house: Process) -> None:
        self.command(now, house)

    def answered(self, now: float, house: Process) -> None:
        """The opponent's turn."""
        self._at(now, "next", house)


def full_speed(lobbies: int, figures: Figures) -> tuple[float, float]:
    """Moves a second and their p50 in seconds, of so many pairs in a closed loop."""
    ring = Ring(lobbies, figures)
    ring.run()
    return len(ring.latencies) / SECONDS, percentile(ring.latencies, 0.5)


def checks(figures: Figures) -> Iterator[Check]:
    """Every figure that was measured of a whole process, and what the model says."""
    for lobbies, rate, p50 in (
        (1, (900, 1_055), (0.8, 0.8)),
        (10, (2_270, 2_330), (3.6, 3.9)),
        (100, (3_270, 4_530), (18, 28)),
    ):
        seen, half = full_speed(lobbies, figures)
        yield Check(f"moves at full speed, lobbies: {lobbies}", "/s", seen, *rate)
        yield Check("  p50", "ms", half * 1e3, *p50)
    steady = town(Load(100, 1_000, 200, 0, 0), figures, Journey.SQLITE)
    yield Check("1,000 moves/s in 100 lobbies, p50", "ms", steady.p50 * 1e3, 2, 7)
    yield Check("  p99", "ms", steady.p99 * 1e3, 7, 45)
    for watchers, rate in ((100, (52_000, 56_000)), (1_000, (92_800, 150_700))):
        one = alone(figures, Journey.SQLITE) + watchers * figures["deliver"]
        yield Check(f"full speed to {watchers:,} watchers, deliveries", "/s", watchers / one, *rate)
    yield Check("  p99", "ms", told(grown(1_000, 1_000), figures, 100).p99 * 1e3, 10, 19)
    crowd = told(grown(5_000, 5_000), Figures(CROWDED), 2)
    yield Check("5,000 watchers, 2 moves/s, crowded machine, p50", "ms", crowd.p50 * 1e3, 140, 140)
    yield Check("  p99", "ms", crowd.p99 * 1e3, 308, 308)
    back = comeback(2_000, 1, figures, at_once=True)
    yield Check("2,000 come back at once, the last", "s", back.last, 4.1, 6.1)
