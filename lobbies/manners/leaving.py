"""What is left of those who have gone: seats that a game kept for them, and whose end frees them.

In here: whether seats are held, and who leaves when they are not. Not in here: going (``coming``).
"""

from __future__ import annotations

from msgspec.structs import replace

from lobbies.rooms import Room, with_guest, without_guest


def is_held(room: Room, *, left: bool = False) -> bool:
    """Whether seats are kept for those who go."""
    play = room.playing
    return play is not None and room.game.holds(play.state, left)


def without_gone(room: Room) -> Room:
    """The room without those who stayed away while their seats were held."""
    for guest in [guest for guest in room.guests.values() if guest.gone]:
        if room.visibility == "public":
            room = without_guest(room, guest.player)
        else:
            room = with_guest(room, replace(guest, seat=None, gone=False))
    return room


def without_bots(room: Room) -> Room:
    """The room without computer players: they do not stay where nobody plays with them."""
    for guest in [guest for guest in room.guests.values() if guest.bot]:
        room = without_guest(room, guest.player)
    return room
