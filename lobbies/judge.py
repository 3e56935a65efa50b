"""From a command to a change: may they, what do the rules say, what does the room look like then.

Pure functions over rooms; no database, no socket. ``table`` commits what comes out of here. How a
match begins and ends is in ``matches``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from games.advance import advance
from games.base import Command, Event, IllegalMove, Step
from games.rng import Rng
from lobbies import manners, protocol
from lobbies.manners import HANDLERS, Effect, Ring
from lobbies.matches import concluded, is_deserted, is_same_company, moved, remembered, started
from lobbies.protocol import MERGING_PARTS, Refusal
from lobbies.rooms import Actor, Play, Room, next_alarm

_ENCODER = msgspec.json.Encoder()
_EVEN_CLOSED = frozenset(
    {manners.Arrive, manners.Depart, manners.Pardon, protocol.Hello, protocol.ReportLine,
     protocol.Sync, protocol.GameSync}
)  # fmt: skip
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The one character that PostgreSQL keeps in no text, in JSON."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """The log's line of one change; what moved a game (``match`` set) replays from these."""

    version: int
    match: str | None
    player: str | None
    seat: int | None
    event: str
    action: str
    payload: bytes
    ref: str | None
    at: int


class Change(msgspec.Struct, frozen=True):
    """One change, judged but not yet committed: the room before and after, and what to store.

    ``facts``: what happened, by part. ``touched``, ``private``: see ``games.base.Step``.
    ``ended``: the match that ended as the next began. ``objects``: stored parts of the game that
    changed; ``rows`` and ``expel``: see ``Effect``.
    """

    before: Room
    after: Room
    entry: Entry
    facts: Mapping[str, str] = {}
    touched: frozenset[Hashable] | None = None
    private: frozenset[int] | None = None
    ended: Play | None = None
    objects: Mapping[tuple[str, str], Any] = {}
    rows: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    expel: frozenset[str] = frozenset()


def judge(
    room: Room,
    actor: Actor,
    command: Command,
    now: int,
    ref: str | None = None,
    seen: int | None = None,
) -> Change | None:
    """What ``command`` does to ``room``; None when it changes nothing.

    ``seen``: the version the sender had seen. ``now``: milliseconds.

    :raises Refusal: with the code and the sentence for the player.
    """
    _may(room, actor, command)
    try:
        effect = _effect(room, actor, command, now)
    except IllegalMove as error:
        raise Refusal(error.code, error.phrase) from None
    if effect is None:
        return _play(room, actor, command, now, ref, seen)
    something = effect.event or effect.start or effect.rows or effect.expel
    if effect.room is room and not something:
        return None
    return _settle(room, actor, command, now, ref, effect)


def _effect(room: Room, actor: Actor, command: Command, now: int) -> Effect | None:
    """What a command of the house does, or of a game that asks something of the house.

    None for what is the game's own to judge.
    """
    handler = HANDLERS.get(type(command))
    if handler is not None:
        return handler(room, actor, command, now)
    if isinstance(command, Ring):
        return _due(room, now)
    errand = None if room.play is None else room.game.errand(room.play.state, command)
    return None if errand is None else manners.run_errand(room, actor, errand, now)


def _may(room: Room, actor: Actor, command: Command) -> None:
    if actor.house:
        return
    if room.status == "closed" and type(command) not in _EVEN_CLOSED:
        raise Refusal("INVALID_STATE", "This table is closed.")
    if actor.plays is not None:
        return
    if actor.player in room.banned and not actor.staff:
        raise Refusal("FORBIDDEN", "You were shown out of this table.")
    if command.who == "host" and room.host != actor.player and not actor.staff:
        raise Refusal("FORBIDDEN", "Only the host can do that.")
    if command.who == "seat" and room.seat_of(actor.player) is None:
        raise Refusal("FORBIDDEN", "You are watching. Take a chair to play.")


def _due(room: Room, now: int) -> Effect:
    """The first thing that is due at ``now``; a room with several is rung several times."""
    away = [g for g in room.guests.values() if g.away_until is not None and g.away_until <= now]
    if away:
        return manners.expire(room, min(away, key=lambda guest: guest.away_until or 0))
    if room.playing is not None:
        alarm = room.game.alarm(room.playing.state)
        if alarm is not None and alarm <= now:
            return Effect(room, event=("ring", None))
    return Effect(room)


