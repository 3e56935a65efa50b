"""The socket of who waits for a partner: ``init_game`` (seed 002), and the line's end withdraws.

In here: one line, from text to a wish. Not in here: who is paired with whom (``matchmaking``), the
socket of the lobby that both go to then (``consumers``).
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, ClassVar

import msgspec
from channels.consumer import AsyncConsumer
from channels.db import database_sync_to_async
from django.conf import settings
from msgspec import Meta

from games.base import Command, Who
from lobbies import identity, limits, matchmaking, protocol
from lobbies.alarms import Watch, seconds
from lobbies.handshake import Refused, claim
from lobbies.languages import worded
from lobbies.models import Player
from lobbies.protocol import BadMessage, Envelope, Ping, Refusal
from lobbies.protocol_frames import error_frame, frame, ok_frame
from lobbies.table import now_ms
from lobbies.tables import Tables

EVERY = 1.0
"""Seconds between two looks for a partner: another process may have one."""


class InitGame(Command, frozen=True):
    """Waits for somebody who wishes for the same: game, options and (if any) another chair."""

    action: ClassVar[str] = "init_game"
    who: ClassVar[Who] = "anyone"
    kind: Annotated[str, Meta(max_length=20)] = "chess"
    options: dict[Annotated[str, Meta(max_length=40)], bool | int | float | str] = {}
    seat: Annotated[int, Meta(ge=0, le=99)] | None = None


class Withdraw(Command, frozen=True):
    """Waits no more."""

    action: ClassVar[str] = "withdraw"
    who: ClassVar[Who] = "anyone"


_ENVELOPE = msgspec.json.Decoder(Envelope)
_COMMANDS = {
    command.action: msgspec.json.Decoder(command) for command in (InitGame, Withdraw, Ping)
}


class PairingConsumer(AsyncConsumer):
    """Somebody's line while they look for a game."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Live from the handshake to the last message."""
        Watch.keep()
        self.send = send
        self.wish: tuple[InitGame, str | None] | None = None
        await receive()
        await send({"type": "websocket.accept"})
        try:
            self.player, self.language = await database_sync_to_async(_who)(scope)
        except Refused as refused:
            await send({"type": "websocket.close", "code": refused.code})
            return
        self.pace = limits.Window(settings.COMMANDS_PER_MINUTE, 60)
        self.heard = now_ms()
        # Each line looks into the database every second: they count as a player's sockets do.
        sockets, player = Tables.here().sockets, str(self.player.pk)
        if sockets[player] >= settings.SOCKETS_PER_PLAYER:
            await send({"type": "websocket.close", "code": protocol.FLOODING})
            return
        sockets[player] += 1
        try:
            await self._listen(receive)
        finally:
            sockets[player] -= 1
            await self._withdraw()

    async def _listen(self, receive: Any) -> None:
        """Hear, and look for a partner meanwhile, until the line ends."""
        hearing = asyncio.ensure_future(receive())
        try:
            while True:
                await asyncio.wait({hearing}, timeout=EVERY)
                if hearing.done():
                    message = hearing.result()
                    if message["type"] != "websocket.receive":
                        return
                    hearing = asyncio.ensure_future(receive())
                    await self._hear(message.get("text") or message.get("bytes") or "")
                elif now_ms() - self.heard > settings.SILENCE_SECONDS * 1000:
                    await self.send({"type": "websocket.close", "code": protocol.SILENT})
                    return
                else:
                    await self._look_again()
        finally:
            hearing.cancel()

    async def _hear(self, text: str | bytes) -> None:
        """One frame; a bad one is answered and never ends the line."""
        self.heard = now_ms()
        ref = protocol.ref_of(text)
        try:
            if self.pace.hit(seconds()):
                raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")
            await self._take(_decoded(text), ref)
        except Refusal as refusal:
            await self._tell(error_frame(refusal, ref, worded(refusal, self.language)))

    async def _take(self, command: Command, ref: str | None) -> None:
        if isinstance(command, Ping):
            payload = {} if command.timestamp is None else {"timestamp": command.timestamp}
            await self._tell(frame("pong", payload, ref=ref))
        elif isinstance(command, InitGame):
            self.wish = (command, ref)
            if not await self._look():
                await self._tell(frame("waiting", ref=ref))
        else:
            await self._withdraw()
            if ref is not None:
                await self._tell(ok_frame(ref))

    async def _look_again(self) -> None:
        """Look for a partner while nothing is said; a refusal is told like any other."""
        ref = self.wish[1] if self.wish is not None else None
        try:
            if self.wish is not None:
                await self._look()
        except Refusal as refusal:
            await self._tell(error_frame(refusal, ref, worded(refusal, self.language)))

    async def _look(self) -> bool:
        """Whether a partner has been found; both are told where their game is.

        :raises Refusal: for a wish that cannot be fulfilled; it is withdrawn.
        """
        assert self.wish is not None
        wish, ref = self.wish
        try:
            lobby = await database_sync_to_async(matchmaking.pair, thread_sensitive=False)(
                self.player, wish.kind, wish.options, now_ms(), wish.seat
            )
        except Refusal:
            self.wish = None
            raise
        if lobby is None:
            return False
        self.wish = None
        await self._tell(frame("paired", {"lobbyId": str(lobby.pk), "code": lobby.code}, ref=ref))
        return True

    async def _withdraw(self) -> None:
        if self.wish is not None:
            self.wish = None
            await database_sync_to_async(matchmaking.withdraw)(self.player)

    async def _tell(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})


def _who(scope: Any) -> tuple[Player, str]:
    """Who opens the line, and their language.

    :raises Refused: with the close code.
    """
    key, language = claim(scope)
    player = identity.find_player(key)
    if player is None:
        raise Refused(protocol.NO_IDENTITY)
    try:
        identity.check_not_banned(key, now_ms())
    except Refusal:
        raise Refused(protocol.KEPT_OUT) from None
    return player, language


def _decoded(text: str | bytes) -> Command:
    """The command in a frame.

    :raises BadMessage: INVALID_JSON, INVALID_MESSAGE, UNKNOWN_ACTION or TOO_LARGE.
    """
    if len(text) > settings.MESSAGE_BYTES:
        raise BadMessage("TOO_LARGE", "That message is too large.", None)
    try:
        envelope = _ENVELOPE.decode(text)
        decoder = _COMMANDS.get(envelope.action)
        if decoder is None:
            text = "This line does not know “{action}”."
            raise BadMessage("UNKNOWN_ACTION", text, None, action=envelope.action)
        command: Command = decoder.decode(envelope.payload)
    except (msgspec.ValidationError, RecursionError) as error:
        why = str(error).rstrip(".")
        text = "That message could not be read: {why}."
        raise BadMessage("INVALID_MESSAGE", text, None, why=why) from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise BadMessage("INVALID_JSON", "That message was not JSON.", None) from None
    return command
