"""What is over is forgotten: lines that ended, lobbies that are left. What breaks holds up nobody.

In here: sockets of this process, Python's collector asleep. Not in here: how much memory there is
(tests.soak), limits (test_limits).
"""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from lobbies import audience, table
from lobbies.manners import Look
from lobbies.orders import NO_LOBBY
from lobbies.outbox import SHORTCUT
from lobbies.protocol import RESTARTING, Refusal
from lobbies.protocol_commands import Start
from lobbies.rooms import HOUSE, Actor
from lobbies.shortcut import Http, WebSocket
from lobbies.tables import IDLE_SECONDS, Tables
from tests.inside import House
from tests.test_shortcut import HANDSHAKE, Pipe


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What is not gone by itself stays."""
    gc.disable()
    yield
    gc.enable()


async def rest(house: House) -> None:
    """Let departures begin, be written, and end."""
    for _ in range(3):
        await asyncio.sleep(0)
        await house.settle()


# Lines


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("polite", [True, False])
async def test_of_somebody_who_left_nothing_waits_for_the_collector(
    house, no_collector, polite: bool
) -> None:
    _, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    await anh.open()
    await binh.open()
    (consumer,) = (s for s in Tables.here().hub.everyone() if s.player == binh.player)
    gone = weakref.ref(consumer)
    del consumer
    await (binh.close() if polite else binh.cut())
    binh._socket = None
    await anh.until(lambda: "players/away" in anh.types())
    await rest(house)
    assert gone() is None


@pytest.mark.django_db(transaction=True)
async def test_nor_of_somebody_who_was_shown_out(house, no_collector, monkeypatch) -> None:
    monkeypatch.setattr("lobbies.outbox.GRACE_SECONDS", 0)
    # Their departure is refused. That is logged, and pytest keeps what is, with all it refers to.
    monkeypatch.setattr("lobbies.consumers.log.disabled", True)
    _, (anh, binh) = await house.open("Anh", "Bình")
    await anh.open()
    await binh.open()
    (consumer,) = (s for s in Tables.here().hub.everyone() if s.player == binh.player)
    gone = weakref.ref(consumer)
    del consumer
    await anh.ask("lobby/kick", {"playerId": binh.player, "ban": True})
    await binh.until(lambda: binh.code is not None)
    await binh.close()
    binh._socket = None
    await rest(house)
    assert gone() is None


class Silence:
    """An application that listens by the short way, and the whole of a connection before it.

    ``http``, ``line``: what uvicorn made for the connection, if they are still there.
    """

    def __init__(self) -> None:
        config = uvicorn.Config(self, ws=WebSocket, ws_per_message_deflate=False)
        config.load()
        self.pipe = Wire()
        http = Http(config, ServerState(), {}, asyncio.get_running_loop())
        http.connection_made(self.pipe)
        http.data_received(HANDSHAKE)
        self.http = weakref.ref(http)
        self.line = weakref.ref(self.pipe.protocol)
        self.listens, self.ended = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][SHORTCUT]["listen"](lambda text, raw: scope)
        self.listens.set()
        await receive()
        self.ended.set()


class Wire(Pipe):
    """A transport with a protocol at its end."""

    protocol: Any = None

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def close(self) -> None:
        if self.protocol is not None:
            lost, self.protocol = self.protocol, None
            lost.connection_lost(None)


async def test_a_connection_is_gone_when_it_ended(no_collector) -> None:
    silence = Silence()
    await silence.listens.wait()
    assert silence.http() is None  # It is a WebSocket's now.
    assert silence.line() is not None
    silence.pipe.close()
    await silence.ended.wait()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert silence.line() is None


# Refusals


@pytest.mark.django_db(transaction=True)
async def test_a_refusal_that_is_a_constant_keeps_nothing_of_those_who_were_refused(house) -> None:
    lobby, _ = await house.open("Anh")
    nowhere = Tables.here().at(str(lobby.pk))
    await asyncio.to_thread(lobby.delete)
    for _ in range(3):
        with pytest.raises(Refusal, match=str(NO_LOBBY)):
            await nowhere.fresh()
        with pytest.raises(Refusal, match=str(NO_LOBBY)):
            await nowhere.submit(HOUSE, Look())
    assert NO_LOBBY.__traceback__ is None


@pytest.mark.django_db(transaction=True)
async def test_nor_does_one_that_is_remembered_or_waits_for_the_collector(
    house, no_collector
) -> None:
    lobby, (anh,) = await house.open("Anh")
    here, actor = Tables.here().at(str(lobby.pk)), Actor(anh.player, "Anh")

    async def is_refused() -> weakref.ref[Bystander]:
        bystander = Bystander()
        with suppress(Refusal):
            await here.submit(actor, Start(), "once")
        return weakref.ref(bystander)

    first, again = await is_refused(), await is_refused()
    await house.settle()
    assert [*here.answers._given] == [(anh.player, "once")]
    assert first() is None and again() is None


class Bystander:
    """Something at hand where a refusal is raised."""


# Lobbies


@pytest.mark.django_db(transaction=True)
async def test_a_lobby_that_everybody_left_is_forgotten_after_a_while(house) -> None:
    lobby, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    await anh.open()
    await binh.open()
    tables = Tables.here()
    await binh.close()
    await anh.close()
    await rest(house)
    assert str(lobby.pk) not in tables.hub.circles and not tables.sockets
    tables.forget_idle(time.monotonic() + IDLE_SECONDS - 1)
    memo = tables.tables[str(lobby.pk)]
    assert memo.room is not None
    tables.forget_idle(time.monotonic() + IDLE_SECONDS + 1)
    assert str(lobby.pk) not in tables.tables
    assert memo.room is None and memo.circle is None  # Now, not when the collector comes.


# What breaks


def fails(*_: Any) -> Any:
    """A view of a game's, say."""
    raise ValueError("Nothing to see")


@pytest.mark.django_db(transaction=True)
async def test_what_cannot_be_told_was_carried_out_and_holds_up_nobody(
    house, monkeypatch, caplog
) -> None:
    lobby, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    await anh.open()
    await binh.open()
    before = anh.v

    with monkeypatch.context() as once:
        once.setattr(table, "news_of", fails)
        answer = await anh.ask("lobby/start")
    assert answer["type"] == "ok"
    for line in (anh, binh):
        await line.at(before + 1)
        assert line.types()[-1] == "state" and line.document["lobby"]["status"] == "playing"
    assert (await anh.ask("chat/say", {"text": "Anh"}))["v"] == before + 2
    assert "A change could not be told" in caplog.text
    assert not Tables.here().at(str(lobby.pk)).busy


@pytest.mark.django_db(transaction=True)
async def test_who_cannot_be_shown_the_table_comes_back_and_the_others_play_on(
    house, monkeypatch, caplog
) -> None:
    _, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    await anh.open()
    await binh.open()
    with monkeypatch.context() as once:
        once.setattr(audience, "document", fails)
        await binh.tell("lobby/sync", ref="s")
        await binh.until(lambda: binh.code is not None)
    assert binh.code == RESTARTING
    assert (await anh.ask("chat/say", {"text": "Anh"}))["type"] == "chat/said"
    await binh.open()
    assert binh.types()[0] == "state"
    assert "The document could not be made" in caplog.text
