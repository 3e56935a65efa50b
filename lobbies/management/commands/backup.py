"""``manage.py backup FILE``: the whole site in one file, while it runs.

In here: the name of the file, and what is left of older ones. Not in here: how a database is
copied (``keeping``).
"""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lobbies.management.keeping import archive, postgres, sqlite
from lobbies.models import Lobby, Match, Player

NAME = "parlour-{:%Y%m%dT%H%M%SZ}.tar.gz"
NAMES = "parlour-*.tar.gz"


class Command(BaseCommand):
    """Writes the database and the secret keys into a file."""

    help = "Writes the database, as of one moment, and the secret keys into one file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how many are kept."""
        parser.add_argument("file", type=Path, help="a new file, or a folder for a dated one")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="in a folder: remove all but the newest N"
        )

    def handle(self, *, file: Path, keep: int | None, **_options: Any) -> None:
        """Write it, and say what is in it."""
        if keep is not None and (keep < 1 or not file.is_dir()):
            raise CommandError("--keep takes 1 or more, and a folder to keep them in.")
        now = datetime.now(UTC)
        target = file / NAME.format(now) if file.is_dir() else file
        if target.exists():
            raise CommandError(f"{target} is there already; nothing was written.")
        database = postgres if connection.vendor == "postgresql" else sqlite
        with tempfile.TemporaryDirectory(prefix="backup-", dir=target.parent) as folder:
            copied = Path(folder) / database.FILE
            database.copy(copied)
            manifest = described(now, database.FILE)
            keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
            archive.write(target, manifest, keys, copied)
        self.stdout.write(f"{target}: {_counted(manifest)}, {target.stat().st_size:,} bytes.")
        for old in sorted(file.glob(NAMES))[: -keep or None] if keep else []:
            old.unlink()
            self.stdout.write(f"Removed {old}.")


def described(now: datetime, file: str) -> archive.Manifest:
    """What a backup made ``now`` says of itself; the counts are of about that time."""
    applied = MigrationRecorder(connection).applied_migrations()
    return archive.Manifest(
        format=archive.FORMAT,
        version=settings.VERSION,
        made_at=now.isoformat(timespec="seconds"),
        database=file,
        migrations=sorted(".".join(key) for key in applied),
        counts={
            "players": Player.objects.count(),
            "lobbies": Lobby.objects.count(),
            "games": Match.objects.count(),
        },
    )


def _counted(manifest: archive.Manifest) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in manifest.counts.items())
