"""How people behave in a lobby: coming and going, chairs, the host's powers, talk.

Each function takes a room, who acts, what they ask and the time, and gives the next room; or a
``Refusal`` with a sentence. No game's rules, no database, no socket. ``judge`` calls these.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from games.base import Command, Event, Game, Who
from lobbies import protocol
from lobbies.protocol import Refusal
from lobbies.rooms import CHAT_KEPT, Actor, Guest, Line, Room, with_guest, without_guest

GUESTS_AT_MOST = 500
"""People who can be listed in one lobby; watching needs no place on the list."""


class Arrive(Command, frozen=True):
    """The house: a player's connection opened. Newcomers are listed up to ``crowd`` names."""

    action: ClassVar[str] = "house/arrive"
    who: ClassVar[Who] = "anyone"
    crowd: int = 50


class Depart(Command, frozen=True):
    """The house: a player's last connection here closed; the window of ``away_ms`` opens."""

    action: ClassVar[str] = "house/depart"
    who: ClassVar[Who] = "anyone"
    away_ms: int = 60_000


class Join(Command, frozen=True):
    """A player came in over HTTP, and has ``away_ms`` to open a connection."""

    action: ClassVar[str] = "house/join"
    who: ClassVar[Who] = "anyone"
    seat: int | None = None
    sit: bool = False
    away_ms: int = 60_000


class Leave(Command, frozen=True):
    """A player leaves for good."""

    action: ClassVar[str] = "house/leave"
    who: ClassVar[Who] = "anyone"


class Rename(Command, frozen=True):
    """A player has another name now."""

    action: ClassVar[str] = "house/rename"
    who: ClassVar[Who] = "anyone"
    name: str


class Ring(Command, frozen=True):
    """The house: an alarm of this room is due."""

    action: ClassVar[str] = "house/ring"
    who: ClassVar[Who] = "anyone"


class Look(Command, frozen=True):
    """The house: changes nothing; answered when the room is at hand."""

    action: ClassVar[str] = "house/look"


class Effect(msgspec.Struct, frozen=True):
    """What a command does to the room, and what that means to the game and the store.

    ``event``: what the game must be told, and the seat. ``start``: a game shall begin.
    ``expel``: players whose connections end. ``rows``: ("ban" | "report", values) to store.
    """

    room: Room
    facts: Mapping[str, str] = {}
    event: tuple[Event, int | None] | None = None
    start: bool = False
    expel: frozenset[str] = frozenset()
    rows: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def _guest(room: Room, player: str) -> Guest:
    guest = room.guests.get(player)
    if guest is None:
        raise Refusal("NOT_FOUND", "That player is not at this table.")
    return guest


def newcomer(actor: Actor, now: int) -> Guest:
    """Somebody who just came in, watching."""
    return Guest(player=actor.player, name=actor.name, joined_at=now)


def _here(room: Room, actor: Actor, now: int) -> Guest:
    """The actor's place, made if there is none yet."""
    guest = room.guests.get(actor.player)
    if guest is not None:
        return guest
    if room.visibility == "private" and not actor.staff:
        raise Refusal("FORBIDDEN", "This table is private: you need an invitation.")
    if len(room.guests) >= GUESTS_AT_MOST:
        raise Refusal("FORBIDDEN", "This table is full. You can watch.")
    return newcomer(actor, now)


