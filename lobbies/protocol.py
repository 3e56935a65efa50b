"""Every message to the server as a type, and how it is read; why one is refused.

In here: the envelope, the commands every lobby knows, refusals and close codes. A game's own
commands are declared in ``games/<kind>``; ``commands_of`` joins both. Not in here: messages to a
client (``protocol_frames``), who may send what, and what it does. The wire is described in
docs/protocol.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta, Raw

from games import GAMES
from games.base import N_, Command, Phrase
from lobbies.protocol_commands import (
    LOBBY_COMMANDS,
    LOBBY_TRANSIENTS,
    AddBot,
    Close,
    End,
    GameSync,
    Hello,
    Host,
    Invite,
    Kick,
    Mute,
    Pause,
    Ping,
    Ready,
    RemoveBot,
    ReportLine,
    Resume,
    Say,
    SetOptions,
    Sit,
    Spectate,
    Stand,
    Start,
    Sync,
    Typing,
)

Ref = Annotated[str, Meta(min_length=1, max_length=36, pattern=r"^[^\x00]+$")]

ErrorCode = Literal[
    "INVALID_JSON", "INVALID_MESSAGE", "UNKNOWN_ACTION", "TOO_LARGE", "RATE_LIMITED",
    "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "STALE_STATE", "NOT_YOUR_TURN", "INVALID_MOVE",
    "CANT_PASS", "SEAT_TAKEN", "INVALID_SEAT", "SEAT_EMPTY", "TOURNEY_FULL",
    "TOURNEY_IN_PROGRESS", "NOT_IN_TOURNEY", "INVALID_STATE", "NO_ACTIVE_GAME", "NOT_A_BOT",
    "LEASED", "CONFLICT", "INTERNAL_ERROR",
]  # fmt: skip

BAD_HANDSHAKE, NO_IDENTITY, KEPT_OUT, NO_LOBBY = 4400, 4401, 4403, 4404
SILENT, TOO_SLOW, FLOODING, RESTARTING = 4408, 4413, 4429, 1012
"""Close codes."""

CLOSE_CODES: Mapping[int, str] = {
    BAD_HANDSHAKE: "The address of the socket could not be read.",
    NO_IDENTITY: "No identity, or an expired one: get a new token.",
    KEPT_OUT: "Kicked, banned or not invited.",
    NO_LOBBY: "There is no such lobby.",
    SILENT: "Nothing was heard for too long.",
    TOO_SLOW: "The receiver was too slow: connect again and resume.",
    FLOODING: "Far too many messages.",
    RESTARTING: "The server restarts: connect again and resume.",
}


class Refusal(Exception):
    """A command that is not carried out: a code for programs, a sentence for the player.

    :param text: the sentence in English, as it stands in the catalogs of translations; ``values``
        as in ``Phrase``.
    """

    def __init__(self, code: str, text: str | Phrase, /, **values: object) -> None:
        self.code = code
        self.phrase = text if isinstance(text, Phrase) else Phrase(text, **values)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return str(self.phrase)

    def anew(self) -> Refusal:
        """The same, to be raised. What is raised keeps where it went, with all that was at hand
        there, and each time more of it: what is a constant, or remembered, must not be."""
        return Refusal(self.code, self.phrase)


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every message from a client looks like."""

    action: Annotated[str, Meta(max_length=40)]
    payload: Raw = Raw(b"{}")
    ref: Ref | None = None
    v: int | None = None


class _OnlyRef(msgspec.Struct):
    """As much as can be read of a message that is not one: enough to answer it."""

    ref: Ref | None = None


MERGING_PARTS = frozenset({"board", "players", "player", "chat", "lobby"})
"""Parts whose commands need no ``v``: what two people do there at once merges."""


class Request(msgspec.Struct, frozen=True):
    """A decoded message: what is asked, under which ``ref``, having seen version ``v``."""

    command: Command
    ref: str | None
    v: int | None
    transient: bool


class BadMessage(Refusal):
    """A message that cannot be read; ``ref`` is set if at least that could be."""

    def __init__(self, code: str, text: str, ref: str | None, /, **values: object) -> None:
        super().__init__(code, text, **values)
        self.ref = ref


Decode = Callable[[bytes | Raw], Command]


