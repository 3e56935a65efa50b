"""People who do not give up: they play, and send again what was not answered.

In here: a client that keeps the protocol to the letter (gaps, refs, back-off), and what people do
at a table of chess, at a card table, and talking. Not in here: faults, verdicts.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import Any, Self

from websockets.exceptions import WebSocketException

from games.patch import merge
from tests import crash
from tests.clients import Client, Message
from tests.faults.tally import Sent, Tally

STUCK_SECONDS = 90.0
BACK_OFF = (1.0, 2.0)
"""Seconds between attempts, give or take a fifth. The page waits longer from the third on, but then
asks over HTTP every 1.5 s, and acts that way; this client has no such other way."""
AT_ONCE = (1012, 4408, 4413)
AGAIN = ("INTERNAL_ERROR", "RATE_LIMITED")
"""Refusals that ask to try again: the same command, under the same ref."""
UNANSWERED_SECONDS = 15.0


class Steadfast(Client):
    """A player's line that heals itself, as the page's does."""

    def settle(self, tally: Tally) -> Self:
        self.tally, self.lobby = tally, self.address.rstrip("/").rpartition("/")[2]
        self.number = 0
        self._gap, self._passed = False, 0
        self._begun: list[Message] = []
        self._attempt = 0
        self._syncs: set[asyncio.Task[None]] = set()
        return self

    # Hearing

    def _take(self, message: Message) -> None:
        self._keep(message)
        v = message.get("v")
        if message.get("type") == "state":
            self._replace(message)
        elif v is not None and (self._gap or self._is_out_of_step(v, message)):
            self._passed = max(self._passed, v)
            self.gaps += not self._gap
            self._gap = True
            # Who asked before the line was cut got no answer.
            if not self._syncs:
                self._sync()
        elif v is not None and self.v is not None and v >= self.v:
            begun = [earlier for earlier in self._begun if earlier["v"] == v]
            self._begun = [*begun, message] if message.get("more") else []
            if not message.get("more"):
                self._apply([*begun, message])

    def _is_out_of_step(self, v: int, message: Message) -> bool:
        """Whether something before is missing, or a version's beginning comes after its end."""
        return self.v is None or v > self.v + 1 or (v == self.v and bool(message.get("more")))

    def _replace(self, message: Message) -> None:
        # A slow answer that was overtaken would turn time back.
        if self.v is None or message["v"] >= self.v or self._gap:
            self.document, self.v = message["payload"], message["v"]
            # News that overtook it were passed over: then they are missing still.
            self._gap = self._passed > message["v"]
            self._passed, self._begun = 0, []

    def _apply(self, messages: list[Message]) -> None:
        for message in messages:
            part, slash, _ = message.get("type", "").partition("/")
            if slash:
                self.document[part] = merge(self.document.get(part, {}), message["payload"])
            self.v = message["v"]

    def _sync(self) -> None:
        async def ask() -> None:
            while self._gap and self.code is None:
                with suppress(OSError, WebSocketException):
                    await self.tell("lobby/sync", ref=f"s{self.gaps}-{random.random():.6f}")
                await asyncio.sleep(1)

        task = asyncio.create_task(ask())
        self._syncs.add(task)
        task.add_done_callback(self._syncs.discard)

    # Talking

    async def rest(self) -> None:
        """Wait a beat before the next command."""
        await asyncio.sleep(self.tally.beat * random.uniform(0.5, 1.5))

    async def put(self, action: str, payload: Any = None) -> Message:
        """Send a command until it is answered, under the same ref all the time."""
        self.number += 1
        ref = f"{self.player[:8]}-{self.number}"
        sent = Sent(self.lobby, self.player, ref, action, payload, time.monotonic())
        self.tally.sent.append(sent)
        while True:
            answer = await self._once(action, payload, ref)
            if answer is None:
                self.tally.counts["sent again"] += 1
            elif answer.get("type") != "error":
                self.tally.accept(sent)
                return answer
            else:
                self.tally.refuse(answer["payload"]["code"])
                if answer["payload"]["code"] not in AGAIN:
                    return answer
                await asyncio.sleep(0.5)

    async def _once(self, action: str, payload: Any, ref: str) -> Message | None:
        """Send it once: its answer, or None if the line broke or stayed silent."""
        if self.code is not None:
            await self.come_back()
        known = len(self.answers(ref))
        try:
            await self.tell(action, payload, ref=ref)
            await self.until(
                lambda: len(self.answers(ref)) > known or self.code is not None, UNANSWERED_SECONDS
            )
        except (OSError, WebSocketException):
            await asyncio.sleep(0.01)
        except TimeoutError:
            self.tally.counts["unanswered for long"] += 1
        answers = self.answers(ref)
        return answers[-1] if len(answers) > known else None

    async def come_back(self) -> None:
        """Connect again, as often as it takes, and go on where the line broke."""
        began, code = time.monotonic(), self.code
        self.tally.counts["came back"] += 1
        if code in (4403, 4404, 4408, 4413, 4429):
            self.tally.counts[f"closed with {code}"] += 1
        wait = 0.0 if code in AT_ONCE else self._pause()
        while True:
            assert time.monotonic() < began + STUCK_SECONDS, "The server does not come back."
            await asyncio.sleep(wait)
            wait = self._pause()
            try:
                await self.resume()
                if self.code is None:
                    self._attempt = 0
                    return
            except (OSError, WebSocketException, TimeoutError):
                pass

    def _pause(self) -> float:
        step = BACK_OFF[min(self._attempt, len(BACK_OFF) - 1)]
        self._attempt += 1
        return step * random.uniform(0.8, 1.2)


