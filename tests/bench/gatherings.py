"""Scenes with many connections: idle ones, all of them coming back, watchers of one game.

In here: what is measured of them. Not in here: how a connection is opened (``crowd``), the games
that are watched (``pairs``).
"""

from __future__ import annotations

import asyncio
import random
from time import perf_counter

from tests.bench.crowd import Asker, Board, Clocked, Watcher, gather, hang_up
from tests.bench.pairs import Pair, full_speed, steady
from tests.bench.plan import FIRST_QUIET, LOBBIES, QUIET, WATCHERS, Stage, milliseconds
from tests.bench.wire import Wire

Place = tuple[int, str]
"""Which lobby, and whose token."""
LOOK_SECONDS = 10.0
"""How long idle connections are looked at."""
ASKED = 300
"""Of the idle ones, how many ask for an answer meanwhile."""
WATCH_SECONDS, WATCH_RATE = 6.0, 2.0
"""5,000 people watch a game of fast humans: seconds, moves a second."""


def _players(stage: Stage) -> list[Place]:
    lobbies = stage.sites.staged["lobbies"][:LOBBIES]
    return [(n, token) for n, lobby in enumerate(lobbies) for token in lobby["tokens"]]


def _sitters(stage: Stage, count: int) -> list[Place]:
    tokens = stage.sites.staged["watchers"][:count]
    return [(FIRST_QUIET + n % QUIET, token) for n, token in enumerate(tokens)]


def _wires(stage: Stage, places: list[Place], rest: str = "") -> list[Wire]:
    return [Asker(stage.path(*place, rest), stage.port(i)) for i, place in enumerate(places)]


async def idle(stage: Stage) -> None:
    """Two people at each of 1,000 tables do nothing, then 8,000 more sit and watch elsewhere."""
    stage.say("idle connections")
    players = _players(stage)
    first, others = players[: len(players) // 10], players[len(players) // 10 :]
    wires = await gather(_wires(stage, first))
    await asyncio.sleep(1)
    before = stage.sites.memory()
    wires += await gather(_wires(stage, others))
    await asyncio.sleep(2)
    stage.figures.add(memory=(stage.sites.memory() - before) / len(others) / 1024)
    if stage.plan.idle > len(players):
        await _many_idle(stage, wires, before, len(first))
    hang_up(wires)
    await asyncio.sleep(2)


async def _many_idle(stage: Stage, wires: list[Wire], before: int, already: int) -> None:
    stage.say(f"{stage.plan.idle:,} idle connections")
    began, here = perf_counter(), len(wires)
    more = _wires(stage, _sitters(stage, stage.plan.idle - here))
    wires += await gather(more)
    opened = (len(wires) - here) / (perf_counter() - began)
    await asyncio.sleep(2)
    memory = (stage.sites.memory() - before) / (len(wires) - already) / 1024
    busy, began = stage.sites.processor(), perf_counter()
    times = []
    for wire in random.Random(5).sample(more, min(ASKED, len(more))):
        times.append(await wire.ask())  # type: ignore[attr-defined]
        await asyncio.sleep(LOOK_SECONDS / ASKED)
    busy = (stage.sites.processor() - busy) / (perf_counter() - began) * 100
    kept = sum(not wire.transport.is_closing() for wire in wires)
    stage.figures.add(idle_kept=kept, idle_opened=opened, idle_memory=memory, idle_busy=busy)
    stage.figures.add(idle_p99=milliseconds(times, 0.99))


async def storm(stage: Stage) -> None:
    """Two people at each of 1,000 tables are all cut off, and all come back in that moment."""
    stage.say("2,000 people come")
    players = _players(stage)
    wires = await gather(_wires(stage, players))
    await asyncio.sleep(2)
    for run in range(stage.plan.storms):
        stage.say(f"2,000 come back, run {run + 1}")
        hang_up(wires)
        began, server = perf_counter(), stage.sites.processor()
        wires = _wires(stage, players, "&v=1")
        try:
            await gather(wires, at_once=len(wires))
        except (TimeoutError, OSError):
            stage.figures.notes["storm"] = "not all"
            break
        spent = perf_counter() - began
        server = stage.sites.processor() - server
        stage.figures.add(storm=spent, storm_cost=server / len(wires) * 1e3)
        await asyncio.sleep(2)
    hang_up(wires)
    await asyncio.sleep(2)


async def fan_out(stage: Stage) -> None:
    """One game before more and more watchers; every tenth notes the time."""
    (pair,) = await stage.seated(1)
    board = Board(pair)
    wires: list[Wire] = []
    await full_speed([pair], stage.plan.warm_up)
    for count in sorted({*stage.plan.fans, WATCHERS}):
        await _watchers(stage, board, wires, count)
        if count in stage.plan.fans:
            await _at_full_speed(stage, board, count)
        if count == WATCHERS:
            await _at_human_speed(stage, pair, board)
    hang_up(wires)
    await asyncio.sleep(2)


async def _watchers(stage: Stage, board: Board, wires: list[Wire], count: int) -> None:
    """More come, until there are ``count``."""
    stage.say(f"{count:,} watchers come")
    tokens = stage.sites.staged["watchers"]
    wires += await gather(
        [
            (Clocked if number % 10 == 0 else Watcher)(
                stage.path(0, tokens[number]), stage.port(number), board
            )
            for number in range(len(wires), count)
        ]
    )
    await asyncio.sleep(1)


async def _at_full_speed(stage: Stage, board: Board, count: int) -> None:
    for run in range(stage.plan.runs):
        stage.say(f"{count:,} watchers, run {run + 1}")
        board.arrived, board.times = 0, []
        server, began = stage.sites.processor(), perf_counter()
        await full_speed([board.pair], stage.plan.seconds)
        spent = await board.all_told() - began
        server = stage.sites.processor() - server
        fan = {"fan": board.arrived / spent, "cost": server / max(1, board.arrived) * 1e6}
        fan["fan_p99"] = milliseconds(board.times, 0.99)
        stage.figures.add(**{f"{key}_{count}": value for key, value in fan.items()})


async def _at_human_speed(stage: Stage, pair: Pair, board: Board) -> None:
    for run in range(stage.plan.runs):
        stage.say(f"{WATCHERS:,} watchers of a game, run {run + 1}")
        board.arrived, board.times = 0, []
        await steady([pair], WATCH_RATE, WATCH_SECONDS)
        await board.all_told()
        stage.figures.add(watch_p50=milliseconds(board.times, 0.5))
        stage.figures.add(watch_p99=milliseconds(board.times, 0.99))