def arrive(room: Room, actor: Actor, command: Arrive, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None and room.visibility == "public" and len(room.guests) >= command.crowd:
        return Effect(room)
    guest = guest or _here(room, actor, now)
    back = replace(guest, connected=True, away_until=None, gone=False, name=actor.name)
    if back == room.guests.get(actor.player):
        return Effect(room)
    event: tuple[Event, int | None] | None = None
    if guest.gone and guest.seat is not None and room.playing:
        event = ("taken", guest.seat)
    fact = "back" if actor.player in room.guests else "joined"
    after = with_guest(room, back)
    if after.host is None:
        after = replace(after, host=actor.player)
    return Effect(after, {"players": fact}, event)


def depart(room: Room, actor: Actor, command: Depart, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None or not guest.connected:
        return Effect(room)
    away = replace(guest, connected=False, away_until=now + command.away_ms)
    return Effect(with_guest(room, away), {"players": "away"})


def join(room: Room, actor: Actor, command: Join, now: int) -> Effect:
    known = room.guests.get(actor.player)
    guest = known or newcomer(actor, now)
    if known is None and len(room.guests) >= GUESTS_AT_MOST:
        raise Refusal("FORBIDDEN", "This table is full. You can watch.")
    if not guest.connected:
        guest = replace(guest, away_until=now + command.away_ms)
    entered = with_guest(room, guest)
    if entered.host is None:
        entered = replace(entered, host=actor.player)
    if command.sit and (guest.seat is None or command.seat not in (None, guest.seat)):
        return sit(entered, actor, protocol.Sit(command.seat), now)
    return Effect(room if guest is known else entered, {"players": "joined"})


def leave(room: Room, actor: Actor, command: Leave, now: int) -> Effect:
    guest = _guest(room, actor.player)
    if guest.seat is not None and room.playing and room.game.holds_seats:
        absent = replace(guest, connected=False, away_until=None, gone=True)
        return Effect(
            _pass_host(with_guest(room, absent), guest.player),
            {"players": "left"},
            ("vacated", guest.seat),
        )
    return _remove(room, guest, "left")


def _remove(room: Room, guest: Guest, fact: str) -> Effect:
    event: tuple[Event, int | None] | None = None
    if guest.seat is not None and room.playing:
        event = ("vacated", guest.seat)
    return Effect(without_guest(room, guest.player), {"players": fact}, event)


def _pass_host(room: Room, player: str) -> Room:
    """The host's powers go to somebody who is here, if the host is not and anybody is."""
    others = without_guest(room, player)
    if room.host != player or others.host is None or not others.guests[others.host].connected:
        return room
    return replace(room, host=others.host)


def expire(room: Room, guest: Guest) -> Effect:
    """A guest stayed away past the window."""
    if guest.seat is not None and room.playing and room.game.holds_seats:
        absent = replace(guest, away_until=None, gone=True)
        after = _pass_host(with_guest(room, absent), guest.player)
        return Effect(after, {"players": "left"}, ("vacated", guest.seat))
    if room.visibility == "public":
        return _remove(room, guest, "left")
    stood = replace(guest, away_until=None, seat=None, ready=False)
    event: tuple[Event, int | None] | None = None
    if guest.seat is not None and room.playing:
        event = ("vacated", guest.seat)
    return Effect(_pass_host(with_guest(room, stood), guest.player), {"players": "left"}, event)


def sit(room: Room, actor: Actor, command: protocol.Sit, now: int) -> Effect:
    guest = _here(room, actor, now)
    if room.playing and not room.game.opens:
        raise Refusal("INVALID_STATE", "A game is being played. You can sit down when it is over.")
    if room.playing and guest.seat is not None:
        raise Refusal("INVALID_STATE", "Stand up first, then take the other chair.")
    seat = _free_seat(room, command.seat, guest)
    seated = replace(guest, seat=seat, ready=False)
    event: tuple[Event, int | None] | None = ("taken", seat) if room.playing else None
    return Effect(with_guest(room, seated), {"players": "seated"}, event)


def _free_seat(room: Room, wanted: int | None, guest: Guest) -> int:
    taken = room.seated()
    if wanted is None:
        free = [seat for seat in range(room.game.max_seats) if seat not in taken]
        if not free:
            raise Refusal("SEAT_TAKEN", "All chairs are taken.")
        return free[0]
    if wanted >= room.game.max_seats:
        raise Refusal("INVALID_SEAT", f"This table has {room.game.max_seats} chairs.")
    if wanted in taken and taken[wanted].player != guest.player:
        raise Refusal("SEAT_TAKEN", f"{taken[wanted].name} sits there.")
    return wanted


def stand(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None or guest.seat is None:
        return Effect(room)
    if room.playing and not room.game.opens:
        raise Refusal(
            "INVALID_STATE", "You are in the middle of a game: finish or resign it first."
        )
    event: tuple[Event, int | None] | None = ("vacated", guest.seat) if room.playing else None
    stood = replace(guest, seat=None, ready=False)
    return Effect(with_guest(room, stood), {"players": "stood"}, event)


def ready(room: Room, actor: Actor, command: protocol.Ready, now: int) -> Effect:
    if room.playing:
        raise Refusal("INVALID_STATE", "The game is on already.")
    guest = _guest(room, actor.player)
    after = with_guest(room, replace(guest, ready=command.ready))
    seated = after.seated()
    complete = len(seated) >= room.game.min_seats and all(g.ready for g in seated.values())
    return Effect(after, {"players": "ready"}, start=complete)


def start(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    if room.playing:
        raise Refusal("INVALID_STATE", "The game is on already.")
    missing = room.game.min_seats - len(room.seated())
    if missing > 0:
        chairs = "One chair is" if missing == 1 else f"{missing} chairs are"
        raise Refusal("INVALID_STATE", f"{chairs} still empty.")
    return Effect(room, {}, start=True)


def hello(room: Room, actor: Actor, command: protocol.Hello, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None or guest.game_version == command.game_version:
        return Effect(room)
    known = replace(guest, game_version=command.game_version)
    return Effect(with_guest(room, known), {"players": "hello"})


def rename(room: Room, actor: Actor, command: Rename, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None or guest.name == command.name:
        return Effect(room)
    return Effect(with_guest(room, replace(guest, name=command.name)), {"players": "renamed"})


def say(room: Room, actor: Actor, command: protocol.Say, now: int) -> Effect:
    guest = room.guests.get(actor.player)
    if guest is None:
        raise Refusal("FORBIDDEN", "Take a place at this table to talk here.")
    if guest.muted:
        raise Refusal("FORBIDDEN", "The host has muted you.")
    if guest.seat is None and room.playing and room.host != actor.player:
        if not room.options.spectator_chat:
            raise Refusal("FORBIDDEN", "Those who watch are quiet while a game is being played.")
    text = " ".join(command.text.split())
    if not text:
        raise Refusal("INVALID_MESSAGE", "That line is empty.")
    number = room.said + 1
    chat = {**room.chat, number: Line(actor.player, guest.name, text, now)}
    if len(chat) > CHAT_KEPT:
        del chat[min(chat)]
    return Effect(replace(room, said=number, chat=chat), {"chat": "said"})


def report(room: Room, actor: Actor, command: protocol.ReportLine, now: int) -> Effect:
    line = room.chat.get(command.message_id)
    if line is None:
        raise Refusal("NOT_FOUND", "That line is not in the chat any more.")
    row = {"number": command.message_id, "about": line.player_id, "text": line.text,
           "reporter": actor.player, "reason": command.reason, "at": now}  # fmt: skip
    return Effect(room, {}, rows=(("report", row),))


def set_options(room: Room, actor: Actor, command: protocol.SetOptions, now: int) -> Effect:
    after = room
    if command.options:
        if room.playing and not room.game.opens:
            raise Refusal("INVALID_STATE", "The options can be changed when this game is over.")
        after = _unready(replace(after, options=merged_options(room, command.options)))
    if command.name is not None:
        after = replace(after, name=" ".join(command.name.split()) or room.name)
    if command.visibility is not None:
        after = replace(after, visibility=command.visibility)
    return Effect(after, {"lobby": "updated", "players": "updated"})


def merged_options(room: Room, patch: Mapping[str, Any]) -> Any:
    """The room's options with some changed.

    :raises Refusal: for an unknown option or a value out of bounds.
    """
    return options_of(room.game, {**msgspec.to_builtins(room.options), **patch})


def options_of(game: Game[Any], values: Mapping[str, Any]) -> Any:
    """A game's options from plain values; what is not said is as usual.

    :raises Refusal: for an unknown option or a value out of bounds.
    """
    try:
        return msgspec.convert(values, game.options)
    except msgspec.ValidationError as error:
        raise Refusal("INVALID_MESSAGE", f"That option does not fit: {error}.") from None


def _unready(room: Room) -> Room:
    guests = {k: replace(g, ready=False) if g.ready else g for k, g in room.guests.items()}
    return replace(room, guests=guests)


def hand_over(room: Room, actor: Actor, command: protocol.Host, now: int) -> Effect:
    guest = _guest(room, command.player_id)
    if guest.bot:
        raise Refusal("INVALID_STATE", "A computer player cannot be the host.")
    return Effect(replace(room, host=guest.player), {"lobby": "host", "players": "host"})


def kick(room: Room, actor: Actor, command: protocol.Kick, now: int) -> Effect:
    player = command.player_id
    if player == actor.player:
        raise Refusal("INVALID_STATE", "You cannot show yourself out: leave instead.")
    guest = room.guests.get(player)
    if guest is None and not command.ban:
        raise Refusal("NOT_FOUND", "That player is not at this table.")
    after = Effect(room)
    if guest is not None:
        if guest.seat is not None and room.playing and not room.game.opens and not actor.staff:
            raise Refusal("INVALID_STATE", f"{guest.name} is playing: the game must end first.")
        after = _remove(room, guest, "kicked")
    if not command.ban:
        return replace(after, expel=frozenset({player}))
    row = {"player": player, "reason": "", "at": now}
    banned = replace(after.room, banned=after.room.banned | {player})
    return replace(after, room=banned, expel=frozenset({player}), rows=(("ban", row),))


def mute(room: Room, actor: Actor, command: protocol.Mute, now: int) -> Effect:
    guest = _guest(room, command.player_id)
    return Effect(with_guest(room, replace(guest, muted=command.muted)), {"players": "muted"})


def invite(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    return Effect(replace(room, invite=secrets.token_urlsafe(12)), {"you": "invite"})


def close(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    return Effect(replace(room, status="closed"), {"lobby": "closed"})


def look(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    return Effect(room)


HANDLERS: Mapping[type[Command], Callable[[Room, Actor, Any, int], Effect]] = {
    Look: look,
    protocol.Sync: look,
    protocol.GameSync: look,
    Arrive: arrive,
    Depart: depart,
    Join: join,
    Leave: leave,
    Rename: rename,
    protocol.Sit: sit,
    protocol.Stand: stand,
    protocol.Spectate: stand,
    protocol.Ready: ready,
    protocol.Start: start,
    protocol.Hello: hello,
    protocol.Say: say,
    protocol.ReportLine: report,
    protocol.SetOptions: set_options,
    protocol.Host: hand_over,
    protocol.Kick: kick,
    protocol.Mute: mute,
    protocol.Invite: invite,
    protocol.Close: close,
}
