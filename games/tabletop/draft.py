"""A change of the table while it is being made: what a verb touched, and nothing else.

In here: reading the table as it is by now, replacing things, decks and trays, giving ids and
heights, and the finished step with its rows and its undo. Not in here: what is allowed (``rules``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from typing import Any, TypeVar

from msgspec.structs import replace

from games.base import Document, IllegalMove, Step
from games.tabletop import state as stored
from games.tabletop.state import REST, Key, Pack, Rows, Table, Tray, Undoable
from games.tabletop.terms import MOST_CARDS, MOST_DECKS, MOST_THINGS
from games.tabletop.thing import Card, Deck, Held, Thing

T = TypeVar("T")
PARTS = ("board", "players", "game")


class Draft:
    """One command's change. ``seat``: who makes it."""

    def __init__(self, table: Table, seat: int | None) -> None:
        self.table = table
        self.seat = seat
        self.things: dict[str, Thing | None] = {}
        self.decks: dict[str, Deck | None] = {}
        self.trays: dict[int, dict[str, Held]] = {}
        self.metadata: dict[int, dict[str, Any]] = {}
        self.packs: dict[str, Pack | None] = {}
        self.made, self.top, self.low = table.made, table.top, table.low

    # Reading the table as it is by now

    def thing(self, key: str) -> Thing | None:
        """The thing with this id, if it lies there."""
        return self.things[key] if key in self.things else self.table.things.get(key)

    def deck(self, key: str) -> Deck | None:
        """The deck with this id, if there is one."""
        return self.decks[key] if key in self.decks else self.table.decks.get(key)

    def tray(self, seat: int) -> Tray:
        """What somebody holds."""
        return self.trays[seat] if seat in self.trays else self.table.tray(seat)

    # Changing it

    def put(self, key: str, value: Thing | Deck) -> None:
        """A thing or deck in its new state."""
        if isinstance(value, Thing):
            self.things[key] = value
        else:
            self.decks[key] = value

    def remove(self, key: str) -> None:
        """A thing or deck is gone."""
        if key in self.table.things or key in self.things:
            self.things[key] = None
        else:
            self.decks[key] = None

    def set(self, key: Key, value: Any) -> None:
        """What a key stands for, as it once was; None: it was not there."""
        if isinstance(key, str):
            if value is None:
                self.remove(key)
            else:
                self.put(key, value)
            return
        what, number = key
        if what == "pack":
            self.packs[str(number)] = value
        elif what == "tray":
            self.trays[number] = dict(value or {})
        else:
            self.metadata[number] = value or {}

    def forget_pack(self, key: str) -> None:
        """A deck that is taken away is no part of the set-up any more."""
        if key in self.table.packs:
            self.packs[key] = None

    def new_id(self) -> str:
        """An id nothing ever had."""
        self.made += 1
        return str(self.made)

    def above(self) -> int:
        """A height above everything."""
        self.top += 1
        return self.top

    def below(self) -> int:
        """A height below everything."""
        self.low -= 1
        return self.low

    def lay(self, thing: Thing) -> str:
        """Something new lies on the table, on top; its id."""
        key = self.new_id()
        self.things[key] = replace(thing, z=self.above())
        return key

    def hold(self, seat: int, cards: Iterable[Card]) -> None:
        """Cards come into a tray, at its right end, under ids nobody has seen."""
        tray = self._own_tray(seat)
        last = max((held.at for held in tray.values()), default=-1)
        for at, card in enumerate(cards, last + 1):
            tray[self.new_id()] = Held(card, at)

    def change(self, seat: int, key: str, held: Held) -> None:
        """A card of a tray in its new state."""
        self._own_tray(seat)[key] = held

    def release(self, seat: int, key: str) -> Card:
        """A card leaves a tray."""
        return self._own_tray(seat).pop(key).card

    def _own_tray(self, seat: int) -> dict[str, Held]:
        if seat not in self.trays:
            self.trays[seat] = dict(self.table.tray(seat))
        return self.trays[seat]

    # The end of it

    def step(self, fact: str, *, undoable: bool = False, **others: Any) -> Step[Table]:
        """The finished change; ``others``: fields of the table that change beside it."""
        table = self.table
        after = replace(
            table,
            things=_merged(table.things, self.things),
            decks=_merged(table.decks, self.decks),
            trays=_merged(table.trays, {seat: tray or None for seat, tray in self.trays.items()}),
            metadata=_merged(table.metadata, {s: m or None for s, m in self.metadata.items()}),
            packs=_merged(table.packs, self.packs),
            made=self.made, top=self.top, low=self.low,
            **others,
        )  # fmt: skip
        if len(after.things) > max(MOST_THINGS, len(table.things)):
            raise IllegalMove("The table is full: take something away first.", "CONFLICT")
        # Who leaves puts down a hand, however many decks there are.
        if self.seat is not None and len(after.decks) > max(MOST_DECKS, len(table.decks)):
            raise IllegalMove("The table is full: take something away first.", "CONFLICT")
        if self._cards(after) > self._cards(table) and cards_on(after) > MOST_CARDS:
            raise IllegalMove("A table has at most {count} cards.", "CONFLICT", count=MOST_CARDS)
        if "undo" not in others:
            after = replace(after, undo=self._undo(after, undoable))
        touched: frozenset[Hashable] = frozenset(
            {*self._keys(), *(("game",) if {"open", "agreed"} & others.keys() else ())}
        )
        whole = None if "open" in others else touched
        return Step(after, dict.fromkeys(PARTS, fact), whole, rows=self._rows(after, bool(others)))

    def _cards(self, table: Table) -> int:
        """How many cards there are on ``table`` among what changed."""
        lying = (value_of(table, key) for key in (*self.things, *self.decks))
        return sum(map(_cards_of, lying)) + sum(len(table.tray(seat)) for seat in self.trays)

    def _keys(self) -> list[Key]:
        return [
            *self.things, *self.decks,
            *(("tray", seat) for seat in self.trays),
            *(("metadata", seat) for seat in self.metadata),
            *(("pack", int(key)) for key in self.packs),
        ]  # fmt: skip

    def _undo(self, after: Table, undoable: bool) -> Mapping[int, Undoable]:
        if self.seat is None or not (undoable or self.seat in self.table.undo):
            return self.table.undo
        others = {seat: last for seat, last in self.table.undo.items() if seat != self.seat}
        if not undoable:
            return others
        keys = self._keys()
        before, now = ({key: value_of(table, key) for key in keys} for table in (self.table, after))
        return {**others, self.seat: Undoable(before, now)}

    def _rows(self, after: Table, rest: bool) -> Rows:
        """Rows that changed; that of the rest only if the others would not tell its counters."""
        rows: Rows = {("object", k): _row(stored.thing_row, t) for k, t in self.things.items()}
        rows |= {("deck", k): _row(stored.deck_row, deck) for k, deck in self.decks.items()}
        rows |= {("deck", f"pack.{k}"): _row(stored.pack_row, p) for k, p in self.packs.items()}
        for seat in {*self.trays, *self.metadata}:
            rows["deck", f"tray.{seat}"] = stored.tray_row(after, seat)
        if rest or self._counters_untold():
            rows[REST] = stored.rest_row(after)
        return rows

    def _counters_untold(self) -> bool:
        """Whether the last id or the outermost heights are told by no row of a thing any more."""
        changed = [*self.things, *self.decks]
        olds = [(key, value_of(self.table, key)) for key in changed]
        news = [(key, self.things.get(key) or self.decks.get(key)) for key in changed]
        was = {(key, each.z) for key, each in olds if each is not None}
        now = {(key, each.z) for key, each in news if each is not None}
        heights = {z for _, z in now}
        left = {z for _, z in was - now}
        ids = {key for key, _ in now}.union(*self.trays.values())
        gone = {key for key, _ in was}.union(*map(self.table.tray, self.trays)) - ids
        return (
            _untold(self.top, self.table.top, heights, left)
            or _untold(self.low, self.table.low, heights, left)
            or _untold(str(self.made), str(self.table.made), ids, gone)
        )


