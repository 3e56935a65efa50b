"""Plain SQL for what happens most: a version moves on, the log gets a line, people come and go.

In here: both databases' way to do that, for many changes at once. Not in here: transactions and
what a lost race means (``journal``), rows that change rarely (``writes``: there the ORM does it).

SQLite gives the interpreter's lock back while it works on a statement, and must wait for it
after each one; PostgreSQL is a way there and back for each. So what happens most, a lobby moving on
with a line of its log, is one statement for all lobbies, with one parameter: their lines as JSON.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import psycopg
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections

T = TypeVar("T")

MOST_ROWS = 128
"""Rows in one statement. Sizes are powers of two, so that few statements are prepared."""


class LogLine(msgspec.Struct, frozen=True, gc=False):
    """A lobby's next version, and the log's line of it: ids in hexadecimal, ``alarm`` and ``at`` in
    milliseconds, ``payload`` JSON text."""

    lobby: str
    version: int
    alarm: int | None
    at: int
    match: str | None
    player: str | None
    seat: int | None
    event: str
    action: str
    payload: str
    ref: str | None


_LINE = "lobby_id, version, match_id, player_id, seat, event, action, payload, ref, at"
_encode = msgspec.json.Encoder().encode


def move_on(lines: Sequence[LogLine]) -> frozenset[str]:
    """Move lobbies on from the versions before these lines, and write the lines.

    Several lines of one lobby follow each other: all of them or none. The statement is a
    transaction by itself if none is open. Returns the lobbies that were at another version than
    before their first line: nothing is written of these.
    """
    text = as_json(lines)
    if connection.vendor == "postgresql":
        return _move_on_postgres(text, len(lines))
    return _move_on_sqlite(text, len(lines))


_POSTGRES = f"""
WITH lines AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS line(
        lobby uuid, version bigint, alarm bigint, at bigint, match uuid, player uuid,
        seat smallint, event text, action text, payload text, ref text) LIMIT %s
), ends AS (
    SELECT DISTINCT ON (lobby) lobby, version, alarm, at,
        min(version) OVER (PARTITION BY lobby) - 1 AS expected
    FROM lines ORDER BY lobby, version DESC
), moved AS (
    UPDATE lobbies_lobby SET version = ends.version, alarm_at = alarm, changed_at = at FROM ends
    WHERE lobbies_lobby.id = lobby AND lobbies_lobby.version = expected
    RETURNING lobbies_lobby.id
), written AS (
    INSERT INTO lobbies_move ({_LINE})
    SELECT lobby, version, match, player, seat, event, action, payload::jsonb, ref, at
    FROM lines WHERE lobby IN (SELECT id FROM moved)
)
SELECT lobby FROM ends WHERE lobby NOT IN (SELECT id FROM moved)
"""
"""The limit, which limits nothing, says how many lines to plan for: with the planner's guess of a
hundred, few lines are looked for in all lobbies there are."""


def _move_on_postgres(text: str, count: int) -> frozenset[str]:
    return frozenset(lobby.hex for (lobby,) in _prepared(_POSTGRES, [text, count]))


def rows(sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
    """What a query finds that is asked all the time; ``sql`` is one of few texts."""
    if connection.vendor == "postgresql":
        return _prepared(sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def _prepared(sql: str, values: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
    """PostgreSQL's answer, by a plan it keeps if the connection lets it (``DATABASE_PREPARES``).

    Django's own cursor never prepares a statement, and planning one takes as long as doing it.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    with ours.wrap_database_errors, psycopg.Cursor(ours.connection) as cursor:
        cursor.execute(sql, values, prepare=True)
        return cursor.fetchall()


_FIELDS = LogLine.__struct_fields__
_SQLITE = "INSERT INTO temp.next_lines SELECT {} FROM json_each(?)".format(
    ", ".join(f"json_extract(value, '$.{name}')" for name in _FIELDS)
)
_SQLITE_DOOR = (
    "CREATE TEMP TABLE IF NOT EXISTS lost (lobby)",
    f"CREATE TEMP VIEW next_lines AS SELECT {', '.join(f'NULL AS {name}' for name in _FIELDS)}",
    f"""
CREATE TEMP TRIGGER next_line INSTEAD OF INSERT ON next_lines BEGIN
    UPDATE lobbies_lobby SET version = NEW.version, alarm_at = NEW.alarm, changed_at = NEW.at
    WHERE id = NEW.lobby AND version = NEW.version - 1 AND id NOT IN (SELECT lobby FROM lost);
    INSERT INTO lobbies_move ({_LINE}) SELECT NEW.lobby, NEW.version, NEW.match, NEW.player,
        NEW.seat, NEW.event, NEW.action, NEW.payload, NEW.ref, NEW.at WHERE changes() = 1;
    INSERT INTO lost SELECT NEW.lobby WHERE changes() = 0;
END""",
)
"""A connection's own way to do for each line what PostgreSQL's statement does for all."""


