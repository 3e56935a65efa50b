"""Passing messages: drags, pointers, who is writing. Shown to the others and gone.

In here: whether one is shown, and what it looks like. Not in here: how often somebody may send one
(``consumers``), the way to the sockets (``hub``). No database, no version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from games.base import Command
from lobbies.circle import Passing
from lobbies.orders import LEASED
from lobbies.protocol import Refusal, payload_of
from lobbies.protocol_frames import frame
from lobbies.rooms import Guest

if TYPE_CHECKING:
    from lobbies.table import Table

GONE = Refusal("CONFLICT", "That is not there any more.")


def pass_on(
    table: Table, player: str, command: Command, at: int, sender: Any = None
) -> Refusal | None:
    """Show a player's passing message to the others; or why it takes hold of what it may not.

    Who is not listed, muted, or not seated where that is needed is not heard, and not told so.
    """
    guest = table.room.guests.get(player) if table.room else None
    if guest is None or guest.muted or (command.who == "seat" and guest.seat is None):
        return None
    if command.grips():
        if table.is_held(command, player, at):
            return LEASED
        if not _may_hold(table, guest, command):
            return GONE
    passing = _passing(guest, command, at)
    if table.circle is not None:
        table.circle.transient(passing, sender)
    table.tables.hub.publish_transient(table.lobby, passing)
    return None


def _may_hold(table: Table, guest: Guest, command: Command) -> bool:
    room = table.room
    if room is None or room.playing is None:
        return False
    return room.game.passes(room.playing.state, guest.seat, command)


def _passing(guest: Guest, command: Command, at: int) -> Passing:
    """A lobby's own passing messages tell the player, a game's the seat: that is shorter."""
    sent = msgspec.to_builtins(payload_of(command))
    payload = {name: value for name, value in sent.items() if value is not None}
    payload |= {"by": guest.seat} if command.who == "seat" else {"playerId": guest.player}
    text = frame(command.action, payload)
    return Passing(text, guest.player, at, tuple(command.grips()), command.lets_go)
