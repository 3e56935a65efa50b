"""``python -m tests.scaling [--only …] [--set NAME=VALUE …]``: the tables of docs/scaling.md."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

from tests.scaling.comeback import comeback
from tests.scaling.figures import FULL, Figures, over
from tests.scaling.measured import checks
from tests.scaling.street import Journey
from tests.scaling.town import MIX, Town, load_of, planned
from tests.scaling.tree import Told, grown, told

WATCHERS = (1_000, 10_000, 100_000, 1_000_000)
FANS = (100, 1_000, 10_000, 25_000, 100_000)
LOBBIES = (100, 1_000, 10_000, 100_000)
DEATHS = (
    (2_000, 1), (10_000, 1), (10_000, 3), (10_000, 9), (10_000, 99), (25_000, 3), (25_000, 39),
)  # fmt: skip
"""How many a dead process served, and how many others there are."""


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.scaling", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument(
        "--set", nargs="+", type=_own, default=[], metavar="NAME=VALUE",
        help="your own figures, in the units of the list",
    )  # fmt: skip
    parser.add_argument("--moves", type=float, default=2.0, help="a second, before watchers (2)")
    chosen = parser.parse_args()
    try:
        figures = Figures(dict(chosen.set))
    except KeyError as unknown:
        parser.error(f"there is no figure {unknown}; --only figures shows them")
    began = time.monotonic()
    for part in chosen.only:
        print("\n".join(["", *PARTS[part](figures, chosen.moves)]), flush=True)
    print(f"\n{time.monotonic() - began:.0f} s. The same figures give the same tables.")


def _own(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    return name, float(value)


def _figures(figures: Figures, moves: float) -> Iterator[str]:
    yield "| figure | value | what | source |\n|---|---|---|---|"
    for one in figures.all.values():
        value = f"{round(one.value, 3):,g} {one.unit}".strip()
        yield f"| `{one.name}` | {value} | {one.what} | {one.source} |"


def _measured(figures: Figures, moves: float) -> Iterator[str]:
    yield "| one process | model | measured | off by |\n|---|---|---|---|"
    for check in checks(figures):
        off = "within" if check.off < 1.05 else f"{check.off:.1f} ×"
        least, most = (_short(value) for value in (check.least, check.most))
        seen = least if least == most else f"{least} to {most}"
        yield f"| {check.what} | {_short(check.model)} {check.unit} | {seen} {check.unit} | {off} |"


def _watchers(figures: Figures, moves: float) -> Iterator[str]:
    yield f"One game at {moves:g} moves a second; {figures.bytes_down:.0f} B on the wire for each."
    head = "| watchers | fan-out | levels | relays | busiest | p50 | p99 | cores | memory | down "
    yield head + "| rows/s |\n" + "|" + "---|" * 11
    for watchers in WATCHERS:
        for fan in FANS:
            if fan <= watchers:
                yield _line(told(grown(watchers, fan), figures, moves))


def _line(seen: Told) -> str:
    tree = seen.tree
    late = seen.over + " |" if seen.over else f"{seen.p50 * 1e3:.1f} ms | {seen.p99 * 1e3:.1f} ms"
    size = f"| {tree.watchers:,} | {tree.fan:,} | {len(tree.levels)} | {tree.relays:,} "
    cost = f"{_short(seen.cores)} | {_gib(seen.memory)} | {_bits(seen.bandwidth)}"
    rows = f"{_short(seen.rows)}{'; ' + seen.crowded if seen.crowded else ''}"
    return f"{size}| {seen.busiest:.0%} | {late} | {cost} | {rows} |"


def _lobbies(figures: Figures, moves: float) -> Iterator[str]:
    mixed = "; ".join(f"{kind.share:.0%} {kind.name} ({kind.source})" for kind in MIX)
    yield f"Lobbies mixed: {mixed}. {load_of(100_000).moves / 100_000:.2f} moves a second each.\n"
    yield (
        "| lobbies | runs as | moves/s | processes | busy | databases | busy | commits/s | batch "
        "| commit p99 | move p50 | p99 | Redis/s | cores | memory |"
    )
    yield "|" + "---|" * 15
    for lobbies in LOBBIES:
        for journey in Journey:
            yield _row(planned(lobbies, figures, journey), figures)


def _row(seen: Town, figures: Figures) -> str:
    head = f"| {seen.load.lobbies:,} | {seen.journey.value} | {_short(seen.load.moves)} "
    head += f"| {seen.processes} | {seen.busy:.0%} | {seen.databases} | {seen.stored:.0%} "
    if seen.over:
        middle = f"| {seen.over} | | | | "
    else:
        late = [f"{value * 1e3:.1f} ms" for value in (seen.commit_p99, seen.p50, seen.p99)]
        middle = f"| {_short(seen.commits)} | {seen.batch:.1f} | {' | '.join(late)} "
    heard = _short(seen.told) if seen.told else ""
    if seen.told > FULL * figures["layer"]:
        times = seen.told / figures["layer"]
        heard += "; " + over([f"{times:.1f} × what one was seen to carry"])
    return f"{head}{middle}| {heard} | {_short(seen.cores)} | {_gib(seen.memory)} |"


def _storm(figures: Figures, moves: float) -> Iterator[str]:
    yield "| a process with | others | for each | p50 | p99 | last | at best | |"
    yield "|" + "---|" * 8
    for clients, others in DEATHS:
        # The others are as full as the dead one was: of the same room.
        busy = min(FULL, clients * (moves * figures["deliver"] + figures["receive"] / 30))
        seen = comeback(clients, others, figures, busy)
        best = comeback(clients, others, figures, busy, wasted=0.0)
        shown = (seen.p50, seen.p99, seen.last, best.last)
        times = " | ".join(f"{value:.1f} s" for value in shown)
        yield f"| {clients:,} | {others} | {seen.each:,.0f} | {times} | {seen.over} |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _gib(count: float) -> str:
    return f"{count / 2**30:,.1f} GiB"


def _bits(count: float) -> str:
    bits = count * 8
    return f"{bits / 1e9:.2f} Gbit/s" if bits >= 1e8 else f"{bits / 1e6:.1f} Mbit/s"


PARTS: dict[str, Callable[[Figures, float], Iterator[str]]] = {
    "figures": _figures,
    "measured": _measured,
    "watchers": _watchers,
    "lobbies": _lobbies,
    "storm": _storm,
}
"""What is printed, from the figures and the moves a second before watchers."""

if __name__ == "__main__":
    main()
