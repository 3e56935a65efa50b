"""The pace of a soak and what is read off the server each minute; whether it stays flat.

In here: a controller that holds the server's processor time at a share of one core, samples,
slopes by least squares, the verdict. Not in here: who plays (people).
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from tests.faults.tally import Tally, share
from tests.live import Server

SHORTEST, LONGEST = 0.005, 5.0
"""Seconds of a beat: between two commands of one player."""
MEGABYTE = 1 << 20
WARM = 1 / 6
"""The first part of a run says nothing: caches and rings are filling."""
MEMORY_GROWTH, FILES_GROWTH, LATENCY_GROWTH = 0.05, 0.15, 0.5
"""What counts as flat: growth over the whole run, by the slope after the warm part, as a share of
the mean. Latency is that of a shared machine: its minutes differ more than any leak would show."""
LOADED = 0.7
"""A minute tells of latency if the server had this share of the load it was to have: in the others
it was other programs that had the machine, and waiting for them is no fault of the server's."""


@dataclass
class Sample:
    """A minute. ``minute``: at its end; waits in seconds, sizes in MB, ``load`` in cores."""

    minute: float
    rate: float
    p50: float
    p99: float
    memory: float
    files: int
    threads: int
    wal: float
    load: float


HEAD = (
    f"{'minute':>7}{'moves/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'RSS MB':>8}{'files':>7}{'threads':>9}"
    f"{'WAL MB':>8}{'cores':>7}"
)


def line(sample: Sample) -> str:
    """A minute as a line of the table."""
    return (
        f"{sample.minute:>7.1f}{sample.rate:>9.1f}{1000 * sample.p50:>8.1f}"
        f"{1000 * sample.p99:>8.1f}{sample.memory:>8.1f}{sample.files:>7}{sample.threads:>9}"
        f"{sample.wal:>8.2f}{sample.load:>7.2f}"
    )


class Gauge:
    """Reads a server's process, and sets the beat of the people at it."""

    def __init__(self, server: Server, tally: Tally, cores: float) -> None:
        assert server.process is not None
        self.server, self.tally, self.cores = server, tally, cores
        self.process = psutil.Process(server.process.pid)
        self.began = self._since = time.monotonic()
        self._spent = self._used()

    def _used(self) -> float:
        """Seconds of processor time so far."""
        return sum(self.process.cpu_times()[:2])

    async def pace(self) -> None:
        """Hold the load, by a longer or shorter beat, until all is over."""
        spent, at = self._used(), time.monotonic()
        while not self.tally.done:
            await asyncio.sleep(1)
            used, now = self._used(), time.monotonic()
            off = (used - spent) / (now - at) / self.cores
            beat = self.tally.beat * max(0.8, min(1.25, off**0.5))
            self.tally.beat = max(SHORTEST, min(LONGEST, beat))
            spent, at = used, now

    def read(self) -> Sample:
        """What happened since the last reading, which is forgotten now."""
        now, used, tally = time.monotonic(), self._used(), self.tally
        waits = tally.waits()
        tally.sent = [sent for sent in tally.sent if sent.accepted is None]
        seconds = now - self._since
        wal = self.server.home / "parlour.sqlite3-wal"
        sample = Sample(
            (now - self.began) / 60,
            len(waits) / seconds,
            share(waits, 0.5),
            share(waits, 0.99),
            self.process.memory_info().rss / MEGABYTE,
            self.process.num_fds(),
            self.process.num_threads(),
            wal.stat().st_size / MEGABYTE if wal.exists() else 0.0,
            (used - self._spent) / seconds,
        )
        self._since, self._spent = now, used
        return sample


def growth(samples: Sequence[Sample], values: Sequence[float]) -> float:
    """The slope of ``values`` over the whole of ``samples``, as a share of their mean."""
    minutes = [sample.minute for sample in samples]
    slope = statistics.linear_regression(minutes, values).slope
    return slope * samples[-1].minute / statistics.fmean(values)


def verdict(samples: Sequence[Sample], cores: float) -> tuple[bool, list[str]]:
    """Whether memory and latency were flat at a load of ``cores``, and what says so."""
    warm = [sample for sample in samples if sample.minute > WARM * samples[-1].minute]
    loaded = [sample for sample in warm if sample.load >= LOADED * cores]
    lines = [f"{len(loaded)} of {len(warm)} minutes after the warm part had their load"]
    if len(loaded) < 3:
        return False, [*lines, "Too few to tell a slope: three at least."]
    judged = (
        ("memory", warm, [sample.memory for sample in warm], MEMORY_GROWTH),
        ("p50", loaded, [sample.p50 for sample in loaded], LATENCY_GROWTH),
        ("p99", loaded, [sample.p99 for sample in loaded], LATENCY_GROWTH),
        ("open files", warm, [float(sample.files) for sample in warm], FILES_GROWTH),
    )
    flat = True
    for name, minutes, values, most in judged:
        grown = growth(minutes, values)
        flat = flat and grown <= most
        word = "flat" if grown <= most else "NOT FLAT"
        lines.append(f"{name:<11}{grown:>+8.1%} over the run (at most {most:+.0%}): {word}")
    return flat, lines
