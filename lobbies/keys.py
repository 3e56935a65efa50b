"""The secret keys: where the site keeps its own, and how one follows another without a logout.

In here: a list of keys as text, of which the first signs and all are accepted, and the file that
holds it. Settings read it before Django is there, so nothing of Django's is used. Not in here: what
is signed (``identity``).
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

MADE_CHARACTERS = 64


def split(text: str) -> list[str]:
    """The keys in a text, separated by commas, spaces or lines; each once, in their order."""
    return list(dict.fromkeys(key for key in re.split(r"[,\s]+", text) if key))


def made() -> str:
    """A new key."""
    return secrets.token_urlsafe(MADE_CHARACTERS * 3 // 4)


def kept(path: Path) -> list[str]:
    """The keys in a file that is made, with one key in it, if it is not there yet.

    :raises ValueError: if the file is empty.
    """
    if not path.exists():
        write(path, [made()], replace=False)
    if found := split(path.read_text()):
        return found
    raise ValueError(f"There is no secret key in {path}.")


def write(path: Path, keys: list[str], *, replace: bool = True) -> None:
    """Put keys into a file that only its owner can read; whole or not at all.

    Without ``replace`` the file of whoever was first stays: processes may start at once.
    """
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(keys) + "\n")
        if replace:
            new.replace(path)
        elif not path.exists():
            _link(new, path)
    finally:
        new.unlink(missing_ok=True)


def _link(new: Path, path: Path) -> None:
    try:
        os.link(new, path)
    except FileExistsError:
        return
