"""``manage.py messages``: bring the catalogs of translations up to date with the sources."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lobbies.management.catalogs.files import faults, languages, made, stored
from lobbies.management.catalogs.sources import DOMAINS


class Command(BaseCommand):
    """Finds every text for people, writes the catalogs, and tells what is to be translated."""

    help = "Finds the texts for people, writes and compiles the catalogs, tells what is missing."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what changed, then list what is missing."""
        for language in languages():
            for path, content in made(language).items():
                if not path.exists() or path.read_bytes() != content:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                    self.stdout.write(f"{path.name} written")
            for domain in DOMAINS:
                for fault in faults(stored(language, domain)):
                    self.stdout.write(fault)
