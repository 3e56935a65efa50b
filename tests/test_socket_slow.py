"""A peer that does not read: bounded, then sent away, and nobody waits for it.

In here: a real server and a client that stops reading. Not in here: cut lines (test_crash).
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests import sites
from tests.clients import Client
from tests.live import Server

site, every_line_ends = sites.uvicorn_site, sites.every_line_ends

MEGABYTE = 1 << 20
LINES = 5000


async def company(site: Server) -> list[Client]:
    stage = site.one("Anh", "Bình", "Chi", sit=2)
    people = [
        Client(site.ws, stage.lobby, token, player)
        for token, player in zip(stage.tokens, stage.ids, strict=True)
    ]
    for client in people:
        await client.open()
    return people


async def talk(anh: Client, lines: int) -> list[float]:
    """Say so many long lines, a few at a time; how long the answers took, in seconds."""
    took: list[float] = []
    for number in range(0, lines, 50):
        began = time.monotonic()
        for more in range(49):
            await anh.tell("chat/say", {"text": f"{number + more} " + "语" * 490})
        await anh.ask("chat/say", {"text": f"{number}"})
        took.append(time.monotonic() - began)
        anh.heard, anh.texts = anh.heard[-50:], anh.texts[-50:]
    return took


async def test_who_does_not_read_is_sent_away_within_a_bound_and_others_do_not_wait(site) -> None:
    anh, binh, chi = await company(site)
    await talk(anh, 300)
    before = site.memory()
    alone = max(await talk(anh, 500))
    chi.socket.transport.pause_reading()
    took = await talk(anh, LINES)
    grown = site.memory() - before
    assert grown < 24 * MEGABYTE, f"{LINES * 1500 / MEGABYTE:.0f} MB were said."
    assert sorted(took)[len(took) // 2] < 5 * alone + 0.1
    # The player is known to be away, though the peer never took the goodbye.
    await anh.until(lambda: not anh.document["players"][chi.player]["connected"])
    await binh.at(anh.v)
    assert binh.gaps == 0 and binh.code is None
    chi.socket.transport.resume_reading()
    await chi.until(lambda: chi.code is not None)
    assert chi.code == 4413
    assert chi.gaps == 0, "What it got before is without holes."
    await chi.resume()
    await anh.until(lambda: anh.document["players"][chi.player]["connected"])
    assert chi.document["chat"] == anh.document["chat"]


async def test_a_peer_that_vanishes_disturbs_nobody(site) -> None:
    anh, binh, chi = await company(site)
    await anh.ask("lobby/start")

    async def come_and_go(token: str) -> None:
        for _ in range(15):
            line: Any = await Client(site.ws, anh.document["lobby"]["id"], token).open(hello=False)
            line.socket.transport.abort()

    moves = ["g1f3", "g8f6", "f3g1", "f6g8"]
    flood = asyncio.create_task(come_and_go(chi.token))
    for number in range(60):
        answer = await (anh, binh)[number % 2].ask("game/move", {"uci": moves[number % 4]})
        if answer["type"] != "game/move":
            break
    await flood
    assert answer["type"] == "game/over", "The fifth time the same position is a draw."
    await chi.echo()
    assert chi.document["game"]["result"] == {"reason": "fivefold-repetition"}
    assert chi.document["players"][chi.player]["connected"]
