"""Two server processes: what people hold at a card table, and who finds whom.

In here: leases and ``init_game`` over two processes and after one is killed. Not in here: news and
races (test_cluster), faults under load (test_faults).
"""

from __future__ import annotations

import itertools
from pathlib import Path

from tests import test_cluster
from tests.clients import Client
from tests.live import Server, Stage
from tests.test_cluster import company, line

pair, every_line_ends = test_cluster.pair, test_cluster.every_line_ends


async def at_cards(pair: tuple[Server, Server]) -> tuple[Client, Client, str]:
    """Anh at the one process and Bình at the other, with a card between them."""
    anh, binh = await company(pair, "Anh", "Bình", kind="tabletop", options={}, sit=2)
    await anh.ask("deck/lay", {"deck": "1", "at": [0, 0]})
    await binh.at(anh.v)
    (card,) = [key for key, part in anh.document["board"].items() if "kind" not in part]
    return anh, binh, card


async def test_who_drags_at_one_process_holds_the_card_at_the_other(pair) -> None:
    anh, binh, card = await at_cards(pair)
    await anh.tell("board/drag", {card: [1, 1]})
    await binh.until(lambda: "board/drag" in binh.types())
    assert await binh.refused("board/drop", {"at": {card: [2, 2]}}) == "LEASED"
    assert await anh.refused("board/drop", {"at": {card: [5, 5]}}) is None
    await binh.at(anh.v)
    assert await binh.refused("board/drop", {"at": {card: [2, 2]}}) is None, "It was dropped."


async def test_who_loses_the_line_at_one_process_holds_nothing_at_the_other(pair) -> None:
    anh, binh, card = await at_cards(pair)
    await anh.tell("board/drag", {card: [1, 1]})
    await binh.until(lambda: "board/drag" in binh.types())
    await anh.cut()
    await binh.until(lambda: not binh.document["players"][anh.player]["connected"])
    assert await binh.refused("board/drop", {"at": {card: [2, 2]}}) is None


async def test_who_lets_go_at_one_process_lets_go_at_the_other(pair) -> None:
    anh, binh, card = await at_cards(pair)
    await anh.tell("board/drag", {card: [1, 1]})
    await anh.tell("board/release", {"ids": [card]})
    await binh.until(lambda: "board/release" in binh.types())
    assert await binh.refused("board/take", {"ids": [card]}) is None


async def waiting(server: Server, stage: Stage, number: int) -> Client:
    """Somebody's line to whoever wishes for the same game."""
    client = line(server, stage, number)
    client._addresses = itertools.cycle([f"{server.ws}/ws/play/"])
    return await client.open(hello=False)


def wish(increment: int) -> dict[str, object]:
    return {"kind": "chess", "options": {"minutes": 7, "increment": increment}}


async def test_who_waits_at_one_process_is_paired_by_the_other(pair) -> None:
    stage = pair[0].one("Anh", "Bình")
    anh, binh = await waiting(pair[0], stage, 0), await waiting(pair[1], stage, 1)
    assert (await anh.ask("init_game", wish(1), ref="a"))["type"] == "waiting"
    paired = await binh.ask("init_game", wish(1), ref="b")
    await anh.until(lambda: "paired" in anh.types())
    assert anh.heard[-1] == {**paired, "ref": "a"}
    game = Stage(paired["payload"]["lobbyId"], "", stage.tokens, stage.ids)
    players = [await line(server, game, n).open() for n, server in enumerate(pair)]
    white = next(player for player in players if player.document["you"]["seat"] == 0)
    assert (await white.ask("game/move", {"uci": "e2e4"}))["type"] == "game/move"
    for player in players:
        await player.at(white.v)
        assert player.document["game"]["moves"] == {"1": "e2e4"}


async def test_who_waited_at_a_process_that_was_killed_is_paired_by_the_other(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    own = test_cluster._database(postgres_url, "pairing")
    env = {"DATABASE_URL": own, "REDIS_URL": redis_url}
    one, other = Server(tmp_path, env=env).prepare(), Server(tmp_path, env=env)
    try:
        one.start()
        other.start()
        stage = one.one("Anh", "Bình")
        anh = await waiting(other, stage, 0)
        assert (await anh.ask("init_game", wish(2), ref="a"))["type"] == "waiting"
        other.kill()
        await anh.until(lambda: anh.code is not None)
        again, binh = await waiting(one, stage, 0), await waiting(one, stage, 1)
        assert (await again.ask("init_game", wish(2), ref="a"))["type"] == "waiting"
        paired = await binh.ask("init_game", wish(2), ref="b")
        await again.until(lambda: "paired" in again.types())
        assert again.heard[-1] == {**paired, "ref": "a"}
    finally:
        one.stop()
        other.stop()
