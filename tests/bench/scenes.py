"""What is measured, in the order in which it happens to one running site.

In here: the scenes. Each adds its figures. Not in here: how they are printed (``figures``).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import psutil

from tests.bench.cards import card_tables
from tests.bench.crowd import Board, Clocked, Recorder, Watcher, gather, hang_up
from tests.bench.figures import Figures, percentile
from tests.bench.pairs import Pair, full_speed, play_to, random_games, seat, steady
from tests.bench.sites import Sites
from tests.bench.wire import Wire, connect

PAIRS = 100
LOBBIES = 1000
WATCHERS = 1000
CLOCK, UNTIMED = {}, {"minutes": 0, "increment": 0}
WANTED = {"lobbies": [[LOBBIES, CLOCK], [1, UNTIMED]], "watchers": WATCHERS, "tables": 2}


@dataclass(frozen=True)
class Plan:
    """How long (seconds) and how often each thing is measured, after ``warm_up`` seconds."""

    runs: int = 3
    seconds: float = 4
    warm_up: float = 3


class Stage:
    """One running site, the people in it, and the figures so far."""

    def __init__(self, sites: Sites, plan: Plan, say: Callable[[str], None]) -> None:
        self.sites = sites
        self.plan = plan
        self.say = say
        self.figures = Figures()
        self.games = random_games(50)
        self.pairs: list[Pair] = []

    def path(self, lobby: int, token: str, rest: str = "") -> str:
        """The address of a lobby's socket."""
        return f"/ws/lobbies/{self.sites.staged['lobbies'][lobby]['id']}/?token={token}{rest}"

    def port(self, number: int) -> int:
        """The port of one of the processes, in turn."""
        return self.sites.ports[number % len(self.sites.ports)]

    async def seat(self, lobby: int) -> Pair:
        """The two players of a lobby, connected."""
        pair = Pair(self.games, lobby)
        return await seat(pair, self.sites.staged["lobbies"][lobby], self.sites.ports)


async def measure(sites: Sites, plan: Plan, say: Callable[[str], None]) -> Figures:
    """All scenes, on a site that has just been started."""
    stage = Stage(sites, plan, say)
    busy, began = _others(sites), perf_counter()
    await idle_and_storm(stage)
    stage.pairs = [await stage.seat(lobby) for lobby in range(PAIRS)]
    await full_speed(stage.pairs, plan.warm_up)
    for count in (100,) if sites.shape.short else (1, 10, 100):
        await closed_loop(stage, count)
    await open_loop(stage)
    for count in (100, WATCHERS):
        await fan_out(stage, count)
    await sizes(stage)
    await full_state(stage)
    stage.say("card tables")
    await card_tables(sites, stage.figures, plan.seconds, plan.runs)
    for pair in stage.pairs:
        hang_up(list(pair.players))
    stage.figures.others = (_others(sites) - busy) / (perf_counter() - began)
    return stage.figures


def _others(sites: Sites) -> float:
    """Seconds of processor time that all other programs of this machine have used."""
    times = psutil.cpu_times()._asdict()
    total = sum(times.get(name, 0) for name in ("user", "nice", "system", "irq", "softirq"))
    return total - sites.processor() - time.process_time()


