"""A client of the wire that knows nothing but docs/protocol.md.

In here: connecting, sending with a ref, hearing, keeping the document by merge patches, coming
back with ``?v=``. Not in here: any game, any server. It is raw on purpose: what the site's own
JavaScript forgives, this one shows.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from games.patch import merge

Message = dict[str, Any]
PATIENCE = 15.0
"""Seconds a test waits for something that must happen, before it fails."""

_refs = itertools.count(1)
_talking: set[Client] = set()


class Client:
    """One player's line to one lobby.

    ``heard``: every message of this connection in order, ``texts`` the same as they came.
    ``document`` and ``v``: what the messages made of it, kept over reconnections.
    ``code``: the close code, once closed. ``headers``: more for the next handshake.
    """

    def __init__(self, base: str | list[str], lobby: str, token: str, player: str = "") -> None:
        """``base``: the server; of several, one after the other, each time the line is opened."""
        bases = [base] if isinstance(base, str) else base
        self._addresses = itertools.cycle(f"{each}/ws/lobbies/{lobby}/" for each in bases)
        self.address = next(self._addresses)
        self.token = token
        self.player = player
        self.headers: dict[str, str] = {}
        self.document: dict[str, Any] = {}
        self.v: int | None = None
        self.heard: list[Message] = []
        self._answers: dict[str, list[Message]] = {}
        self.texts: list[str] = []
        self.code: int | None = None
        self.gaps = 0
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def open(self, *, v: int | str | None = None, hello: bool = True) -> Client:
        """Connect, after leaving if need be.

        Wait for the first message or the refusal, unless ``hello`` is False.
        """
        await self.close()
        query = f"?token={self.token}" + ("" if v is None else f"&v={v}")
        self.heard, self.texts, self.code = [], [], None
        self._answers = {}
        self.address = next(self._addresses)
        _talking.add(self)
        self.loop = asyncio.get_running_loop()
        self._socket = await self._dial(query)
        self._reader = asyncio.create_task(self._read(self._socket))
        if hello:
            await self.until(lambda: self.heard or self.code is not None)
        return self

    async def _dial(self, query: str) -> ClientConnection:
        return await connect(
            self.address + query,
            additional_headers=self.headers,
            compression=None,
            ping_interval=None,
            max_size=None,
            close_timeout=2,
        )

    async def resume(self) -> Client:
        """Come back as the page does: one version back, so that a cut message heals."""
        return await self.open(v=None if self.v is None else max(0, self.v - 1))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                assert isinstance(text, str), "The server sends text only."
                self.texts.append(text)
                self._take(json.loads(text))
                self._news.set()
        except (ConnectionClosed, OSError):
            pass
        self.code = socket.close_code
        self._news.set()

    def _take(self, message: Message) -> None:
        self._keep(message)
        if message.get("type") == "state":
            self.document, self.v = message["payload"], message["v"]
            return
        v = message.get("v")
        if v is None or self.v is None or v < self.v:
            return
        self.gaps += v > self.v + 1
        self.v = v
        part = message.get("type", "").partition("/")[0]
        if "/" in message.get("type", ""):
            self.document[part] = merge(self.document.get(part, {}), message["payload"])

    def _keep(self, message: Message) -> None:
        self.heard.append(message)
        if "ref" in message:
            self._answers.setdefault(message["ref"], []).append(message)

    def forget(self, kept: int) -> None:
        """Keep so many of the messages heard last, for lines that last long."""
        heard, self.heard, self._answers = self.heard[-kept:], [], {}
        for message in heard:
            self._keep(message)
        del self.texts[:-kept]

    # Talking

    async def say(self, text: str | bytes) -> None:
        """Send a frame as it is."""
        assert self._socket is not None
        await self._socket.send(text)

    async def tell(self, action: str, payload: Any = None, **more: Any) -> None:
        """Send a command and wait for nothing. ``more``: ref, v."""
        message = {"action": action, **({} if payload is None else {"payload": payload}), **more}
        await self.say(json.dumps(message, separators=(",", ":")))

    async def ask(self, action: str, payload: Any = None, **more: Any) -> Message:
        """Send a command with a ref and wait for its answer."""
        ref = more.pop("ref", None) or f"t{next(_refs)}"
        known = len(self.answers(ref))
        await self.tell(action, payload, ref=ref, **more)
        await self.until(lambda: len(self.answers(ref)) > known or self.code is not None)
        return self.answers(ref)[-1]

    async def refused(self, action: str, payload: Any = None, **more: Any) -> str | None:
        """The error code of the answer to a command, or None if it was accepted."""
        answer = await self.ask(action, payload, **more)
        return answer["payload"]["code"] if answer.get("type") == "error" else None

    async def echo(self) -> None:
        """Wait until the server has answered everything sent before: sockets are in order."""
        await self.ask("lobby/sync")

    async def fresh(self) -> dict[str, Any]:
        """The whole document as the server has it now; what is kept is not replaced by it."""
        kept, v = self.document, self.v
        answer = await self.ask("lobby/sync")
        self.document, self.v = kept, v
        document: dict[str, Any] = answer["payload"]
        return document

    # Hearing

    def answers(self, ref: str) -> list[Message]:
        """Every message of this connection that carries ``ref``."""
        return self._answers.get(ref, [])

    def types(self) -> list[str]:
        """What was heard, by type; a version without news is an empty one."""
        return [message.get("type", "") for message in self.heard]

    def versions(self) -> list[int]:
        """The versions heard, each once, in the order they came."""
        return list(dict.fromkeys(m["v"] for m in self.heard if "v" in m))

    async def until(self, condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Wait until something heard makes ``condition`` true; fail after ``seconds``."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def at(self, v: int) -> None:
        """Wait until version ``v`` has been heard."""
        await self.until(lambda: self.v is not None and self.v >= v)

    def wake(self) -> None:
        """Let whoever waits look at their condition again."""
        self._news.set()

    # Going

    async def close(self) -> None:
        """Leave politely."""
        if self._socket is not None:
            await self._socket.close()
        await self._end()

    async def cut(self) -> None:
        """Lose the line without a word, as in a tunnel."""
        if self._socket is not None:
            self._socket.transport.abort()
        await self._end()

    async def _end(self) -> None:
        if self._reader is not None:
            await self._reader
            self._reader = None

    @property
    def socket(self) -> ClientConnection:
        """The connection itself, for tests that mistreat it."""
        assert self._socket is not None
        return self._socket


async def hang_up() -> None:
    """End every line that was opened: what tests do when they are done.

    What an earlier test left open ended with its event loop.
    """
    while _talking:
        client = _talking.pop()
        if client.loop is asyncio.get_running_loop():
            await client.cut()
