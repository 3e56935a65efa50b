"""Eight people at one card table who all act at once, while lines are cut and the server is killed.

In here: players who choose what to do by what they see, count the cards at every version, and send
again what was not answered. ``python -m tests.storm`` plays the long form (5,000 verbs) and prints
a table; test_storm plays a short one. Not in here: what a verb does (test_tabletop).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from websockets.exceptions import WebSocketException

from games.tabletop.terms import SEATS
from tests.breaking import break_things
from tests.clients import Client, Message, hang_up
from tests.live import Server, Stage

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


Choice = tuple[str, Any]


class Player(Client):
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

    # What to do

    def choose(self) -> Choice:
        """Anything that can be done with what is seen, however stale that is by now."""
        choices = [*_SHARED]
        if self.things:
            choices += _WITH_CARDS
        if self.decks:
            choices += _WITH_DECKS
        if self.held:
            choices += _WITH_HAND
        return self.random.choice(choices)(self)

    @property
    def board(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document.get("board", {})
        return found

    @property
    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["players"][self.player]
        return found

    @property
    def things(self) -> list[str]:
        return [key for key, part in self.board.items() if "kind" not in part]

    @property
    def decks(self) -> list[str]:
        shared = [key for key, part in self.board.items() if part.get("kind") == "deck"]
        return [*shared, *self.me.get("decks", {})]

    @property
    def held(self) -> list[str]:
        return [*self.me.get("tray", {})]

    def thing(self) -> str:
        return self.random.choice(self.things)

    def deck(self) -> str:
        return self.random.choice(self.decks)

    def card(self) -> str:
        return self.random.choice(self.held)

    def some(self, keys: list[str]) -> list[str]:
        return self.random.sample(keys, self.random.randint(1, min(3, len(keys))))

    def spot(self) -> list[int]:
        return [self.random.randint(-600, 600), self.random.randint(-400, 400)]

    def coin(self) -> bool:
        return self.random.random() < 0.5

    def other(self) -> int:
        return (self.seat + self.random.randrange(1, SEATS)) % SEATS


Chooser = Callable[[Player], Choice]
_SHARED: list[Chooser] = [
    lambda p: ("board/undo", {}),
    lambda p: ("player/update", {"metadata": {"life": p.random.randint(0, 20)}}),
]
_WITH_CARDS: list[Chooser] = [
    lambda p: ("board/drop", {"at": {key: p.spot() for key in p.some(p.things)}}),
    lambda p: ("board/drop", {"at": {p.thing(): p.spot()}, "bottom": p.coin()}),
    lambda p: ("board/update", {p.thing(): {"x": p.spot()[0]}}),
    lambda p: ("board/update", {p.thing(): {"y": p.spot()[1], "owner": p.seat}}),
    lambda p: ("board/flip", {"ids": p.some(p.things)}),
    lambda p: ("board/turn", {"ids": p.some(p.things)}),
    lambda p: ("board/take", {"ids": p.some(p.things)}),
    lambda p: ("board/peek", {"ids": [p.thing()]}),
    lambda p: ("board/group", {"ids": p.some(p.things)}),
]
_WITH_DECKS: list[Chooser] = [
    lambda p: ("deck/draw", {"deck": p.deck(), "count": p.random.randint(1, 3)}),
    lambda p: ("deck/draw", {"deck": p.deck(), "bottom": True}),
    lambda p: ("deck/lay", {"deck": p.deck(), "at": p.spot(), "faceUp": p.coin()}),
    lambda p: ("deck/lay", {"deck": p.deck(), "at": p.spot(), "count": 2}),
    lambda p: ("deck/deal", {"deck": p.deck()}),
    lambda p: ("deck/shuffle", {"deck": p.deck()}),
    lambda p: ("deck/cut", {"deck": p.deck()}),
    lambda p: ("deck/peek", {"deck": p.deck()}),
    lambda p: ("deck/claim" if p.coin() else "deck/share", {"deck": p.deck()}),
    lambda p: ("deck/put", {"deck": p.deck(), "ids": p.some(p.things or ["1"])}),
    lambda p: ("deck/spread", {"deck": p.deck()}),
    lambda p: ("board/drop", {"at": {p.deck(): p.spot()}}),
    lambda p: ("board/flip", {"ids": [p.deck()]}),
]
_WITH_HAND: list[Chooser] = [
    lambda p: ("tray/play", {"at": {key: p.spot() for key in p.some(p.held)}, "faceUp": p.coin()}),
    lambda p: ("tray/put", {"cards": p.some(p.held), "deck": p.random.choice([*p.decks, "1"])}),
    lambda p: ("tray/put", {"cards": [p.card()], "deck": "1", "bottom": True}),
    lambda p: ("tray/pass", {"cards": [p.card()], "to": p.other()}),
    lambda p: ("tray/reveal", {"cards": [p.card()], "to": p.other()}),
    lambda p: ("tray/hide", {}),
    lambda p: ("tray/sort", {"cards": p.some(p.held)}),
]


def cards_in(document: dict[str, Any]) -> int:
    """How many cards there are, by what anybody can count."""
    count = 0
    for part in document.get("board", {}).values():
        count += part.get("count", 0) if part.get("kind") == "deck" else "kind" not in part
    for player in document.get("players", {}).values():
        count += player.get("trayCount", 0)
        count += sum(deck.get("count", 0) for deck in player.get("decks", {}).values())
    return count


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
