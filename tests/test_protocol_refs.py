"""One ref, one command: sent again it is answered the same way and never applied twice.

In here: by socket, over HTTP and after a restart, asked of real servers: uvicorn and Daphne. Not in
here: what a crash leaves (test_crash), races (test_races).
"""

from __future__ import annotations

from typing import Any

from tests import sites
from tests.clients import Client
from tests.sites import call, clients, company, game

site, every_line_ends = sites.site, sites.every_line_ends


async def test_the_same_ref_again_is_answered_the_same_way_and_not_applied_again(site) -> None:
    async with game(site) as (anh, binh, _):
        for _ in range(3):
            await anh.tell("game/move", {"uci": "e2e4"}, ref="once")
            await anh.tell("game/move", {"uci": "e7e5"}, ref="wrong")
        await anh.until(lambda: len(anh.answers("once")) == len(anh.answers("wrong")) == 3)
        assert len({str(answer) for answer in anh.answers("once")}) == 1
        assert {a["payload"]["code"] for a in anh.answers("wrong")} == {"NOT_YOUR_TURN"}
        # The same words are another player's own.
        assert (await binh.ask("game/move", {"uci": "e7e5"}, ref="once"))["type"] == "game/move"
        # What was refused stays refused, though it would be accepted now.
        assert (await anh.refused("game/move", {"uci": "g1f3"}, ref="wrong")) == "NOT_YOUR_TURN"
        assert anh.document["game"]["moves"] == {"1": "e2e4", "2": "e7e5"}
        await anh.cut()
        await anh.resume()
        assert (await anh.ask("game/move", {"uci": "e2e4"}, ref="once"))["type"] == "game/move"
        assert (await anh.fresh())["game"]["moves"] == {"1": "e2e4", "2": "e7e5"}


async def test_the_same_ref_after_a_restart_is_accepted_and_not_applied_again(site) -> None:
    stage = site.one(sit=2)
    anh, binh, chi = clients(site, stage)
    for client in (anh, binh, chi):
        await client.open()
    await anh.ask("lobby/start", ref="start")
    await anh.ask("game/move", {"uci": "e2e4"}, ref="m1")
    await chi.ask("chat/say", {"text": "quiet"}, ref="refused")
    site.kill()
    site.start()
    for client in (anh, binh, chi):
        await client.resume()
    # It is not Anh's turn any more, and the game has long begun: only the log knows.
    assert await anh.ask("game/move", {"uci": "e2e4"}, ref="m1") == {"type": "ok", "ref": "m1"}
    assert await anh.ask("lobby/start", ref="start") == {"type": "ok", "ref": "start"}
    assert await anh.refused("game/move", {"uci": "d2d4"}, ref="m2") == "NOT_YOUR_TURN"
    assert await chi.refused("chat/say", {"text": "quiet"}, ref="refused") == "FORBIDDEN"
    assert (await anh.fresh())["game"]["moves"] == {"1": "e2e4"}
    rows = site.rows(
        "SELECT ref FROM lobbies_move WHERE lobby_id = ? AND ref IS NOT NULL", stage.lobby
    )
    assert sorted(ref for (ref,) in rows) == ["m1", "start"]
    for client in (anh, binh, chi):
        await client.close()


async def test_many_commands_at_once_have_one_answer_each_in_order(site) -> None:
    async with company(site) as (anh, binh, chi):
        for number in range(60):
            await binh.tell("chat/say", {"text": f"{number}"}, ref=f"s{number}")
            await binh.tell("lobby/ready", ref=f"r{number}")
        await binh.until(lambda: binh.answers("s59") and binh.answers("r59"))
        said = [m["ref"] for m in binh.heard if m.get("type") == "chat/said"]
        refused = [m["ref"] for m in binh.heard if m.get("type") == "error"]
        assert said == [f"s{number}" for number in range(60)]
        assert refused == [f"r{number}" for number in range(60)]
        for client in (anh, chi):
            await client.at(binh.v)
            assert client.versions() == list(range(client.versions()[0], binh.v + 1))
            assert client.document["chat"] == binh.document["chat"]


async def test_a_ref_is_the_same_command_by_socket_and_by_http(site) -> None:
    async with game(site) as (anh, binh, _):
        await anh.ask("game/move", {"uci": "e2e4"}, ref="m1")
        again = {"action": "game/move", "payload": {"uci": "e2e4"}, "ref": "m1"}
        status, answer, _ = await call(anh, "actions/", again)
        assert (status, answer["type"], answer["ref"]) == (200, "ok", "m1")
        reply = {"action": "game/move", "payload": {"uci": "e7e5"}, "ref": "m1"}
        for _ in range(2):
            status, answer, _ = await call(binh, "actions/", reply)
            assert (status, answer["type"]) == (200, "ok")
        assert (await binh.ask("game/move", {"uci": "e7e5"}, ref="m1"))["ref"] == "m1"
        await anh.until(lambda: len(anh.document["game"]["moves"]) == 2)
        status, document, headers = await call(anh, "state/")
        assert status == 200 and document == anh.document
        assert headers["ETag"] == f'"{anh.v}"'


async def test_the_same_refusals_over_http(site) -> None:
    async with game(site) as (anh, binh, chi):
        move = {"action": "game/move", "payload": {"uci": "e7e5"}}
        stale = {"action": "game/move", "payload": {"uci": "e2e4"}, "v": 1}
        asked: list[tuple[Client, Any, int, str]] = [
            (binh, move, 409, "NOT_YOUR_TURN"),
            (chi, move, 403, "FORBIDDEN"),
            (anh, stale, 409, "STALE_STATE"),
            (anh, {**move, "extra": 1}, 400, "INVALID_MESSAGE"),
            (anh, {"action": "game/fly"}, 400, "UNKNOWN_ACTION"),
            (anh, [], 400, "INVALID_MESSAGE"),
        ]
        for client, body, status, code in asked:
            found = await call(client, "actions/", body)
            assert (found[0], found[1]["code"]) == (status, code), found
            assert found[1]["message"]
