"""The values a card table is made of: cards, things that lie on it, decks.

In here: frozen records and their defaults. Not in here: who may see them (``document``) or change
them (``rules``). Everything is made new when it changes, so that what did not change is shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Kind = Literal["card", "token", "counter", "die", "note", "image"]


class Card(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A card, wherever it is: what it shows, a picture of that, and its back."""

    face: str = ""
    image: str = ""
    back: str = ""


class Thing(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Something on the table that is not a deck.

    ``owner``: in whose colour it is marked. ``seen``: seats that look at it while it lies face
    down, ascending. ``rolls``: how often a die was rolled, so that equal throws differ.
    """

    kind: Kind = "card"
    x: int = 0
    y: int = 0
    z: int = 0
    rotation: int = 0
    face_up: bool = False
    card: Card | None = None
    owner: int | None = None
    seen: tuple[int, ...] = ()
    color: int = 0
    label: str = ""
    text: str = ""
    value: int = 0
    sides: int = 0
    rolls: int = 0
    image: str = ""
    locked: bool = False


class Deck(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A pile of cards, the bottom one first. ``owner``: whose it is, or everybody's.

    ``looks``: by seat, how many cards from the top it looks at. ``shuffles``: how often it was
    shuffled or cut, and ``shuffled_by`` whom at last.
    """

    owner: int | None = None
    name: str = ""
    x: int = 0
    y: int = 0
    z: int = 0
    rotation: int = 0
    face_up: bool = False
    locked: bool = False
    looks: Mapping[int, int] = {}
    shuffles: int = 0
    shuffled_by: int = 0
    cards: tuple[Card, ...] = ()


class Held(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A card in a tray. ``at``: its place from the left; ``shown``: to seats, -1 for everybody."""

    card: Card
    at: int = 0
    shown: tuple[int, ...] = ()
