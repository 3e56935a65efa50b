"""What people can ask of a deck, as types. The ways of ``commands`` hold here too.

A deck without an owner lies on the table for everybody; one with an owner obeys only its owner.
Places in a deck are counted from its bottom, so that drawing from the top renumbers nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from games.base import Command
from games.tabletop.terms import (
    MOST_AT_ONCE,
    MOST_IN_DECK,
    Back,
    Count,
    Face,
    Id,
    Ids,
    Image,
    Jokers,
    Length,
    Name,
    Pack,
    Place,
    Point,
)

SomeCards = Annotated[int, Meta(ge=1, le=MOST_AT_ONCE)]


class _OfDeck(Command, frozen=True):
    """A command for one deck."""

    deck: Id

    def grips(self) -> Collection[str]:
        return (self.deck,)


class Draw(_OfDeck, frozen=True):
    """Draws cards from the top (or the bottom) into one's own tray."""

    action: ClassVar[str] = "deck/draw"
    count: SomeCards = 1
    bottom: bool = False


class Deal(_OfDeck, frozen=True):
    """Deals ``count`` cards to each who sits, one after the other round the table."""

    action: ClassVar[str] = "deck/deal"
    count: SomeCards = 1


class Lay(_OfDeck, frozen=True):
    """Lays the top cards on the table, face up or down; at one point they form a fan."""

    action: ClassVar[str] = "deck/lay"
    at: Point
    count: SomeCards = 1
    face_up: bool = False


class Stack(Command, frozen=True):
    """Puts cards of the table (and decks without an owner) on a deck, or under it.

    The first given lies deepest, whichever end it is.
    """

    action: ClassVar[str] = "deck/put"
    deck: Id
    ids: Ids
    bottom: bool = False

    def grips(self) -> Collection[str]:
        return (self.deck, *self.ids)


class Shuffle(_OfDeck, frozen=True):
    """Shuffles."""

    action: ClassVar[str] = "deck/shuffle"


class Cut(_OfDeck, frozen=True):
    """Cuts: ``count`` cards from the top go under the others; if it is not said, by chance."""

    action: ClassVar[str] = "deck/cut"
    count: Count | None = None


class Spread(_OfDeck, frozen=True):
    """Spreads a whole deck out on the table, each card ``step`` further; the deck is gone then."""

    action: ClassVar[str] = "deck/spread"
    step: Point = (20, 0)


class Look(_OfDeck, frozen=True):
    """Looks at the top cards; everybody is told who looks at how many."""

    action: ClassVar[str] = "deck/peek"
    count: SomeCards = 1


class Search(_OfDeck, frozen=True):
    """Looks through one's own deck; everybody is told."""

    action: ClassVar[str] = "deck/search"


class Close(_OfDeck, frozen=True):
    """Looks into a deck no more."""

    action: ClassVar[str] = "deck/close"


class Pick(_OfDeck, frozen=True):
    """Takes cards one is looking at out of a deck: into the tray, or to a point on the table."""

    action: ClassVar[str] = "deck/pick"
    cards: Annotated[tuple[Place, ...], Meta(min_length=1, max_length=MOST_AT_ONCE)]
    at: Point | None = None
    face_up: bool = False


class Claim(_OfDeck, frozen=True):
    """Makes a deck that lies there for everybody one's own."""

    action: ClassVar[str] = "deck/claim"


class Share(_OfDeck, frozen=True):
    """Lays one's own deck there for everybody."""

    action: ClassVar[str] = "deck/share"


class NewDeck(Command, frozen=True):
    """Brings a new pack to the table, shuffled and face down: ``standard`` has 52 cards."""

    action: ClassVar[str] = "deck/add"
    pack: Pack = "standard"
    jokers: Jokers = 0
    name: Name = ""
    back: Back | None = None
    x: Length = 0
    y: Length = 0


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A line of a deck list: a card, how often it is there, and its picture if it has one."""

    name: Face
    count: Count = 1
    image: Image | None = None


class Import(Command, frozen=True):
    """Brings a deck of one's own from a list: of ``cards``, or as ``text``, a card a line.

    A line of text is ``4 Island`` or ``4x Island``, then perhaps an address that begins with
    https://; empty lines and those that begin with # or // say nothing.
    """

    action: ClassVar[str] = "deck/import"
    name: Name = ""
    cards: Annotated[tuple[Listed, ...], Meta(max_length=MOST_IN_DECK)] = ()
    text: Annotated[str, Meta(max_length=30_000)] = ""
    back: Back | None = None
    x: Length = 0
    y: Length = 0


DECK_COMMANDS: tuple[type[Command], ...] = (
    Draw, Deal, Lay, Stack, Shuffle, Cut, Spread, Look, Search, Close, Pick, Claim, Share,
    NewDeck, Import,
)  # fmt: skip
