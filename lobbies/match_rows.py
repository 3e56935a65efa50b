"""The rows of matches that begin and end: whatever does in one transaction, in a statement each.

In here: the match's own row, and who takes part. Not in here: when that is (``writes``), moves
(``statements``), the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from lobbies import parts, statements
from lobbies.rooms import Play, Room
from lobbies.statements import as_json


def begun(matches: Sequence[tuple[Room, Play]]) -> None:
    """Insert the rows of new matches, each with the room it began in."""
    statements.insert("lobbies_match", [_row(room, play) for room, play in matches])
    for room, play in matches:
        parts.write(UUID(play.id), room.game.rows(play.state))
    take_part((play, player) for _, play in matches for player in play.seats.values())


def take_part(people: Iterable[tuple[Play, str]]) -> None:
    """Note who plays, for the lists of their games; once is enough."""
    once = dict.fromkeys((play.id, player) for play, player in people)
    rows = [{"match_id": UUID(match), "player_id": UUID(player)} for match, player in once]
    statements.insert_once("lobbies_part", rows)


def ended(matches: Sequence[tuple[Room, Play, int]]) -> None:
    """Note how matches ended, each with its room and the time (ms)."""
    rows = [
        {"id": UUID(play.id), "ended_at": now, "result": as_json(_record(room, play))}
        for room, play, now in matches
    ]
    statements.update("lobbies_match", rows)


def _record(room: Room, play: Play) -> Mapping[str, Any]:
    result = room.game.result(play.state)
    if result is None:
        return {"winners": [], "reason": play.stopped}
    return {"winners": list(result.winners), "reason": result.reason}


def _row(room: Room, play: Play) -> Mapping[str, Any]:
    return {
        "id": UUID(play.id), "lobby_id": UUID(room.id), "number": play.number, "kind": room.kind,
        "options": as_json(play.options), "seats": as_json(play.seats),
        "names": as_json(play.names), "bots": as_json(play.bots), "seed": play.seed,
        "started_version": play.started_version, "started_at": play.started_at,
        "snapshot_version": 0,
    }  # fmt: skip
