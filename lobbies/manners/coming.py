"""Coming and going: connections, the window of absence, joining, leaving, names."""

from __future__ import annotations

from msgspec.structs import replace

from games.base import Event
from lobbies import protocol
from lobbies.manners.chairs import sit
from lobbies.manners.effect import (
    GUESTS_AT_MOST,
    Arrive,
    Depart,
    Effect,
    Join,
    Leave,
    Rename,
    guest_of,
    newcomer,
    place_of,
    vacated,
)
from lobbies.manners.leaving import is_held
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Guest, Room, with_guest, without_guest


def arrive(room: Room, actor: Actor, command: Arrive, now: int) -> Effect:
    """A connection opened: the guest is here (again)."""
    guest = room.guests.get(actor.player)
    if room.status == "closed":
        return Effect(room)
    if guest is None and room.visibility == "public" and len(room.guests) >= command.crowd:
        return Effect(room)
    guest = guest or place_of(room, actor, now)
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
    """The last connection closed: the window opens."""
    guest = room.guests.get(actor.player)
    if guest is None or not guest.connected:
        return Effect(room)
    away = replace(guest, connected=False, away_until=now + command.away_ms)
    return Effect(with_guest(room, away), {"players": "away"})


def join(room: Room, actor: Actor, command: Join, now: int) -> Effect:
    """Somebody came in over HTTP, perhaps to a chair."""
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
    """Somebody leaves for good."""
    guest = guest_of(room, actor.player)
    if guest.seat is not None and is_held(room, left=True):
        absent = replace(guest, connected=False, away_until=None, gone=True)
        return Effect(
            _pass_host(with_guest(room, absent), guest.player),
            {"players": "left"},
            ("vacated", guest.seat),
        )
    return removed(room, guest, "left")


def removed(room: Room, guest: Guest, fact: str) -> Effect:
    """The guest is off the list."""
    return Effect(without_guest(room, guest.player), {"players": fact}, vacated(room, guest))


def _pass_host(room: Room, player: str) -> Room:
    """The host's powers go to somebody who is here, if the host is not and anybody is."""
    others = without_guest(room, player)
    if room.host != player or others.host is None or not others.guests[others.host].connected:
        return room
    return replace(room, host=others.host)


def expire(room: Room, guest: Guest) -> Effect:
    """A guest stayed away past the window."""
    if guest.seat is not None and is_held(room):
        absent = replace(guest, away_until=None, gone=True)
        after = _pass_host(with_guest(room, absent), guest.player)
        return Effect(after, {"players": "left"}, ("away", guest.seat))
    if room.visibility == "public":
        return removed(room, guest, "left")
    stood = replace(guest, away_until=None, seat=None, ready=False)
    after = _pass_host(with_guest(room, stood), guest.player)
    return Effect(after, {"players": "left"}, vacated(room, guest))


def hello(room: Room, actor: Actor, command: protocol.Hello, now: int) -> Effect:
    """Somebody says which build they run."""
    guest = room.guests.get(actor.player)
    if guest is None or guest.game_version == command.game_version:
        return Effect(room)
    known = replace(guest, game_version=command.game_version)
    return Effect(with_guest(room, known), {"players": "hello"})


def rename(room: Room, actor: Actor, command: Rename, now: int) -> Effect:
    """Somebody has another name."""
    guest = room.guests.get(actor.player)
    if guest is None or guest.name == command.name:
        return Effect(room)
    return Effect(with_guest(room, replace(guest, name=command.name)), {"players": "renamed"})
