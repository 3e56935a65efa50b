"""Chairs: sitting down, standing up, being ready, starting."""

from __future__ import annotations

from msgspec.structs import replace

from games.base import Command, Event
from lobbies import protocol
from lobbies.manners.effect import Effect, guest_of, place_of, vacated
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room, with_guest


def sit(room: Room, actor: Actor, command: protocol.Sit, now: int) -> Effect:
    """Somebody takes a chair.

    :raises IllegalMove: if the game that people come and go at lets nobody sit down now.
    """
    guest = place_of(room, actor, now)
    if room.playing and not room.game.opens:
        raise Refusal("INVALID_STATE", "A game is being played. You can sit down when it is over.")
    expect_admitted(room, command.seat)
    if room.playing and guest.seat is not None:
        raise Refusal("INVALID_STATE", "Stand up first, then take the other chair.")
    seat = free_seat(room, command.seat, guest.player)
    if guest.seat == seat:
        return Effect(room)
    seated = replace(guest, seat=seat, ready=False)
    event: tuple[Event, int | None] | None = ("taken", seat)
    if not room.playing:
        event = vacated(room, guest)
    return Effect(with_guest(room, seated), {"players": "seated"}, event)


def expect_admitted(room: Room, seat: int | None) -> None:
    """:raises IllegalMove: if the game that people come and go at lets nobody take ``seat`` now."""
    if room.play is not None and room.game.opens and not room.play.stopped:
        room.game.admit(room.play.state, seat)


def free_seat(room: Room, wanted: int | None, player: str = "") -> int:
    """The chair that is ``wanted`` (None: any), if it is free or ``player`` sits there.

    :raises Refusal: SEAT_TAKEN, INVALID_SEAT.
    """
    taken = room.seated()
    if wanted is None:
        free = [seat for seat in range(room.game.max_seats) if seat not in taken]
        if not free:
            raise Refusal("SEAT_TAKEN", "All chairs are taken.")
        return free[0]
    if wanted >= room.game.max_seats:
        raise Refusal("INVALID_SEAT", "This table has {n} chairs.", n=room.game.max_seats)
    if wanted in taken and taken[wanted].player != player:
        raise Refusal("SEAT_TAKEN", "{name} sits there.", name=taken[wanted].name)
    return wanted


def stand(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """Somebody leaves the chair and watches."""
    guest = room.guests.get(actor.player)
    if guest is None or guest.seat is None:
        return Effect(room)
    if room.playing and not room.game.opens:
        raise Refusal(
            "INVALID_STATE", "You are in the middle of a game: finish or resign it first."
        )
    stood = replace(guest, seat=None, ready=False)
    return Effect(with_guest(room, stood), {"players": "stood"}, vacated(room, guest))


def ready(room: Room, actor: Actor, command: protocol.Ready, now: int) -> Effect:
    """Somebody is ready, or not; all ready starts the game."""
    if room.playing:
        raise Refusal("INVALID_STATE", "The game is on already.")
    guest = guest_of(room, actor.player)
    after = with_guest(room, replace(guest, ready=command.ready))
    seated = after.seated()
    complete = len(seated) >= room.game.min_seats and all(g.ready for g in seated.values())
    return Effect(after, {"players": "ready"}, start=complete)


def start(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host starts the game."""
    if room.playing:
        raise Refusal("INVALID_STATE", "The game is on already.")
    missing = room.game.min_seats - len(room.seated())
    if missing == 1:
        raise Refusal("INVALID_STATE", "One chair is still empty.")
    if missing > 1:
        raise Refusal("INVALID_STATE", "{n} chairs are still empty.", n=missing)
    return Effect(room, {}, start=True)
