"""What only staff may ask: to end a game, to let a banned player in again, to look at secrets.

In here: commands of the admin's pages; the wire knows none of them. Not in here: what staff may do
because the host may (``hosting``).
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from games.base import Command, Who
from lobbies.manners.effect import Effect
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room

ENDED = "ended"
"""The reason in the result of a game that staff ended; nobody won it."""


class EndGame(Command, frozen=True):
    """Ends the game on the table without a winner."""

    action: ClassVar[str] = "staff/end"
    who: ClassVar[Who] = "anyone"


class Pardon(Command, frozen=True):
    """Lifts a ban from this lobby."""

    action: ClassVar[str] = "staff/pardon"
    who: ClassVar[Who] = "anyone"
    player_id: str


class Inspect(Command, frozen=True):
    """Looks at what is hidden from others; the table is told."""

    action: ClassVar[str] = "staff/inspect"
    who: ClassVar[Who] = "anyone"


def inspect(room: Room, actor: Actor, command: Inspect, now: int) -> Effect:
    """Staff look at what is hidden, and everybody knows."""
    _expect_staff(actor)
    return Effect(replace(room, inspected_at=now), {"lobby": "inspected"})


def end_game(room: Room, actor: Actor, command: EndGame, now: int) -> Effect:
    """Staff end the game."""
    _expect_staff(actor)
    if room.playing is None:
        raise Refusal("NO_ACTIVE_GAME", "No game is being played here.")
    return Effect(replace(room, play=replace(room.playing, stopped=ENDED)))


def pardon(room: Room, actor: Actor, command: Pardon, now: int) -> Effect:
    """Staff let somebody in again."""
    _expect_staff(actor)
    after = replace(room, banned=room.banned - {command.player_id})
    return Effect(after, rows=(("pardon", {"player": command.player_id}),))


def _expect_staff(actor: Actor) -> None:
    if not actor.staff:
        raise Refusal("FORBIDDEN", "Only the staff can do that.")