def _play(
    room: Room, actor: Actor, command: Command, now: int, ref: str | None, seen: int | None
) -> Change:
    """A command of the game itself: the hot path."""
    play = room.play
    if play is None:
        raise Refusal("NO_ACTIVE_GAME", "The game has not started yet.")
    part = command.action.partition("/")[0]
    if seen is not None and part not in MERGING_PARTS and seen < room.changed.get(part, 0):
        raise Refusal("STALE_STATE", "The game has moved on since: have another look.")
    seat = room.seat_of(actor.player) if actor.plays is None else actor.plays
    mine = room.game.opens or play.seats.get(-1 if seat is None else seat) == actor.player
    if play.stopped or (play.over and not mine):
        raise Refusal("NO_ACTIVE_GAME", "That game is over.")
    effect = Effect(room, event=("command" if actor.plays is None else "bot", seat))
    return _settle(room, actor, command, now, ref, effect)


def _settle(
    room: Room, actor: Actor, command: Command, now: int, ref: str | None, effect: Effect
) -> Change:
    """Tell the game, start or end it, and write the log's line."""
    version = room.version + 1
    step: Step[Any] | None = None
    after, facts = effect.room, dict(effect.facts)
    if effect.event is not None and room.play is not None:
        step = _advance(effect.room, room.play, effect.event, command, version, now)
        after = replace(after, play=moved(room.play, step.state, version, now), claimed=0)
        facts.update(step.facts)
    after = concluded(remembered(room, after))
    fresh = effect.start or (step is not None and step.again and is_same_company(after))
    ended = None
    if fresh or is_deserted(after):
        ended = after.play if room.playing is not None else None
        after = started(after if fresh else manners.without_bots(after), version, now)
        fresh = True
        facts |= {"lobby": "started", "players": "updated", "you": "updated"}
        facts["game"] = effect.facts.get("game", "started")
    if room.playing is not None and after.playing is None:
        facts.setdefault("game", "over")
    if after.status != room.status:
        facts.setdefault("lobby", "updated")
    after = replace(
        after,
        version=version,
        changed=_changed(room.changed, facts, version),
        alarm_at=next_alarm(after),
    )
    event, seat = effect.event or ("", room.seat_of(actor.player))
    match = room.play.id if step is not None and room.play is not None else None
    command = _logged(effect.room, command, effect.event)
    payload = _ENCODER.encode(protocol.payload_of(command))
    if b"\\u0000" in payload and _NUL.search(payload):
        raise Refusal("INVALID_MESSAGE", "There is a character in it that cannot be kept.")
    entry = Entry(
        version, match, actor.player or None, seat, event, command.action, payload, ref, now
    )
    return Change(
        room, after, entry, facts,
        step.touched if step is not None and not fresh else None,
        step.private if step is not None and not fresh else None,
        ended, step.rows if step is not None else {}, effect.rows, effect.expel,
    )  # fmt: skip


def _changed(
    changed: Mapping[str, int], facts: Mapping[str, str], version: int
) -> Mapping[str, int]:
    parts = [part for part in facts if part not in MERGING_PARTS and part != "you"]
    return {**changed, **dict.fromkeys(parts, version)} if parts else changed


def _advance(
    room: Room,
    play: Play,
    event: tuple[Event, int | None],
    command: Command,
    version: int,
    now: int,
) -> Step[Any]:
    """Tell the game; ``room`` is as the house sees it after the event."""
    what, seat = event
    bot = _sitting_down(room, event)
    try:
        return advance(
            room.game, play.state, what, seat, command, Rng(play.seed, version), now, bot
        )
    except IllegalMove as error:
        raise Refusal(error.code, error.phrase) from None


def _sitting_down(room: Room, event: tuple[Event, int | None] | None) -> str:
    """The level of the computer player that sat down in ``event``; empty if none did."""
    if event is None or event[0] != "taken" or event[1] is None:
        return ""
    return room.seated()[event[1]].bot


def _logged(room: Room, command: Command, event: tuple[Event, int | None] | None) -> Command:
    """The command as the log has it: a computer player sits down always in the same words."""
    bot = _sitting_down(room, event)
    return protocol.AddBot(bot, event[1]) if bot and event is not None else command
