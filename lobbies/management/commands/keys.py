"""``manage.py keys``: a new secret key without a logout, in steps between which processes restart.

A process that does not know a key takes what it signed for forged. So a new key is accepted by all
before any signs with it, and the old one is accepted for as long as what it signed shall hold.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lobbies import keys

STEPS = {
    "add": "a new key is accepted (at the end of the list)",
    "sign": "the key at the end signs (it comes to the front)",
    "drop": "the key at the end is forgotten: what it signed holds no more",
    "print": "print a new key, for SECRET_KEY, and change nothing",
}
NEXT = {
    "add": "Restart every process, then `manage.py keys sign`.",
    "sign": "Restart every process. `manage.py keys drop` when what the old key signed may end: "
    "a browser keeps its player for a year.",
    "drop": "Restart every process.",
}


class Command(BaseCommand):
    """Changes the file with the secret keys."""

    help = "Rotates the secret key: " + "; ".join(f"{step}: {what}" for step, what in STEPS.items())
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The step."""
        parser.add_argument("step", choices=STEPS)

    def handle(self, *, step: str, **_options: Any) -> None:
        """Take one step, and say what comes next."""
        if step == "print":
            self.stdout.write(keys.made())
            return
        if settings.SECRET_KEY_IS_GIVEN:
            raise CommandError(
                "The keys stand in SECRET_KEY: change them there. `manage.py keys print` makes one."
            )
        path = settings.SECRET_KEY_PATH
        now = stepped(step, keys.kept(path))
        keys.write(path, now)
        self.stdout.write(f"{path} holds {len(now)} keys. {NEXT[step]}")


def stepped(step: str, now: list[str]) -> list[str]:
    """The keys after a step.

    :raises CommandError: if there is no second key for it.
    """
    if step == "add":
        return [*now, keys.made()]
    if len(now) < 2:
        raise CommandError("There is only one key: `manage.py keys add` comes first.")
    return [now[-1], *now[:-1]] if step == "sign" else now[:-1]
