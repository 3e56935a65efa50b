"""The bare shape's group commit: whatever waits goes into one transaction, by a thread.

SQLite in ``DATA_DIR``, or PostgreSQL at ``DATABASE_URL``. Not in here: what is committed.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import psycopg

from tests.bench.peers.servers.prototype_line import Change

SWITCH_SECONDS = 0.0005
Batch = list[tuple[Change, Any]]
Committed = Callable[[Batch, frozenset[int]], None]

_GAME = "CREATE TABLE IF NOT EXISTS game (id INTEGER PRIMARY KEY, version INTEGER)"
_CHANGE = (
    "CREATE TABLE IF NOT EXISTS change (game INTEGER, version INTEGER, text TEXT, "
    "UNIQUE (game, version))"
)
_MOVE_ON = """
WITH line AS (SELECT * FROM unnest(%s::int[], %s::int[], %s::text[]) AS line(id, version, text)),
moved AS (
    UPDATE game SET version = line.version FROM line
    WHERE game.id = line.id AND game.version = line.version - 1 RETURNING game.id
)
INSERT INTO change SELECT id, version, text FROM line WHERE id IN (SELECT id FROM moved)
RETURNING game
"""


class Sqlite:
    """One process's own database."""

    def __init__(self, path: Path, games: int) -> None:
        self.path = path
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(_GAME)
            database.execute(_CHANGE)
            database.executemany("INSERT INTO game VALUES (?, 0)", [(n + 1,) for n in range(games)])

    def open(self) -> None:
        """Connect, in the thread that writes."""
        self.database = sqlite3.connect(self.path, isolation_level=None)
        self.database.execute("PRAGMA synchronous=FULL")

    def write(self, changes: list[Change]) -> frozenset[int]:
        """Write one transaction; nobody else writes, so no game is ever lost."""
        self.database.execute("BEGIN IMMEDIATE")
        moved = self.database.executemany(
            "UPDATE game SET version = version + 1 WHERE id = ? AND version = ?",
            [(change.game, change.version - 1) for change in changes],
        )
        assert moved.rowcount == len(changes)
        self.database.executemany(
            "INSERT INTO change VALUES (?, ?, ?)",
            [(change.game, change.version, change.text) for change in changes],
        )
        self.database.execute("COMMIT")
        return frozenset()


class Postgres:
    """A database that several processes write."""

    def __init__(self, url: str, games: int) -> None:
        self.url = url
        with psycopg.connect(url) as database:
            database.execute(_GAME)
            database.execute(_CHANGE)
            database.execute(
                "INSERT INTO game SELECT n, 0 FROM generate_series(1, %s) AS n "
                "ON CONFLICT DO NOTHING", [games],
            )  # fmt: skip

    def open(self) -> None:
        """Connect, in the thread that writes."""
        self.database = psycopg.connect(self.url, autocommit=True)

    def write(self, changes: list[Change]) -> frozenset[int]:
        """Write one transaction; the games another process has moved on are lost."""
        columns = zip(
            *((change.game, change.version, change.text) for change in changes), strict=True
        )
        moved = self.database.execute(_MOVE_ON, [*map(list, columns)], prepare=True).fetchall()
        return frozenset(change.game for change in changes) - {game for (game,) in moved}


class Journal:
    """Whatever waits goes into one transaction."""

    def __init__(self, games: int, committed: Committed) -> None:
        self.waiting: SimpleQueue[tuple[Change, Any]] = SimpleQueue()
        self.committed = committed
        self.database: Sqlite | Postgres
        if url := os.environ.get("DATABASE_URL"):
            self.database = Postgres(url, games)
        else:
            self.database = Sqlite(Path(os.environ["DATA_DIR"]) / "prototype.sqlite3", games)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to commit, in a thread."""
        sys.setswitchinterval(SWITCH_SECONDS)
        threading.Thread(target=self._run, args=(loop,), daemon=True).start()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        self.database.open()
        while True:
            batch = [self.waiting.get()]
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            lost = self.database.write([change for change, _ in batch])
            loop.call_soon_threadsafe(self.committed, batch, lost)
