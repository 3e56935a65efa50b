"""What is counted, for Prometheus at ``/metrics`` and the staff's live page: names and units.

In here: plain numbers that their owners raise, and what Prometheus makes of them when it asks. A
move passes several of these, and a counter of the client library costs a lock each time
(docs/operations.md). Not in here: what is looked up only when somebody asks (``gauges``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from prometheus_client import REGISTRY, Histogram
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

SECONDS = (
    0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0,
)  # fmt: skip
"""Bounds of what is measured in seconds: the promises are at 1 and 3 ms."""


class Spread:
    """How often values fell between bounds: a histogram without a lock, for one thread's use."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """How many were at most each bound, as Prometheus wants it."""
        below, rows = 0, []
        for bound, count in zip((*self.bounds, float("inf")), self.counts, strict=True):
            below += count
            rows.append(("+Inf" if bound == float("inf") else str(bound), float(below)))
        return rows


class Tally:
    """Plain counts; whoever does a thing adds to them."""

    __slots__ = (
        "changes", "deliveries", "dropped", "layer_dropped", "layer_failed", "layer_heard",
        "layer_sent", "lost_races", "passing", "repeated", "resumed", "shown",
    )  # fmt: skip

    def __init__(self) -> None:
        for name in self.__slots__:
            setattr(self, name, 0)


TALLY = Tally()
REFUSED: Counter[str] = Counter()
"""By code of refusal."""
CLOSED: Counter[int] = Counter()
"""Sockets closed by this side, by close code."""


class ByKind(dict[type, Spread]):
    """A spread for each kind of command: the first word of its action."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, Spread] = {}

    def __missing__(self, command: type[Any]) -> Spread:
        kind = command.action.partition("/")[0]
        self[command] = spread = self.kinds.setdefault(kind, Spread())
        return spread


COMMANDS = ByKind()
COMMITS = Spread()
BATCHES = Spread((1, 2, 5, 10, 20, 50, 100, 200, 500, 1000))
LATE = Spread((0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0))
LAG = Spread()

HTTP = Histogram(
    "parlour_http_seconds", "HTTP requests, by class of status", ["status"], buckets=SECONDS
)
"""By ``1xx`` … ``5xx``; from threads, and so with a lock."""


def answered(command: type[Any], since: float) -> None:
    """A command that came in at ``since`` (``perf_counter``) has its answer now."""
    COMMANDS[command].observe(perf_counter() - since)


_COUNTS = (
    ("parlour_changes", "Changes committed", "changes"),
    ("parlour_lost_races", "Commands that found another version", "lost_races"),
    ("parlour_repeats", "Commands sent again, answered and not repeated", "repeated"),
    ("parlour_deliveries", "Versions of a lobby handed to a socket", "deliveries"),
    ("parlour_passing", "Passing messages handed to a socket", "passing"),
    ("parlour_passing_dropped", "Passing messages not handed to a slow socket", "dropped"),
)
_LAYER = ("sent", "heard", "dropped", "failed")
_SPREADS = (
    ("parlour_commit_seconds", "Time of one transaction of the journal", COMMITS),
    ("parlour_commit_jobs", "Jobs in one transaction of the journal", BATCHES),
    ("parlour_alarm_late_seconds", "From an alarm's time to its ring", LATE),
    ("parlour_loop_lag_seconds", "How late the event loop wakes what is due", LAG),
)


class Figures(Collector):
    """Everything above, read when Prometheus asks."""

    def collect(self) -> Iterator[Metric]:
        """The families of metrics."""
        for name, words, field in _COUNTS:
            yield CounterMetricFamily(name, words, value=getattr(TALLY, field))
        yield _by("parlour_refusals", "Commands refused", "code", REFUSED.items())
        yield _by("parlour_closed", "Sockets closed from here", "code", CLOSED.items())
        yield _by(
            "parlour_welcomes", "Sockets that came in: told what they missed, or the whole", "how",
            (("resumed", TALLY.resumed), ("whole", TALLY.shown)),
        )  # fmt: skip
        layer = [(how, getattr(TALLY, f"layer_{how}")) for how in _LAYER]
        yield _by("parlour_layer_messages", "Messages between processes", "how", layer)
        kinds = HistogramMetricFamily(
            "parlour_command_seconds", "From a command's receipt to its answer", labels=["kind"]
        )
        for kind, spread in list(COMMANDS.kinds.items()):
            kinds.add_metric([kind], spread.buckets(), spread.total)
        yield kinds
        for name, words, spread in _SPREADS:
            yield HistogramMetricFamily(name, words, spread.buckets(), spread.total)


def _by(name: str, words: str, label: str, rows: Iterable[tuple[Any, int]]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for value, count in list(rows):
        family.add_metric([str(value)], count)
    return family


REGISTRY.register(Figures())
