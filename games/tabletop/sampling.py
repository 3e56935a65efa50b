"""Chance moves and other tables that look the same: for tests, and for bots that think ahead.

In here: a fair sample of what somebody can do now, and what is hidden from a viewer drawn anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from zlib import crc32

import msgspec
from msgspec.structs import replace

from games.base import Command
from games.rng import Rng
from games.tabletop import commands, deck_commands, laying, tray_commands
from games.tabletop.document import sees
from games.tabletop.state import Table
from games.tabletop.terms import MOST_AT_ONCE, MOST_IN_DECK
from games.tabletop.thing import Card, Deck, Kind

_KINDS: tuple[Kind, ...] = ("token", "counter", "die", "note", "card")
Slot = tuple[str, str | int, str | int]
"""A place for a card: ``(thing, id, 0)``, ``(deck, id, place)`` or ``(tray, seat, id)``."""


def sample(table: Table, seat: int) -> list[Command]:
    """Commands that would be accepted from ``seat``: of each kind one or some, in a mixed order."""
    where = crc32(msgspec.msgpack.encode((table.things, table.decks, table.made, seat)))
    rng = Rng(b"sample", where)
    found = [
        *_on_things(table, rng), *_on_cards(table, seat, rng), *_on_decks(table, seat, rng),
        *_in_tray(table, seat, rng), *_on_table(table, rng),
    ]  # fmt: skip
    if laying.can_undo(table, seat):
        found.append(commands.Undo())
    chosen = type(rng.choice(found))
    # Who plays at random does mostly what there is most of: here that is never the same for long.
    return [c for c in found if type(c) is chosen] * 3 + found


def _spot(rng: Rng) -> tuple[int, int]:
    return rng.below(1200) - 600, rng.below(900) - 450


def _on_table(table: Table, rng: Rng) -> Iterator[Command]:
    x, y = _spot(rng)
    kind = rng.choice(_KINDS)
    if len(table.things) > 20:
        yield commands.Update(dict.fromkeys(list(table.things)[-1:]))
    else:
        yield commands.Add(kind, x, y, 1 + rng.below(3), text="Ai đi trước?", face="QS")
    if len(table.decks) < 4:
        yield deck_commands.NewDeck("standard", rng.below(5), x=x, y=y)
        yield deck_commands.Import(
            "Forest", text="4 Forest\n2x Bear https://cards.example/bear.png"
        )
    yield commands.UpdatePlayer({"life": rng.below(20), "notes": {"poison": rng.below(3)}})
    yield commands.Open(rng.below(8) == 0) if not table.open else commands.Open(False)


def _on_things(table: Table, rng: Rng) -> Iterator[Command]:
    free = [key for key, thing in table.things.items() if not thing.locked]
    if not free:
        return
    key, other = rng.choice(free), rng.choice(free)
    yield commands.Drop({key: _spot(rng), other: _spot(rng)}, rng.below(4) == 0)
    yield commands.Turn((key, other), rng.choice((90, -90, 180)))
    yield commands.Update({key: commands.Patch(x=_spot(rng)[0], rotation=None)})
    for each in (key, other):
        match table.things[each].kind:
            case "die":
                yield commands.Roll((each,))
            case "counter" if abs(table.things[each].value) < 900_000:
                yield commands.Count(each, rng.below(9) - 4)
            case "note":
                yield commands.Update({each: commands.Patch(text=f"Ván {rng.below(9)}")})


def _on_cards(table: Table, seat: int, rng: Rng) -> Iterator[Command]:
    free = [k for k, thing in table.things.items() if thing.card and not thing.locked]
    if not free:
        return
    key, other = rng.choice(free), rng.choice(free)
    yield commands.Flip((key,))
    yield commands.Take((key, other))
    if not table.things[key].face_up:
        yield commands.Peek((key,))
        yield commands.Hide((key,))
    if key != other:
        yield commands.Group((key, other), "Pile")
    for name, deck in _mine(table, seat):
        if len(deck.cards) < MOST_IN_DECK - 2:
            yield deck_commands.Stack(name, (key, other), rng.below(2) == 0)


def _mine(table: Table, seat: int) -> list[tuple[str, Deck]]:
    return [(k, deck) for k, deck in table.decks.items() if deck.owner in (None, seat)]


def _on_decks(table: Table, seat: int, rng: Rng) -> Iterator[Command]:
    for key, deck in _mine(table, seat):
        count = len(deck.cards)
        yield commands.Drop({key: _spot(rng)})
        yield commands.Flip((key,))
        yield deck_commands.Shuffle(key)
        yield deck_commands.Share(key) if deck.owner is not None else deck_commands.Claim(key)
        if count == 0:
            yield commands.Update({key: None})
            continue
        some = 1 + rng.below(min(count, 3))
        yield deck_commands.Draw(key, some, rng.below(4) == 0)
        yield deck_commands.Lay(key, _spot(rng), some, rng.below(2) == 0)
        yield deck_commands.Look(key, some)
        yield deck_commands.Close(key)
        if count >= len(table.seats):
            yield deck_commands.Deal(key)
        if count > 1:
            yield deck_commands.Cut(key)
        if count <= min(20, MOST_AT_ONCE):
            yield deck_commands.Spread(key)
        if deck.owner == seat:
            yield deck_commands.Search(key)
        if deck.looks.get(seat):
            yield deck_commands.Pick(key, (count - 1,), rng.choice((None, _spot(rng))))


def _in_tray(table: Table, seat: int, rng: Rng) -> Iterator[Command]:
    tray = list(table.tray(seat))
    if not tray:
        return
    key, other = rng.choice(tray), rng.choice(tray)
    yield tray_commands.Play({key: _spot(rng), other: _spot(rng)}, rng.below(2) == 0)
    yield tray_commands.Sort((key,))
    yield tray_commands.Conceal((key,))
    yield tray_commands.Reveal((key,))
    neighbours = sorted(table.seats - {seat})
    if neighbours:
        yield tray_commands.Pass((key,), rng.choice(neighbours))
        yield tray_commands.Reveal((key, other), rng.choice(neighbours))
    for name, deck in _mine(table, seat)[:1]:
        if len(deck.cards) < MOST_IN_DECK - 2:
            yield tray_commands.Put((key, other), name, rng.below(2) == 0)


def resampled(table: Table, viewer: int | None, rng: Rng) -> Table:
    """The table with the cards the viewer cannot see dealt anew among the places they are at.

    Backs are seen, so cards change places with those of their own back. What could be undone is
    forgotten: it tells where cards were.
    """
    if table.open:
        return table
    slots: dict[str, list[tuple[Slot, Card]]] = defaultdict(list)
    for slot, card in _hidden(table, viewer):
        slots[card.back].append((slot, card))
    moved: dict[Slot, Card] = {}
    for places in slots.values():
        cards = rng.shuffled([card for _, card in places])
        moved |= {slot: card for (slot, _), card in zip(places, cards, strict=True)}
    return replace(_dealt(table, moved), undo={})


def _hidden(table: Table, viewer: int | None) -> Iterator[tuple[Slot, Card]]:
    for key, thing in table.things.items():
        if thing.card and not thing.face_up and viewer not in thing.seen:
            yield ("thing", key, 0), thing.card
    for key, deck in table.decks.items():
        seen = max(int(deck.face_up), deck.looks.get(-1 if viewer is None else viewer, 0))
        for place, card in enumerate(deck.cards[: len(deck.cards) - seen]):
            yield ("deck", key, place), card
    for seat, tray in table.trays.items():
        for key, held in tray.items():
            if not sees(held, seat, viewer):
                yield ("tray", seat, key), held.card


def _dealt(table: Table, moved: dict[Slot, Card]) -> Table:
    things = {
        key: replace(thing, card=moved.get(("thing", key, 0), thing.card))
        for key, thing in table.things.items()
    }
    decks = {
        key: replace(deck, cards=tuple(
            moved.get(("deck", key, place), card) for place, card in enumerate(deck.cards)
        ))
        for key, deck in table.decks.items()
    }  # fmt: skip
    trays = {
        seat: {
            key: replace(held, card=moved.get(("tray", seat, key), held.card))
            for key, held in tray.items()
        }
        for seat, tray in table.trays.items()
    }
    return replace(table, things=things, decks=decks, trays=trays)
