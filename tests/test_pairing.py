"""Finding a partner by socket: ``init_game``, as in seed 002.

In here: the line ``/ws/play/``. Not in here: who meets whom (test_matchmaking).
"""

from __future__ import annotations

import asyncio
import itertools

import pytest

from lobbies import matchmaking
from lobbies.models import Player
from lobbies.pairing import InitGame, PairingConsumer
from lobbies.protocol import Refusal
from tests import sites
from tests.clients import Client
from tests.live import Server, Stage

site, every_line_ends = sites.uvicorn_site, sites.every_line_ends

SOCKETS = 20
"""As many as a player may have by default (``SOCKETS_PER_PLAYER``)."""
BLITZ = {"minutes": 3, "increment": 2}


async def waiting_line(site: Server, stage: Stage, number: int) -> Client:
    client = Client(site.ws, stage.lobby, stage.tokens[number], stage.ids[number])
    client._addresses = itertools.cycle([f"{site.ws}/ws/play/"])
    return await client.open(hello=False)


async def people(site: Server, *names: str) -> list[Client]:
    stage = await asyncio.to_thread(lambda: site.one(*names))
    return [await waiting_line(site, stage, number) for number in range(len(names))]


def wish(**more: object) -> dict[str, object]:
    return {"kind": "chess", "options": BLITZ, **more}


def seats(site: Server, lobby: str) -> dict[str, int]:
    rows = site.rows("SELECT player_id, seat FROM lobbies_member WHERE lobby_id = ?", lobby)
    return {str(player).replace("-", ""): seat for player, seat in rows}


async def test_the_first_waits_and_the_second_is_paired_with_them(site: Server) -> None:
    anh, binh = await people(site, "Anh", "Bình")
    assert await anh.ask("init_game", wish(), ref="a") == {"type": "waiting", "ref": "a"}
    paired = await binh.ask("init_game", wish(), ref="b")
    assert paired["type"] == "paired" and paired["payload"].keys() == {"lobbyId", "code"}
    await anh.until(lambda: "paired" in anh.types())
    assert anh.heard[-1]["payload"] == paired["payload"] and anh.heard[-1]["ref"] == "a"
    lobby = paired["payload"]["lobbyId"]
    assert set(seats(site, lobby)) == {c.player.replace("-", "") for c in (anh, binh)}
    assert site.rows("SELECT status FROM lobbies_lobby WHERE id = ?", lobby) == [("playing",)]


async def test_a_colour_is_had_if_it_is_wished_for_and_two_who_wish_for_the_same_wait(
    site: Server,
) -> None:
    anh, binh, chi = await people(site, "Anh", "Bình", "Chi")
    assert (await anh.ask("init_game", wish(seat=1)))["type"] == "waiting"
    assert (await binh.ask("init_game", wish(seat=1)))["type"] == "waiting"
    paired = await chi.ask("init_game", wish())
    found = seats(site, paired["payload"]["lobbyId"])
    assert found[anh.player.replace("-", "")] == 1
    assert found[chi.player.replace("-", "")] == 0
    assert binh.types() == ["waiting"]


async def test_nobody_is_paired_with_themselves_in_a_second_window(site: Server) -> None:
    stage = await asyncio.to_thread(lambda: site.one("Anh"))
    one, other = [await waiting_line(site, stage, 0) for _ in range(2)]
    for line in (one, other):
        asked = await line.ask("init_game", wish(options={"minutes": 7}))
        assert asked["type"] == "waiting"


async def test_who_closes_the_page_or_withdraws_waits_no_more(site: Server) -> None:
    anh, binh, chi = await people(site, "Anh", "Bình", "Chi")
    other = wish(options={"minutes": 9})
    await anh.ask("init_game", other)
    await anh.cut()
    await binh.ask("init_game", {**other, "seat": 0})
    assert (await binh.ask("withdraw"))["type"] == "ok"
    for _ in range(100):
        rows = site.rows("SELECT count(*) FROM lobbies_waiting WHERE player_id = ?", anh.player)
        if rows == [(0,)]:
            break
        await asyncio.sleep(0.05)
    assert (await chi.ask("init_game", other))["type"] == "waiting"


async def test_what_cannot_be_read_or_had_is_answered_with_a_sentence(site: Server) -> None:
    (anh,) = await people(site, "Anh")
    assert await anh.refused("init_game", {"kind": "hopscotch"}) == "NOT_FOUND"
    assert await anh.refused("init_game", wish(seat=5)) == "INVALID_SEAT"
    assert await anh.refused("init_game", {"options": {"minutes": -1}}) == "INVALID_MESSAGE"
    assert await anh.refused("init_game", {"colour": "white"}) == "INVALID_MESSAGE"
    assert await anh.refused("game/move", {"uci": "e2e4"}) == "UNKNOWN_ACTION"
    await anh.say("{")
    await anh.until(lambda: anh.heard[-1].get("payload", {}).get("code") == "INVALID_JSON")
    pong = await anh.ask("ping", {"timestamp": 3})
    assert pong["payload"] == {"timestamp": 3}


async def test_nobody_in_particular_is_sent_away(site: Server) -> None:
    stage = await asyncio.to_thread(lambda: site.one("Anh"))
    stage.tokens[0] = "nonsense"
    line = await waiting_line(site, stage, 0)
    await line.until(lambda: line.code is not None)
    assert line.code == 4401


async def test_lines_that_look_for_a_partner_count_as_the_players_sockets(site: Server) -> None:
    stage = await asyncio.to_thread(lambda: site.one("Anh"))
    lines = [await waiting_line(site, stage, 0) for _ in range(SOCKETS)]
    for line in lines:
        assert (await line.ask("ping"))["type"] == "pong"
    over = await waiting_line(site, stage, 0)
    await over.until(lambda: over.code is not None)
    assert over.code == 4429
    await lines[0].cut()
    assert (await lines[1].ask("init_game", wish(options={"minutes": 8})))["type"] == "waiting"


async def test_a_refusal_while_somebody_waits_is_told_and_does_not_end_their_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pair(*wish: object) -> None:
        raise Refusal("RATE_LIMITED", "You opened many tables. Wait a little before the next.")

    told: list[str] = []
    line = PairingConsumer()
    line.language, line.player = "en", Player()
    line.wish = (InitGame(), "a")

    async def tell(message: dict[str, str]) -> None:
        told.append(message["text"])

    line.send = tell
    monkeypatch.setattr(matchmaking, "pair", pair)
    await line._look_again()
    assert len(told) == 1 and "RATE_LIMITED" in told[0] and '"ref":"a"' in told[0]
    assert line.wish is None
