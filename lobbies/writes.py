"""From changes to rows: what to write beside a lobby's version, and only what changed.

In here: ORM, run inside the journal's transaction. Not in here: transactions and version checks
(``journal``), reading (``store``), decisions (``judge``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec

from lobbies import ladder, match_rows, models, parts, statements
from lobbies.judge import Change
from lobbies.rooms import Guest, Play, Room
from lobbies.statements import LogLine


def together(commits: Sequence[Sequence[Change]]) -> None:
    """Store what many lobbies can in one statement each: their members, their columns, and the
    matches that ended and began. Of each lobby, none twice, the changes that follow each other."""
    spans = [(changes[0].before, changes[-1].after) for changes in commits]
    _guests(spans)
    _lobbies(spans)
    every = [change for changes in commits for change in changes]
    over = [(room, play, at) for change in every for room, play, at in _ended(change)]
    match_rows.begun([(c.after, play) for c in every if (play := _begun(c)) is not None])
    match_rows.ended(over)
    for room, play, _ in over:
        ladder.rate(room, play, room.game.result(play.state))


def of(change: Change) -> list[Callable[[], None]]:
    """What to store beside the version, the log's line and what is stored ``together``: only what
    this change changed."""
    before, after = change.before, change.after
    todo = _match_writes(change)
    if after.chat is not before.chat:
        todo.append(lambda: _save_line(after))
    if change.entry.event == "taken" and after.play is not None:
        play, seat = after.play, change.entry.seat
        player = next((g.player for g in after.guests.values() if g.seat == seat), None)
        if player is not None:
            todo.append(lambda: match_rows.take_part([(play, player)]))
    if change.objects and after.play is not None:
        match = UUID(after.play.id)
        todo.append(lambda: parts.write(match, change.objects))
    todo += [lambda kind=k, row=r: _ROWS[kind](after, row) for k, r in change.rows]
    return todo


def _match_writes(change: Change) -> list[Callable[[], None]]:
    """What a match that goes on brings: new names, or a snapshot that is due."""
    todo: list[Callable[[], None]] = []
    before, play = change.before.play, change.after.play
    if before is None or play is None or play.id != before.id:
        return todo
    if play.names != before.names:
        todo.append(lambda: _save_names(play))
    if play.frozen_version != before.frozen_version and not _ended(change):
        todo.append(lambda: _freeze(change.after, play))
    return todo


def _begun(change: Change) -> Play | None:
    """The match that began with a change."""
    before, after = change.before.play, change.after.play
    return after if after is not None and (before is None or before.id != after.id) else None


def _ended(change: Change) -> list[tuple[Room, Play, int]]:
    """The match that ended with a change, if one did, in its room, and when (ms)."""
    before, after = change.before, change.after
    if change.ended is not None:
        return [(before, change.ended, change.entry.at)]
    was, now = before.playing, after.play
    if was is None or now is None or not now.over or now.id != was.id:
        return []
    return [(after, now, change.entry.at)]


_face = attrgetter(
    "status", "name", "visibility", "host", "invite", "options", "games", "said", "inspected_at"
)
"""What ``columns`` are made of; quick to compare."""


def columns(room: Room) -> dict[str, Any]:
    """The lobby's columns that rarely change."""
    return {
        "status": room.status,
        "name": room.name,
        "visibility": room.visibility,
        "host_id": UUID(room.host) if room.host else None,
        "invite": room.invite,
        "options": msgspec.to_builtins(room.options),
        "games": room.games,
        "said": room.said,
        "inspected_at": room.inspected_at,
    }


Span = tuple[Room, Room]
"""A lobby before and after what is stored of it."""


def _lobbies(spans: Iterable[Span]) -> None:
    """The columns that changed of each lobby; those of the same columns in one statement."""
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for before, after in spans:
        if _face(before) == _face(after):
            continue
        was, now = columns(before), columns(after)
        row = {name: value for name, value in now.items() if value != was[name]}
        if "options" in row:
            row["options"] = statements.as_json(row["options"])
        if row:
            alike[tuple(row)].append({"id": UUID(after.id), **row})
    for rows in alike.values():
        statements.update("lobbies_lobby", rows)


