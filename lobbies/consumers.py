"""One socket: text to command, frame to text. No rules, no SQL, and no waiting on the way.

A Channels consumer whose receiving loop does not go through per-message dispatch: that costs more
than everything else a move needs (docs/performance.md).
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from contextvars import copy_context
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.consumer import AsyncConsumer
from django.conf import settings
from django.db import DatabaseError

from games.base import Command
from lobbies import alarms, limits, logs, protocol
from lobbies.alarms import Watch, departure
from lobbies.circle import Circle
from lobbies.handshake import Refused
from lobbies.languages import worded
from lobbies.manners import Arrive
from lobbies.metrics import REFUSED
from lobbies.orders import Order
from lobbies.outbox import SHORTCUT, Outbox
from lobbies.passing import pass_on
from lobbies.protocol import BadMessage, Refusal
from lobbies.protocol_frames import error_frame, frame, ok_frame
from lobbies.roll import ROLL
from lobbies.rooms import Actor
from lobbies.table import Table, now_ms
from lobbies.tables import Tables

log = logging.getLogger(__name__)

_REASONS = {"NOT_FOUND": protocol.NO_LOBBY, "FORBIDDEN": protocol.KEPT_OUT}
"""Why somebody may not come in, as a close code; for anything else they shall try again."""

BREATH_SECONDS = 3.0
"""How long a departure among very many (``tables.PARTINGS``) is not told yet."""

FLOOD = 5
"""A connection that asks this many times its limit is closed."""


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
        self.language = settings.LANGUAGE_CODE
        self._here = False
        self.heard = now_ms()
        self.tables = Tables.here()
        Watch.keep()
        await receive()
        shortcut = scope.get("extensions", {}).get(SHORTCUT, {})
        # asgiref's types want every optional key, and forbid plain dicts; servers do not.
        self.outbox = Outbox(
            send,  # type: ignore[arg-type]
            asyncio.get_running_loop(),
            self._leave,
            shortcut.get("write"),
        )
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
            if "listen" in shortcut:
                # Then only the end of the line comes as below. In this connection's context: what
                # is written to the log while a message is taken is about it.
                shortcut["listen"](partial(copy_context().run, self._hear))
            # asgiref's types do not tell one message from another by its type.
            while (message := await receive())["type"] == "websocket.receive":
                self._hear(message.get("text"), message.get("bytes"))  # type: ignore[arg-type]
        finally:
            self._leave()

    # Coming and going

    async def _enter(self) -> None:
        """Find out who and where, subscribe, then read.

        :raises Refused: with the close code.
        """
        seen = self._seen()
        try:
            caller = await self.tables.doorman.ask(self.scope, self.heard)
        except DatabaseError as error:
            log.warning("Nobody can come in without the database: %s", error)
            raise Refused(protocol.RESTARTING) from None
        self.player, self.kind, self.language = caller.player, caller.kind, caller.language
        logs.begin(lobby=caller.lobby, player=caller.player, address=_address(self.scope))
        self.actor = Actor(caller.player, caller.name, here=True)
        if self.tables.sockets[self.player] >= settings.SOCKETS_PER_PLAYER:
            raise Refused(protocol.FLOODING)
        self.table = self.tables.at(caller.lobby)
        # The row comes before the arrival and goes after the departure: whoever is listed as
        # connected has one, and if this process is killed the next one finds it.
        process = self.tables.hub.process
        ROLL.connected(self.key, caller.lobby, self.player, process, self.heard)
        try:
            await self.table.submit(self.actor, _arrival())
            self.circle = await self.table.audience.join()
        except (Refusal, DatabaseError) as refusal:
            ROLL.disconnected(self.key)
            code = getattr(refusal, "code", "INTERNAL_ERROR")
            raise Refused(_REASONS.get(code, protocol.RESTARTING)) from None
        self.tables.sockets[self.player] += 1
        self._here = True
        self.table.audience.welcome(self, seen)
        if not self.table.audience.counts(self.player):
            self.arrive()

    def arrive(self) -> None:
        """Say again that the player is here: a departure came in between, or by mistake."""
        self.table.post(Order(self.actor, _arrival(), now_ms()))

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
        """The line ended, or was closed and the peer does not even take that."""
        if not self._here:
            return
        self._here = False
        self.outbox.end()
        self.tables.sockets[self.player] -= 1
        if self.tables.sockets[self.player] <= 0:
            del self.tables.sockets[self.player]
        if self.circle.discard(self):
            self.tables.loop.create_task(self._depart())
        else:
            ROLL.disconnected(self.key)

    async def _depart(self) -> None:
        """The player's last socket here closed.

        When many close in the same moment it is the network that failed, not people who left:
        most are back before anybody need be told that they were away.
        """
        if self.tables.partings.hit(alarms.seconds()):
            await breath()
        try:
            if not await self._is_elsewhere() and not self.circle.players[self.player]:
                await self.table.submit(self.actor, departure())
        except (Refusal, DatabaseError) as trouble:
            log.warning("A departure is not noted yet: %s", trouble)
            self.tables.left.add((self.table.lobby, self.player))
        ROLL.disconnected(self.key)
        self.tables.hub.part(self.circle)

    async def _is_elsewhere(self) -> bool:
        """Whether the player has a socket in this lobby on another process."""
        if self.tables.hub.layer is None:
            return False
        return await self.tables.departures.elsewhere(self.key, self.table.lobby, self.player)

    # Messages

    def _hear(self, text: str | None, raw: bytes | None) -> None:
        """One frame from the client. A bad one is answered and never ends the connection."""
        if self.outbox.closed:
            return
        self.heard = now_ms()
        ref = None
        try:
            content: str | bytes = text if text is not None else raw or b""
            if _is_large(content):
                ref = protocol.ref_of(content)
                self._count(ref)
                raise Refusal("TOO_LARGE", "That message is too large.")
            request = protocol.decode(content, self.kind)
            ref = request.ref
            self._take(request)
        except BadMessage as bad:
            self._answer_bad(bad)
        except Refusal as refusal:
            self._refuse(refusal, ref)
        except Exception:
            log.exception("A message could not be taken", extra={"ref": ref})
            trouble = Refusal("INTERNAL_ERROR", "Something went wrong here. Please try again.")
            self._refuse(trouble, ref)

    def _answer_bad(self, bad: BadMessage) -> None:
        try:
            self._count(bad.ref)
        except Refusal as refusal:
            self._refuse(refusal, bad.ref)
        else:
            self._refuse(bad, bad.ref)

    def _refuse(self, refusal: Refusal, ref: str | None) -> None:
        REFUSED[refusal.code] += 1
        self.outbox.push(error_frame(refusal, ref, worded(refusal, self.language)))

    def _take(self, request: protocol.Request) -> None:
        command = request.command
        if isinstance(command, protocol.Ping):
            self._pong(command, request.ref)
            return
        if request.transient:
            self._pass_on(command, request.ref)
            if request.ref is not None:
                self.outbox.push(ok_frame(request.ref))
            return
        self._count(request.ref)
        if isinstance(command, protocol.Say) and self._lines.hit(alarms.seconds()):
            raise Refusal("RATE_LIMITED", "You are writing very fast. Wait a moment.")
        if isinstance(command, protocol.Hello):
            self.build = command.game_version
        self.table.post(Order(self.actor, command, self.heard, request.ref, request.v, socket=self))

    def _pong(self, ping: protocol.Ping, ref: str | None) -> None:
        if self._passing.hit(alarms.seconds()):
            raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")
        payload = {} if ping.timestamp is None else {"timestamp": ping.timestamp}
        self.outbox.push(frame("pong", payload, ref=ref))

    def _count(self, ref: str | None) -> None:
        over = self._commands.hit(alarms.seconds())
        if over > FLOOD * self._commands.limit:
            self.outbox.close(protocol.FLOODING)
        if over:
            raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")

    def _pass_on(self, command: Command, ref: str | None) -> None:
        """Show a passing message to the others: no database, no version.

        :raises Refusal: if it takes hold of what it may not, and has a ref to be answered with.
        """
        if self._passing.hit(alarms.seconds()):
            return
        refusal = pass_on(self.table, self.player, command, self.heard, self)
        if refusal is not None and ref is not None:
            raise refusal.anew()


async def breath() -> None:
    """Let those who lost the network come back."""
    await asyncio.sleep(BREATH_SECONDS)


def _arrival() -> Arrive:
    return Arrive(crowd=settings.CROWD)


def _is_large(content: str | bytes) -> bool:
    """Whether a message is over the limit, in bytes; short ones are not encoded to find out."""
    limit = settings.MESSAGE_BYTES
    if isinstance(content, bytes) or len(content) > limit:
        return len(content) > limit
    return len(content) * 4 > limit and len(content.encode()) > limit


def _address(scope: Any) -> str:
    """The visitor's address, where the hoster wants it in the log."""
    if not settings.LOG_ADDRESSES:
        return ""
    return limits.address_of(dict(scope["headers"]), (scope.get("client") or ("",))[0])
