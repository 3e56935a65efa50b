"""What a run is made of: how long and how often, how many people, and the site they come to.

In here: the plan, and the stage every scene plays on. Not in here: the scenes (``scenes``,
``gatherings``, ``cards``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.figures import Figures, percentile
from tests.bench.pairs import Pair, random_games, seat
from tests.bench.sites import Sites

LOBBIES = 1_000
"""Tables with two people each, whose games have begun."""
SLOW, SIZED, READ, FIRST_QUIET = range(LOBBIES, LOBBIES + 4)
"""After those: a table without a clock, two with one that are measured by themselves, and then
those where nobody plays."""
QUIET = 1_000
"""Tables where people only sit and watch, eight at each."""
CLOCK: dict[str, Any] = {}
UNTIMED = {"minutes": 0, "increment": 0}
AT_ONCE = 50
"""Pairs that sit down at the same time."""


@dataclass(frozen=True)
class Plan:
    """How long (seconds) and how often each thing is measured, after ``warm_up`` seconds."""

    runs: int = 3
    seconds: float = 4
    warm_up: float = 3
    lobbies: tuple[int, ...] = (1, 10, 100, 1_000)
    fans: tuple[int, ...] = (10, 100, 1_000, 10_000)
    storms: int = 3
    idle: int = 10_000

    def wanted(self) -> dict[str, Any]:
        """What the database is filled with: see ``stage``."""
        quiet = QUIET if self.idle > 2 * LOBBIES else 0
        watchers = max(max(self.fans, default=0), WATCHERS, self.idle - 2 * LOBBIES)
        lobbies = [[LOBBIES, CLOCK], [1, UNTIMED], [2, CLOCK], [quiet, UNTIMED]]
        return {"lobbies": lobbies, "watchers": watchers, "tables": 2}


WATCHERS = 5_000
"""Who watch one game, and shall see each move within half a second."""

USUAL = Plan()
QUICK = Plan(
    runs=1, seconds=2, warm_up=1.5, lobbies=(1, 10, 100, 1_000), fans=(10, 100, 1_000), storms=1,
    idle=2_000,
)  # fmt: skip


@dataclass
class Stage:
    """One running site, the people in it, and the figures so far."""

    sites: Sites
    plan: Plan
    say: Callable[[str], None]
    figures: Figures = field(default_factory=Figures)
    pairs: list[Pair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.games = random_games(50)

    def path(self, lobby: int, token: str, rest: str = "") -> str:
        """The address of a lobby's socket."""
        return f"/ws/lobbies/{self.sites.staged['lobbies'][lobby]['id']}/?token={token}{rest}"

    def port(self, number: int) -> int:
        """The port of one of the processes, in turn."""
        return self.sites.ports[number % len(self.sites.ports)]

    async def seat(self, lobby: int) -> Pair:
        """The two players of a lobby, connected."""
        pair = Pair(self.games, lobby)
        return await seat(pair, self.sites.staged["lobbies"][lobby], self.sites.ports)

    async def seated(self, count: int) -> list[Pair]:
        """The players of the first ``count`` lobbies; those who are not here yet come."""
        places = asyncio.Semaphore(AT_ONCE)

        async def one(lobby: int) -> Pair:
            async with places:
                return await self.seat(lobby)

        self.pairs += await asyncio.gather(*map(one, range(len(self.pairs), count)))
        return self.pairs[:count]


def milliseconds(times: list[float], share: float) -> float:
    """The time (of seconds) that ``share`` of all do not exceed, in ms."""
    return percentile(times, share) * 1000
