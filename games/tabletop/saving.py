"""Saving a table: its set-up, as far as the saver knows it.

In here: from a table to a ``Setup``. Not in here: the form of it (``setups``), laying it out again
(``laying``).
"""

from __future__ import annotations

from collections import Counter

import msgspec

from games.base import Document
from games.tabletop.setups import Setup, SetupCard, SetupDeck, SetupThing
from games.tabletop.state import Table
from games.tabletop.thing import Card


def saved(table: Table, seat: int | None) -> Document:
    """The set-up of a table as the player in ``seat`` may keep it."""
    packs = {k: p for k, p in table.packs.items() if p.owner is None or p.owner == seat}
    left = {key: Counter(pack.cards) for key, pack in packs.items()}
    things = []
    for thing in sorted(table.things.values(), key=lambda each: each.z):
        if thing.card is not None and not thing.face_up:
            continue
        if thing.card is not None:
            _take_out(left, thing.card)
        card = thing.card or Card(image=thing.image)
        things.append(
            SetupThing(
                thing.x,
                thing.y,
                thing.kind,
                thing.rotation,
                thing.face_up,
                card.face,
                card.image or None,
                card.back or None,
                thing.color,
                thing.label,
                thing.text,
                thing.value,
                thing.sides or None,
                thing.locked,
            )
        )
    decks = [
        SetupDeck(pack.x, pack.y, _counted(left[key]), pack.name, pack.owner)
        for key, pack in packs.items()
        if left[key].total()
    ]
    document: Document = msgspec.to_builtins(Setup(things=tuple(things), decks=tuple(decks)))
    return {"parlour": 1, **document}


def _take_out(left: dict[str, Counter[Card]], card: Card) -> None:
    """A card lies on the table: it is not in its pack as well. Which one it came in is no secret
    to keep or tell: the first that has such a card."""
    for cards in left.values():
        if cards[card] > 0:
            cards[card] -= 1
            return


def _counted(cards: Counter[Card]) -> tuple[SetupCard, ...]:
    order = sorted(cards.items(), key=lambda item: (item[0].face, item[0].image, item[0].back))
    return tuple(
        SetupCard(card.face, card.image or None, card.back or None, count)
        for card, count in order
        if count > 0
    )
