"""Computer players: the host gives them a chair, and takes it away again.

In here: who may sit where, under which name. Not in here: when they act (``rooms.thought_of``),
and what they do (``games``).
"""

from __future__ import annotations

import secrets
import uuid

from games.base import Event
from lobbies import protocol
from lobbies.manners.chairs import free_seat
from lobbies.manners.coming import removed
from lobbies.manners.effect import Effect
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Guest, Room, with_guest

NAMES = (
    "Ada", "Bolt", "Cog", "Dot", "Echo", "Figaro", "Gizmo", "Hex", "Iris", "Juno", "Kit", "Lumen",
    "Mimi", "Nova", "Otto", "Pixel", "Quill", "Rune", "Sol", "Tik", "Una", "Vega", "Widget", "Zuzu",
)  # fmt: skip
"""Short and friendly; nobody at a table has the name of another."""


def add_bot(room: Room, actor: Actor, command: protocol.AddBot, now: int) -> Effect:
    """A computer player takes a free chair.

    :raises IllegalMove: if the game that people come and go at lets nobody sit down now.
    """
    if command.level not in room.game.levels:
        raise Refusal("INVALID_MESSAGE", "There is no computer player like that for this game.")
    _expect_movable(room)
    if room.play is not None and room.game.opens and not room.play.stopped:
        room.game.admit(room.play.state, command.seat)
    seat = free_seat(room, command.seat)
    bot = Guest(
        str(uuid.uuid4()), _name(room), seat=seat, ready=True, connected=True, bot=command.level,
        joined_at=now,
    )  # fmt: skip
    row = {"id": bot.player, "name": bot.name, "bot": bot.bot}
    event: tuple[Event, int] | None = ("taken", seat) if room.playing else None
    return Effect(with_guest(room, bot), {"players": "joined"}, event, rows=(("bot", row),))


def remove_bot(room: Room, actor: Actor, command: protocol.RemoveBot, now: int) -> Effect:
    """The computer player leaves the chair, and the table."""
    guest = room.seated().get(command.seat)
    if command.seat >= room.game.max_seats:
        raise Refusal("INVALID_SEAT", "This table has {n} chairs.", n=room.game.max_seats)
    if guest is None:
        raise Refusal("SEAT_EMPTY", "Nobody sits there.")
    if not guest.bot:
        raise Refusal("NOT_A_BOT", "{name} is no computer player.", name=guest.name)
    _expect_movable(room)
    return removed(room, guest, "left")


def _expect_movable(room: Room) -> None:
    if room.playing and not room.game.opens:
        raise Refusal(
            "INVALID_STATE",
            "A game is being played. Computer players come and go when it is over.",
        )


def _name(room: Room) -> str:
    taken = {guest.name for guest in room.guests.values()}
    return secrets.choice([name for name in NAMES if name not in taken] or NAMES)
