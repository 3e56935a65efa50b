"""SQLite: a copy by its own online backup, and the copy put in the place of what is there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from lobbies.management.keeping.archive import BadArchive

FILE = "database.sqlite3"
BESIDE = ("", "-wal", "-shm")
"""What belongs to a database file: itself, what is written but not in it yet, and its index."""


def copy(target: Path) -> None:
    """Write the whole database as of one moment; who plays meanwhile does not wait."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(_here())) as source, closing(sqlite3.connect(target)) as copied:
        source.backup(copied)


def put(source: Path, stamp: str) -> str:
    """Put a copy in the place of the database; what was there stays beside it.

    :returns: what was done with what was there.
    :raises BadArchive: if the copy is damaged; nothing is changed then.
    """
    try:
        with closing(sqlite3.connect(source)) as copied:
            [found] = copied.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BadArchive(f"The database in it is damaged: {found}")
    connection.close()
    place = _here()
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = place.with_name(f"{place.name}.replaced-{stamp}")
    there = place.exists()
    for end in BESIDE:
        if (beside := Path(f"{place}{end}")).exists():
            beside.rename(f"{kept}{end}")
    source.chmod(0o600)
    shutil.move(source, place)
    return f"The database that was here is now {kept}." if there else ""


def _here() -> Path:
    return Path(connection.settings_dict["NAME"])
