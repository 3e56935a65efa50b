"""Eight people at one card table who all act at once, while lines are cut and the server is killed.

In here: players who count the cards at every version and send again what was not answered.
``python -m tests.storm`` plays the long form (5,000 verbs) and prints a table; test_storm plays a
short one. Not in here: what they choose to do (storm_verbs), what a verb does (test_tabletop).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from websockets.exceptions import WebSocketException

from games.tabletop.terms import SEATS
from tests.breaking import break_things
from tests.clients import Message, hang_up
from tests.live import Server, Stage
from tests.storm_verbs import Choice, Whim, cards_in

NAMES = ("Anh", "Bình", "Chi", "Dũng", "Em", "Giang", "Hà", "Khoa")
IN_FLIGHT = 4
STUCK_SECONDS = 60.0
PACK = 52


@dataclass
class Plan:
    """What happens: verbs in all, lines cut and kills spread over them."""

    verbs: int = 5_000
    cuts: int = 100
    kills: int = 5


@dataclass
class Tally:
    """What came of it."""

    plan: Plan
    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    """By the type of the news, or the code of the refusal."""
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self) -> None:
        """One more verb is on its way."""
        self.sent += 1
        self._more.set()

    async def reach(self, verbs: int) -> None:
        """Wait until so many verbs were sent."""
        while self.sent < verbs:
            self._more.clear()
            await self._more.wait()

    @property
    def done(self) -> bool:
        return self.sent >= self.plan.verbs


class Player(Whim):
    """Somebody at the table who never waits for the others."""

    def settle(self, seat: int, tally: Tally) -> Player:
        self.seat, self.tally = seat, tally
        self.random = Random(f"storm {seat}")
        self.waiting: dict[str, Choice] = {}
        self.number = 0
        return self

    def _take(self, message: Message) -> None:
        super()._take(message)
        if message.get("v") == self.v and not message.get("more"):
            cards = cards_in(self.document)
            self.tally.counts["versions counted"] += 1
            if cards != PACK:
                self.tally.wrong.append(f"seat {self.seat} sees {cards} cards at {self.v}")
        asked = self.waiting.pop(message.get("ref", ""), None)
        if asked is None and "ref" in message and not message["ref"].startswith("t"):
            self.tally.wrong.append(f"{message['ref']} was answered twice")
        if asked is not None:
            refused = message.get("type") == "error"
            what = message["payload"]["code"] if refused else message.get("type", "nothing to see")
            self.tally.answers[what] += 1

    async def live(self) -> None:
        """Act until enough has been done, and all of one's own is answered."""
        while self.waiting or not self.tally.done:
            if self.code is not None:
                await self.come_back()
                continue
            try:
                await self.act_or_wait()
            except (OSError, WebSocketException):
                await asyncio.sleep(0.01)

    async def act_or_wait(self) -> None:
        if self.tally.done or len(self.waiting) >= IN_FLIGHT:
            await self.until(
                lambda: self.code is not None or len(self.waiting) < self._room(), STUCK_SECONDS
            )
            return
        action, payload = self.choose()
        self.tally.send()
        self.number += 1
        ref = f"{self.seat}-{self.number}"
        self.waiting[ref] = action, payload
        await self.tell(action, payload, ref=ref)
        if self.random.random() < 0.3:
            await asyncio.sleep(0)

    def _room(self) -> int:
        return 1 if self.tally.done else IN_FLIGHT

    async def come_back(self) -> None:
        """Connect, as often as it takes, and send again what was not answered.

        What cannot be sent, since the line is cut meanwhile, is sent the next time.
        """
        began, pause = time.monotonic(), 0.02
        while True:
            assert time.monotonic() < began + STUCK_SECONDS, "The server does not come back."
            try:
                await self.resume()
                if self.code is None:
                    break
            except (OSError, WebSocketException, TimeoutError):
                pass
            await asyncio.sleep(pause)
            pause = min(0.5, 2 * pause)
        self.tally.counts["came back"] += 1
        for ref, (action, payload) in [*self.waiting.items()]:
            self.tally.counts["sent again"] += 1
            try:
                await self.tell(action, payload, ref=ref)
            except (OSError, WebSocketException):
                return


async def rage(server: Server, plan: Plan) -> Tally:
    """Let everybody act at once on ``server``, which is killed meanwhile."""
    tally = Tally(plan)
    (stage,) = server.stage(*NAMES, kind="tabletop", sit=SEATS)
    players = _players(server, stage, tally)
    for player in players:
        await player.open()
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for player in players:
            group.create_task(player.live())
        group.create_task(_break_things(server, players, tally))
    tally.seconds = time.monotonic() - began
    await _compare(players, tally)
    await hang_up()
    return tally


def _players(server: Server, stage: Stage, tally: Tally) -> list[Player]:
    return [
        Player(server.ws, stage.lobby, token, player).settle(seat, tally)
        for seat, (token, player) in enumerate(zip(stage.tokens, stage.ids, strict=True))
    ]


async def _break_things(server: Server, players: list[Player], tally: Tally) -> None:
    """Cut lines and kill the server, evenly over the verbs that are sent."""
    await break_things(server, players, tally, tally.plan, tally.plan.verbs)
    for player in players:
        player.wake()


async def _compare(players: list[Player], tally: Tally) -> None:
    """Whether everybody's document is what the server would tell them anew."""
    for player in players:
        if player.code is not None:
            await player.come_back()
    await asyncio.sleep(0)
    last = max(player.v or 0 for player in players)
    for player in players:
        await player.at(last)
        fresh = await player.fresh()
        # Others may still be coming back while this one is asked.
        for part in ("board", "game"):
            if player.document[part] != fresh[part]:
                tally.wrong.append(f"seat {player.seat} sees another {part}")
        for key, theirs in fresh["players"].items():
            for name in ("tray", "trayCount", "decks", "metadata", "shown"):
                if player.document["players"][key].get(name) != theirs.get(name):
                    tally.wrong.append(f"seat {player.seat} sees another {name}")
        tally.counts["gaps heard"] += player.gaps


def print_table(tally: Tally) -> None:
    """What happened, line by line."""
    rows: list[tuple[str, Any]] = [
        ("verbs sent", tally.sent), ("answers", tally.answers.total()),
        ("seconds", f"{tally.seconds:.0f}"),
        *sorted(tally.counts.items()), *tally.answers.most_common(),
        ("what was wrong", len(tally.wrong)),
    ]  # fmt: skip
    for name, value in rows:
        print(f"{name:<30}{value:>8}")
    print(*tally.wrong[:10], sep="\n")


def main(plan: Plan) -> int:
    """Play it on a server of its own; 0 if everything held."""
    with tempfile.TemporaryDirectory(prefix="parlour-storm-") as folder:
        server = Server(Path(folder)).prepare().start()
        try:
            tally = asyncio.run(rage(server, plan))
        finally:
            server.stop()
    print_table(tally)
    return int(bool(tally.wrong) or tally.answers.total() != tally.sent)


if __name__ == "__main__":
    sys.exit(main(Plan(*map(int, sys.argv[1:]))))
