"""Computer players of Tiến Lên in numbers, in as many processes as there are cores.

``python -m tests.tienlen_bots contest`` prints how often ``sharp`` comes first against three
``greedy`` ones, and how long it thinks; ``… tournaments`` plays 1,000 tournaments of four to their
end, checks the points, and plays every one again from its moves. In here: doing it and printing.
Not in here: how good somebody is (``games.tienlen.contest``), what a tournament is.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter, thread_time

import msgspec

from games.base import Command, Views
from games.rng import Rng
from games.tienlen import bots
from games.tienlen.commands import TienlenOptions
from games.tienlen.contest import Outcome, outcomes, share_of
from games.tienlen.deal import SEATS
from games.tienlen.state import POINTS, Tourney
from tests.bench.figures import percentile
from tests.tienlen_tables import GAME, of_bots, rerun, run

AIM, PATIENCE_MS = 40, 50
"""Percent of first places, and milliseconds of thinking, that were promised."""


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.tienlen_bots", description=__doc__)
    parser.add_argument("what", choices=["contest", "tournaments"])
    parser.add_argument("--number", type=int, help="deals (2,000) or tournaments (1,000)")
    chosen = parser.parse_args()
    began = perf_counter()
    lines = contest(chosen.number or 2_000) if chosen.what == "contest" else tournaments(
        chosen.number or 1_000
    )  # fmt: skip
    print("\n".join(lines))
    print(f"{perf_counter() - began:.0f} s on {os.cpu_count()} cores.")


# The contest


def contest(deals: int) -> Iterator[str]:
    """``sharp`` against three ``greedy``, its seat moving on from deal to deal."""
    cores = os.cpu_count() or 1
    parts = [range(first, deals + 1, cores) for first in range(1, cores + 1)]
    found: list[Outcome] = []
    times: list[float] = []
    with ProcessPoolExecutor(cores) as pool:
        for some, took in pool.map(_contest, parts):
            found += some
            times += took
    share = share_of(found)
    low, high = share.low * 100, share.high * 100
    yield f"Tiến Lên, sharp against three greedy ones, {share.games:,} deals, seats rotated:"
    yield f"  first in {share.first:.1%} of games (95 %: {low:.1f} to {high:.1f}; aim {AIM} %)"
    yield f"  {share.points:.2f} points a game, where 1.75 is everybody's share"
    mean, p99, most = sum(times) / len(times), percentile(times, 0.99), max(times)
    yield (
        f"  thinks {mean:.1f} ms a decision, p99 {p99:.1f}, at most {most:.1f} "
        f"of processor time (aim {PATIENCE_MS})"
    )


def _contest(deals: range) -> tuple[list[Outcome], list[float]]:
    times: list[float] = []

    def choose(views: Views, options: TienlenOptions, level: str, rng: Rng) -> Command:
        began = thread_time()
        command = bots.choose(views, options, level, rng)
        if level == "sharp":
            times.append((thread_time() - began) * 1000)
        return command

    pairs = [(number, number % SEATS) for number in deals]
    return outcomes(pairs, choose=choose), times


# Tournaments


def tournaments(number: int) -> Iterator[str]:
    """Four computer players each, with both presets, to the end."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        games = list(pool.map(played, range(number), chunksize=5))
    yield f"{number:,} tournaments of four computer players, {sum(games):,} games:"
    yield "  all ended, their points are those of the places, and all replay to the same state."


def played(number: int) -> int:
    """Tournament ``number`` to its end, checked; how many games it had."""
    first = of_bots(number, rules="southern" if number % 2 else "simple")
    log = run(first, number)
    last = log[-1].step.state
    assert last.status == "completed" and GAME.result(last) is not None, number
    expect_consistent(last)
    again = rerun(first, log)
    assert again == last and msgspec.json.encode(again) == msgspec.json.encode(last), number
    return len(last.history)


def expect_consistent(state: Tourney) -> None:
    """Points are those of the places of all finished games."""
    for seat, each in enumerate(state.seats):
        places = [game.order.index(seat) for game in state.history]
        assert each.score == sum(POINTS[place] for place in places)
        assert each.won == places.count(0)
    assert sum(seat.score for seat in state.seats) == sum(POINTS) * len(state.history)
    assert [game.number for game in state.history] == list(range(1, len(state.history) + 1))


if __name__ == "__main__":
    main()
