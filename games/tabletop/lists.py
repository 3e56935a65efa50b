"""Deck lists: cards by name and number, as people write them or as programs do.

In here: reading a list. Not in here: what becomes of the deck (``laying``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from games.base import IllegalMove
from games.tabletop.deck_commands import Import, Listed
from games.tabletop.terms import MOST_IN_DECK
from games.tabletop.texts import clean
from games.tabletop.thing import Card

_LINE = re.compile(r"(?:(\d{1,4})\s*[x×]?\s+)?(.*?)(?:\s+(https?://\S+))?")


def cards_of(command: Import) -> tuple[Card, ...]:
    """The cards of a list.

    :raises IllegalMove: INVALID_MOVE, with the line that cannot be read, or if they are too many.
    """
    back = command.back or ""
    lines = (*command.cards, *_lines(command.text))
    total = sum(line.count for line in lines)
    if total == 0:
        raise IllegalMove("There is no card in that list.", "INVALID_MOVE")
    if total > MOST_IN_DECK:
        raise IllegalMove("A deck has at most {count} cards.", "INVALID_MOVE", count=MOST_IN_DECK)
    return tuple(
        Card(clean(line.name), line.image or "", back) for line in lines for _ in range(line.count)
    )


def _lines(text: str) -> Iterator[Listed]:
    for number, written in enumerate(clean(text).split("\n"), 1):
        # With one space between words the pattern below takes no longer than the line is long.
        line = " ".join(written.split())
        if not line or line.startswith(("#", "//")):
            continue
        found = _LINE.fullmatch(line)
        count, name, image = found.groups() if found else (None, "", None)
        try:
            yield msgspec.convert(
                {"name": name.strip(), "count": int(count or 1), "image": image}, Listed
            )
        except msgspec.ValidationError:
            raise IllegalMove(
                "Line {number} of that list cannot be read: write “4 Island”, and perhaps an "
                "address that begins with https://.",
                "INVALID_MOVE",
                number=number,
            ) from None
