"""How people behave in a lobby: coming and going, chairs, the host's and staff's powers, talk.

Each function takes a room, who acts, what they ask and the time, and gives the next room; or a
``Refusal`` with a sentence. No game's rules, no database, no socket. ``judge`` calls these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from games.base import Command
from lobbies import protocol
from lobbies.manners import bots, chairs, coming, directing, errands, hosting, leaving, staff, talk
from lobbies.manners.coming import expire
from lobbies.manners.effect import (
    Arrive,
    Depart,
    Effect,
    Join,
    Leave,
    Look,
    Rename,
    Ring,
    newcomer,
)
from lobbies.manners.hosting import options_of
from lobbies.manners.staff import EndGame, Inspect, Pardon
from lobbies.rooms import Actor, Room


def look(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """Nothing happens."""
    return Effect(room)


HANDLERS: Mapping[type[Command], Callable[[Room, Actor, Any, int], Effect]] = {
    Look: look,
    protocol.Sync: look,
    protocol.GameSync: look,
    Arrive: coming.arrive,
    Depart: coming.depart,
    Join: coming.join,
    Leave: coming.leave,
    Rename: coming.rename,
    protocol.Sit: chairs.sit,
    protocol.Stand: chairs.stand,
    protocol.Spectate: chairs.stand,
    protocol.Ready: chairs.ready,
    protocol.Start: chairs.start,
    protocol.AddBot: bots.add_bot,
    protocol.RemoveBot: bots.remove_bot,
    protocol.Pause: directing.pause,
    protocol.Resume: directing.resume,
    protocol.End: directing.end,
    protocol.Hello: coming.hello,
    protocol.Say: talk.say,
    protocol.ReportLine: talk.report,
    protocol.SetOptions: hosting.set_options,
    protocol.Host: hosting.hand_over,
    protocol.Kick: hosting.kick,
    protocol.Mute: hosting.mute,
    protocol.Invite: hosting.invite,
    protocol.Close: hosting.close,
    EndGame: staff.end_game,
    Inspect: staff.inspect,
    Pardon: staff.pardon,
}

run_errand = errands.run
without_bots = leaving.without_bots
without_gone = leaving.without_gone

__all__ = [
    "HANDLERS",
    "Arrive",
    "Depart",
    "Effect",
    "EndGame",
    "Inspect",
    "Join",
    "Leave",
    "Look",
    "Pardon",
    "Rename",
    "Ring",
    "expire",
    "newcomer",
    "options_of",
    "run_errand",
    "without_bots",
    "without_gone",
]
