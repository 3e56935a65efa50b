"""Between rooms and rows: load the memo of a lobby, and write what one change changed.

In here: ORM. Not in here: transactions and version checks (``journal``), decisions (``judge``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from games import GAMES
from games.base import advance
from games.rng import Rng
from lobbies import models, protocol
from lobbies.judge import Change, Entry
from lobbies.rooms import CHAT_KEPT, Guest, Line, Play, Room

HOUSE_COMMAND = protocol.Sync()
"""Stands in where a game's event came without a command of the game."""


def find(key: str) -> tuple[str, str] | None:
    """The id and the kind of the lobby with this id or short code, or None."""
    if len(key) <= 6:
        found = models.Lobby.objects.filter(code=key.upper())
    else:
        try:
            found = models.Lobby.objects.filter(pk=UUID(key))
        except ValueError:
            return None
    lobby = found.values_list("pk", "kind").first()
    return (str(lobby[0]), lobby[1]) if lobby else None


def load(lobby_id: str, *, lock: bool = False) -> Room | None:
    """Read a lobby as it stands; with ``lock``, hold its row until the transaction ends."""
    rows = models.Lobby.objects.select_for_update(of=("self",)) if lock else models.Lobby.objects
    row = rows.filter(pk=UUID(lobby_id)).first()
    if row is None:
        return None
    game = GAMES[row.kind]
    room = Room(
        id=str(row.pk),
        code=row.code,
        kind=row.kind,
        name=row.name,
        status=row.status,
        visibility=row.visibility,
        host=str(row.host_id) if row.host_id else None,
        invite=row.invite,
        options=msgspec.convert(row.options, game.options),
        version=row.version,
        games=row.games,
        said=row.said,
        alarm_at=row.alarm_at,
        guests=_guests(row),
        banned=frozenset(str(b.player_id) for b in models.Ban.objects.filter(lobby=row)),
        chat=_chat(row),
    )
    return _with_play(room)


def _guests(row: models.Lobby) -> dict[str, Guest]:
    members = row.members.select_related("player").order_by("joined_at", "pk")
    return {
        str(m.player_id): Guest(
            player=str(m.player_id), name=m.player.name, seat=m.seat, ready=m.ready,
            connected=m.connected, away_until=m.away_until, gone=m.gone, muted=m.muted, bot=m.bot,
            game_version=m.game_version, joined_at=m.joined_at,
        )
        for m in members
    }  # fmt: skip


def _chat(row: models.Lobby) -> dict[int, Line]:
    lines = row.chat.filter(number__gt=row.said - CHAT_KEPT).order_by("number")
    return {c.number: Line(str(c.player_id), c.name, c.text, c.at) for c in lines}


def _with_play(room: Room) -> Room:
    match = models.Match.objects.filter(lobby=UUID(room.id)).order_by("-number").first()
    if match is None:
        return room
    play, version = replay(match)
    return replace(room, play=play, changed={"game": version, "tourney": version})


def replay(match: models.Match, upto: int | None = None) -> tuple[Play, int]:
    """The match after its moves (up to version ``upto``), and the version of the last of them.

    The state follows from the seats, the options, the seed and the moves alone; a snapshot of it
    only saves the way, and is left aside when an earlier position is asked for.
    """
    game = GAMES[match.kind]
    play = _set_up(match)
    version = match.started_version
    if match.snapshot is not None and upto is None:
        version = match.snapshot_version
        play = replace(play, state=game.thaw(match.snapshot), frozen_version=version)
    state = play.state
    moves = match.moves.filter(version__gt=version).order_by("version")
    for move in moves if upto is None else moves.filter(version__lte=upto):
        version = move.version
        command = HOUSE_COMMAND
        if move.event == "command":
            command = protocol.restore(match.kind, move.action, move.payload)
        rng = Rng(play.seed, version)
        state = advance(game, state, move.event, move.seat, command, rng, move.at).state
    if upto is None and match.result is not None and game.result(state) is None:
        play = replace(play, stopped=match.result["reason"])
    return replace(play, state=state), version


def _set_up(match: models.Match) -> Play:
    """The match as it started."""
    game = GAMES[match.kind]
    seed = bytes(match.seed)
    options = msgspec.convert(match.options, game.options)
    seats = {int(seat): player for seat, player in match.seats.items()}
    version = match.started_version
    state = game.setup(tuple(sorted(seats)), options, Rng(seed, version), match.started_at)
    names = {int(seat): name for seat, name in match.names.items()}
    return Play(
        str(match.pk), match.number, seats, names, options, seed, version, match.started_at,
        state, match.ended_at is not None, version,
    )  # fmt: skip