def _row(form: Callable[[T], Document], value: T | None) -> Document | None:
    return None if value is None else form(value)


def _untold(now: T, before: T, told: Set[T], left: Set[T]) -> bool:
    """Whether nothing tells a counter: it moved on, or what told it has left."""
    return now not in told and (now != before or before in left)


def cards_on(table: Table) -> int:
    """How many cards there are, wherever they are."""
    lying: tuple[Thing | Deck, ...] = (*table.things.values(), *table.decks.values())
    return sum(map(_cards_of, lying)) + sum(map(len, table.trays.values()))


def _cards_of(value: Thing | Deck | None) -> int:
    if isinstance(value, Deck):
        return len(value.cards)
    return int(value is not None and value.card is not None)


def value_of(table: Table, key: Key) -> Any:
    """What a key stands for on this table, or None."""
    if isinstance(key, str):
        return table.things.get(key) or table.decks.get(key)
    what, number = key
    if what == "pack":
        return table.packs.get(str(number))
    return table.trays.get(number) if what == "tray" else table.metadata.get(number)


def _merged(old: Mapping[Any, T], new: Mapping[Any, T | None]) -> Mapping[Any, T]:
    if not new:
        return old
    merged: dict[Any, Any] = {**old, **new}
    for key, value in new.items():
        if value is None:
            del merged[key]
    return merged
