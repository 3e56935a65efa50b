"""What another process needs of a change, so that its memo follows without the database.

In here: what of the room is other than before, the room that follows from it, and what a line of
the log does to a match. Not in here: bringing it there (``news``, ``hub``); who missed one reads
the rows (``table``).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar, cast

import msgspec
from msgspec.structs import replace

from games import GAMES
from games.advance import advance
from games.base import Command, Event, Step
from games.rng import Rng
from lobbies import protocol
from lobbies.judge import Change, Entry
from lobbies.rooms import Begun, Guest, Line, Play, Room, begin

log = logging.getLogger(__name__)
V = TypeVar("V")

HOUSE_COMMAND = protocol.Sync()
"""Stands in where a game's event came without a command of the game."""
_KEYED = ("guests", "chat")
_ALONE = (*_KEYED, "play", "options", "banned", "claimed", "alarm_at")
_HOUSE = tuple(name for name in Room.__struct_fields__ if name not in _ALONE)
_MATCH = ("over", "stopped", "names", "moved_at", "frozen_version")
"""What is other about a match beside its state, which follows by its rules."""


class Sequel(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How the room at ``version`` follows from the one before: what is other, by field.

    ``line``: what moved the match on. ``begun``: the match that stands there now instead.
    """

    version: int
    line: Entry | None
    house: Mapping[str, Any]
    match: Mapping[str, Any] = {}
    guests: Mapping[str, Guest | None] = {}
    chat: Mapping[int, Line | None] = {}
    banned: tuple[str, ...] | None = None
    options: Any = None
    begun: Begun | None = None


def sequel_of(change: Change) -> Sequel | None:
    """What others need of a change; None if they had better read the rows."""
    before, after = change.before, change.after
    same, begun = after.play is before.play, None
    line = change.entry if change.entry.match is not None and not same else None
    match: Mapping[str, Any] = {}
    if after.play is not None and not same:
        if before.play is None or before.play.id != after.play.id:
            line, begun = None, _begun(after.play)
        else:
            match = _others(_MATCH, before.play, after.play)
            if line is None and before.play.state is not after.play.state:
                return None
    elif not same:
        return None
    return Sequel(
        after.version,
        line,
        # What a process notes for itself between two changes is to be the same again.
        {**_others(_HOUSE, before, after), "claimed": after.claimed, "alarm_at": after.alarm_at},
        match,
        _keyed(before.guests, after.guests),
        _keyed(before.chat, after.chat),
        None if before.banned is after.banned else tuple(after.banned),
        None if before.options is after.options else after.options,
        begun,
    )


def _begun(play: Play) -> Begun:
    return Begun(
        play.id, play.number, play.seats, play.names, play.bots, play.seed, play.started_version,
        play.started_at,
    )  # fmt: skip


def _others(names: tuple[str, ...], before: object, after: object) -> dict[str, Any]:
    return {
        name: new
        for name in names
        if (new := getattr(after, name)) is not (old := getattr(before, name)) and new != old
    }


def _keyed(before: Mapping[Any, V], after: Mapping[Any, V]) -> dict[Any, V | None]:
    if before is after:
        return {}
    gone: dict[Any, V | None] = {key: None for key in before if key not in after}
    return gone | {key: new for key, new in after.items() if before.get(key) != new}


def followed(room: Room, sequel: Sequel) -> Room | None:
    """The room after the change that ``sequel`` tells of; None if it does not follow from ``room``.

    The same rules move the same state by the same command at the same time with the same chance (it
    comes from the seed and the version), so the outcome is the same too.
    """
    if sequel.version != room.version + 1:
        return None
    fields: dict[str, Any] = dict(sequel.house)
    for name in _KEYED:
        if patch := getattr(sequel, name):
            merged = {**getattr(room, name), **patch}
            fields[name] = {key: value for key, value in merged.items() if value is not None}
    if sequel.banned is not None:
        fields["banned"] = frozenset(sequel.banned)
    if sequel.options is not None:
        fields["options"] = msgspec.convert(sequel.options, room.game.options)
    try:
        room = replace(room, **fields)
        return replace(room, play=_played(room, sequel))
    except Exception as error:  # The rows are there, and the news are to be handed on.
        said = "Another process allowed what does not follow here: %s"
        log.warning(said, error, extra={"lobby": room.id}, exc_info=True)
        return None


class _Elsewhere(Exception):
    """The match is another one here."""


def _played(room: Room, sequel: Sequel) -> Play | None:
    """The match after the change; ``room`` is so already, but for that."""
    begun, play, line = sequel.begun, room.play, sequel.line
    if begun is not None:
        return begin(room.game, room.options, begun)
    if play is None or not (line or sequel.match):
        return play
    state = play.state
    if line is not None:
        if line.match != play.id:
            raise _Elsewhere(line.match)
        state = step_of(play, room.kind, state, line).state
    return replace(play, state=state, **sequel.match)


class Logged(Protocol):
    """A line of the log, as it is judged (``payload`` is JSON) or as it is stored (its value)."""

    @property
    def version(self) -> int: ...
    @property
    def event(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def seat(self) -> int | None: ...
    @property
    def payload(self) -> Any: ...
    @property
    def at(self) -> int: ...


def step_of(play: Play, kind: str, state: Any, line: Logged) -> Step[Any]:
    """What a line of the log did to ``state`` of the match ``play``."""
    command: Command = HOUSE_COMMAND
    bot = ""
    if line.event in ("command", "bot"):
        command = protocol.restore(kind, line.action, line.payload)
    elif line.action == protocol.AddBot.action:
        added = cast(protocol.AddBot, protocol.restore(kind, line.action, line.payload))
        bot = added.level
    rng = Rng(play.seed, line.version)
    event = cast(Event, line.event)
    return advance(GAMES[kind], state, event, line.seat, command, rng, line.at, bot)
