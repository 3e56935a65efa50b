"""From rows to rooms: find a lobby, read the memo of it, replay a match.

In here: reading only, by the ORM except for what is asked all the time. Not in here: what changes
write (``writes``), decisions (``judge``).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any
from uuid import UUID

import msgspec
from django.db import DatabaseError, connection
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


ATTEMPTS = 20
"""How often a lobby that moves on while it is being read is read again."""

_LOBBY = "SELECT * FROM lobbies_lobby WHERE id = %s"
_VERSION = "SELECT version FROM lobbies_lobby WHERE id = %s"
_GUESTS = """
SELECT player_id, player.name, seat, ready, connected, away_until, gone, muted, member.bot,
    game_version, joined_at
FROM lobbies_member AS member JOIN lobbies_player AS player ON player.id = player_id
WHERE lobby_id = %s ORDER BY joined_at, member.id
"""
_BANNED = "SELECT player_id FROM lobbies_ban WHERE lobby_id = %s"
_CHAT = """
SELECT number, player_id, name, text, at FROM lobbies_chatmessage
WHERE lobby_id = %s AND number > %s ORDER BY number
"""
_MATCH = "SELECT * FROM lobbies_match WHERE lobby_id = %s ORDER BY number DESC LIMIT 1"
_MOVES = """
SELECT version, event, action, seat, payload, at FROM lobbies_move
WHERE match_id = %s AND version > %s AND version <= %s ORDER BY version
"""
_EVER = 2**62
_LAST = "SELECT max(version) FROM lobbies_move WHERE match_id = %s"


def load(lobby_id: str, *, lock: bool = False) -> Room | None:
    """Read a lobby as it stands; with ``lock``, hold its row until the transaction ends.

    Plain SQL: many are read at once when a process starts anew, and the ORM took twice as long as
    all the rest. What moves on meanwhile is read again, for a room is of one version.

    :raises DatabaseError: if it moves on all the time.
    """
    if lock:
        models.Lobby.objects.select_for_update(of=("self",)).filter(pk=UUID(lobby_id)).first()
    for _ in range(ATTEMPTS):
        room = _read(lobby_id)
        if room is None or version(lobby_id) == room.version:
            return room
    raise DatabaseError("A lobby could not be read: it is never the same twice.")


def _read(lobby_id: str) -> Room | None:
    key = statements.key(UUID(lobby_id))
    row = next(iter(models.Lobby.objects.raw(_LOBBY, [key])), None)
    if row is None:
        return None
    room = Room(
        id=str(row.pk),
        code=row.code,
        kind=row.kind,
        name=row.name,
        status=row.status,
        visibility=row.visibility,
        host=str(row.host_id) if row.host_id else None,
        invite=row.invite,
        options=msgspec.convert(row.options, GAMES[row.kind].options),
        version=row.version,
        games=row.games,
        said=row.said,
        alarm_at=row.alarm_at,
        inspected_at=row.inspected_at,
        guests=_guests(key),
        banned=frozenset(_id(player) for (player,) in statements.rows(_BANNED, key)),
        chat=_chat(key, row.said),
    )
    match = next(iter(models.Match.objects.raw(_MATCH, [key])), None)
    if match is None:
        return room
    play, moved = replay(match)
    return replace(room, play=play, changed={"game": moved, "tourney": moved})


def _id(value: UUID | str) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))


def _guests(key: UUID | str) -> dict[str, Guest]:
    found = {}
    for row in statements.rows(_GUESTS, key):
        player, name, seat, ready, connected, away, gone, muted, bot, build, joined = row
        player = _id(player)
        # SQLite's booleans are numbers.
        found[player] = Guest(
            player, name, seat, bool(ready), bool(connected), away, bool(gone), bool(muted), bot,
            build, joined,
        )  # fmt: skip
    return found


def _chat(key: UUID | str, said: int) -> dict[int, Line]:
    rows = statements.rows(_CHAT, key, said - CHAT_KEPT)
    return {number: Line(_id(player), name, text, at) for number, player, name, text, at in rows}


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
    for line in _lines(match, version, upto):
        version = line.version
        state = step_of(play, match.kind, state, line).state
        moved_at = line.at
    return _stopped(match, replace(play, state=state, moved_at=moved_at), upto), version


class _Line(msgspec.Struct):
    """A line of the log, as ``following.Logged``; ``payload``: JSON."""

    version: int
    event: str
    action: str
    seat: int | None
    payload: bytes
    at: int


def _lines(match: models.Match, after: int, upto: int | None) -> list[_Line]:
    upto = _EVER if upto is None else upto
    return [
        _Line(number, event, action, seat, payload.encode(), at)
        for number, event, action, seat, payload, at in statements.rows(
            _MOVES, statements.key(match.pk), after, upto
        )
    ]


def _restored(match: models.Match, play: Play) -> tuple[Play, int]:
    """The match from its stored parts."""
    state = GAMES[match.kind].restore(tuple(sorted(play.seats)), play.options, parts.read(match))
    ((last,),) = statements.rows(_LAST, statements.key(match.pk))
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
    rows = statements.rows(_VERSION, statements.key(UUID(lobby_id)))
    return rows[0][0] if rows else None


def refs_applied(lobby_id: str, asked: Set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (player, ref) pairs that the lobby has carried out, however long ago."""
    if not asked:
        return set()
    rows = models.Move.objects.filter(lobby=UUID(lobby_id), ref__in={ref for _, ref in asked})
    found = {(str(player), ref) for player, ref in rows.values_list("player_id", "ref")}
    return found & asked
