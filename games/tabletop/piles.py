"""Packs of cards, and piles of them, as values.

The names of cards are those of ``terms.Face``.
"""

from __future__ import annotations

from msgspec.structs import replace

from games.tabletop.terms import Pack
from games.tabletop.thing import Card, Deck

RANKS = "A23456789TJQK"
SUITS = "SHDC"
_PACKS = {"none": 0, "standard": 1, "double": 2}


def pack_of(pack: Pack, jokers: int, back: str = "") -> tuple[Card, ...]:
    """The cards of a pack; the double one has each of them, and each joker, twice."""
    faces = [rank + suit for suit in SUITS for rank in RANKS]
    faces += [f"{1 + number % 2}J" for number in range(jokers)]
    return tuple(Card(face, back=back) for _ in range(_PACKS[pack]) for face in faces)


def turned_over(deck: Deck) -> Deck:
    """A deck turned over: what was at the bottom is the top, and nobody looks into it."""
    return replace(deck, face_up=not deck.face_up, cards=deck.cards[::-1], looks={})
