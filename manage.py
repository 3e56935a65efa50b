#!/usr/bin/env python
"""The site's command line: `python manage.py help` lists what it can do."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gameserver.settings")
    if sys.argv[1:2] == ["runserver"]:
        prepare_development()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def prepare_development() -> None:
    """Make `runserver` listen on PORT and serve the static files as they stand.

    `runserver` is for development and says so itself, so it is the one place where DEBUG is on
    unless the environment says otherwise.
    """
    os.environ.setdefault("DEBUG", "true")
    from django.core.management.commands.runserver import Command

    Command.default_port = os.environ.get("PORT", "8000")


if __name__ == "__main__":
    main()
