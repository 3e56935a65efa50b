"""The site's sockets inside the tests' own process, where the time is what a test says.

In here: a line to a lobby that needs no network, players and lobbies, a clock to turn, the watch
to send on a round, and the end of a process. Not in here: real servers (live).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from lobbies import alarms, consumers, gate, identity, table
from lobbies.alarms import Watch
from lobbies.checkpoint import CHECKPOINT
from lobbies.consumers import LobbyConsumer
from lobbies.journal import JOURNAL
from lobbies.models import Lobby, Player
from lobbies.tables import Tables
from tests.clients import Client

GOODBYE = {"type": "websocket.disconnect", "code": 1000}


class Socket:
    """What a client's connection looks like, with a consumer of this process behind it."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        self.close_code: int | None = None
        self._in: asyncio.Queue[Any] = asyncio.Queue()
        self._out: asyncio.Queue[str | None] = asyncio.Queue()
        scope = {
            "type": "websocket", "path": url.path, "headers": [], "client": ("127.0.0.1", 1),
            "query_string": url.query.encode(),
            "url_route": {"kwargs": {"key": url.path.split("/")[3]}},
        }  # fmt: skip
        self._in.put_nowait({"type": "websocket.connect"})
        consumer: Any = LobbyConsumer()
        self.task = asyncio.create_task(consumer(scope, self._in.get, self._hear))

    async def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            self._out.put_nowait(message["text"])
        elif message["type"] == "websocket.close":
            self._end(message["code"])

    def _end(self, code: int) -> None:
        self.close_code = code if self.close_code is None else self.close_code
        self._in.put_nowait(GOODBYE)
        self._out.put_nowait(None)

    async def send(self, text: str | bytes) -> None:
        key = "text" if isinstance(text, str) else "bytes"
        self._in.put_nowait({"type": "websocket.receive", key: text})

    def __aiter__(self) -> Socket:
        return self

    async def __anext__(self) -> str:
        text = await self._out.get()
        if text is None:
            raise StopAsyncIteration
        return text

    async def close(self) -> None:
        self._end(1000)
        await self.task

    @property
    def transport(self) -> Socket:
        return self

    def abort(self) -> None:
        self._end(1006)


class Inside(Client):
    """A client whose server is this process."""

    async def _dial(self, query: str) -> Any:
        return Socket(self.address + query)


class House:
    """This process as a server: its people and its clock. ``now``: milliseconds."""

    def __init__(self, monkeypatch: Any) -> None:
        self.now = table.now_ms()
        for module in (alarms, consumers, table, gate):
            monkeypatch.setattr(module, "now_ms", lambda: self.now)
        # Nobody watches but when a test says so, and nobody tidies up after it has ended.
        monkeypatch.setattr(CHECKPOINT, "wake", lambda: None)
        monkeypatch.setattr(Watch, "keep", lambda: None)

    def later(self, seconds: float, *, silent: bool = False) -> None:
        """Turn the clock; what is due happens at the next round. Lines are heard meanwhile."""
        self.now += round(seconds * 1000)
        for socket in Tables.here().hub.everyone():
            socket.heard = socket.heard if silent else self.now

    async def round(self) -> None:
        """Send the watch round once, and let what it rang for be done."""
        await Watch(Tables.here()).round(self.now)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no table of this process has anything to do."""
        while any(each.busy for each in Tables.here().tables.values()):
            await JOURNAL.work(lambda: None)
            await Tables.here().read(lambda: None)

    def die(self) -> None:
        """End this process as kill -9 does, and start another on the same database.

        Sockets of the dead one stay silent for ever: nobody notes that they are gone.
        """
        tables = Tables.here()
        for each in tables.hub.everyone():
            each._leave = lambda: None
        Tables._of[tables.loop] = Tables(tables.loop)

    async def open(self, *names: str, sit: int = 1, **wanted: Any) -> tuple[Lobby, list[Inside]]:
        """A lobby and its people; the first ``sit`` have chairs, the first hosts.

        It is one of chess without clocks unless ``kind`` says otherwise.
        """
        kind = wanted.pop("kind", "chess")
        if kind == "chess":
            wanted.setdefault("options", {"minutes": 0, "increment": 0})

        def make() -> tuple[Lobby, list[Player]]:
            players = [identity.new_player(name) for name in names]
            seats = dict(enumerate(players[:sit]))
            return gate.open_lobby(players[0], kind, seats=seats, **wanted), players

        lobby, players = await asyncio.to_thread(make)
        lines = [
            Inside("ws://inside", str(lobby.pk), identity.make_token(player)[0], str(player.pk))
            for player in players
        ]
        return lobby, lines


async def in_thread(function: Callable[[], Any]) -> Any:
    """Ask the database from a coroutine."""
    return await asyncio.to_thread(function)
