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


@dataclass(frozen=True)
class Line:
    """A line of the table. ``target`` and ``stretch``: at least, or (``less``) at most."""

    label: str
    unit: str
    target: float | None = None
    stretch: float | None = None
    less: bool = False


_SQLITE: Mapping[str, Line] = {
    "moves 1": Line("moves, 1 lobby, closed loop", "/s"),
    "p50 1": Line("  from one player to the other, p50", "ms"),
    "p99 1": Line("  p99", "ms"),
    "moves 10": Line("moves, 10 lobbies, closed loop", "/s"),
    "p50 10": Line("  p50", "ms"),
    "p99 10": Line("  p99", "ms"),
    "moves 100": Line("moves, 100 lobbies, closed loop", "/s", 8_000, 12_000),
    "p50 100": Line("  p50", "ms"),
    "p99 100": Line("  p99", "ms"),
    "server 100": Line("  processor time of the server a move", "µs"),
    "load 100": Line("  the load generator's core was busy", "%"),
    "p50 steady": Line("1,000 moves/s in 100 lobbies, open loop, p50", "ms"),
    "p99 steady": Line("  p99", "ms", 3, 1, less=True),
    "fan 100": Line("fan-out of one game to 100 watchers", "/s"),
    "cost 100": Line("  processor time of the server a delivery", "µs"),
    "fan p99 100": Line("  p99 from the player to the watchers", "ms"),
    "fan 1000": Line("fan-out of one game to 1,000 watchers", "/s", 80_000, 120_000),
    "cost 1000": Line("  processor time of the server a delivery", "µs"),
    "fan p99 1000": Line("  p99 from the player to the watchers", "ms"),
    "memory": Line("memory per idle connection, its lobby included", "KiB", 30, 20, less=True),
    "state": Line("full state of a 40-ply game by REST, p50", "ms", 5, 2, less=True),
    "storm": Line("2,000 clients cut off come back at once, all resumed", "s", 5, 2, less=True),
    "up": Line("bytes of a move up", "B", 64, less=True),
    "down": Line("bytes of a move down, without a clock", "B", 72, less=True),
    "down clock": Line("bytes of a move down, with a clock", "B", 96, less=True),
    "drop small": Line("processor time of the server a card dropped, of 10 things", "µs"),
    "drop large": Line("  of 1,000 things, before 8 people", "µs"),
    "drop ratio": Line("  ratio of the two", "×", 1.5, 1.1, less=True),
    "drop bytes": Line("bytes of a dropped card down", "B", 100, less=True),
    "drag": Line("drag steps to 7 others", "/s", 60_000, 100_000),
    "drag bytes": Line("bytes of a drag step down", "B", 64, less=True),
    "state bytes": Line("bytes of the full state of a 40-ply game", "B", 1500, less=True),
}
_CLUSTER = _SQLITE | {
    "moves 100": Line("moves, 100 lobbies, closed loop", "/s", 6_000, 12_000),
}


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
    "Django", "channels", "uvicorn", "websockets", "uvloop", "daphne", "msgspec", "chess",
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


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
