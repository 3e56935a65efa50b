"""One command writes the whole site into a file while people play, another brings it back.

In here: both databases, with games in them; what is refused. Not in here: what a crash leaves
(crash).
"""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
import tarfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from msgspec import structs

from lobbies.management.keeping import archive
from tests.crash import play
from tests.crash_tally import Findings, Plan, read_log
from tests.live import Server, Stage
from tests.servers import ROOT, postgres_programs


def manage(server: Server, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` on this server's database, with PostgreSQL's programs at hand."""
    env = server.environment()
    env["PATH"] = f"{postgres_programs()}{os.pathsep}{env['PATH']}"
    command = [sys.executable, "manage.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=False)


def done(server: Server, *words: str | Path) -> str:
    """What a command said that succeeded."""
    ran = manage(server, *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def state(server: Server, stage: Stage, number: int) -> dict[str, Any]:
    """The whole document, as one of a lobby's people may see it."""
    request = urllib.request.Request(
        f"{server.http}/api/lobbies/{stage.lobby}/state/",
        headers={"Authorization": f"Bearer {stage.tokens[number]}"},
    )
    with closing(urllib.request.urlopen(request, timeout=30)) as response:
        return json.load(response)


@contextmanager
def started(server: Server) -> Iterator[Server]:
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def sites(request, tmp_path: Path) -> tuple[Server, Server]:
    """A site, and an empty place for another; the keys are those that each made for itself."""
    # Nothing happens by itself meanwhile.
    calm = {"SECRET_KEY": "", "AWAY_SECONDS": "86400"}
    envs = [dict(calm), dict(calm)]
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        for env in envs:
            name = f"backup_{uuid4().hex}"
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            env["DATABASE_URL"] = f"{url.removesuffix('/postgres')}/{name}"
    one, other = (Server(tmp_path / name, env=env) for name, env in zip("ab", envs, strict=True))
    other.home.mkdir()
    return one.prepare(), other


async def test_a_site_comes_back_from_its_backup_as_it_was(sites, tmp_path: Path) -> None:
    one, other = sites
    early, late = tmp_path / "early.tar.gz", tmp_path / "late.tar.gz"
    with started(one):
        stage = one.one("Anh", "Bình", "Chi", sit=2, start=True)
        playing = asyncio.create_task(play(one, Plan(games=3, moves=120, kills=0, cuts=0)))
        said = await asyncio.to_thread(done, one, "backup", early)
        tally = await playing
        assert "lobbies" in said
        before = state(one, stage, 0)
        done(one, "backup", late)
    assert stat.S_IMODE(late.stat().st_mode) == 0o600
    # Made in the middle of moves it holds every game up to some version, without a hole.
    assert "players" in done(other, "restore", early)
    found = read_log(other, tally)
    assert (found.holes, found.illegal, found.doubled, found.changed) == (0, 0, 0, 0)
    assert "people" in manage(other, "restore", late).stderr
    done(other, "restore", "--force", late)
    assert read_log(other, tally) == Findings()
    with started(other):
        assert state(other, stage, 0) == before
        refused = manage(other, "restore", "--force", late)
        assert "Stop it" in refused.stderr and refused.returncode
        assert state(other, stage, 0) == before


def test_what_is_no_backup_changes_nothing(sites, tmp_path: Path) -> None:
    one, _ = sites
    good, cut, odd = (tmp_path / f"{name}.tar.gz" for name in ("good", "cut", "odd"))
    done(one, "backup", good)
    cut.write_bytes(good.read_bytes()[:-2000])
    with tarfile.open(good) as tar:
        tar.extractall(tmp_path / "out")
    database = next((tmp_path / "out").glob("database.*"))
    content = database.read_bytes()
    middle = len(content) // 2
    database.write_bytes(content[:middle] + b"x" * 9000 + content[middle + 9000 :])
    with tarfile.open(odd, "w:gz") as tar:
        for path in sorted((tmp_path / "out").iterdir()):
            tar.add(path, path.name)
    for bad in (cut, odd):
        ran = manage(one, "restore", "--force", bad)
        assert ran.returncode == 1 and "Traceback" not in ran.stderr, ran.stderr
    assert one.rows("SELECT code FROM lobbies_lobby")
    assert "already" in manage(one, "backup", good).stderr


@pytest.mark.django_db
def test_a_folder_keeps_the_newest_backups(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"parlour-2026010{day}T000000Z.tar.gz").touch()
    call_command("backup", tmp_path, keep=2, stdout=StringIO())
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[0] == "parlour-20260103T000000Z.tar.gz" and len(left) == 2
    with pytest.raises(CommandError, match="folder"):
        call_command("backup", tmp_path / "x.tar.gz", keep=2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"migrations": ["lobbies.9999_later"]}, "9999_later"),
        ({"database": "database.sql"}, "SQLite"),
        ({"format": 2}, "another version"),
    ],
)
def test_a_backup_of_a_newer_program_or_another_database_is_refused(
    tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    database = tmp_path / "copy"
    database.touch()
    manifest = archive.Manifest(
        format=1, version="9", made_at="", database="database.sqlite3", migrations=[], counts={}
    )
    file = tmp_path / "b.tar.gz"
    archive.write(file, structs.replace(manifest, **change), ["key"], database)
    with pytest.raises(CommandError, match=why):
        call_command("restore", file, force=True)
