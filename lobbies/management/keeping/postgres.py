"""PostgreSQL: by its own pg_dump and psql, which have to be as new as the server at least."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from django.core.management import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from lobbies.management.keeping.archive import BadArchive

FILE = "database.sql"


def copy(target: Path) -> None:
    """Write the whole database as of one moment; who plays meanwhile does not wait."""
    options = ["--no-owner", "--no-privileges", "--encoding", "UTF8"]
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        _run("pg_dump", options, output=output)


def put(source: Path, stamp: str) -> str:
    """Put a dump in the place of all tables, in one transaction: all of it or nothing.

    :returns: what was done with what was there.
    :raises BadArchive: if the dump is refused; nothing is changed then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
    script = source.with_suffix(".all")
    with script.open("wb") as whole:
        if tables:
            whole.write(f"DROP TABLE {', '.join(map(_quoted, tables))} CASCADE;\n".encode())
        with source.open("rb") as dump:
            shutil.copyfileobj(dump, whole)
    connection.close()
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
    try:
        with open(os.devnull, "wb") as nowhere:
            _run("psql", [*options, "--file", str(script)], output=nowhere)
    except CommandError as error:
        raise BadArchive(f"Nothing was changed. {error}") from error
    return f"{len(tables)} tables that were here are gone." if tables else ""


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(program: str, options: list[str], *, output: IO[bytes]) -> None:
    """Run a program of PostgreSQL on our database; the password goes by the environment.

    :raises CommandError: if it is not there or fails, with what it said.
    """
    _, *args = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, options)[0]
    env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[1]
    if shutil.which(program) is None:
        raise CommandError(f"{program} is not here: install PostgreSQL's client programs.")
    done = subprocess.run(
        [program, *args], env={**os.environ, **(env or {})}, stdout=output,
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.decode(errors='replace').strip()[-2000:]}")
