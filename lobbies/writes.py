"""From changes to rows: what to write beside a lobby's version, and only what changed.

In here: ORM, run inside the journal's transaction. Not in here: transactions and version checks
(``journal``), reading (``store``), decisions (``judge``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec

from lobbies import ladder, models, parts, statements
from lobbies.judge import Change
from lobbies.rooms import Guest, Play, Room
from lobbies.statements import LogLine


def of(change: Change) -> list[Callable[[], None]]:
    """What to store beside the version, the log's line and the members (``guests``): only what
    this change changed."""
    before, after = change.before, change.after
    todo: list[Callable[[], None]] = []
    if _face(before) != _face(after):
        todo.append(lambda: _update_lobby(before, after))
    if after.chat is not before.chat:
        todo.append(lambda: _save_line(after))
    if after.play is not None and after.play is not before.play:
        todo += _match_writes(change, after.play)
    if change.entry.event == "taken" and after.play is not None:
        play, seat = after.play, change.entry.seat
        player = next((g.player for g in after.guests.values() if g.seat == seat), None)
        if player is not None:
            todo.append(lambda: _take_part(play, [player]))
    if change.objects and after.play is not None:
        match = UUID(after.play.id)
        todo.append(lambda: parts.write(match, change.objects))
    todo += [lambda kind=k, row=r: _ROWS[kind](after, row) for k, r in change.rows]
    return todo


def _match_writes(change: Change, play: Play) -> list[Callable[[], None]]:
    """A match that began, ended, or is due for a snapshot; and one that ended as it began."""
    before, after = change.before, change.after
    if before.play is None or before.play.id != play.id:
        began = [lambda: create_match(after, play)]
        if (ended := change.ended) is not None:
            began.insert(0, lambda: _end_match(before, ended, change.entry.at))
        return began
    todo: list[Callable[[], None]] = []
    if play.names != before.play.names:
        todo.append(lambda: _save_names(play))
    if before.playing is not None and play.over:
        todo.append(lambda: _end_match(after, play, change.entry.at))
    elif play.frozen_version != before.play.frozen_version:
        todo.append(lambda: _freeze(after, play))
    return todo


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


def _update_lobby(before: Room, after: Room) -> None:
    was, now = columns(before), columns(after)
    changed = {name: value for name, value in now.items() if value != was[name]}
    if "options" in changed:
        changed["options"] = msgspec.json.encode(changed["options"]).decode()
    if changed:
        statements.update("lobbies_lobby", UUID(after.id), changed)


def guests(spans: Iterable[tuple[Room, Room]]) -> None:
    """Who came, went or changed in each lobby (none twice) from one room to the other."""
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


def create_match(room: Room, play: Play) -> None:
    """Insert a new match's row."""
    models.Match.objects.create(
        pk=UUID(play.id), lobby_id=UUID(room.id), number=play.number, kind=room.kind,
        options=msgspec.to_builtins(play.options), seats=dict(play.seats),
        names=dict(play.names), bots=dict(play.bots), seed=play.seed,
        started_version=play.started_version, started_at=play.started_at,
    )  # fmt: skip
    parts.write(UUID(play.id), room.game.rows(play.state))
    _take_part(play, dict.fromkeys(play.seats.values()))


def _take_part(play: Play, players: Iterable[str]) -> None:
    """Note who plays, for the lists of their games; once is enough."""
    rows = [models.Part(match_id=UUID(play.id), player_id=UUID(player)) for player in players]
    models.Part.objects.bulk_create(rows, ignore_conflicts=True)


def _end_match(room: Room, play: Play, now: int) -> None:
    result = room.game.result(play.state)
    record = {"winners": list(result.winners), "reason": result.reason} if result else None
    models.Match.objects.filter(pk=UUID(play.id)).update(
        ended_at=now, result=record or {"winners": [], "reason": play.stopped}
    )
    ladder.rate(room, play, result)


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
    return change.before.guests is change.after.guests and not of(change)


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
