"""A table as a file: what lies where, to be laid out again. The form of it.

A set-up tells nothing its saver does not see: things and face-up cards are as they lie; all that is
hidden from anybody (hands, piles, face-down cards) is again in the packs it came in, which are
shuffled when they are laid out. So who saves learns nothing, and can load nothing secret elsewhere.
Of decks that others brought only what lies face up is in it.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from games.tabletop.terms import (
    MOST_DECKS,
    MOST_IN_DECK,
    MOST_THINGS,
    Angle,
    Back,
    Colour,
    Count,
    Image,
    Length,
    Name,
    Seat,
    Sides,
    Text,
    Value,
)
from games.tabletop.thing import Kind

BlankFace = Annotated[str, Meta(max_length=60)]


class _Part(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename="camel"
):
    """A part of a set-up."""


class SetupThing(_Part, frozen=True):
    """A thing as it lies; in a list, what comes later lies above."""

    x: Length
    y: Length
    kind: Kind = "card"
    rotation: Angle = 0
    face_up: bool = False
    face: BlankFace = ""
    image: Image | None = None
    back: Back | None = None
    color: Colour = 0
    label: Name = ""
    text: Text = ""
    value: Value = 0
    sides: Sides | None = None
    locked: bool = False


class SetupCard(_Part, frozen=True):
    """A card of a deck, ``count`` times."""

    face: BlankFace = ""
    image: Image | None = None
    back: Back | None = None
    count: Count = 1


class SetupDeck(_Part, frozen=True):
    """A deck, the bottom card first unless it is ``shuffled``; ``seat``: its owner's."""

    x: Length
    y: Length
    cards: Annotated[tuple[SetupCard, ...], Meta(max_length=MOST_IN_DECK)]
    name: Name = ""
    seat: Seat | None = None
    rotation: Angle = 0
    face_up: bool = False
    shuffled: bool = True


class Setup(_Part, frozen=True):
    """A whole table. ``parlour``: the version of this form."""

    parlour: Annotated[int, Meta(ge=1, le=1)] = 1
    things: Annotated[tuple[SetupThing, ...], Meta(max_length=MOST_THINGS)] = ()
    decks: Annotated[tuple[SetupDeck, ...], Meta(max_length=MOST_DECKS)] = ()


def cards_in(setup: Setup) -> int:
    """How many cards a set-up brings."""
    loose = sum(thing.kind == "card" for thing in setup.things)
    return loose + sum(card.count for deck in setup.decks for card in deck.cards)