def writes(change: Change) -> list[Callable[[], None]]:
    """What to store beside the version and the log's line: only what this change changed."""
    before, after = change.before, change.after
    todo: list[Callable[[], None]] = []
    if before.guests is not after.guests:
        todo += _guest_writes(before, after)
    face = columns(after)
    if face != columns(before):
        todo.append(lambda: _update_lobby(after.id, face))
    if after.chat is not before.chat:
        todo.append(lambda: _save_line(after))
    if after.play is not None and (before.play is None or before.play.id != after.play.id):
        play = after.play
        todo.append(lambda: create_match(after, play))
    elif after.play is not None and before.playing is not None and after.play.over:
        play = after.play
        todo.append(lambda: _end_match(after, play, change.entry.at))
    elif after.play is not None and before.play is not None:
        play = after.play
        if play.frozen_version != before.play.frozen_version:
            todo.append(lambda: _freeze(after, play))
    todo += [lambda kind=k, row=r: _ROWS[kind](after, row) for k, r in change.rows]
    return todo


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
    }


def _update_lobby(lobby_id: str, columns: Mapping[str, Any]) -> None:
    models.Lobby.objects.filter(pk=UUID(lobby_id)).update(**columns)


def _guest_writes(before: Room, after: Room) -> list[Callable[[], None]]:
    todo: list[Callable[[], None]] = []
    lobby = UUID(after.id)
    for player in before.guests.keys() - after.guests.keys():
        todo.append(lambda p=player: _delete_member(lobby, p))  # type: ignore[misc]
    for player, guest in after.guests.items():
        if before.guests.get(player) is not guest:
            todo.append(lambda g=guest: save_member(lobby, g))  # type: ignore[misc]
    return todo


def _delete_member(lobby: UUID, player: str) -> None:
    models.Member.objects.filter(lobby=lobby, player=UUID(player)).delete()


def save_member(lobby: UUID, guest: Guest) -> None:
    """Insert or update one member's row."""
    columns = {
        "seat": guest.seat, "ready": guest.ready, "connected": guest.connected,
        "away_until": guest.away_until, "gone": guest.gone, "muted": guest.muted,
        "bot": guest.bot, "game_version": guest.game_version, "joined_at": guest.joined_at,
    }  # fmt: skip
    models.Member.objects.bulk_create(
        [models.Member(lobby_id=lobby, player_id=UUID(guest.player), **columns)],
        update_conflicts=True,
        unique_fields=["lobby", "player"],
        update_fields=list(columns),
    )


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
        names=dict(play.names), seed=play.seed, started_version=play.started_version,
        started_at=play.started_at,
    )  # fmt: skip


def _end_match(room: Room, play: Play, now: int) -> None:
    result = room.game.result(play.state)
    record = {"winners": list(result.winners), "reason": result.reason} if result else None
    models.Match.objects.filter(pk=UUID(play.id)).update(
        ended_at=now, result=record or {"winners": [], "reason": play.stopped}
    )


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


def _save_ban(room: Room, row: Mapping[str, Any]) -> None:
    models.Ban.objects.get_or_create(
        lobby_id=UUID(room.id), player_id=UUID(row["player"]), defaults={"reason": row["reason"]}
    )


def _lift_ban(room: Room, row: Mapping[str, Any]) -> None:
    models.Ban.objects.filter(lobby=UUID(room.id), player=UUID(row["player"])).delete()


_ROWS: Mapping[str, Callable[[Room, Mapping[str, Any]], None]] = {
    "report": _save_report,
    "ban": _save_ban,
    "pardon": _lift_ban,
}


def version(lobby_id: str) -> int | None:
    """The lobby's committed version, or None if there is no such lobby."""
    rows = models.Lobby.objects.filter(pk=UUID(lobby_id)).values_list("version", flat=True)
    return rows.first()


def refs_applied(lobby_id: str, asked: Set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (player, ref) pairs that the lobby has carried out, however long ago."""
    if not asked:
        return set()
    rows = models.Move.objects.filter(lobby=UUID(lobby_id), ref__in={ref for _, ref in asked})
    found = {(str(player), ref) for player, ref in rows.values_list("player_id", "ref")}
    return found & asked


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """One line of the log in the order of ``journal``'s INSERT, ids as UUIDs."""
    return (
        entry.version, UUID(entry.match) if entry.match else None,
        UUID(entry.player) if entry.player else None, entry.seat, entry.event, entry.action,
        entry.payload.decode(), entry.ref, entry.at,
    )  # fmt: skip
