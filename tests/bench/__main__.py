"""``python -m tests.bench [--quick] [--shapes sqlite,daphne]``: measure and print the tables."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvloop

from tests.bench.figures import surroundings, table
from tests.bench.scenes import WANTED, Plan, measure
from tests.bench.sites import SHAPES, running

USUAL = Plan()
QUICK = Plan(runs=1, seconds=2, warm_up=1.5)


def main() -> None:
    """Measure every shape asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short run of each, ≤ 90 s")
    parser.add_argument("--shapes", help=f"some of {','.join(SHAPES)}, separated by commas")
    chosen = parser.parse_args()
    plan = QUICK if chosen.quick else USUAL
    names = chosen.shapes or ("sqlite" if chosen.quick else "sqlite,daphne")
    print("\n".join(surroundings(" ".join(["python -m tests.bench", *sys.argv[1:]]))), flush=True)
    began = time.monotonic()
    for name in names.split(","):
        with running(SHAPES[name], WANTED) as sites, _on_the_last_core():
            figures = uvloop.run(measure(sites, plan, _say))
        _say("")
        print("\n".join(table(name, SHAPES[name].title, figures)), flush=True)
    print(f"\n{time.monotonic() - began:.0f} s. Medians of {plan.runs} run(s) after a warm-up.")


@contextmanager
def _on_the_last_core() -> Iterator[None]:
    """Keep this process, not the site, to one core: in life, clients do not push a server aside."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _say(what: str) -> None:
    """Show what is going on, where somebody looks."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
