"""From rows to rooms: find a lobby, read the memo of it, replay a match.

In here: reading only, by the ORM except for what is asked all the time. Not in here: what changes
write (``writes``), decisions (``judge``).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec.structs import replace

from games import GAMES
from lobbies import models, parts, statements
from lobbies.following import step_of
from lobbies.rooms import CHAT_KEPT, Begun, Guest, Line, Play, Room, begin


def find_all(keys: Set[str]) -> dict[str, tuple[str, str]]:
    """The id and the kind of each lobby that exists, by what it was asked for: its id or code."""
    wanted = {key: _asked(key) for key in keys}
    found: dict[UUID | str | None, tuple[str, str]] = {}
    for column, kind in (("id", UUID), ("code", str)):
        asked = [key for key in wanted.values() if isinstance(key, kind)]
        for pk, code, game in _lobbies(column, asked):
            found[UUID(str(pk))] = found[code] = (str(UUID(str(pk))), game)
    return {key: found[name] for key, name in wanted.items() if name in found}


def _lobbies(column: str, keys: Sequence[UUID | str]) -> Sequence[tuple[Any, str, str]]:
    """Id, code and kind of the lobbies with these ids or codes; plain SQL, see ``known``."""
    if not keys:
        return ()
    values = [statements.key(key) if isinstance(key, UUID) else key for key in keys]
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, code, kind FROM lobbies_lobby WHERE {column} IN ({places})", values
        )
        rows: Sequence[tuple[Any, str, str]] = cursor.fetchall()
        return rows


def _asked(key: str) -> UUID | str | None:
    """A lobby's id or code as the database has it; None for what is neither."""
    if len(key) <= 6 and key.isalpha():
        return key.upper()
    try:
        return UUID(key)
    except ValueError:
        return None


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
        inspected_at=row.inspected_at,
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
    play = set_up(match)
    version = match.started_version
    if game.keeps_rows and upto is None:
        return _restored(match, play)
    if match.snapshot is not None and upto is None:
        version = match.snapshot_version
        play = replace(play, state=game.thaw(match.snapshot), frozen_version=version)
    state, moved_at = play.state, play.moved_at
    moves = match.moves.filter(version__gt=version).order_by("version")
    for move in moves if upto is None else moves.filter(version__lte=upto):
        version = move.version
        state = step_of(play, match.kind, state, move).state
        moved_at = move.at
    return _stopped(match, replace(play, state=state, moved_at=moved_at), upto), version


def _restored(match: models.Match, play: Play) -> tuple[Play, int]:
    """The match from its stored parts."""
    state = GAMES[match.kind].restore(tuple(sorted(play.seats)), play.options, parts.read(match))
    last = match.moves.order_by("-version").values_list("version", flat=True).first()
    play = replace(play, state=state, frozen_version=last or play.frozen_version)
    return _stopped(match, play), last or match.started_version


def _stopped(match: models.Match, play: Play, upto: int | None = None) -> Play:
    """The match with the reason why it was ended, if the rules did not end it."""
    ended = upto is None and match.result is not None
    if not ended or GAMES[match.kind].result(play.state) is not None:
        return play
    return replace(play, stopped=match.result["reason"])


def set_up(match: models.Match) -> Play:
    """The match as it started."""
    game = GAMES[match.kind]
    options = msgspec.convert(match.options, game.options)
    seats = {int(seat): player for seat, player in match.seats.items()}
    names = {int(seat): name for seat, name in match.names.items()}
    bots = {int(seat): level for seat, level in match.bots.items()}
    begun = Begun(
        str(match.pk), match.number, dict(sorted(seats.items())), names, bots, bytes(match.seed),
        match.started_version, match.started_at,
    )  # fmt: skip
    play = begin(game, options, begun)
    return replace(play, over=match.ended_at is not None)


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