async def idle_and_storm(stage: Stage) -> None:
    """Two people at each of 1,000 tables do nothing; then all are cut off and come back."""
    stage.say("idle connections")
    lobbies = stage.sites.staged["lobbies"][:LOBBIES]
    seats = [(n, token) for n, lobby in enumerate(lobbies) for token in lobby["tokens"]]
    first, others = seats[: len(seats) // 10], seats[len(seats) // 10 :]
    wires = await gather([Watcher(stage.path(*s), stage.port(i)) for i, s in enumerate(first)])
    await asyncio.sleep(1)
    before = stage.sites.memory()
    wires += await gather([Watcher(stage.path(*s), stage.port(i)) for i, s in enumerate(others)])
    await asyncio.sleep(2)
    stage.figures.add(memory=(stage.sites.memory() - before) / len(others) / 1024)
    for _ in range(1 if stage.sites.shape.short else stage.plan.runs):
        stage.say("2,000 come back")
        hang_up(wires)
        began = perf_counter()
        again = [Watcher(stage.path(*s, "&v=1"), stage.port(i)) for i, s in enumerate(seats)]
        wires = list[Wire](again)
        try:
            await gather(wires, at_once=len(wires))
        except (TimeoutError, OSError):
            stage.figures.notes["storm"] = "not all"
            break
        stage.figures.add(storm=perf_counter() - began)
        await asyncio.sleep(1)
    hang_up(wires)
    await asyncio.sleep(2)


async def closed_loop(stage: Stage, count: int) -> None:
    """Every pair moves as soon as it can."""
    for run in range(stage.plan.runs):
        stage.say(f"{count} lobbies, run {run + 1}")
        server, load = stage.sites.processor(), time.process_time()
        began = perf_counter()
        rate, times = await full_speed(stage.pairs[:count], stage.plan.seconds)
        spent = perf_counter() - began
        server, load = stage.sites.processor() - server, time.process_time() - load
        keys = {"moves": rate, "p50": _ms(times, 0.5), "p99": _ms(times, 0.99)}
        keys |= {"server": server / (rate * spent) * 1e6, "load": load / spent * 100}
        stage.figures.add(**{f"{key}_{count}": value for key, value in keys.items()})


async def open_loop(stage: Stage) -> None:
    """1,000 moves a second, whatever the server does."""
    for run in range(stage.plan.runs):
        stage.say(f"1,000 moves/s, run {run + 1}")
        _, times = await steady(stage.pairs, 1000, stage.plan.seconds)
        stage.figures.add(p50_steady=_ms(times, 0.5), p99_steady=_ms(times, 0.99))


async def fan_out(stage: Stage, count: int) -> None:
    """One game at full speed before many; every tenth watcher notes the time."""
    pair = stage.pairs[0]
    board = Board(pair)
    tokens = stage.sites.staged["watchers"][:count]
    wires: list[Wire] = [
        (Watcher if number % 10 else Clocked)(stage.path(0, token), stage.port(number), board)
        for number, token in enumerate(tokens)
    ]
    stage.say(f"{count} watchers come")
    wires = await gather(wires)
    await full_speed([pair], stage.plan.warm_up / 2)
    for run in range(stage.plan.runs):
        stage.say(f"{count} watchers, run {run + 1}")
        board.arrived, board.times = 0, []
        server, began = stage.sites.processor(), perf_counter()
        await full_speed([pair], stage.plan.seconds)
        await asyncio.sleep(0.2)
        spent, server = perf_counter() - began - 0.2, stage.sites.processor() - server
        fan = {"fan": board.arrived / spent, "cost": server / max(1, board.arrived) * 1e6}
        fan["fan_p99"] = _ms(board.times, 0.99)
        stage.figures.add(**{f"{key}_{count}": value for key, value in fan.items()})
    hang_up(wires)
    await asyncio.sleep(0.5)


async def sizes(stage: Stage) -> None:
    """How many bytes a move is, up and down, with a clock and without."""
    stage.say("bytes")
    watcher = stage.sites.staged["watchers"][0]
    for lobby, key in ((LOBBIES - 1, "down_clock"), (LOBBIES, "down")):
        pair = await stage.seat(lobby)
        recorder = Recorder(stage.path(lobby, watcher), stage.port(0))
        await connect(recorder)
        await play_to(pair, 40)
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
    lobby = stage.sites.staged["lobbies"][LOBBIES - 1]
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.port(0))
    request = (
        f"GET /api/lobbies/{lobby['id']}/state/ HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {lobby['tokens'][0]}\r\n\r\n"
    ).encode()
    times = []
    for _ in range(300):
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
        stage.figures.add(state=_ms(times[50:], 0.5))
    writer.close()


def _ms(times: list[float], share: float) -> float:
    return percentile(times, share) * 1000


__all__ = ["WANTED", "Plan", "measure"]
