"""Write what is generated from the messages' types: TypeScript declarations, docs/protocol.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lobbies.wire import pages, typescript


class Command(BaseCommand):
    """``manage.py wire``; with ``--check`` it only looks, and fails if something is out of date."""

    help = "Write the TypeScript declarations and the tables of docs/protocol.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = {typescript.PATH: typescript.declarations(), pages.PATH: pages.refreshed()}
        stale = [path for path, text in files.items() if not _same(path, text)]
        for path in stale:
            self.stdout.write(f"{path.name} {'is out of date' if options['check'] else 'written'}")
            if not options["check"]:
                path.write_text(files[path], encoding="utf-8")
        if stale and options["check"]:
            raise SystemExit(1)


def _same(path: Any, text: str) -> bool:
    return bool(path.exists() and path.read_text(encoding="utf-8") == text)
