"""What the manners have in common: the house's own commands, the effect of one, finding a guest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from games.base import Command, Event, Who
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Guest, Room

GUESTS_AT_MOST = 500
"""People who can be listed in one lobby; watching needs no place on the list."""
AWAY_MS = 60_000
"""How long somebody without a connection keeps their place, unless a command says otherwise."""


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
    ``expel``: players whose connections end. ``rows``: ("ban" | "bot" | "pardon" |
    "report" | "name", values) to store.
    """

    room: Room
    facts: Mapping[str, str] = {}
    event: tuple[Event, int | None] | None = None
    start: bool = False
    expel: frozenset[str] = frozenset()
    rows: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def guest_of(room: Room, player: str) -> Guest:
    """The guest with this id."""
    guest = room.guests.get(player)
    if guest is None:
        raise Refusal("NOT_FOUND", "That player is not at this table.")
    return guest


def expect_player(actor: Actor) -> None:
    """:raises Refusal: UNAUTHORIZED for staff who are no player."""
    if not actor.player:
        raise Refusal("UNAUTHORIZED", "Say who you are: get a token at /api/token/ first.")


def newcomer(actor: Actor, now: int) -> Guest:
    """Somebody who just came in, watching; without a connection yet, the window is open.

    :raises Refusal: UNAUTHORIZED for staff who are no player.
    """
    expect_player(actor)
    away_until = None if actor.here else now + AWAY_MS
    return Guest(
        actor.player, actor.name, connected=actor.here, away_until=away_until, joined_at=now
    )


def vacated(room: Room, guest: Guest) -> tuple[Event, int | None] | None:
    """What the game must be told when ``guest`` leaves the chair.

    After its end too, if they played it: who is gone wants no rematch.
    """
    if guest.seat is None or room.play is None:
        return None
    if room.playing is None and room.play.seats.get(guest.seat) != guest.player:
        return None
    return "vacated", guest.seat


def place_of(room: Room, actor: Actor, now: int) -> Guest:
    """The actor's place, made if there is none yet."""
    guest = room.guests.get(actor.player)
    if guest is not None:
        return guest
    if room.visibility == "private" and not actor.staff:
        raise Refusal("FORBIDDEN", "This table is private: you need an invitation.")
    if len(room.guests) >= GUESTS_AT_MOST:
        raise Refusal("FORBIDDEN", "This table is full. You can watch.")
    return newcomer(actor, now)
