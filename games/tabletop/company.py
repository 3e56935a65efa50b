"""People come to a table and leave it: what becomes of what they held.

In here: steps for a seat that is taken or free again. Not in here: who the people are.
"""

from __future__ import annotations

import math

from msgspec.structs import replace

from games.base import Step
from games.tabletop.draft import Draft
from games.tabletop.state import Table
from games.tabletop.thing import Deck, Thing

RADIUS = 330
"""From the middle of the table to where a hand is put down."""
_ANGLES = (0, 90, 180, 270, 45, 135, 225, 315)
"""Where each seat is: 0 at the bottom, then clockwise (seats 0 to 3 as the table's four sides)."""


def angle_of(seat: int) -> int:
    """How far round the table a seat is, in degrees, clockwise from the bottom."""
    return _ANGLES[seat]


def place_of(seat: int) -> tuple[int, int]:
    """The middle of what lies in front of a seat.

    >>> place_of(0), place_of(1), place_of(2)
    ((0, 330), (-330, 0), (0, -330))
    """
    angle = math.radians(angle_of(seat))
    return round(-RADIUS * math.sin(angle)), round(RADIUS * math.cos(angle))


def seated(table: Table, seat: int) -> Step[Table]:
    """Somebody sits down, or comes back."""
    if seat in table.seats:
        return Step(table, touched=frozenset())
    return Draft(table, None).step("joined", seats=table.seats | {seat})


def vacated(table: Table, seat: int) -> Step[Table]:
    """Somebody left: their hand is a face-down pile at their place, their decks are everybody's."""
    if seat not in table.seats:
        return Step(table, touched=frozenset())
    draft = Draft(table, None)
    _put_down(draft, seat)
    for key, deck in table.decks.items():
        if deck.owner == seat or seat in deck.looks:
            looks = {each: count for each, count in deck.looks.items() if each != seat}
            owner = None if deck.owner == seat else deck.owner
            draft.put(key, replace(deck, owner=owner, looks={} if owner is None else looks))
    for key, thing in table.things.items():
        if thing.owner == seat or seat in thing.seen:
            draft.put(key, _without(thing, seat))
    for other, tray in table.trays.items():
        for key, held in tray.items():
            if other != seat and seat in held.shown:
                shown = tuple(each for each in held.shown if each != seat)
                draft.change(other, key, replace(held, shown=shown))
    if seat in table.metadata:
        draft.metadata[seat] = {}
    agreed = table.agreed - {seat}
    # What others take back must not bring back a look of this seat: somebody else may have it now.
    return draft.step("left", seats=table.seats - {seat}, agreed=agreed, undo={})


def _put_down(draft: Draft, seat: int) -> None:
    tray = draft.tray(seat)
    if not tray:
        return
    order = sorted(tray, key=lambda key: (tray[key].at, int(key)))
    cards = tuple(draft.release(seat, key) for key in order)
    x, y = place_of(seat)
    turned = angle_of(seat)
    draft.put(draft.new_id(), Deck(x=x, y=y, z=draft.above(), rotation=turned, cards=cards))


def _without(thing: Thing, seat: int) -> Thing:
    owner = None if thing.owner == seat else thing.owner
    return replace(thing, owner=owner, seen=tuple(each for each in thing.seen if each != seat))
