"""Plain SQL for what happens most: a version moves on, the log gets a line, people come and go.

In here: both databases' way to do that, for many changes at once. Not in here: transactions and
what a lost race means (``journal``), rows that change rarely (``writes``: there the ORM does it).

SQLite gives the interpreter's lock back while it works on a statement, and must wait for it
after each one. So a statement takes many rows: one wait for all, not one for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

Row = tuple[Any, ...]
T = TypeVar("T")

MOST_ROWS = 128
"""Rows in one statement of SQLite. Sizes are powers of two, so that few statements are prepared."""

_LINE = "lobby_id, version, match_id, player_id, seat, event, action, payload, ref, at"


def move_versions(rows: Sequence[Row]) -> int:
    """Raise lobbies' versions where they are still the expected ones; how many were.

    A row: lobby id, version, next version, alarm, time.
    """
    if connection.vendor == "postgresql":
        return _on_postgres(
            "UPDATE lobbies_lobby SET version = b.next, alarm_at = b.alarm, changed_at = b.at "
            "FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) "
            "AS b(id, version, next, alarm, at) "
            "WHERE lobbies_lobby.id = b.id AND lobbies_lobby.version = b.version",
            rows,
        )
    return _on_sqlite(_sqlite_update, [(_hex(row[0]), *row[1:]) for row in rows])


def insert_lines(rows: Sequence[Row]) -> None:
    """One line of the log per row: lobby id, version, match id, player id, seat, event, action,
    payload (JSON text), ref, time."""
    if connection.vendor == "postgresql":
        _on_postgres(
            f"INSERT INTO lobbies_move ({_LINE}) "
            "SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::uuid[], "
            "%s::smallint[], %s::text[], %s::text[], %s::jsonb[], %s::text[], %s::bigint[])",
            rows,
        )
        return
    _on_sqlite(
        _sqlite_insert,
        [(_hex(r[0]), r[1], _hex(r[2]), _hex(r[3]), *r[4:]) for r in rows],
    )


def insert_or_update(table: str, unique: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or update those with the same ``unique`` columns; no two rows may share these.

    All rows have the same columns; ids are UUIDs or None. What ``bulk_create`` with
    ``update_conflicts`` does, in a tenth of its time.
    """
    if rows:
        changed = [f"{name} = excluded.{name}" for name in rows[0] if name not in unique]
        _insert(table, rows, f"({', '.join(unique)}) DO UPDATE SET {', '.join(changed)}")


def update(table: str, id: UUID, row: Mapping[str, Any]) -> None:
    """Change these columns of the row with this id."""
    columns = ", ".join(f"{name} = %s" for name in row)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*_values(row), key(id)])


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
    if rows:
        _insert(table, rows, "DO NOTHING")


def delete(table: str, ids: Sequence[UUID]) -> None:
    """Delete the rows with these ids."""
    with connection.cursor() as cursor:
        for some in _portions(ids):
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({places})", [*map(key, some)])


def _insert(table: str, rows: Sequence[Mapping[str, Any]], conflict: str) -> None:
    columns = ", ".join(rows[0])
    places = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        for some in _portions(rows):
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {', '.join([places] * len(some))} "
                f"ON CONFLICT {conflict}",
                [value for row in some for value in _values(row)],
            )


def _values(row: Mapping[str, Any]) -> list[Any]:
    return [key(value) if isinstance(value, UUID) else value for value in row.values()]


def key(id: UUID) -> UUID | str:
    """An id as a parameter of a statement."""
    return id if connection.vendor == "postgresql" else id.hex


def _on_postgres(statement: str, rows: Sequence[Row]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        count: int = cursor.rowcount
        return count


def _on_sqlite(statement: Callable[[int], str], rows: Sequence[Row]) -> int:
    """Run a statement for all rows. Django's cursor would rewrite its text each time."""
    count = 0
    connection.ensure_connection()
    with connection.wrap_database_errors:
        for some in _portions(rows):
            values = tuple(chain.from_iterable(some))
            count += connection.connection.execute(statement(len(some)), values).rowcount
    return count


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    start = 0
    while start < len(rows):
        size = min(MOST_ROWS, 1 << (len(rows) - start).bit_length() - 1)
        yield rows[start : start + size]
        start += size


@cache
def _sqlite_update(count: int) -> str:
    # SQLite calls the columns of VALUES so. It tells how many rows a statement changed only if
    # the statement begins with what changes them: no WITH in front.
    return (
        "UPDATE lobbies_lobby "
        "SET version = b.column3, alarm_at = b.column4, changed_at = b.column5 "
        f"FROM (VALUES {', '.join(['(?, ?, ?, ?, ?)'] * count)}) AS b "
        "WHERE lobbies_lobby.id = b.column1 AND lobbies_lobby.version = b.column2"
    )


@cache
def _sqlite_insert(count: int) -> str:
    values = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * count)
    return f"INSERT INTO lobbies_move ({_LINE}) VALUES {values}"


def _hex(key: str | None) -> str | None:
    """An id as Django keeps it in SQLite."""
    return key.replace("-", "") if key else None
