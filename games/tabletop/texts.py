"""Texts that people write on a table: made fit to be kept and shown."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_BENT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows, of other people's words too."""


def clean(text: str) -> str:
    """A text without control characters, but for new lines; what it says is escaped when shown.

    >>> clean("two\\tlines\\r\\n\\x00")
    'two lines'
    """
    unified = text.replace("\r\n", "\n").replace("\t", " ")
    kept = (c for c in unified if c == "\n" or unicodedata.category(c) not in _UNSEEN)
    return "".join(c for c in kept if c not in _BENT).strip()
