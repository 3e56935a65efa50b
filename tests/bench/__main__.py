"""``python -m tests.bench [--quick] [--shapes …] [--only …] [--peers …]``: print the tables."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import uvloop

from tests.bench.figures import pace, surroundings, table
from tests.bench.peers.field import beside, compare
from tests.bench.peers.houses import PEERS, houses
from tests.bench.peers.install import versions as theirs
from tests.bench.peers.ratios import ratios
from tests.bench.plan import QUICK, USUAL, Plan
from tests.bench.scenes import SCENES, measure
from tests.bench.sites import SHAPES, running
from tests.bench.yardsticks import yardsticks

SHORT = ("moves", "steady", "fan")
"""The scenes of a shape that is only measured for comparison."""
FILES = 16_384
"""Open files a process needs for 10,000 connections."""


def main() -> None:
    """Measure every shape asked for, one after the other, or others beside ours."""
    chosen = _arguments()
    plan = QUICK if chosen.quick else USUAL
    _allow_many_files()
    print("\n".join(surroundings(" ".join(["python -m tests.bench", *sys.argv[1:]]))), flush=True)
    print("\n".join(pace(yardsticks())), flush=True)
    began = time.monotonic()
    if chosen.peers is not None:
        _beside_others(chosen.peers or list(PEERS), plan)
    for name in chosen.shapes if chosen.peers is None else ():
        shape = SHAPES[name]
        scenes = chosen.only or (SHORT if shape.short else SCENES)
        with running(shape, plan.wanted()) as sites, _on_the_last_core():
            figures = uvloop.run(measure(sites, plan, scenes, _say))
        _say("")
        print("\n".join(table(name, shape.title, figures)), flush=True)
    print(f"\n{time.monotonic() - began:.0f} s. Medians of {plan.runs} run(s) after a warm-up.")


def _beside_others(names: list[str], plan: Plan) -> None:
    """The same load on these servers and on ours, in turns: a table for each shape of ours."""
    print(f"Theirs    {theirs()}", flush=True)
    for shape in SHAPES:
        peers = [name for name in names if PEERS[name].shape == shape]
        if not peers:
            continue
        with houses(shape, peers) as (started, missing), _on_the_last_core():
            entrants = uvloop.run(compare(started, beside(plan), _say))
        _say("")
        print("\n".join([*missing, "", *ratios(entrants)]), flush=True)


def _arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short run of each, ≤ 3 min")
    for option, names, usual in (
        ("--shapes", SHAPES, "sqlite,postgres"),
        ("--only", SCENES, ""),
    ):
        parser.add_argument(
            option, type=_some_of(names), default=usual,
            help=f"some of {','.join(names)}, separated by commas",
        )  # fmt: skip
    parser.add_argument(
        "--peers", type=_some_of(PEERS), nargs="?", const="",
        help=f"measure beside {','.join(PEERS)} (or some of them) instead; installs them by npm",
    )  # fmt: skip
    return parser.parse_args(words)


def _some_of(names: Iterable[str]) -> Callable[[str], list[str]]:
    """A list of names, as an argument."""

    def read(text: str) -> list[str]:
        asked = text.split(",") if text else []
        if unknown := set(asked) - set(names):
            raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
        return asked

    return read


def _allow_many_files() -> None:
    """Let this process, and the site it starts, hold 10,000 connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if enough < FILES:
        print(f"Only {hard:,} files may be open: scenes of 10,000 connections will fail.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, enough), hard))


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
    """Show what is going on: in one line where somebody looks, else line by line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)
    elif what:
        print(f"{time.strftime('%X')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
