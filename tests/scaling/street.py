"""Some processes and the one database they share, event by event, with the group commit as it is.

In here: commands that come at random, each process's event loop (one after the other) and journal
(all that waits, one transaction at a time), the rows that say who is here, and the database's
sync, shared by all transactions that wait for it. Not in here: how many of them it takes
(``town``).
"""

from __future__ import annotations

import enum
import heapq
import random
from dataclasses import dataclass, field

from tests.scaling.figures import Figures

SECONDS = 5.5
"""So long is simulated; each process notes once in it who was heard (``Watch._note``)."""
BEAT = 5.0
BATCH = 1000
"""As ``lobbies.journal.BATCH``."""
NOTED_AT_ONCE = 250
"""As ``lobbies.alarms.NOTED_AT_ONCE``."""


class Journey(enum.Enum):
    """How a site runs: one process, or processes on PostgreSQL and Redis."""

    SQLITE = "SQLite"
    CLUSTER = "cluster"


def alone(figures: Figures, journey: Journey) -> float:
    """The way of one move when nothing else goes on: loop, transaction, loop."""
    if journey is Journey.SQLITE:
        return figures["turn"] + figures["line"] + figures["sync"]
    stored = figures["trip"] + figures["flush"] + figures["row"]
    return figures["turn"] + figures["line"] + stored


def noted(figures: Figures, journey: Journey) -> float:
    """What the database spends on a row that says that somebody was heard."""
    return figures["noted"] if journey is Journey.CLUSTER else figures["kept"]


def echo(figures: Figures, journey: Journey) -> float:
    """What a process spends on its own message, which Redis tells it too."""
    return figures["hop"] if journey is Journey.CLUSTER else 0.0


@dataclass
class Process:
    """One process: when its event loop is free, what waits for its journal, whether that works."""

    free: float = 0.0
    queue: list[tuple[float, float]] = field(default_factory=list)
    rows: int = 0
    flushing: bool = False


_Transaction = tuple[float, Process, list[tuple[float, float]], int]
"""When its journal took it, whose it is, its moves (came, judged), other rows."""


class Street:
    """``processes`` that get ``rate`` moves a second together."""

    def __init__(
        self,
        figures: Figures,
        journey: Journey,
        processes: int,
        rate: float,
        beside: float = 0.0,
        beaten: int = 0,
        stored: float = 0.0,
    ) -> None:
        """``beside``: the share of an event loop that drags and pings take. ``beaten``: rows that
        each process writes every ``BEAT`` seconds. ``stored``: how busy the database is with all.
        """
        self.figures, self.journey, self.rate = figures, journey, rate
        self.chance = random.Random(7)
        self.beaten = beaten
        self.left = 1 - stored
        """What all of them together leave of the database to one."""
        self.judged = figures["turn"] * (1 - figures["told"]) / (1 - beside)
        self.shown = (figures["turn"] * figures["told"] + echo(figures, journey)) / (1 - beside)
        self.houses = [Process() for _ in range(processes)]
        self.events: list[tuple[float, int, str, object]] = []
        self.count = self.moves = 0
        self.at_database: list[_Transaction] = []
        self.database_works = False
        self.commits: list[float] = []
        self.batches: list[int] = []
        self.latencies: list[float] = []

    @property
    def waiting(self) -> int:
        """Moves that no journal has taken yet."""
        return sum(len(house.queue) for house in self.houses)

    def run(self) -> None:
        """Let it go on for ``SECONDS``."""
        for house in self.houses:
            self._at(self.chance.random() * BEAT, "beat", house)
        if self.rate:
            self._at(self.chance.expovariate(self.rate), "move", None)
        while self.events:
            now, _, what, about = heapq.heappop(self.events)
            if now > SECONDS:
                break
            getattr(self, f"_{what}")(now, about)

    def _at(self, when: float, what: str, about: object) -> None:
        self.count += 1
        heapq.heappush(self.events, (when, self.count, what, about))

    def _move(self, now: float, _: None) -> None:
        """A command comes; another follows."""
        self.moves += 1
        self.command(now, self.chance.choice(self.houses))
        self._at(now + self.chance.expovariate(self.rate), "move", None)

    def command(self, now: float, house: Process) -> None:
        """The event loop judges, after what it has to do already."""
        house.free = max(now, house.free) + self.judged
        house.queue.append((now, house.free))
        self._look(house, house.free)

    def _beat(self, now: float, house: Process) -> None:
        """The rows of those that were heard meanwhile are to be written."""
        house.rows += self.beaten
        self._at(now + BEAT, "beat", house)
        self._look(house, now)

    def _look(self, house: Process, when: float) -> None:
        if not house.flushing:
            house.flushing = True
            self._at(when, "begin", house)

    def _begin(self, now: float, house: Process) -> None:
        """The journal takes all that has been judged."""
        taken = 0
        while taken < min(BATCH, len(house.queue)) and house.queue[taken][1] <= now:
            taken += 1
        batch, house.queue = house.queue[:taken], house.queue[taken:]
        rows = min(house.rows, NOTED_AT_ONCE)
        house.rows -= rows
        spoken = rows * noted(self.figures, self.journey)
        spent = taken * self.figures["line"]
        about = (now, house, batch, rows)
        if self.journey is Journey.SQLITE:
            spent += self.figures["sync"] + spoken
            self._at(now + spent, "stored", [about])
        else:
            spent += self.figures["trip"]
            spent += (taken * self.figures["row"] + spoken) / self.left
            self._at(now + spent, "arrive", about)

    def _arrive(self, now: float, about: _Transaction) -> None:
        """A transaction's rows are changed; what is left is the sync."""
        self.at_database.append(about)
        if not self.database_works:
            self._flush(now)

    def _flush(self, now: float) -> None:
        """The database writes all that waits, with one fsync."""
        waiting, self.at_database = self.at_database, []
        self.database_works = bool(waiting)
        if waiting:
            self._at(now + self.figures["flush"], "stored", waiting)

    def _stored(self, now: float, about: list[_Transaction]) -> None:
        """These transactions are committed: their news go out, their journals go on."""
        for began, house, batch, _ in about:
            self.commits.append(now - began)
            if batch:
                self.batches.append(len(batch))
            for came, _ in batch:
                house.free = max(now, house.free) + self.shown
                self.latencies.append(house.free - came)
                self.answered(house.free, house)
            house.flushing = False
            if house.queue or house.rows:
                self._look(house, max(now, house.queue[0][1] if house.queue else now))
        if self.journey is Journey.CLUSTER:
            self._flush(now)

    def answered(self, now: float, house: Process) -> None:
        """A move has been shown (a closed loop goes on from here)."""
