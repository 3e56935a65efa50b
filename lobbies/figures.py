"""How it goes in a server process, in figures: what each tells the others, and their sum.

In here: what happened within the last seconds, kept as counts that add up over processes, and
percentiles of them. Not in here: where they are kept (``presence``), how they look (``admin``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from time import monotonic

import msgspec

from lobbies import gauges
from lobbies.metrics import CLOSED, COMMANDS, COMMITS, LAG, REFUSED, SECONDS, TALLY, Spread
from lobbies.protocol import TOO_SLOW
from lobbies.troubles import ERRORS

EVERY = 2
"""Seconds from one telling to the next."""
RECENT, LONG = 5, 30
"""Tellings that rates and times are over, and those that rare things are counted over."""
PAGE_BYTES = 4096


class Counts(msgspec.Struct, frozen=True):
    """What a process has counted since it began, at ``at`` (monotonic seconds)."""

    at: float
    changes: int
    deliveries: int
    refused: int
    races: int
    errors: int
    slow: int
    commands: tuple[int, ...]
    commits: tuple[int, ...]
    lag: tuple[int, ...]


class Figures(msgspec.Struct, frozen=True):
    """A process, or several together.

    ``changes``, ``deliveries``: a second. ``commands``, ``commits``, ``lag``: how many of the last
    10 s took how long (``metrics.SECONDS``). ``refused``, ``races``, ``errors``, ``slow``: within
    the last minute. ``memory``: bytes.
    """

    sockets: int = 0
    players: int = 0
    watchers: int = 0
    lobbies: int = 0
    behind: int = 0
    waiting: int = 0
    memory: int = 0
    changes: float = 0.0
    deliveries: float = 0.0
    refused: int = 0
    races: int = 0
    errors: int = 0
    slow: int = 0
    commands: tuple[int, ...] = ()
    commits: tuple[int, ...] = ()
    lag: tuple[int, ...] = ()


class Recorder:
    """Keeps what this process had counted at the last tellings."""

    def __init__(self) -> None:
        self._kept: deque[Counts] = deque(maxlen=LONG + 1)

    def tell(self, counts: Counts, now: gauges.Now, memory: int) -> Figures:
        """How it goes, ``counts`` being the newest."""
        self._kept.append(counts)
        recent, long = self._kept[-min(RECENT + 1, len(self._kept))], self._kept[0]
        seconds = counts.at - recent.at or 1.0
        return Figures(
            now.sockets, now.players, now.watchers, now.lobbies_live, now.sockets_behind,
            now.orders_waiting + now.journal_waiting + now.layer_waiting + now.readers_waiting,
            memory,
            (counts.changes - recent.changes) / seconds,
            (counts.deliveries - recent.deliveries) / seconds,
            counts.refused - long.refused, counts.races - long.races,
            counts.errors - long.errors, counts.slow - long.slow,
            _less(counts.commands, recent.commands), _less(counts.commits, recent.commits),
            _less(counts.lag, recent.lag),
        )  # fmt: skip


RECORDER = Recorder()


def here() -> Figures:
    """How it goes in this process."""
    return RECORDER.tell(counted(), gauges.now(), memory())


def counted() -> Counts:
    """What this process has counted so far; commands are people's, not the house's own."""
    kinds = (spread for kind, spread in list(COMMANDS.kinds.items()) if kind != "house")
    samples = (s for family in ERRORS.collect() for s in family.samples)
    return Counts(
        monotonic(), TALLY.changes, TALLY.deliveries, sum(REFUSED.values()), TALLY.lost_races,
        round(sum(s.value for s in samples if s.name.endswith("_total"))), CLOSED[TOO_SLOW],
        _added(spread.counts for spread in kinds), tuple(COMMITS.counts), tuple(LAG.counts),
    )  # fmt: skip


def memory() -> int:
    """Resident bytes of this process; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0


def together(several: Iterable[Figures]) -> Figures:
    """The sum. A player with sockets on two processes counts on both."""
    rows = [msgspec.structs.astuple(one) for one in several]
    if not rows:
        return Figures()
    return Figures(
        *(_added(c) if isinstance(c[0], tuple) else sum(c) for c in zip(*rows, strict=True))
    )


def percentile(counts: Sequence[int], share: float) -> float | None:
    """The seconds that so large a ``share`` took at most, as if even within a bucket."""
    wanted = share * sum(counts)
    if not wanted:
        return None
    below = [0, *accumulate(counts)]
    number = next(n for n, sum_ in enumerate(below[1:]) if sum_ >= wanted)
    if number >= len(SECONDS):
        return SECONDS[-1]
    start = SECONDS[number - 1] if number else 0.0
    part = (wanted - below[number]) / counts[number]
    return start + part * (SECONDS[number] - start)


def _added(several: Iterable[Sequence[int]]) -> tuple[int, ...]:
    rows = [row for row in several if row]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(Spread().counts)


def _less(now: tuple[int, ...], before: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a - b for a, b in zip(now, before, strict=True))
