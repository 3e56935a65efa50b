"""Many lobbies: what they ask for, and on how many processes and databases.

In here: the mix of games, the load, the plan, what it costs. Not in here: what goes on in the
processes (``street``), watchers (``tree``), coming back (``comeback``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tests.bench.figures import percentile
from tests.scaling.figures import AIM, FULL, Figures, over
from tests.scaling.street import BEAT, SECONDS, Journey, Street, echo, noted

LOOK_AT_MOST = 60_000
"""Moves simulated at most: of many equal databases and processes some are looked at."""


@dataclass(frozen=True)
class Kind:
    """What goes on in a lobby of a kind, a second. Assumed, but where a source is given.

    ``passing``: drags, each to everybody else there.
    """

    name: str
    share: float
    moves: float
    people: float
    passing: float
    source: str


MIX = (
    Kind("chess", 0.70, 0.2, 3, 0, "assumed: a move every 5 s, one watcher"),
    Kind("Tiến Lên", 0.15, 0.67, 4, 0, "performance: 10 messages a minute and player"),
    Kind("card table", 0.10, 0.25, 4, 5, "assumed: a drop every 4 s after a drag of 1 s"),
    Kind("dice", 0.05, 0.2, 4, 0, "assumed: a roll every 5 s"),
)


@dataclass(frozen=True)
class Load:
    """What lobbies ask for, a second."""

    lobbies: int
    moves: float
    sockets: float
    passing: float
    shown: float


def load_of(lobbies: int, mix: tuple[Kind, ...] = MIX) -> Load:
    """The load of so many lobbies, mixed."""

    def total(each: object) -> float:
        return lobbies * sum(kind.share * each(kind) for kind in mix)  # type: ignore[operator]

    return Load(
        lobbies,
        moves=total(lambda kind: kind.moves),
        sockets=total(lambda kind: kind.people),
        passing=total(lambda kind: kind.passing),
        shown=total(lambda kind: kind.passing * (kind.people - 1)),
    )


@dataclass(frozen=True)
class Town:
    """So many processes and databases, and what was seen. Times in seconds."""

    journey: Journey
    load: Load
    processes: int
    databases: int
    busy: float
    stored: float
    cores: float
    memory: float
    told: float
    commits: float = math.nan
    batch: float = math.nan
    commit_p99: float = math.nan
    p50: float = math.nan
    p99: float = math.nan
    over: str = ""


def planned(lobbies: int, figures: Figures, journey: Journey) -> Town:
    """As many processes and databases as keep each at ``AIM``; one if that is all there can be."""
    load = load_of(lobbies)
    if journey is Journey.SQLITE:
        return town(load, figures, journey)
    processes = math.ceil(_processor(load, figures, journey) / AIM)
    databases = math.ceil(_stored(load, figures, journey) / AIM)
    return town(load, figures, journey, max(2, processes), max(1, databases))


def town(
    load: Load, figures: Figures, journey: Journey, processes: int = 1, databases: int = 1
) -> Town:
    """What becomes of a load; simulated unless something is asked too much of."""
    busy = _processor(load, figures, journey) / processes
    stored = _stored(load, figures, journey) / databases
    seen = Town(
        journey, load, processes, databases, busy, stored,
        cores=busy * processes,
        memory=processes * figures["process"] + load.sockets * _memory(figures, journey),
        told=0.0 if journey is Journey.SQLITE else load.moves + load.passing,
    )  # fmt: skip
    reasons = []
    if busy > FULL:
        reasons.append(f"a process would be {busy:.0%} busy")
    if stored > FULL:
        reasons.append(f"a {'journal' if journey is Journey.SQLITE else 'database'} {stored:.0%}")
    if reasons:
        return replace(seen, over=over(reasons))
    return _looked(seen, figures)


def _memory(figures: Figures, journey: Journey) -> float:
    proxied = figures["proxied"] if journey is Journey.CLUSTER else 0.0
    return figures["connection"] + proxied


def _looked(seen: Town, figures: Figures) -> Town:
    """Let some of the processes of one database work, and say what was seen."""
    load, each = seen.load, seen.load.moves / seen.processes
    most = max(1, int(LOOK_AT_MOST / (each * SECONDS)))
    some = min(math.ceil(seen.processes / seen.databases), most)
    street = Street(
        figures, seen.journey, some, rate=each * some, stored=seen.stored,
        beside=_beside(load, figures, seen.journey) / seen.processes,
        beaten=int(load.sockets / seen.processes * figures["seen"] * BEAT),
    )  # fmt: skip
    street.run()
    if street.waiting > 0.05 * street.moves:
        return replace(seen, over=over(["the journal falls behind"]))
    commits = len(street.commits) / SECONDS * seen.processes / some
    return replace(
        seen,
        cores=seen.cores + _database(seen, commits, figures),
        commits=commits,
        batch=sum(street.batches) / max(1, len(street.batches)),
        commit_p99=percentile(street.commits, 0.99),
        p50=percentile(street.latencies, 0.5),
        p99=percentile(street.latencies, 0.99),
    )


def _database(seen: Town, commits: float, figures: Figures) -> float:
    """Cores of the databases, at most: a transaction's trip is waiting in part."""
    if seen.journey is Journey.SQLITE:
        return 0.0
    return seen.stored * seen.databases + commits * figures["trip"]


def _processor(load: Load, figures: Figures, journey: Journey) -> float:
    """Cores of all processes. Each hears its own news again by way of Redis."""
    moves = load.moves * (figures["processor"] + echo(figures, journey))
    return moves + _beside(load, figures, journey)


def _beside(load: Load, figures: Figures, journey: Journey) -> float:
    """What the event loops do beside moves: pings, and drags to the others."""
    drags = load.passing * (figures["receive"] + echo(figures, journey))
    drags += load.shown * figures["deliver"]
    return load.sockets / 30 * figures["receive"] + drags


def _stored(load: Load, figures: Figures, journey: Journey) -> float:
    """How many databases, or (SQLite) journals, would be busy all the time."""
    each = figures["row"] if journey is Journey.CLUSTER else figures["line"]
    return load.moves * each + load.sockets * figures["seen"] * noted(figures, journey)
