"""The table: every server's figures beside ours. Not in here: measuring (``field``)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from tests.bench.figures import Figures
from tests.bench.peers.field import Entrant

_HEAD = (
    f"{'':38}{'durable':>8}{'moves/s':>9}{'× ours':>8}{'p50 / p99 ms':>16}{'p99 at 1,000/s':>16}"
    f"{'µs a move':>11}{'to 1,000 watchers':>19}{'× ours':>8}"
)


def ratios(entrants: Sequence[Entrant]) -> Iterable[str]:
    """The printed lines; ours is the first of them."""
    yield _HEAD
    ours = entrants[0].figures
    for entrant in entrants:
        peer = entrant.running.peer
        yield _row(peer.title, peer.durable, entrant.figures, ours).rstrip()
    loads = [load for entrant in entrants for load in entrant.figures.runs.get("load", ())]
    if loads:
        yield (
            f"The load generator's core was busy {min(loads):.0f} to {max(loads):.0f} %; "
            f"other programs kept {ours.others:.1f} cores busy meanwhile."
        )


def _row(title: str, durable: bool, figures: Figures, ours: Figures) -> str:
    late = figures.notes.get("steady p99") or f"{_shown(_middle(figures, 'steady p99'))} ms"
    spread = f"{_shown(_middle(figures, 'p50'))} / {_shown(_middle(figures, 'p99'))}"
    return (
        f"{title:38}{'yes' if durable else 'no':>8}{_shown(_middle(figures, 'moves')):>9}"
        f"{_times(figures, ours, 'moves'):>8}{spread:>16}{late:>16}"
        f"{_shown(_middle(figures, 'server')):>11}{_shown(_middle(figures, 'fan')) + '/s':>19}"
        f"{_times(figures, ours, 'fan'):>8}"
    )


def _middle(figures: Figures, key: str) -> float:
    values = figures.runs.get(key)
    return statistics.median(values) if values else float("nan")


def _times(figures: Figures, ours: Figures, key: str) -> str:
    return "" if figures is ours else f"{_middle(figures, key) / _middle(ours, key):.2f}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
