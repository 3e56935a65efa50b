"""The bounds of what may be sent to a card table, as types that commands share.

Lengths are in table units: a card is 63 by 88, as a poker card is in millimetres; x grows to the
right and y down as seat 0 sees the table, whose middle is 0, 0. Angles are degrees, clockwise.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

FAR = 10_000
SEATS = 8
COLOURS = 8
MOST_IN_DECK = 600
MOST_THINGS = 1_500
MOST_CARDS = 3_000
"""Cards on one table, wherever they are."""
MOST_DECKS = 200
"""Decks on one table, empty ones too; and so many are known to a saved set-up."""
MOST_AT_ONCE = 120
"""Things one command may handle."""

Id = Annotated[str, Meta(pattern="^[0-9]{1,9}$")]
"""Of a thing, a deck or a card in a tray: a number that is never given twice."""
Ids = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MOST_AT_ONCE)]
Length = Annotated[int, Meta(ge=-FAR, le=FAR)]
Point = tuple[Length, Length]
Points = Annotated[dict[Id, Point], Meta(min_length=1, max_length=MOST_AT_ONCE)]
"""Where each of several things goes: ``{id: [x, y]}``."""
Moving = Annotated[
    dict[Annotated[str, Meta(pattern="^([0-9]{1,9}|tray)$")], Point],
    Meta(min_length=1, max_length=MOST_AT_ONCE),
]
"""Where several things are on their way; ``tray`` for what was picked up from there."""
Under = Annotated[str, Meta(pattern="^([0-9]{1,9}|tray)$")]
Angle = Annotated[int, Meta(ge=0, le=359)]
Turned = Annotated[int, Meta(ge=-359, le=359)]
Seat = Annotated[int, Meta(ge=0, lt=SEATS)]
Colour = Annotated[int, Meta(ge=0, lt=COLOURS)]
Count = Annotated[int, Meta(ge=1, le=MOST_IN_DECK)]
Place = Annotated[int, Meta(ge=0, lt=MOST_IN_DECK)]
"""A place in a deck, counted from its bottom: the bottom card is at 0."""
Name = Annotated[str, Meta(max_length=40)]
Face = Annotated[str, Meta(min_length=1, max_length=60)]
"""What a card shows: ``QS``, ``TH`` (ten), ``1J`` and ``2J`` (jokers), or a text of its own."""
Text = Annotated[str, Meta(max_length=500)]
Image = Annotated[str, Meta(pattern=r"^https://[A-Za-z0-9.-]+/[!-~]*$", max_length=300)]
"""The address of a picture: https, no port, no name or password in it."""
Back = Annotated[
    str, Meta(pattern=r"^([a-z]{1,12}|https://[A-Za-z0-9.-]+/[!-~]*)$", max_length=300)
]
"""A back: one by name (``red``), or the address of a picture."""
Value = Annotated[int, Meta(ge=-999_999, le=999_999)]
Sides = Annotated[int, Meta(ge=2, le=100)]
Metadata = dict[str, Any]
Pack = Literal["none", "standard", "double"]
Jokers = Annotated[int, Meta(ge=0, le=4)]
