"""A match begins, moves on and ends: what the room is then.

In here: who sits where, by whose chance; the state that follows; when it is over, or deserted. Not
in here: who may begin or end one (``judge``, ``manners``), what the rules make of the seats
(``rooms.begin``).
"""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from msgspec.structs import replace

from games.rng import Rng
from lobbies import manners
from lobbies.rooms import Begun, Play, Room, begin

FREEZE_EVERY = 256
"""Versions between two snapshots of a match: what loading it has to replay at most."""
_ARRANGING = 0
"""The version whose chance decides who sits where; changes are numbered from 1."""


def started(room: Room, version: int, now: int) -> Room:
    """The room with a new match on the table, set up for those who sit."""
    sitting = [guest for guest in room.guests.values() if guest.seat is not None]
    seed = secrets.token_bytes(32)
    players = {guest.player for guest in sitting}
    same = room.play is not None and set(room.play.seats.values()) == players
    number = room.games + 1
    places = room.game.arrange(
        tuple(guest.seat or 0 for guest in sitting),
        room.options,
        Rng(seed, _ARRANGING),
        number if same else 1,
    )
    placed = {guest.player: place for guest, place in zip(sitting, places, strict=True)}
    guests = {
        key: replace(guest, seat=placed.get(key, guest.seat), ready=bool(guest.bot))
        for key, guest in room.guests.items()
    }
    room = replace(room, guests=guests, status="playing", games=number)
    seats = {seat: guest.player for seat, guest in room.seated().items()}
    names = {seat: guest.name for seat, guest in room.seated().items()}
    bots = {seat: guest.bot for seat, guest in room.seated().items() if guest.bot}
    begun = Begun(str(uuid.uuid4()), number, seats, names, bots, seed, version, now)
    play = begin(room.game, room.options, begun)
    return replace(room, play=play, claimed=0)


def is_same_company(room: Room) -> bool:
    """Whether those who played still sit where they sat."""
    assert room.play is not None
    return {seat: guest.player for seat, guest in room.seated().items()} == room.play.seats


def remembered(before: Room, after: Room) -> Room:
    """The room whose match knows who sits there by name, where people come and go."""
    play = after.play
    if play is None or before.guests is after.guests or not after.game.opens:
        return after
    names = {**play.names, **{seat: guest.name for seat, guest in after.seated().items()}}
    return after if names == play.names else replace(after, play=replace(play, names=names))


def is_deserted(room: Room) -> bool:
    """Whether a game that people come and go at is over, and they have all gone."""
    over = room.game.opens and room.play is not None and room.play.over
    return over and room.status != "closed" and all(g.bot for g in room.seated().values())


def concluded(room: Room) -> Room:
    """The room after its game, if that is over now (or the table closed); the gone have left."""
    play = room.playing
    if play is None:
        return room
    if room.game.result(play.state) is None:
        if not play.stopped and room.status != "closed":
            return room
        play = replace(play, stopped=play.stopped or "closed")
    room = manners.without_gone(room)
    status = room.status if room.status == "closed" else "over"
    return replace(room, status=status, play=replace(play, over=True))


def moved(play: Play, state: Any, version: int, now: int) -> Play:
    """The match in its next state; every so often that is due for a snapshot."""
    frozen = play.frozen_version if version - play.frozen_version < FREEZE_EVERY else version
    return replace(play, state=state, moved_at=now, frozen_version=frozen)
