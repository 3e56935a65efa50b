"""The state of a card table, and how it is kept in rows.

In here: the whole table as an immutable value, one row for each thing and deck, and back. Not in
here: how it changes (``draft``), and who may see what (``document``).

Rows are ``("object", id)``, ``("deck", id)``, ``("deck", "tray.<seat>")`` with that seat's metadata
too, ``("deck", "pack.<id>")`` for what decks were made of, and ``("rest", "")``. What only saves
somebody a mistake (``undo``) is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from games.base import Document
from games.tabletop.commands import TableOptions
from games.tabletop.thing import Card, Deck, Held, Thing

Tray = Mapping[str, Held]
Key = str | tuple[str, int]
"""What a change is about: a thing or deck by its id, ``("tray" | "metadata", seat)``, or
``("pack", id)``."""
Rows = dict[tuple[str, str], Document | None]

REST = ("rest", "")
EVERYBODY = -1
"""Among the seats a card is shown to."""


class Pack(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What a deck was made of, for a saved set-up. ``owner``: who brought it, if one did."""

    cards: tuple[Card, ...]
    name: str = ""
    owner: int | None = None
    x: int = 0
    y: int = 0


class Undoable(msgspec.Struct, frozen=True):
    """Somebody's last action: what was there before, and what it made of that; None: nothing."""

    before: Mapping[Key, Any]
    after: Mapping[Key, Any]


class Table(msgspec.Struct, frozen=True):
    """A card table. ``seats``: where somebody sits. ``agreed``: seats that want it open.

    ``made``: the last id given; ``top`` and ``low``: the highest and lowest z there has been.
    """

    options: TableOptions
    seats: frozenset[int] = frozenset()
    things: Mapping[str, Thing] = {}
    decks: Mapping[str, Deck] = {}
    trays: Mapping[int, Tray] = {}
    metadata: Mapping[int, Document] = {}
    packs: Mapping[str, Pack] = {}
    open: bool = False
    agreed: frozenset[int] = frozenset()
    made: int = 0
    top: int = 0
    low: int = 0
    undo: Mapping[int, Undoable] = {}

    def tray(self, seat: int) -> Tray:
        """The cards somebody holds, by id."""
        return self.trays.get(seat, {})


class _Rest(msgspec.Struct, frozen=True):
    """What is in no other row."""

    seats: tuple[int, ...]
    open: bool
    agreed: tuple[int, ...]
    made: int
    top: int
    low: int


def thing_row(thing: Thing) -> Document:
    """A thing as it is stored."""
    row: Document = {**msgspec.to_builtins(thing), "kind": thing.kind}
    return row


def deck_row(deck: Deck) -> Document:
    """A deck as it is stored; the owner's seat and the cards have columns of their own."""
    row: Document = msgspec.to_builtins(deck, str_keys=True)
    row.setdefault("cards", [])
    if deck.owner is not None:
        row["seat"] = deck.owner
    return row


def pack_row(pack: Pack) -> Document:
    """A pack as it is stored."""
    row: Document = msgspec.to_builtins(pack)
    if pack.owner is not None:
        row["seat"] = pack.owner
    return row


def tray_row(table: Table, seat: int) -> Document | None:
    """What somebody holds, and their metadata, as it is stored; None if there is nothing."""
    tray, metadata = table.tray(seat), table.metadata.get(seat)
    if not tray and not metadata:
        return None
    cards = [{"id": key, **msgspec.to_builtins(held)} for key, held in tray.items()]
    row: Document = {"seat": seat, "cards": cards}
    return {**row, "metadata": metadata} if metadata else row


def rest_row(table: Table) -> Document:
    """What is in no other row."""
    rest = _Rest(
        tuple(sorted(table.seats)), table.open, tuple(sorted(table.agreed)),
        table.made, table.top, table.low,
    )  # fmt: skip
    row: Document = msgspec.to_builtins(rest)
    return row


def rows_of(table: Table) -> dict[tuple[str, str], Document]:
    """All rows of a table."""
    rows: dict[tuple[str, str], Document] = {REST: rest_row(table)}
    rows |= {("object", key): thing_row(thing) for key, thing in table.things.items()}
    rows |= {("deck", key): deck_row(deck) for key, deck in table.decks.items()}
    rows |= {("deck", f"pack.{key}"): pack_row(pack) for key, pack in table.packs.items()}
    for seat in {*table.trays, *table.metadata}:
        row = tray_row(table, seat)
        if row is not None:
            rows["deck", f"tray.{seat}"] = row
    return rows


def restored(options: TableOptions, rows: Mapping[tuple[str, str], Document]) -> Table:
    """The table whose rows these are, without what can be undone."""
    rest = msgspec.convert(rows[REST], _Rest)
    things, decks, packs = {}, {}, {}
    trays: dict[int, Tray] = {}
    metadata: dict[int, Document] = {}
    for (table, key), row in rows.items():
        what, _, of = key.partition(".")
        if table == "object":
            things[key] = msgspec.convert(row, Thing)
        elif what == "tray":
            trays[int(of)] = {card["id"]: _held(card) for card in row["cards"]}
            metadata[int(of)] = row.get("metadata", {})
        elif what == "pack":
            packs[of] = msgspec.convert(row, Pack)
        elif table == "deck":
            decks[key] = msgspec.convert(row, Deck, strict=False)
    heights = [thing.z for thing in things.values()] + [deck.z for deck in decks.values()]
    ids = [*things, *decks, *(key for tray in trays.values() for key in tray)]
    return Table(
        options, frozenset(rest.seats), things, decks,
        {seat: tray for seat, tray in trays.items() if tray},
        {seat: each for seat, each in metadata.items() if each},
        packs, rest.open, frozenset(rest.agreed),
        max([rest.made, *map(int, ids)]), max([rest.top, *heights]), min([rest.low, *heights]),
    )  # fmt: skip


def _held(row: Document) -> Held:
    return msgspec.convert({key: value for key, value in row.items() if key != "id"}, Held)
