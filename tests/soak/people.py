"""Who plays for half an hour: every game, talk, watchers who come and go, reloads over HTTP.

In here: clients that remember little, so that they last, and what each of them does. Not in here:
how fast (``Tally.beat``), what is measured (gauge).
"""

from __future__ import annotations

import asyncio
import random
import urllib.error
import urllib.request
from collections.abc import Sequence

from tests.faults.people import Life, Steadfast, handles_cards, plays_chess, talks
from tests.faults.tally import Tally
from tests.live import Server, Stage
from tests.tienlen_people import Mind

NAMES = ("Anh", "Bình", "Chi", "Dũng")
KEPT = 400
"""Messages a client remembers: enough to find its answers in."""
STAY = 40
"""Beats that a watcher stays, on average."""


class Lasting(Steadfast):
    """A player's line that forgets what it heard long ago. ``mind``: what Tiến Lên asks for."""

    mind: Mind | None = None

    def _take(self, message: dict[str, object]) -> None:
        super()._take(message)
        if self.mind is not None:
            self.mind.hear(self.texts[-1])
        if len(self.heard) > KEPT:
            self.forget(KEPT // 2)


def crowd(server: Server, tally: Tally, size: int) -> tuple[list[Lasting], list[Life]]:
    """``size`` tables of each game with all their people, and as many who come and go."""

    def lines(stage: Stage) -> list[Lasting]:
        return [
            Lasting(server.ws, stage.lobby, token, player).settle(tally)
            for token, player in zip(stage.tokens, stage.ids, strict=True)
        ]

    people: list[Lasting] = []
    lives: list[Life] = []
    clocks = {"minutes": 180, "increment": 0}
    for stage in server.stage(
        *NAMES[:3], lobbies=2 * size, sit=2, start=True, options=clocks, listed=3
    ):
        pair = lines(stage)
        watcher = pair.pop()
        people += pair
        lives += [plays_chess(client, seat) for seat, client in enumerate(pair)]
        lives.append(comes_and_goes(watcher, server))
    for stage in server.stage(*NAMES, kind="tabletop", lobbies=size, sit=4):
        table = lines(stage)
        people += table
        lives += [handles_cards(client) for client in table[:3]] + [talks(table[3])]
    for stage in server.stage(*NAMES, kind="tienlen", lobbies=size):
        four = lines(stage)
        people += four
        lives += [plays_tienlen(client, seat) for seat, client in enumerate(four)]
    for stage in server.stage(*NAMES[:2], kind="dice", lobbies=size, sit=2):
        two = lines(stage)
        people += two
        lives += [rolls_dice(client, seat) for seat, client in enumerate(two)]
    return people, lives


def plays_tienlen(client: Lasting, seat: int) -> Life:
    """Somebody who plays tournament after tournament; the host begins the next."""
    mind = client.mind = Mind(NAMES[seat], seat, keep=False)

    async def live() -> None:
        while not client.tally.done:
            await client.rest()
            message = mind.next()
            if message is not None:
                answer = await client.put(message["action"], message["payload"])
                if answer.get("type") == "error":
                    mind.again()
            elif mind.status == "completed" and seat == 0:
                await client.put("tourney/reset", {})
            elif client.code is not None:
                await client.come_back()
                mind.again()

    return live


def rolls_dice(client: Lasting, seat: int) -> Life:
    """Somebody who rolls as long as it is their turn; the host begins the next round."""

    async def live() -> None:
        while not client.tally.done:
            await client.rest()
            game = client.document["game"]
            mine = game.get("seats", {}).get(str(seat), {})
            if not game.get("open"):
                if seat == 0:
                    await client.put("game/new_round")
            elif not mine.get("done"):
                await client.put("game/roll")

    return live


def comes_and_goes(client: Lasting, server: Server) -> Life:
    """Somebody who watches a while, reloads, leaves one way or another, and comes again."""
    chance = random.Random(client.player)
    paths: Sequence[str] = ("state/", "moves/?since=1", "", "state/")

    async def live() -> None:
        tag = ""
        while not client.tally.done:
            await (client.resume() if chance.random() < 0.7 else client.open())
            for _ in range(round(chance.uniform(0, 2) * STAY)):
                await client.rest()
                if client.tally.done:
                    return
                if chance.random() < 0.1:
                    tag = await asyncio.to_thread(_read, server, client, chance.choice(paths), tag)
                    client.tally.counts["reloads"] += 1
            await (client.close() if chance.random() < 0.5 else client.cut())
            client.tally.counts["left"] += 1

    return live


def _read(server: Server, client: Lasting, path: str, tag: str) -> str:
    """Ask over HTTP as the page does; the document's ETag."""
    headers = {"Authorization": f"Bearer {client.token}", "If-None-Match": tag}
    request = urllib.request.Request(
        f"{server.http}/api/lobbies/{client.lobby}/{path}", None, headers
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
            return str(answer.headers.get("ETag") or "")
    except urllib.error.HTTPError as error:
        with error:
            if error.code != 304:
                client.tally.wrong.append(f"{path} was answered with {error.code}")
        return tag
