"""Who is not let in, who is sent away, and how much is too much: close codes and limits.

In here: real servers, uvicorn and Daphne. Not in here: silence (test_presence), slow receivers
(test_socket_slow), kicks and bans (test_secrecy).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest

from tests import sites
from tests.clients import Client
from tests.live import Server, Stage
from tests.sites import clients

site, every_line_ends = sites.site, sites.every_line_ends
strict = sites.strict


# Close codes


def token_of(site: Server, player: str, **claims: Any) -> str:
    """A token signed with the server's own key, with claims of the test's choice."""
    from hashlib import sha256

    key = sha256(b"parlour.token:" + site.environment()["SECRET_KEY"].encode()).digest()
    times = {"iat": 1_700_000_000, "exp": 4_000_000_000}
    return jwt.encode({"playerId": player, **times, **claims}, key, algorithm="HS256")


def _expired(site: Server, stage: Stage) -> Client:
    return Client(site.ws, stage.lobby, token_of(site, stage.ids[0], exp=1_700_000_001))


def _unsigned(site: Server, stage: Stage) -> Client:
    forged = jwt.encode({"playerId": stage.ids[0], "exp": 4_000_000_000}, "x" * 32, "HS256")
    return Client(site.ws, stage.lobby, forged)


def _nobody(site: Server, stage: Stage) -> Client:
    return Client(site.ws, stage.lobby, token_of(site, "00000000-0000-4000-8000-000000000000"))


REFUSED: dict[str, tuple[int, Callable[[Server, Stage], Client]]] = {
    "no such code": (4404, lambda site, s: Client(site.ws, "ZZZZZZ", s.tokens[0])),
    "no such lobby": (4404, lambda site, s: Client(site.ws, s.ids[0], s.tokens[0])),
    "a key that is none": (4404, lambda site, s: Client(site.ws, "not-a-lobby", s.tokens[0])),
    "no token": (4401, lambda site, s: Client(site.ws, s.lobby, "")),
    "a token that is none": (4401, lambda site, s: Client(site.ws, s.lobby, "a.b.c")),
    "an expired token": (4401, _expired),
    "a forged token": (4401, _unsigned),
    "a player who is not": (4401, _nobody),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_who_cannot_be_let_in_is_told_by_a_close_code(site, why: str) -> None:
    code, make = REFUSED[why]
    client = await make(site, site.one()).open()
    await client.until(lambda: client.code)
    assert (client.code, client.heard) == (code, [])


async def test_an_address_that_cannot_be_read_is_a_bad_handshake_and_leaves_nothing(site) -> None:
    stage = site.one()
    anh, _, chi = clients(site, stage)
    await anh.open()
    await chi.open(v="three")
    await chi.until(lambda: chi.code)
    assert chi.code == 4400
    assert chi.player not in (await anh.fresh())["players"]
    await anh.close()


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/lobbies/", "/ws/lobbies/!!/", "/ws/games/X/"])
async def test_where_there_is_no_socket_a_close_code_says_so(site, path: str) -> None:
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed

    async with connect(f"{site.ws}{path}") as socket:
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4400


async def test_the_good_identity_of_a_header_is_taken_too(site) -> None:
    from websockets.asyncio.client import connect

    stage = site.one()
    header = {"Authorization": f"Bearer {token_of(site, stage.ids[0])}"}
    async with connect(f"{site.ws}/ws/lobbies/{stage.code}/", additional_headers=header) as socket:
        assert json.loads(await socket.recv())["payload"]["you"]["playerId"] == stage.ids[0]


async def test_a_page_of_another_site_cannot_open_a_players_socket(site) -> None:
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed

    stage = site.one()
    address = f"{site.ws}/ws/lobbies/{stage.code}/?token={stage.tokens[0]}"
    async with connect(address, origin="https://elsewhere.example") as socket:
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4403
    async with connect(address, origin=site.http) as socket:
        assert json.loads(await socket.recv())["type"] == "state"


async def test_one_player_may_have_so_many_sockets_and_no_more(strict) -> None:
    stage = strict.one("Anh")
    lines = [await Client(strict.ws, stage.lobby, stage.tokens[0]).open() for _ in range(3)]
    more = await Client(strict.ws, stage.lobby, stage.tokens[0]).open()
    await more.until(lambda: more.code)
    assert more.code == 4429
    await lines[0].close()
    await lines[1].echo()
    again = await Client(strict.ws, stage.lobby, stage.tokens[0]).open()
    assert again.types()[0] == "state"
    for line in (*lines, again):
        await line.close()


async def test_too_much_is_refused_and_far_too_much_closes_the_socket(strict) -> None:
    stage = strict.one()
    anh, binh, _ = clients(strict, stage)
    await anh.open()
    await binh.open()
    v = anh.v
    for number in range(49):
        frame = "words" if number % 2 else f'{{"action":"lobby/ready","ref":"{number}"}}'
        await binh.say(frame)
    await binh.until(lambda: len([m for m in binh.heard if m.get("type") == "error"]) == 49)
    codes = [m["payload"]["code"] for m in binh.heard if m.get("type") == "error"]
    assert codes.count("RATE_LIMITED") == 39
    assert binh.answers("48")[0]["payload"]["code"] == "RATE_LIMITED"
    assert binh.code is None
    for _ in range(30):
        await binh.say("words")
    await binh.until(lambda: binh.code)
    assert binh.code == 4429
    await anh.until(lambda: "players/away" in anh.types())
    assert anh.v == v + 1, "Nothing but the going was told to the others."
    await anh.close()


async def test_chat_has_a_limit_of_its_own_and_pings_too(strict) -> None:
    stage = strict.one("Anh")
    [anh] = clients(strict, stage)
    await anh.open()
    codes = [await anh.refused("chat/say", {"text": "la"}) for _ in range(4)]
    assert codes == [None, None, None, "RATE_LIMITED"]
    refs = [f"p{number}" for number in range(30)]
    for ref in refs:
        await anh.tell("ping", {"timestamp": 1}, ref=ref)
    await anh.until(lambda: all(anh.answers(ref) for ref in refs))
    answers = [anh.answers(ref)[0]["type"] for ref in refs]
    assert "error" in answers and answers[0] == "pong"
    await anh.close()
