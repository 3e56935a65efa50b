"""A process dies, and everybody it served comes back to the others at once.

In here: the browser's waiting (``lobbies/static/parlour/backoff.js``, ``connection.js``), a queue
before each process that is left. Not in here: how long a process takes to start.
"""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass

from tests.bench.figures import percentile
from tests.scaling.figures import Figures, over

STEPS = (1, 2, 4, 8, 16, 30)
JITTER = 0.2
PATIENCE = 10.0
"""Seconds a browser waits for its first frame, then it hangs up and tries again."""
LONG = 600.0


@dataclass(frozen=True)
class Comeback:
    """How it went. Times in seconds from the death; ``gave_up``: tries that were hung up on."""

    clients: int
    others: int
    each: float
    p50: float
    p99: float
    last: float
    gave_up: int
    over: str


def comeback(
    clients: int,
    others: int,
    figures: Figures,
    busy: float = 0.0,
    at_once: bool = False,
    wasted: float = 1.0,
) -> Comeback:
    """Let ``clients`` come to ``others`` processes, each ``busy`` (0 to 1) with what it has.

    ``at_once``: nobody waits first, as after 1012. ``wasted``: the share of the cost that is spent
    on tries that were hung up on; 1 is the worst case, 0 the best.
    """
    chance = random.Random(7)
    cost = figures["admit"] / max(1e-9, 1 - busy)
    free = [0.0] * others
    waiting = [(0.0 if at_once else _pause(0, chance), number, 1) for number in range(clients)]
    heapq.heapify(waiting)
    times, gave_up = [], 0
    while waiting:
        now, number, attempt = heapq.heappop(waiting)
        if now > LONG:
            times.append(math.inf)
            continue
        at = chance.randrange(others)
        done = max(free[at], now) + cost
        if done - now <= PATIENCE:
            free[at] = done
            times.append(done)
            continue
        free[at] += cost * wasted
        gave_up += 1
        again = now + PATIENCE + _pause(attempt, chance)
        heapq.heappush(waiting, (again, number, attempt + 1))
    asked = over([f"{gave_up:,} tries waited over {PATIENCE:.0f} s"] if gave_up else [])
    return Comeback(
        clients, others, clients / others, percentile(times, 0.5), percentile(times, 0.99),
        max(times), gave_up, asked,
    )  # fmt: skip


def _pause(attempt: int, chance: random.Random) -> float:
    step = STEPS[min(attempt, len(STEPS) - 1)]
    return step * (1 - JITTER + 2 * JITTER * chance.random())