def _guests(spans: Iterable[Span]) -> None:
    """Who came, went or changed in each lobby."""
    rows: list[Mapping[str, Any]] = []
    for before, after in spans:
        if before.guests is after.guests:
            continue
        lobby = UUID(after.id)
        if gone := before.guests.keys() - after.guests.keys():
            models.Member.objects.filter(lobby=lobby, player__in=gone).delete()
        rows += [
            _member(lobby, guest)
            for player, guest in after.guests.items()
            if before.guests.get(player) is not guest
        ]
    _save_members(rows)


def save_members(lobby: UUID, guests: Iterable[Guest]) -> None:
    """Insert or update members' rows."""
    _save_members([_member(lobby, guest) for guest in guests])


def _save_members(rows: Sequence[Mapping[str, Any]]) -> None:
    statements.insert_or_update("lobbies_member", ("lobby_id", "player_id"), rows)


def _member(lobby: UUID, guest: Guest) -> Mapping[str, Any]:
    return {
        "lobby_id": lobby, "player_id": UUID(guest.player), "seat": guest.seat,
        "ready": guest.ready, "connected": guest.connected, "away_until": guest.away_until,
        "gone": guest.gone, "muted": guest.muted, "bot": guest.bot,
        "game_version": guest.game_version, "joined_at": guest.joined_at,
    }  # fmt: skip


def _save_line(room: Room) -> None:
    line = room.chat[room.said]
    models.ChatMessage.objects.create(
        lobby_id=UUID(room.id), number=room.said, player_id=UUID(line.player_id),
        name=line.name, text=line.text, at=line.at,
    )  # fmt: skip


def _save_names(play: Play) -> None:
    models.Match.objects.filter(pk=UUID(play.id)).update(names=dict(play.names))


def _freeze(room: Room, play: Play) -> None:
    frozen = room.game.freeze(play.state)
    if frozen is not None:
        models.Match.objects.filter(pk=UUID(play.id)).update(
            snapshot=frozen, snapshot_version=play.frozen_version
        )


def _save_report(room: Room, row: Mapping[str, Any]) -> None:
    line = models.ChatMessage.objects.filter(lobby=UUID(room.id), number=row["number"]).first()
    models.Report.objects.get_or_create(
        message=line, reporter_id=UUID(row["reporter"]),
        defaults={"lobby_id": UUID(room.id), "about_id": UUID(row["about"]),
                  "text": row["text"], "reason": row["reason"], "at": row["at"]},
    )  # fmt: skip


def _save_bot(room: Room, row: Mapping[str, Any]) -> None:
    models.Player.objects.create(pk=UUID(row["id"]), name=row["name"], bot=row["bot"])


def _save_ban(room: Room, row: Mapping[str, Any]) -> None:
    player = models.Player.objects.filter(pk=UUID(row["player"])).first()
    if player is None:  # An id that is nobody's cannot come in anyway.
        return
    models.Ban.objects.get_or_create(
        lobby_id=UUID(room.id), player=player, defaults={"reason": row["reason"]}
    )


def _lift_ban(room: Room, row: Mapping[str, Any]) -> None:
    models.Ban.objects.filter(lobby=UUID(room.id), player=UUID(row["player"])).delete()


def _rename(room: Room, row: Mapping[str, Any]) -> None:
    models.Player.objects.filter(pk=UUID(row["player"])).update(name=row["name"])


_ROWS: Mapping[str, Callable[[Room, Mapping[str, Any]], None]] = {
    "report": _save_report,
    "bot": _save_bot,
    "ban": _save_ban,
    "pardon": _lift_ban,
    "name": _rename,
}


def moves_only(change: Change) -> bool:
    """Whether there is nothing to store beside the version and the log's line."""
    before, after = change.before, change.after
    same = before.guests is after.guests and _face(before) == _face(after)
    return same and _begun(change) is None and not _ended(change) and not of(change)


def line(change: Change) -> LogLine:
    """The lobby's next version and the log's line of one change."""
    after, entry = change.after, change.entry
    return LogLine(
        _hex(after.id) or "", entry.version, after.alarm_at, entry.at, _hex(entry.match),
        _hex(entry.player), entry.seat, entry.event, entry.action, entry.payload.decode(),
        entry.ref,
    )  # fmt: skip


def _hex(id: str | None) -> str | None:
    """An id as Django keeps it in SQLite, and PostgreSQL understands."""
    return id.replace("-", "") if id else None
