"""The same load on all of them, in turns: pairs at full speed, 1,000 moves a second, a crowd.

In here: the order and what is counted. Not in here: the players (``pairs`` and the peers' modules),
the printed table (``ratios``).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

from tests.bench.crowd import Board, hang_up
from tests.bench.figures import Figures
from tests.bench.pairs import Pair, Trouble, full_speed, random_games, spread, steady
from tests.bench.peers.houses import LOBBIES, WATCHERS, Running
from tests.bench.plan import Plan, milliseconds
from tests.bench.scenes import others
from tests.bench.wire import Wire

RATE = 1_000
PAUSE = 0.5
AT_ONCE = 20


@dataclass
class Entrant:
    """A server in the field, who plays there, and its figures."""

    running: Running
    pairs: list[Pair] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)


def beside(plan: Plan) -> Plan:
    """The plan for a field of four: they all have to fit into three minutes."""
    return replace(plan, seconds=min(plan.seconds, 2.5), warm_up=3)


Say = Callable[[str], None]
Scene = Callable[[Entrant, Plan], Awaitable[None]]


async def compare(started: list[Running], plan: Plan, say: Say) -> list[Entrant]:
    """Fill all servers, warm all up, then measure each in every round; nobody is always first."""
    entrants = [Entrant(running) for running in started]
    busy, began = _others(started), perf_counter()
    for entrant in entrants:
        say(f"{entrant.running.peer.title}: warming up")
        await _unless_broken(_sit_down, entrant, plan)
    for scene in (closed_loop, open_loop):
        for run in range(plan.runs):
            for entrant in _turned(entrants, run):
                say(f"{entrant.running.peer.title}: {scene.__name__}, run {run + 1}")
                await _unless_broken(scene, entrant, plan)
    for entrant in entrants:
        say(f"{entrant.running.peer.title}: {WATCHERS:,} watchers")
        await _unless_broken(fan_out, entrant, plan)
        hang_up([player for pair in entrant.pairs for player in pair.players])
    entrants[0].figures.others = (_others(started) - busy) / (perf_counter() - began)
    return entrants


def _others(started: list[Running]) -> float:
    return others(sum(running.processor() for running in started))


def _turned(entrants: list[Entrant], run: int) -> list[Entrant]:
    first = run % len(entrants)
    return entrants[first:] + entrants[:first]


async def _unless_broken(scene: Scene, entrant: Entrant, plan: Plan) -> None:
    """A server that fails is left alone from then on; the others are measured all the same."""
    if "broke" in entrant.figures.notes:
        return
    try:
        await scene(entrant, plan)
        await asyncio.sleep(PAUSE)
    except (Trouble, OSError, TimeoutError) as reason:
        entrant.figures.notes["broke"] = str(reason) or type(reason).__name__


async def _sit_down(entrant: Entrant, plan: Plan) -> None:
    games = random_games(50)
    for number in range(LOBBIES):
        entrant.pairs.append(await entrant.running.house.seat(games, number))
    await full_speed(entrant.pairs, plan.warm_up)


async def closed_loop(entrant: Entrant, plan: Plan) -> None:
    """Every pair moves as soon as the opponent's move is there."""
    running = entrant.running
    server, load, began = running.processor(), time.process_time(), perf_counter()
    rate, times = await full_speed(entrant.pairs, plan.seconds)
    spent = perf_counter() - began
    server, load = running.processor() - server, time.process_time() - load
    entrant.figures.add(
        moves=rate, p50=milliseconds(times, 0.5), p99=milliseconds(times, 0.99),
        server=server / (rate * spent) * 1e6, load=load / spent * 100,
    )  # fmt: skip


async def open_loop(entrant: Entrant, plan: Plan) -> None:
    """1,000 moves a second, whatever the server does."""
    await spread(entrant.pairs)
    rate, times = await steady(entrant.pairs, RATE, plan.seconds)
    entrant.figures.add(steady=rate, steady_p99=milliseconds(times, 0.99))


async def fan_out(entrant: Entrant, plan: Plan) -> None:
    """One pair at full speed before 1,000 watchers."""
    board = Board(entrant.pairs[0])
    wires = await _watchers(entrant, board)
    await full_speed([board.pair], plan.warm_up / 2)
    for _ in range(plan.runs):
        await board.all_told()
        board.arrived, began = 0, perf_counter()
        await full_speed([board.pair], plan.seconds)
        entrant.figures.add(fan=board.arrived / (await board.all_told() - began))
    hang_up(wires)


async def _watchers(entrant: Entrant, board: Board) -> list[Wire]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one() -> Wire:
        async with places:
            return await entrant.running.house.watcher(board)

    return list(await asyncio.gather(*(one() for _ in range(WATCHERS))))