class ChessSeat(crash.Seat):
    """Somebody who plays chess, game after game."""

    client: Steadfast

    async def come_back(self) -> None:
        await self.client.come_back()

    async def put(self, action: str, payload: Any = None) -> Message:
        await self.client.rest()
        answer = await self.client.put(action, payload)
        return {"ref": "", **answer}

    async def _move(self, game: dict[str, Any]) -> None:
        answer = await self.put("game/move", {"uci": self._choose(game)})
        if answer.get("type") == "error":
            self.tally.wrong.append(f"A move was refused: {answer['payload']}")
        ply = str(len(game.get("moves", {})) + 1)
        await self.wait(lambda: self._is_past(game["id"], ply))

    def _is_past(self, game: str, ply: str) -> bool:
        now = self.client.document["game"]
        return now.get("id") != game or ply in now.get("moves", {}) or "result" in now

    async def _again(self, game: dict[str, Any]) -> None:
        if game["result"]["reason"] in ("time", "abandoned", "timeout"):
            self.tally.wrong.append(f"A game ended by itself: {game['result']}")
        await super()._again(game)


Life = Callable[[], Awaitable[None]]


def handles_cards(client: Steadfast) -> Life:
    """Somebody at a card table who moves its deck, draws, puts back and counts."""
    chance = Random(client.player)

    async def live() -> None:
        while not client.tally.done:
            await client.rest()
            mine = client.document["players"][client.player]
            if "tray" in mine and chance.random() < 0.5:
                await client.put("tray/put", {"cards": [next(iter(mine["tray"]))], "deck": "1"})
            elif chance.random() < 0.4:
                await client.put("deck/draw", {"deck": "1"})
            elif chance.random() < 0.5:
                spot = [chance.randint(-600, 600), chance.randint(-400, 400)]
                await client.put("board/drop", {"at": {"1": spot}})
            else:
                await client.put("player/update", {"metadata": {"count": client.number}})

    return live


def talks(client: Steadfast) -> Life:
    """Somebody who says one line after the other."""

    async def live() -> None:
        while not client.tally.done:
            await client.rest()
            await client.put("chat/say", {"text": f"{client.player[:8]} says {client.number}"})

    return live


def plays_chess(client: Steadfast, seat: int) -> Life:
    """Somebody who plays chess, game after game."""
    return ChessSeat(client, client.lobby, seat, client.tally).live  # type: ignore[arg-type]
