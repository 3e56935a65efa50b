"""Two server processes, two players who roll at the same instant, a thousand times.

Both rolls count, and every state that anybody is shown is one that existed: the question that made
every change of a lobby take a version (optimistic locking, as the dice game's authors wrote it).
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from games.advance import advance
from games.dice.commands import DiceOptions
from games.rng import Rng
from lobbies.protocol import restore
from tests import sites
from tests.clients import Client, Message
from tests.dice_rounds import DICE
from tests.live import Server

every_line_ends = sites.every_line_ends
TIMES, TABLES = 1000, 5
ROUNDS = TIMES // TABLES


class Listener(Client):
    """A client that remembers the game as it was shown at every version."""

    def __init__(self, *where: str) -> None:
        super().__init__(*where)
        self.shown: dict[int, dict[str, Any]] = {}

    def _take(self, message: Message) -> None:
        super()._take(message)
        if self.v is not None and message.get("v") == self.v:
            self.shown[self.v] = self.document["game"]


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, redis_url: str
) -> Iterator[tuple[Server, Server]]:
    home = tmp_path_factory.mktemp("cluster")
    env = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    both = Server(home / "one", env=env).prepare(), Server(home / "two", env=env)
    both[1].home.mkdir()
    for server in both:
        server.start()
    yield both
    for server in both:
        server.stop()


def call(server: Server, path: str, body: Any = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{server.http}/api/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=15) as answer:
        return json.load(answer)


async def company(servers: tuple[Server, Server]) -> list[Listener]:
    """Anh at the one server and Bình at the other, with somebody watching at each."""
    one, two = servers
    known = [call(one, "token/", {"playerName": name}) for name in ("Anh", "Bình", "Chi", "Dũng")]
    lobby = call(one, "lobbies/", {"kind": "dice"}, known[0]["token"])["id"]
    people = []
    for server, player in zip((one, two, one, two), known, strict=True):
        listener = Listener(server.ws, lobby, player["token"], player["playerId"])
        people.append(await listener.open())
    assert await people[1].refused("lobby/sit") is None
    return people


async def test_rolls_at_the_same_instant_both_count(servers: tuple[Server, Server]) -> None:
    tables = [await company(servers) for _ in range(TABLES)]
    await asyncio.gather(*(play(people) for people in tables))
    for people in tables:
        assert_all_of_it_existed(servers[1], people)


async def play(people: list[Listener]) -> None:
    """A game of many rounds, to its end."""
    anh, binh = people[:2]
    for number in range(1, ROUNDS + 1):
        assert await anh.refused("game/new_round") is None
        await binh.until(lambda n=number: binh.document["game"].get("round") == n)
        await play_together(anh, binh)
        game = anh.document["game"]
        assert all(seat["rolls"] and seat["verdict"] for seat in game["seats"].values())
    assert await anh.refused("game/finish") is None
    for listener in people:
        await listener.at(anh.v or 0)


async def play_together(anh: Listener, binh: Listener) -> None:
    """Both roll at once, as long as the round is open."""
    while True:
        game = anh.document["game"]
        owing = [p for seat, p in (("0", anh), ("1", binh)) if not game["seats"][seat].get("done")]
        answers = await asyncio.gather(*(player.ask("game/roll") for player in owing))
        assert all(answer["type"] != "error" for answer in answers), answers
        last = max(answer["v"] for answer in answers)
        await asyncio.gather(anh.at(last), binh.at(last))
        await anh.until(lambda: anh.document["game"] == binh.document["game"])
        if not anh.document["game"].get("open"):
            return


def whole_log(server: Server, game: str, token: str) -> dict[str, Any]:
    """The log of a game, with the moves of all its pages."""
    log: dict[str, Any] = call(server, f"games/{game}/replay/", token=token)
    page = log
    while "next" in page:
        page = call(server, page["next"].removeprefix("/api/"), token=token)
        log["moves"] += page["moves"]
    return log


def assert_all_of_it_existed(server: Server, people: list[Listener]) -> None:
    """Replay the log, and look for what everybody was shown at every version."""
    final = people[0].document["game"]
    log = whole_log(server, final["id"], people[0].token)
    seed = bytes.fromhex(log["seed"])
    facts = {key: final[key] for key in ("id", "number", "seedHash")}
    state = DICE.setup((0,), DiceOptions(), Rng(seed, log["startedVersion"]), log["startedAt"])
    existed = {log["startedVersion"]: facts | DICE.view(state, None)["game"]}
    rolls = 0
    for move in log["moves"]:
        action = move.get("action")
        rolls += action == "game/roll"
        command = restore("dice", action, move["payload"]) if action else None
        rng = Rng(seed, move["v"])
        step = advance(DICE, state, move["event"], move["seat"], command, rng, move["at"])
        state = step.state
        existed[move["v"]] = facts | DICE.view(state, None)["game"]
    existed[log["moves"][-1]["v"]]["seed"] = log["seed"]
    assert rolls >= 2 * ROUNDS and state.round == ROUNDS
    for listener in people:
        assert len(listener.shown) > 3 * ROUNDS
        last = existed[log["startedVersion"]]
        for version in range(log["startedVersion"], max(listener.shown) + 1):
            last = existed.get(version, last)
            assert listener.shown.get(version, last) == last, f"version {version}"
