"""What people may be called. In here: cleaning a name. Not in here: whose it is (``identity``)."""

from __future__ import annotations

import re
import unicodedata

from games import GAMES

NAME_LENGTH = 40


def clean_name(name: str | None, fallback: str = "") -> str:
    """A name people can read: no control characters, single spaces, at most 40 characters.

    ``fallback`` stands in for an empty one, and for a name that a game keeps for itself.
    """
    text = unicodedata.normalize("NFC", name or "")
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c in "\t\n ")
    text = re.sub(r"\s+", " ", text).strip()[:NAME_LENGTH].strip()
    return fallback if is_reserved(text) else text or fallback


def is_reserved(name: str) -> bool:
    """Whether a game of the house calls somebody so, in capitals or not."""
    plain = "".join(name.split()).upper()
    return any(plain in game.reserved_names for game in GAMES.values())