@cache
def commands_of(kind: str) -> Mapping[str, tuple[Decode, bool]]:
    """For every action a lobby of this kind knows: how it is read, and whether it is transient."""
    game = GAMES[kind]
    known = [(c, False) for c in (*LOBBY_COMMANDS, *game.commands)]
    known += [(c, True) for c in (*LOBBY_TRANSIENTS, *game.transients)]
    return {c.action: (_decoding(c), transient) for c, transient in known}


def _decoding(kind: type[Command]) -> Decode:
    if not kind.bare:
        return msgspec.json.Decoder(kind).decode
    only = msgspec.json.Decoder(get_type_hints(kind, include_extras=True)[kind.bare])
    return lambda payload: kind(only.decode(payload))


def payload_of(command: Command) -> Any:
    """What a command is on the wire: the value that its payload is the JSON of."""
    return getattr(command, command.bare) if command.bare else command


@cache
def actions() -> frozenset[str]:
    """Every action of any kind of lobby."""
    return frozenset(action for kind in GAMES for action in commands_of(kind))


_envelope = msgspec.json.Decoder(Envelope)
_only_ref = msgspec.json.Decoder(_OnlyRef)


def decode(text: str | bytes, kind: str) -> Request:
    """Read one message of a client in a lobby of ``kind``.

    :raises BadMessage: INVALID_JSON, INVALID_MESSAGE or UNKNOWN_ACTION.
    """
    try:
        envelope = _envelope.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _bad_envelope(text, error) from None
    found = commands_of(kind).get(envelope.action)
    if found is None:
        raise _unknown(envelope)
    read, transient = found
    try:
        command = read(envelope.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(
            "INVALID_MESSAGE",
            "The details of {action} could not be read: {why}.",
            envelope.ref,
            action=envelope.action,
            why=_reason(error),
        ) from None
    return Request(command, envelope.ref, envelope.v, transient)


def _unknown(envelope: Envelope) -> BadMessage:
    text = N_("This table does not know “{action}”.")
    if envelope.action in actions():
        text = N_("This table does not know “{action}”: it belongs to another game.")
    return BadMessage("UNKNOWN_ACTION", text, envelope.ref, action=envelope.action)


def _reason(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _bad_envelope(text: str | bytes, error: Exception) -> BadMessage:
    if not isinstance(error, msgspec.ValidationError | RecursionError):
        return BadMessage("INVALID_JSON", "That message was not JSON.", ref_of(text))
    return BadMessage(
        "INVALID_MESSAGE",
        "That message could not be read: {why}.",
        ref_of(text),
        why=_reason(error),
    )


def ref_of(text: str | bytes) -> str | None:
    """The ref of a message that cannot be read otherwise, so that it can be answered."""
    try:
        return _only_ref.decode(text).ref
    except msgspec.ValidationError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _ref_in(text)


_REF = re.compile(r'"ref"\s*:\s*"([^"\\\x00-\x1f]{1,36})"')


def _ref_in(text: str | bytes) -> str | None:
    """The ref of what is no JSON, or nested too deep to be read: the only one that stands there."""
    found = _REF.findall(text if isinstance(text, str) else text.decode(errors="replace"))
    return found[0] if len(found) == 1 else None


def restore(kind: str, action: str, payload: Any) -> Command:
    """A stored command as the type it was; ``payload``: its JSON, or the value of that."""
    read, _ = commands_of(kind)[action]
    return read(payload if type(payload) is bytes else msgspec.json.encode(payload))


__all__ = [
    "BAD_HANDSHAKE",
    "CLOSE_CODES",
    "FLOODING",
    "KEPT_OUT",
    "LOBBY_COMMANDS",
    "LOBBY_TRANSIENTS",
    "MERGING_PARTS",
    "NO_IDENTITY",
    "NO_LOBBY",
    "RESTARTING",
    "SILENT",
    "TOO_SLOW",
    "AddBot",
    "BadMessage",
    "Close",
    "End",
    "Envelope",
    "ErrorCode",
    "GameSync",
    "Hello",
    "Host",
    "Invite",
    "Kick",
    "Mute",
    "Pause",
    "Ping",
    "Ready",
    "Ref",
    "Refusal",
    "RemoveBot",
    "ReportLine",
    "Request",
    "Resume",
    "Say",
    "SetOptions",
    "Sit",
    "Spectate",
    "Stand",
    "Start",
    "Sync",
    "Typing",
    "actions",
    "commands_of",
    "decode",
    "payload_of",
    "ref_of",
    "restore",
]
