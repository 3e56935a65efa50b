"""The log's line of a move, as another process needs it: its memo moves on without the database.

In here: which changes follow from the room before and their line alone, and the room that follows.
Not in here: bringing a line there (``news``, ``hub``); without one the rows are read (``table``).
"""

from __future__ import annotations

import logging

import msgspec

from games.base import Command
from lobbies import protocol
from lobbies.judge import Change, Entry, judge
from lobbies.manners import Ring
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room

log = logging.getLogger(__name__)


def line_of(change: Change) -> Entry | None:
    """The line of a change that moved the game that is on and did nothing else; else None.

    What starts or ends a game, and what people do to the room, draws from more than the line.
    """
    before, after, entry = change.before, change.after, change.entry
    moved = entry.match is not None and entry.event in ("command", "bot", "ring")
    if not moved or before.playing is None or after.playing is None:
        return None
    same = before.guests is after.guests and before.playing.id == after.playing.id
    return entry if same else None


def followed(room: Room, line: Entry) -> Room | None:
    """The room after the change that ``line`` tells of; None if it does not follow from ``room``.

    The same judge decides on the same room, the same command, the same time and the same chance
    (it comes from the seed and the version), so the outcome is the same too.
    """
    if line.version != room.version + 1 or room.play is None or room.play.id != line.match:
        return None
    plays = line.seat if line.event == "bot" else None
    actor = Actor(line.player or "", "", house=True, plays=plays)
    try:
        change = judge(room, actor, _command(room, line), line.at, line.ref)
    except Refusal as refusal:
        said = "Another process allowed what is refused here: %s"
        log.warning(said, refusal, extra={"lobby": room.id, "player": actor.player})
        return None
    return change.after if change is not None and change.entry == line else None


def _command(room: Room, line: Entry) -> Command:
    if line.event == "ring":
        return Ring()
    return protocol.restore(room.kind, line.action, msgspec.Raw(line.payload))
