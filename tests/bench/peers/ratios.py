"""The table: every server's figures beside ours. Not in here: measuring (``field``)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from tests.bench.figures import Figures
from tests.bench.peers.field import RATE, Entrant

KEPT = 0.9
"""Of the moves that were due, the share that must be made, or the rate was not kept. A game's last
beat is no move but a resignation."""

_HEAD = (
    f"{'':38}{'durable':>8}{'moves/s':>9}{'runs':>14}{'× ours':>8}{'p50 / p99 ms':>14}"
    f"{'p99 at 1,000/s':>16}{'µs a move':>11}{'to 1,000 watchers':>19}{'× ours':>8}"
)


def ratios(entrants: Sequence[Entrant]) -> Iterable[str]:
    """The printed lines; ours is the first of them."""
    yield _HEAD
    ours = entrants[0].figures
    for entrant in entrants:
        peer = entrant.running.peer
        yield _row(peer.title, peer.durable, entrant.figures, ours).rstrip()
        if broke := entrant.figures.notes.get("broke"):
            yield f"  broke off: {broke}"
    loads = [load for entrant in entrants for load in entrant.figures.runs.get("load", ())]
    if loads:
        yield (
            f"The load generator's core was busy {min(loads):.0f} to {max(loads):.0f} %; "
            f"other programs kept {ours.others:.1f} cores busy meanwhile."
        )


def _row(title: str, durable: bool, figures: Figures, ours: Figures) -> str:
    spread = f"{_shown(_middle(figures, 'p50'))} / {_shown(_middle(figures, 'p99'))}"
    return (
        f"{title:38}{'yes' if durable else 'no':>8}{_shown(_middle(figures, 'moves')):>9}"
        f"{_range(figures, 'moves'):>14}{_times(figures, ours, 'moves'):>8}{spread:>14}"
        f"{_late(figures):>16}{_shown(_middle(figures, 'server')):>11}"
        f"{_shown(_middle(figures, 'fan')) + '/s':>19}"
        f"{_times(figures, ours, 'fan'):>8}"
    )


def _late(figures: Figures) -> str:
    """The p99 at the steady rate, or the rate that came out where it could not be kept."""
    rate = _middle(figures, "steady")
    if rate < KEPT * RATE:
        return f"only {rate:,.0f}/s"
    return f"{_shown(_middle(figures, 'steady p99'))} ms"


def _middle(figures: Figures, key: str) -> float:
    values = figures.runs.get(key)
    return statistics.median(values) if values else float("nan")


def _range(figures: Figures, key: str) -> str:
    values = figures.runs.get(key, [])
    return f"{_shown(min(values))}–{_shown(max(values))}" if len(values) > 1 else ""


def _times(figures: Figures, ours: Figures, key: str) -> str:
    return "" if figures is ours else f"{_middle(figures, key) / _middle(ours, key):.2f}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
