"""One socket: text to command, frame to text. No rules, no SQL, and no waiting on the way.

A Channels consumer whose receiving loop does not go through per-message dispatch: that costs more
than everything else a move needs (docs/performance.md).
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import Any
from urllib.parse import parse_qs

import msgspec
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.consumer import AsyncConsumer
from django.conf import settings
from django.http.cookie import parse_cookie

from lobbies import alarms, identity, limits, presence, protocol, store
from lobbies.alarms import Watch, departure
from lobbies.hub import Circle
from lobbies.manners import Arrive
from lobbies.metrics import SOCKETS
from lobbies.models import Player
from lobbies.orders import Order
from lobbies.outbox import Outbox
from lobbies.protocol import BadMessage, Refusal, error_frame, frame
from lobbies.rooms import Actor
from lobbies.table import Table, now_ms
from lobbies.tables import Tables

log = logging.getLogger(__name__)

FLOOD = 5
"""A connection that asks this many times its limit is closed."""


class Refused(Exception):
    """The connection cannot be kept: a close code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class LobbyConsumer(AsyncConsumer):
    """A player's connection to one lobby."""

    table: Table
    circle: Circle
    actor: Actor
    kind: str

    async def __call__(
        self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Live from the handshake to the last message."""
        self.scope = scope
        self.key = uuid.uuid4()
        self.seat: int | None = None
        self.v = -1
        self.build = ""
        self.heard = now_ms()
        self.tables = Tables.here()
        Watch.keep()
        await receive()
        self.outbox = Outbox(send, asyncio.get_running_loop())  # type: ignore[arg-type]
        await send({"type": "websocket.accept"})  # type: ignore[typeddict-item]
        try:
            await self._enter()
        except Refused as refused:
            self.outbox.close(refused.code)
            return
        self._commands = limits.Window(settings.COMMANDS_PER_MINUTE, 60)
        self._passing = limits.Window(settings.TRANSIENTS_PER_SECOND, 1)
        self._lines = limits.Window(settings.CHAT_PER_10_SECONDS, 10)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                self._hear(message.get("text"), message.get("bytes"))  # type: ignore[arg-type]
        finally:
            self._leave()

    # Coming and going

    async def _enter(self) -> None:
        """Find out who and where, subscribe, then read.

        :raises Refused: with the close code.
        """
        player, lobby, self.kind = await self.tables.read(self._who_and_where)
        self.player = str(player.pk)
        self.actor = identity.actor_of(player)
        if self.tables.sockets[self.player] >= settings.SOCKETS_PER_PLAYER:
            raise Refused(protocol.FLOODING)
        self.table = self.tables.at(lobby)
        try:
            await self.table.submit(self.actor, Arrive(crowd=settings.CROWD))
            self.circle = await self.table.join()
        except Refusal as refusal:
            gone = refusal.code == "NOT_FOUND"
            raise Refused(protocol.NO_LOBBY if gone else protocol.KEPT_OUT) from None
        alarms.connected(self.key, lobby, self.player, self.tables.hub.process)
        self.tables.sockets[self.player] += 1
        SOCKETS.inc()
        self.table.welcome(self, self._seen())

    def _who_and_where(self) -> tuple[Player, str, str]:
        """Read identity and lobby from the handshake; in a thread, since it reads the database."""
        headers = dict(self.scope["headers"])
        client = (self.scope.get("client") or ("",))[0]
        if not limits.may_connect(limits.address_of(headers, client)):
            raise Refused(protocol.FLOODING)
        if not _same_origin(headers):
            raise Refused(protocol.KEPT_OUT)
        player = identity.find_player(self._claimed(headers))
        if player is None:
            raise Refused(protocol.NO_IDENTITY)
        try:
            identity.check_not_banned(str(player.pk), self.heard)
        except Refusal:
            raise Refused(protocol.KEPT_OUT) from None
        found = store.find(self.scope["url_route"]["kwargs"]["key"])
        if found is None:
            raise Refused(protocol.NO_LOBBY)
        return player, *found

    def _claimed(self, headers: dict[bytes, bytes]) -> str | None:
        """The player id the handshake proves: by token (query or header), else by cookie."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        bearer = headers.get(b"authorization", b"").decode("latin-1")
        if "token" in query:
            return identity.read_token(query["token"][0])
        if bearer.startswith("Bearer "):
            return identity.read_token(bearer[7:].strip())
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        return identity.read_cookie(cookies.get(identity.COOKIE))

    def _seen(self) -> int | None:
        """The version the client says it has.

        :raises Refused: if that is not a number.
        """
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        try:
            return int(query["v"][0]) if "v" in query else None
        except ValueError:
            raise Refused(protocol.BAD_HANDSHAKE) from None

    def _leave(self) -> None:
        SOCKETS.dec()
        self.outbox.closed = True
        self.tables.sockets[self.player] -= 1
        if self.tables.sockets[self.player] <= 0:
            del self.tables.sockets[self.player]
        alarms.disconnected(self.key)
        if self.circle.discard(self):
            self.tables.loop.create_task(self._depart())

    async def _depart(self) -> None:
        """The player's last socket here closed."""
        hub = self.tables.hub
        if hub.layer is not None:
            lobby, player, process = self.table.lobby, self.player, hub.process
            if await self.tables.read(lambda: presence.connected_elsewhere(lobby, player, process)):
                return
        if not self.circle.players[self.player]:
            self.table.post(Order(self.actor, departure(), now_ms()))
        await hub.part(self.circle)

    # Messages

    def _hear(self, text: str | None, raw: bytes | None) -> None:
        """One frame from the client. A bad one is answered and never ends the connection."""
        self.heard = now_ms()
        ref = None
        try:
            content: str | bytes = text if text is not None else raw or b""
            if len(content) > settings.MESSAGE_BYTES:
                ref = protocol.ref_of(content)
                raise Refusal("TOO_LARGE", "That message is too large.")
            request = protocol.decode(content, self.kind)
            ref = request.ref
            self._take(request)
        except BadMessage as bad:
            self._count(bad.ref)
            self.outbox.push(error_frame(bad, bad.ref))
        except Refusal as refusal:
            self.outbox.push(error_frame(refusal, ref))
        except Exception:
            log.exception("A message could not be taken")
            trouble = Refusal("INTERNAL_ERROR", "Something went wrong here. Please try again.")
            self.outbox.push(error_frame(trouble, ref))

    def _take(self, request: protocol.Request) -> None:
        command = request.command
        if isinstance(command, protocol.Ping):
            if not self._passing.hit(alarms.seconds()):
                payload = {"timestamp": command.timestamp}
                self.outbox.push(frame("pong", payload, ref=request.ref))
            return
        if request.transient:
            self._pass_on(command)
            return
        self._count(request.ref)
        if isinstance(command, protocol.Say) and self._lines.hit(alarms.seconds()):
            raise Refusal("RATE_LIMITED", "You are writing very fast. Wait a moment.")
        if isinstance(command, protocol.Hello):
            self.build = command.game_version
        self.table.post(Order(self.actor, command, self.heard, request.ref, request.v, socket=self))

    def _count(self, ref: str | None) -> None:
        over = self._commands.hit(alarms.seconds())
        if over > FLOOD * self._commands.limit:
            self.outbox.close(protocol.FLOODING)
        if over:
            raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")

    def _pass_on(self, command: Any) -> None:
        """Show a passing message to the others: no database, no version, no answer."""
        room = self.table.room
        guest = room.guests.get(self.player) if room else None
        if guest is None or guest.muted or self._passing.hit(alarms.seconds()):
            return
        if command.who == "seat" and guest.seat is None:
            return
        payload = {"playerId": self.player, **msgspec.to_builtins(command)}
        text = frame(command.action, payload)
        self.circle.transient(text, self)
        self.tables.hub.publish_transient(self.table.lobby, text)


def _same_origin(headers: dict[bytes, bytes]) -> bool:
    """Whether the page that opens the socket is ours; programs that send no Origin are welcome."""
    origin = headers.get(b"origin", b"").decode("latin-1").rstrip("/")
    if not origin or b"authorization" in headers:
        return True
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in (f"http://{host}", f"https://{host}", *settings.CSRF_TRUSTED_ORIGINS)
