"""What people at a card table can ask: the options of a table and the commands of the wire.

In here: types, names and bounds. Not in here: whether a command is accepted (``rules``). Everybody
seated may change what lies on the table; decks with an owner, trays and metadata obey their owner.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from games.base import Command, Options, Who
from games.tabletop.deck_commands import DECK_COMMANDS
from games.tabletop.setups import Setup
from games.tabletop.terms import (
    MOST_AT_ONCE,
    Angle,
    Back,
    Colour,
    Face,
    Id,
    Ids,
    Image,
    Jokers,
    Length,
    Metadata,
    Moving,
    Name,
    Pack,
    Point,
    Points,
    Seat,
    Sides,
    Text,
    Turned,
    Under,
    Value,
)
from games.tabletop.thing import Kind
from games.tabletop.tray_commands import TRAY_COMMANDS


class TableOptions(Options, frozen=True):
    """How a table is laid.

    ``open_information``: everybody sees everything. ``pack``: what lies in the middle at first,
    shuffled and face down; ``jokers``: how many are in each pack.
    """

    open_information: bool = False
    pack: Pack = "standard"
    jokers: Jokers = 0


class Patch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Properties of one thing to change; null takes one back to what it is by default.

    ``owner``: in whose colour it is marked: the sender's own seat, or null. ``value`` is a
    counter's; ``name`` a deck's; ``text`` a note's; ``label`` and ``color`` a token's or counter's.
    """

    x: Length | UnsetType = UNSET
    y: Length | UnsetType = UNSET
    rotation: Angle | UnsetType | None = UNSET
    face_up: bool | UnsetType | None = UNSET
    color: Colour | UnsetType | None = UNSET
    label: Name | UnsetType | None = UNSET
    text: Text | UnsetType | None = UNSET
    value: Value | UnsetType | None = UNSET
    name: Name | UnsetType | None = UNSET
    owner: Seat | UnsetType | None = UNSET
    locked: bool | UnsetType | None = UNSET


Patches = Annotated[dict[Id, Patch | None], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class _Many(Command, frozen=True):
    """A command for some of what lies on the table."""

    ids: Ids

    def grips(self) -> Collection[str]:
        return self.ids


class Update(Command, frozen=True):
    """Changes properties of things on the table, by id; null in place of a patch removes one."""

    action: ClassVar[str] = "board/update"
    bare: ClassVar[str] = "things"
    things: Patches

    def grips(self) -> Collection[str]:
        return self.things


class Drop(Command, frozen=True):
    """Lays things where they shall be, on top of everything (or below).

    Several keep the order in which they lay one above the other. Decks too, one's own and those
    that lie there for all. ``rotation``: of all of them, if said.
    """

    action: ClassVar[str] = "board/drop"
    at: Points
    bottom: bool = False
    rotation: Angle | None = None

    def grips(self) -> Collection[str]:
        return self.at


class Take(_Many, frozen=True):
    """Takes cards from the table into one's own tray."""

    action: ClassVar[str] = "board/take"


class Flip(_Many, frozen=True):
    """Turns cards, or whole decks, over."""

    action: ClassVar[str] = "board/flip"


class Turn(_Many, frozen=True):
    """Turns things by an angle: 90 taps a card, -90 untaps it."""

    action: ClassVar[str] = "board/turn"
    by: Turned = 90


class Group(_Many, frozen=True):
    """Makes cards (and decks without an owner) one deck, where the lowest lies."""

    action: ClassVar[str] = "board/group"
    name: Name = ""


class Peek(_Many, frozen=True):
    """Looks at face-down cards on the table; everybody is told who looks at which."""

    action: ClassVar[str] = "board/peek"


class Hide(_Many, frozen=True):
    """Looks no more."""

    action: ClassVar[str] = "board/hide"


class Add(Command, frozen=True):
    """Brings something new to the table: ``count`` of a kind, side by side.

    ``face``, ``image``, ``back``, ``face_up``: a card's; ``image`` also a picture's. ``sides``: a
    die's. ``value``: what a counter begins with.
    """

    action: ClassVar[str] = "board/add"
    kind: Kind
    x: Length = 0
    y: Length = 0
    count: Annotated[int, Meta(ge=1, le=20)] = 1
    color: Colour = 0
    label: Name = ""
    text: Text = ""
    value: Value = 0
    sides: Sides = 6
    face: Face | None = None
    image: Image | None = None
    back: Back | None = None
    face_up: bool = True


class Roll(_Many, frozen=True):
    """Rolls dice."""

    action: ClassVar[str] = "board/roll"


class Count(Command, frozen=True):
    """Counts a counter up or down. Two who do it at once are both counted."""

    action: ClassVar[str] = "board/count"
    id: Id
    by: Value = 1

    def grips(self) -> Collection[str]:
        return (self.id,)


class Undo(Command, frozen=True):
    """Takes back one's own last action, if nobody has built on it and chance had no part in it."""

    action: ClassVar[str] = "board/undo"


class Open(Command, frozen=True):
    """Is for showing everything to everybody, or not: it needs all who sit, and ends with one."""

    action: ClassVar[str] = "board/open"
    open: bool = True


class Reset(Command, frozen=True):
    """Clears the table and lays a fresh pack; what is not said is as the options have it."""

    action: ClassVar[str] = "board/reset"
    who: ClassVar[Who] = "host"
    pack: Pack | None = None
    jokers: Jokers | None = None


class Load(Command, frozen=True):
    """Clears the table and lays out a set-up that was saved (see ``setups``)."""

    action: ClassVar[str] = "board/load"
    who: ClassVar[Who] = "host"
    setup: Setup


class UpdatePlayer(Command, frozen=True):
    """Changes what is one's own: ``metadata`` by a merge patch, ``decks`` by a patch for each."""

    action: ClassVar[str] = "player/update"
    metadata: Metadata | None = None
    decks: Annotated[dict[Id, Patch | None], Meta(max_length=MOST_AT_ONCE)] = {}

    def grips(self) -> Collection[str]:
        return self.decks


class Drag(Command, frozen=True):
    """Somebody moves things: where they are now, by id; ``tray`` stands for cards of the tray.

    Who drags a thing holds it: others can neither drag nor change it until it is dropped or
    released, or nothing was heard of it for a few seconds. A drag with a ``ref`` is answered by
    ``ok`` or by ``LEASED``.
    """

    action: ClassVar[str] = "board/drag"
    bare: ClassVar[str] = "at"
    at: Moving

    def grips(self) -> Collection[str]:
        return self.at.keys() - {"tray"}


class Release(_Many, frozen=True):
    """Somebody lets go of things without having moved them."""

    action: ClassVar[str] = "board/release"
    lets_go: ClassVar[bool] = True


class Hover(Command, frozen=True):
    """Where somebody points, and what is under it (``tray``, or the id of a thing), if anything."""

    action: ClassVar[str] = "board/hover"
    at: Point
    over: Under | None = None


COMMANDS: tuple[type[Command], ...] = (
    Update, Drop, Take, Flip, Turn, Group, Peek, Hide, Add, Roll, Count, Undo, Open, Reset, Load,
    *DECK_COMMANDS, UpdatePlayer, *TRAY_COMMANDS,
)  # fmt: skip
TRANSIENTS: tuple[type[Command], ...] = (Drag, Release, Hover)
