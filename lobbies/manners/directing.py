"""A game between computer players is its host's to stop, to go on with and to end.

In here: who may, and when. Not in here: starting it (``chairs``), how fast they play (an option),
what a pause is to a game (``games``). People agree on a pause themselves, by the game's commands.
"""

from __future__ import annotations

from msgspec.structs import replace

from games.base import Command
from lobbies.manners.effect import Effect
from lobbies.manners.staff import ENDED
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Play, Room


def pause(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host stops the game."""
    _directed(room)
    return Effect(room, event=("paused", None))


def resume(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host goes on with it."""
    _directed(room)
    return Effect(room, event=("resumed", None))


def end(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host ends it; nobody has won."""
    return Effect(replace(room, play=replace(_directed(room), stopped=ENDED)))


def _directed(room: Room) -> Play:
    """The game that is on, if only computer players play it."""
    if room.playing is None:
        raise Refusal("NO_ACTIVE_GAME", "No game is being played here.")
    if not all(guest.bot for guest in room.seated().values()):
        raise Refusal("FORBIDDEN", "People are playing: they agree on that among themselves.")
    return room.playing
