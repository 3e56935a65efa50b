"""``manage.py restore FILE``: the site as it was when `backup` wrote that file.

In here: when that is refused, and what is said about it. Not in here: how a database is put in
the place of another (``keeping``).
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from lobbies import keys
from lobbies.management.keeping import archive, postgres, sqlite
from lobbies.models import Player, Process
from lobbies.presence import DEAD_AFTER_MS
from lobbies.table import now_ms


class Command(BaseCommand):
    """Puts a backup in the place of what is here."""

    help = "Puts a backup in the place of this site's database and secret keys."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and whether something may be lost by it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace a site that was used")

    def handle(self, *, file: Path, force: bool, **_options: Any) -> None:
        """Restore, and say every step."""
        database = postgres if connection.vendor == "postgresql" else sqlite
        try:
            with archive.opened(file, settings.DATA_DIR) as (manifest, old_keys, copied):
                self.refuse(manifest, database.FILE, force)
                self.stdout.write(f"Restoring what {file} holds of {manifest.made_at} …")
                stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
                self.say(database.put(copied, stamp))
        except archive.BadArchive as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{n:,} {what}" for what, n in manifest.counts.items()) + ".")
        self.say(put_keys(old_keys, stamp))
        call_command("migrate", verbosity=0)
        # Those that ran when the backup was made are none of this site's; what they leave behind
        # is cleared up by the next that starts.
        Process.objects.update(seen=0)
        self.stdout.write("The database is up to date with this program. Start the site.")

    def say(self, what: str) -> None:
        """Say it, if it is anything."""
        if what:
            self.stdout.write(what)

    def refuse(self, manifest: archive.Manifest, file: str, force: bool) -> None:
        """Refuse what would harm.

        :raises CommandError: with what to do instead.
        """
        if manifest.database != file:
            here = connection.display_name
            raise CommandError(f"This site runs on {here}, and the backup is {manifest.database}.")
        known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
        newer = set(manifest.migrations) - {".".join(key) for key in known}
        if newer:
            raise CommandError(
                f"The backup is of a newer Parlour ({manifest.version}): it has "
                f"{', '.join(sorted(newer))}."
            )
        if runs():
            raise CommandError(
                "A server process runs on this database, or did a moment ago. Stop it; one that "
                f"was killed is forgotten after {DEAD_AFTER_MS // 1000} seconds."
            )
        if not force and (people := inhabitants()):
            raise CommandError(
                f"There are {people:,} people in the database that is here. With --force it is "
                "replaced; make a backup of it first if you can."
            )


def put_keys(wanted: list[str], stamp: str) -> str:
    """Put the backup's keys in their place, if the site keeps them itself; what was done."""
    if wanted == [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        return ""
    if settings.SECRET_KEY_IS_GIVEN:
        return (
            "SECRET_KEY is not the backup's: whoever was here is somebody else now, unless you add "
            "the keys that stand in the backup's file “keys” to it."
        )
    path = settings.SECRET_KEY_PATH
    if path.exists():
        path.rename(path.with_name(f"{path.name}.replaced-{stamp}"))
    keys.write(path, wanted)
    return f"The secret keys are in {path}."


def runs() -> bool:
    """Whether a server process said lately that it lives."""
    try:
        return Process.objects.filter(seen__gte=now_ms() - DEAD_AFTER_MS).exists()
    except DatabaseError:
        return False


def inhabitants() -> int:
    """How many players and staff are in the database; a new or a broken one has none."""
    try:
        return Player.objects.count() + get_user_model()._default_manager.count()
    except DatabaseError:
        return 0
