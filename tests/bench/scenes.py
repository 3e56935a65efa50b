"""What is measured, in the order in which it happens to one running site.

In here: the scenes by name, and those of few people: moves, sizes, the state over HTTP. Each adds
its figures. Not in here: crowds (``gatherings``), card tables (``cards``), how figures are printed
(``figures``).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from time import perf_counter

import psutil

from tests.bench.cards import card_tables
from tests.bench.crowd import Recorder, hang_up
from tests.bench.figures import Figures
from tests.bench.gatherings import fan_out, idle, storm
from tests.bench.pairs import full_speed, play_to, spread, steady
from tests.bench.plan import READ, SIZED, SLOW, Plan, Stage, milliseconds
from tests.bench.sites import Sites
from tests.bench.wire import connect

STEADY, RATE = 100, 1_000
"""Lobbies and moves a second of the open loop."""
REQUESTS = 300
PLIES = 40
"""Length of the game whose state is read."""


async def measure(
    sites: Sites, plan: Plan, only: Collection[str], say: Callable[[str], None]
) -> Figures:
    """The scenes that are asked for, on a site that has just been started."""
    stage = Stage(sites, plan, say)
    busy, began = others(sites.processor()), perf_counter()
    for name, scene in SCENES.items():
        if name in only:
            await scene(stage)
    for pair in stage.pairs:
        hang_up(list(pair.players))
    stage.figures.others = (others(sites.processor()) - busy) / (perf_counter() - began)
    return stage.figures


def others(servers: float) -> float:
    """Seconds of processor time that all other programs of this machine have used: neither this
    one nor those that are measured, which have used ``servers``."""
    times = psutil.cpu_times()._asdict()
    total = sum(times.get(name, 0) for name in ("user", "nice", "system", "irq", "softirq"))
    return total - servers - time.process_time()


async def moves(stage: Stage) -> None:
    """Chess at full speed in more and more lobbies."""
    for count in stage.plan.lobbies:
        pairs = await stage.seated(count)
        await full_speed(pairs, stage.plan.warm_up)
        await closed_loop(stage, count)


async def closed_loop(stage: Stage, count: int) -> None:
    """Every pair moves as soon as it can."""
    for run in range(stage.plan.runs):
        stage.say(f"{count} lobbies, run {run + 1}")
        server, load = stage.sites.processor(), time.process_time()
        began = perf_counter()
        rate, times = await full_speed(stage.pairs[:count], stage.plan.seconds)
        spent = perf_counter() - began
        server, load = stage.sites.processor() - server, time.process_time() - load
        keys = {"moves": rate, "p50": milliseconds(times, 0.5), "p99": milliseconds(times, 0.99)}
        keys |= {"server": server / (rate * spent) * 1e6, "load": load / spent * 100}
        stage.figures.add(**{f"{key}_{count}": value for key, value in keys.items()})


async def open_loop(stage: Stage) -> None:
    """1,000 moves a second, whatever the server does."""
    pairs = await stage.seated(STEADY)
    await full_speed(pairs[:STEADY], stage.plan.warm_up)
    await spread(pairs)
    for run in range(stage.plan.runs):
        stage.say(f"1,000 moves/s, run {run + 1}")
        _, times = await steady(pairs, RATE, stage.plan.seconds)
        stage.figures.add(p50_steady=milliseconds(times, 0.5), p99_steady=milliseconds(times, 0.99))


async def sizes(stage: Stage) -> None:
    """How many bytes a move is, up and down, with a clock and without."""
    stage.say("bytes")
    watcher = stage.sites.staged["watchers"][0]
    for lobby, key in ((SIZED, "down_clock"), (SLOW, "down")):
        pair = await stage.seat(lobby)
        recorder = Recorder(stage.path(lobby, watcher), stage.port(0))
        await connect(recorder)
        await play_to(pair, PLIES)
        moves = [m for m in recorder.heard if m.startswith(b'{"type":"game/move"')]
        again = Recorder(stage.path(lobby, watcher), stage.port(0))
        whole = await connect(again)
        stage.figures.add(**{key: max(map(len, moves))})
        hang_up([recorder, again, *pair.players])
    up = len('{"action":"game/move","payload":{"uci":"e7e8q"},"ref":"123456"}')
    stage.figures.add(up=up, state_bytes=len(await whole.ready))


async def full_state(stage: Stage) -> None:
    """The whole document over HTTP, one request after the other on one connection."""
    stage.say("full state by REST")
    pair = await stage.seat(READ)
    await play_to(pair, PLIES)
    lobby = stage.sites.staged["lobbies"][READ]
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.port(0))
    request = (
        f"GET /api/lobbies/{lobby['id']}/state/ HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {lobby['tokens'][0]}\r\n\r\n"
    ).encode()
    times, server = [], stage.sites.processor()
    for _ in range(REQUESTS):
        began = perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            stage.figures.notes["state"] = "no answer"
            break
        size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(size)
        times.append(perf_counter() - began)
    else:
        server = (stage.sites.processor() - server) / REQUESTS * 1e3
        stage.figures.add(state=milliseconds(times[50:], 0.5), state_cost=server)
    writer.close()
    hang_up(list(pair.players))


async def cards(stage: Stage) -> None:
    """Card tables: what a dropped card costs, how far drags carry."""
    stage.say("card tables")
    await card_tables(stage.sites, stage.figures, stage.plan.seconds, stage.plan.runs)


SCENES: Mapping[str, Callable[[Stage], Awaitable[None]]] = {
    "idle": idle,
    "storm": storm,
    "moves": moves,
    "steady": open_loop,
    "fan": fan_out,
    "sizes": sizes,
    "state": full_state,
    "cards": cards,
}
"""By the name ``--only`` takes; idle connections come first, while memory is still fresh."""
