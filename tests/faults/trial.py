"""One fault tried in one house: people play, it breaks, they go on, and the log is read.

In here: the course of a trial, its verdict, its line in the table. Not in here: the faults
(breaking), the people (people).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from tests.clients import Message, hang_up
from tests.faults.breaking import Fault, Scene
from tests.faults.houses import House
from tests.faults.people import Life, Steadfast, handles_cards, plays_chess, talks
from tests.faults.proxy import Proxy
from tests.faults.tally import Findings, Tally, read_log, share
from tests.live import Stage

RECOVERY_SECONDS = 5.0
"""Within this, everybody's first command is acknowledged once all serves again."""
GIVE_UP_SECONDS = 20.0
SETTLE_SECONDS = 6.0
CLOCKS = {"minutes": 30, "increment": 0}


@dataclass(frozen=True)
class Crowd:
    """Who plays: pairs at chess, people at one card table, people who talk in one more lobby."""

    pairs: int = 4
    cards: int = 4
    talkers: int = 3
    warm: int = 100
    """Commands before it breaks, and after."""


@dataclass
class Outcome:
    """What came of a trial."""

    house: str
    fault: str
    tally: Tally
    players: set[str] = field(default_factory=set)
    found: Findings = field(default_factory=Findings)

    @property
    def recoveries(self) -> list[float]:
        """Seconds until each player was served again."""
        return self.tally.recoveries(self.players)

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing doubled, nobody waited too long, nothing was wrong."""
        in_time = self.recoveries[-1] <= RECOVERY_SECONDS
        return not (any(vars(self.found).values()) or self.tally.wrong) and in_time


async def attempt(house: House, name: str, fault: Fault, crowd: Crowd, seconds: float) -> Outcome:
    """Try one fault."""
    tally = Tally()
    outcome = Outcome(house.name, name, tally)
    async with AsyncExitStack() as stack:
        ports = [server.port for server in house.servers]
        proxies = [await stack.enter_async_context(Proxy(port)) for port in ports]
        scene = Scene(house, tally, proxies, seconds=seconds)
        lives = await asyncio.to_thread(_seat, scene, crowd)
        outcome.players = {client.player for client in scene.people}
        for client in scene.people:
            await client.open()
        async with asyncio.TaskGroup() as group:
            for life in lives:
                group.create_task(life())
            await _course(scene, fault, crowd, outcome.players)
        await _compare(scene)
        await hang_up()
    outcome.found = await asyncio.to_thread(read_log, house.rows, tally)
    return outcome


async def _course(scene: Scene, fault: Fault, crowd: Crowd, players: set[str]) -> None:
    try:
        await scene.tally.more(crowd.warm)
        await fault(scene)
        await scene.tally.everybody(players, GIVE_UP_SECONDS)
        await scene.tally.more(crowd.warm)
    finally:
        scene.tally.done = True
        for client in scene.people:
            client.wake()


def _seat(scene: Scene, crowd: Crowd) -> list[Life]:
    """Open the lobbies, and say what everybody does there."""
    lives: list[Life] = []
    house = scene.house
    for _ in range(crowd.pairs):
        pair = _clients(scene, house.stage("Anh", "Bình", start=True, options=CLOCKS))
        lives += [plays_chess(client, seat) for seat, client in enumerate(pair)]
    names = ("Anh", "Bình", "Chi", "Dũng", "Em", "Giang")
    table = _clients(scene, house.stage(*names[: crowd.cards], kind="tabletop"))
    lives += [handles_cards(client) for client in table]
    scene.stage = house.stage(*names[: crowd.talkers + 1], kind="tabletop")
    lives += [talks(client) for client in _clients(scene, scene.stage)[: crowd.talkers]]
    scene.people.pop()  # The last of the talkers' lobby only listens: see ``Scene.stage``.
    return lives


def _clients(scene: Scene, stage: Stage) -> list[Steadfast]:
    """People of a lobby, at one process and the other in turn."""
    found = []
    for number, (token, player) in enumerate(zip(stage.tokens, stage.ids, strict=True)):
        bases = [proxy.ws for proxy in scene.proxies]
        turned = bases[number % len(bases) :] + bases[: number % len(bases)]
        found.append(Steadfast(turned, stage.lobby, token, player).settle(scene.tally))
    scene.people += found
    return found


async def _compare(scene: Scene) -> None:
    """Whether everybody's document is soon what a newcomer would be told, and all are here."""
    for client in scene.people:
        if client.code is not None:
            await client.come_back()
    waiting = dict.fromkeys(scene.people, "not asked")
    until = asyncio.get_running_loop().time() + SETTLE_SECONDS
    while waiting and asyncio.get_running_loop().time() < until:
        for client in list(waiting):
            fresh = await client.fresh()
            waiting[client] = _difference(client, fresh)
            if not waiting[client]:
                del waiting[client]
        await asyncio.sleep(0.2)
    for client, what in waiting.items():
        scene.tally.wrong.append(f"{client.player[:8]}, at version {client.v}: {what}")


def _difference(client: Steadfast, fresh: Message) -> str:
    """What somebody sees that is not so, or that they count as away; empty if all is well."""
    if not fresh["players"][client.player]["connected"]:
        return "counts as away"
    parts = fresh.keys() | client.document.keys()
    wrong = [part for part in sorted(parts) if fresh.get(part) != client.document.get(part)]
    return "; ".join(
        f"sees {part} {client.document.get(part)}, not {fresh.get(part)}" for part in wrong
    )


HEAD = (
    f"{'fault':<24}{'sent':>7}{'acked':>7}{'lost':>6}{'doubled':>8}{'refused':>8}"
    f"{'median':>8}{'p99':>7}{'recovery':>10}{'p99':>7}"
)


def line(outcome: Outcome) -> str:
    """A line of the table: counts; seconds from sending to acknowledgement, and of recovery."""
    tally, found, back = outcome.tally, outcome.found, outcome.recoveries
    waits = tally.waits()
    return (
        f"{outcome.fault:<24}{len(tally.sent):>7}{tally.acknowledged:>7}{found.lost:>6}"
        f"{found.doubled:>8}{tally.refused.total():>8}{share(waits, 0.5):>8.3f}"
        f"{share(waits, 0.99):>7.2f}{_mean(back):>10.2f}{share(back, 0.99):>7.2f}"
    )


def remarks(outcome: Outcome) -> Iterable[str]:
    """What else is to be said, and whatever was wrong."""
    tally = outcome.tally
    told = [f"{name}: {count}" for name, count in sorted((tally.counts + tally.refused).items())]
    if told:
        yield f"    {', '.join(told)}"
    if outcome.found.holes:
        yield f"    ! versions missing in {outcome.found.holes} lobbies"
    yield from (f"    ! {text}" for text in tally.wrong[:10])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
