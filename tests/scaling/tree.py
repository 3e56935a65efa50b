"""One room before many watchers: who tells whom, how late, and what it costs.

In here: levels of relays, each with at most ``fan`` below it, and moves that run down one path of
them. One above the last level is Redis; levels between are not built (docs/scaling.md). Not
in here: the way from a player to the commit (``town``), and the network's own time.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from tests.bench.figures import percentile
from tests.scaling.figures import FULL, Figures, over
from tests.scaling.street import Journey, alone

PINGS = 1 / 30
"""A watcher's pings a second (docs/protocol.md)."""
MOVES = 2_000
LOOKS = 20
"""Moves simulated, and watchers asked about each."""


@dataclass(frozen=True)
class Tree:
    """A room's relays: how many stand in each level, from the top; the last has the watchers."""

    watchers: int
    fan: int
    levels: tuple[int, ...]

    @property
    def relays(self) -> int:
        """All of them, Redis or its like not counted where it alone is the top."""
        return sum(self.levels) - (len(self.levels) > 1)

    def below(self, level: int) -> int:
        """How many the fullest relay of a level tells."""
        following = self.levels[level + 1] if level + 1 < len(self.levels) else self.watchers
        return math.ceil(following / self.levels[level])


@dataclass(frozen=True)
class Told:
    """What a tree does. Times in seconds, ``over``: what is asked too much of, if anything."""

    tree: Tree
    p50: float
    p99: float
    busiest: float
    cores: float
    memory: float
    bandwidth: float
    rows: float
    over: str
    crowded: str


def grown(watchers: int, fan: int) -> Tree:
    """The lowest tree in which nobody tells more than ``fan``."""
    levels = [math.ceil(watchers / fan)]
    while levels[0] > 1:
        levels.insert(0, math.ceil(levels[0] / fan))
    return Tree(watchers, fan, tuple(levels))


def told(tree: Tree, figures: Figures, rate: float) -> Told:
    """A game of ``rate`` moves a second before a tree, once it is quiet."""
    busy = [_busy(tree, level, figures, rate) for level in range(len(tree.levels))]
    asked = _over(tree, busy, figures)
    times = [] if asked else _deliveries(tree, figures, rate, random.Random(7))
    cores = sum(share * number for share, number in zip(busy, tree.levels, strict=True))
    proxied = tree.watchers * rate * figures["send"]
    memory = tree.relays * figures["process"] + tree.watchers * figures["connection"]
    return Told(
        tree=tree,
        p50=percentile(times, 0.5),
        p99=percentile(times, 0.99),
        busiest=max(busy),
        cores=cores + proxied,
        memory=memory + tree.watchers * figures["proxied"],
        bandwidth=tree.watchers * rate * figures.bytes_down,
        rows=tree.watchers * figures["seen"],
        over=asked,
        crowded=_crowded(tree, figures),
    )


def _busy(tree: Tree, level: int, figures: Figures, rate: float) -> float:
    """The share of the time that a relay of a level works."""
    share = rate * sum(_cost(tree, level, figures))
    if level == len(tree.levels) - 1:
        share += tree.below(level) * PINGS * figures["receive"]
    return share


def _cost(tree: Tree, level: int, figures: Figures) -> tuple[float, float]:
    """What a move costs a relay: to take in, and to tell everybody below."""
    last = level == len(tree.levels) - 1
    if level == 0 and not last:
        return 0.0, figures["send"] * tree.below(level)
    take = figures["hop"] + figures["judge"] if len(tree.levels) > 1 else 0.0
    return take, figures["deliver"] * tree.below(level)


def _crowded(tree: Tree, figures: Figures) -> str:
    """Whether saying who is here is too much for the room's database."""
    share = tree.watchers * figures["seen"] * figures["noted"]
    return over([f"{share:.0%} of a database"] if share > FULL else [])


def _over(tree: Tree, busy: list[float], figures: Figures) -> str:
    reasons = []
    if max(busy) > FULL:
        reasons.append(f"a relay would be {max(busy):.0%} busy")
    if tree.below(len(tree.levels) - 1) > figures["ports"]:
        reasons.append(f"a proxy has {figures['ports']:,.0f} ports for a process")
    return over(reasons)


def _deliveries(tree: Tree, figures: Figures, rate: float, chance: random.Random) -> list[float]:
    """From a player's send to a watcher's frame; moves come in turns, half a beat off at most."""
    free = [0.0] * len(tree.levels)
    costs = [_cost(tree, level, figures) for level in range(len(tree.levels))]
    now, times = 0.0, []
    for _ in range(MOVES):
        now += (0.5 + chance.random()) / rate
        arrived = now + alone(figures, Journey.SQLITE if len(tree.levels) == 1 else Journey.CLUSTER)
        for level, (take, tell) in enumerate(costs):
            began = max(arrived, free[level]) + take
            free[level] = began + tell
            arrived = began + chance.random() * tell
        # The last level's own place is drawn anew: many watchers of one relay are asked.
        times += [began + chance.random() * tell - now for _ in range(LOOKS)]
    return times