def _move_on_sqlite(text: str, count: int) -> frozenset[str]:
    ours = connections[DEFAULT_DB_ALIAS]  # The proxy asks whose it is each time.
    ours.ensure_connection()
    database = ours.connection
    with ours.wrap_database_errors:
        try:
            before = database.total_changes
            database.execute(_SQLITE, (text,))
        except sqlite3.OperationalError as error:
            if "next_lines" not in str(error):
                raise
            for statement in _SQLITE_DOOR:
                database.execute(statement)
            before = database.total_changes
            database.execute(_SQLITE, (text,))
        if database.total_changes - before == 2 * count:  # Each lobby's row, each line.
            return frozenset()
        lost = frozenset(lobby for (lobby,) in database.execute("SELECT lobby FROM lost"))
        database.execute("DELETE FROM lost")
        return lost


def insert_or_update(table: str, unique: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or update those with the same ``unique`` columns; no two rows may share these.

    All rows have the same columns; ids are UUIDs or None. What ``bulk_create`` with
    ``update_conflicts`` does, in a tenth of its time.
    """
    if rows:
        changed = [f"{name} = excluded.{name}" for name in rows[0] if name not in unique]
        conflict = f" ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {', '.join(changed)}"
        _insert(table, rows, conflict)


def update(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change the rows with these ids, no two the same: all have ``id`` first, then the same columns
    with their new values."""
    if not rows:
        return
    types = _types(table, connection.vendor)
    changed = ", ".join(
        f"{name} = CAST(line.column{number} AS {types[name]})"
        for number, name in enumerate(rows[0], start=1)
        if name != "id"
    )
    places = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        for some in _portions(rows):
            cursor.execute(
                f"UPDATE {table} SET {changed} FROM (VALUES {', '.join([places] * len(some))}) "
                f"AS line WHERE {table}.id = line.column1",
                [value for row in some for value in _values(row)],
            )


@cache
def _types(table: str, vendor: str) -> Mapping[str, str]:
    """The types of a table's columns: what stands alone in a list of values has none."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return {field.column: field.db_type(connection) or "" for field in model._meta.concrete_fields}


def insert(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows. All have the same columns.

    :raises IntegrityError: if one of them is there already.
    """
    _insert(table, rows)


def claim(lobby: UUID, version: int, now: int, until: int) -> bool:
    """Put an alarm that is due at ``now`` off ``until`` later (ms); False if somebody else has, or
    the lobby has moved on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lobbies_lobby SET alarm_at = %s WHERE id = %s AND version = %s "
            "AND alarm_at <= %s",
            [until, key(lobby), version, now],
        )
        return bool(cursor.rowcount == 1)


def insert_once(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, but not those that are there already. All have the same columns."""
    _insert(table, rows, " ON CONFLICT DO NOTHING")


def delete(table: str, ids: Sequence[UUID]) -> None:
    """Delete the rows with these ids."""
    with connection.cursor() as cursor:
        for some in _portions(ids):
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({places})", [*map(key, some)])


def _insert(table: str, rows: Sequence[Mapping[str, Any]], conflict: str = "") -> None:
    if not rows:
        return
    columns = ", ".join(rows[0])
    places = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        for some in _portions(rows):
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([places] * len(some))}"
                + conflict,
                [value for row in some for value in _values(row)],
            )


def _values(row: Mapping[str, Any]) -> list[Any]:
    return [key(value) if isinstance(value, UUID) else value for value in row.values()]


def as_json(value: Any) -> str:
    """A value for a column of JSON."""
    return _encode(value).decode()


def key(id: UUID) -> UUID | str:
    """An id as a parameter of a statement."""
    return id if connection.vendor == "postgresql" else id.hex


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    start = 0
    while start < len(rows):
        size = min(MOST_ROWS, 1 << (len(rows) - start).bit_length() - 1)
        yield rows[start : start + size]
        start += size
