"""Verbs for the table as a whole: decks that come to it, laying it anew, undo, openness.

In here: one function a command, from a draft to a step, and the first table of all.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from games.base import IllegalMove, Step
from games.rng import Rng
from games.tabletop import commands, deck_commands
from games.tabletop.draft import Draft, value_of
from games.tabletop.lists import cards_of
from games.tabletop.permission import seat_of
from games.tabletop.piles import pack_of
from games.tabletop.setups import Setup, SetupDeck, SetupThing, cards_in
from games.tabletop.state import Pack, Table
from games.tabletop.terms import MOST_CARDS, MOST_DECKS, MOST_IN_DECK
from games.tabletop.texts import clean
from games.tabletop.thing import Card, Deck, Thing


def first(options: commands.TableOptions, seats: Sequence[int], rng: Rng) -> Table:
    """The table as the first visitor finds it: a shuffled pack in the middle."""
    table = Table(options, frozenset(seats), open=options.open_information)
    draft = Draft(table, None)
    _lay_pack(draft, pack_of(options.pack, options.jokers), rng)
    return draft.step("reset").state


def _lay_pack(draft: Draft, cards: tuple[Card, ...], rng: Rng) -> None:
    if cards:
        _bring(draft, Deck(cards=cards), rng)


def _bring(draft: Draft, deck: Deck, rng: Rng | None) -> None:
    """A deck comes to the table (shuffled, if there is chance), and is known as a pack."""
    key = draft.new_id()
    cards = tuple(rng.shuffled(deck.cards)) if rng else deck.cards
    draft.put(key, replace(deck, z=draft.above(), cards=cards))
    draft.packs[key] = Pack(_sorted(deck.cards), deck.name, deck.owner, deck.x, deck.y)
    _forget_packs(draft)


def _forget_packs(draft: Draft) -> None:
    """As many packs are known as a set-up may have: decks that are gone are forgotten first."""
    known = {key: pack for key, pack in {**draft.table.packs, **draft.packs}.items() if pack}
    count, cards = len(known), sum(len(pack.cards) for pack in known.values())
    for key in sorted(known, key=lambda key: (draft.deck(key) is not None, int(key))):
        if count <= MOST_DECKS and cards <= MOST_CARDS:
            return
        draft.packs[key] = None
        count, cards = count - 1, cards - len(known[key].cards)


def _sorted(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: (card.face, card.image, card.back)))


def add_deck(draft: Draft, command: deck_commands.NewDeck, rng: Rng) -> Step[Table]:
    """A new pack is there for everybody."""
    seat_of(draft)
    cards = pack_of(command.pack, command.jokers, command.back or "")
    if not cards:
        raise IllegalMove("That is no pack of cards: choose another one.", "INVALID_MOVE")
    _bring(draft, Deck(name=clean(command.name), x=command.x, y=command.y, cards=cards), rng)
    return draft.step("added", undoable=True)


def import_deck(draft: Draft, command: deck_commands.Import, rng: Rng) -> Step[Table]:
    """Somebody brings a deck of their own."""
    seat = seat_of(draft)
    cards = cards_of(command)
    name = clean(command.name)
    _bring(draft, Deck(owner=seat, name=name, x=command.x, y=command.y, cards=cards), rng)
    return draft.step("imported", undoable=True)


def reset(draft: Draft, command: commands.Reset, rng: Rng) -> Step[Table]:
    """A fresh pack lies on an empty table."""
    options = draft.table.options
    pack = command.pack or options.pack
    jokers = options.jokers if command.jokers is None else command.jokers
    _clear(draft)
    _lay_pack(draft, pack_of(pack, jokers), rng)
    return draft.step("reset", undo={})


def load(draft: Draft, command: commands.Load, rng: Rng) -> Step[Table]:
    """A set-up lies on an empty table."""
    if cards_in(command.setup) > MOST_CARDS:
        raise IllegalMove("A table has at most {count} cards.", "INVALID_MOVE", count=MOST_CARDS)
    if any(sum(card.count for card in deck.cards) > MOST_IN_DECK for deck in command.setup.decks):
        raise IllegalMove("A deck has at most {count} cards.", "INVALID_MOVE", count=MOST_IN_DECK)
    _clear(draft)
    _lay_out(draft, command.setup, rng)
    return draft.step("loaded", undo={})


def _clear(draft: Draft) -> None:
    """Nothing lies there any more, and nobody holds anything."""
    table = draft.table
    draft.things.update(dict.fromkeys(table.things))
    draft.decks.update(dict.fromkeys(table.decks))
    draft.packs.update(dict.fromkeys(table.packs))
    draft.trays.update((seat, {}) for seat in table.trays)


def _lay_out(draft: Draft, setup: Setup, rng: Rng) -> None:
    for deck in setup.decks:
        cards = tuple(
            Card(clean(each.face), each.image or "", each.back or "")
            for each in deck.cards
            for _ in range(each.count)
        )
        owner = deck.seat if deck.seat in draft.table.seats else None
        laid = replace(_deck(deck, cards), owner=owner)
        _bring(draft, laid, rng if deck.shuffled else None)
    for thing in setup.things:
        draft.lay(_thing(thing))


def _deck(deck: SetupDeck, cards: tuple[Card, ...]) -> Deck:
    return Deck(
        name=clean(deck.name), x=deck.x, y=deck.y, rotation=deck.rotation,
        face_up=deck.face_up, cards=cards,
    )  # fmt: skip


def _thing(thing: SetupThing) -> Thing:
    image, card = thing.image or "", None
    if thing.kind == "card":
        card, image = Card(clean(thing.face), image, thing.back or ""), ""
    die = thing.kind == "die"
    return Thing(
        thing.kind, thing.x, thing.y, 0, thing.rotation, thing.face_up and card is not None, card,
        color=thing.color, label=clean(thing.label), text=clean(thing.text),
        value=max(1, thing.value) if die else thing.value, sides=(thing.sides or 6) if die else 0,
        image=image, locked=thing.locked,
    )  # fmt: skip


def undo(draft: Draft, command: commands.Undo, rng: Rng) -> Step[Table]:
    """Somebody's last action is taken back."""
    table, seat = draft.table, seat_of(draft)
    last = table.undo.get(seat)
    if last is None:
        raise IllegalMove("There is nothing of yours that can be taken back.", "CONFLICT")
    if not can_undo(table, seat):
        raise IllegalMove("Somebody has built on that: it cannot be taken back.", "CONFLICT")
    for key, value in last.before.items():
        draft.set(key, value)
    return draft.step("undone")


def can_undo(table: Table, seat: int) -> bool:
    """Whether somebody's last action can be taken back: all is as it left it."""
    last = table.undo.get(seat)
    return last is not None and all(value_of(table, k) == v for k, v in last.after.items())


def open_up(draft: Draft, command: commands.Open, rng: Rng) -> Step[Table]:
    """Somebody is for an open table, or not: all who sit are needed, one ends it."""
    table, seat = draft.table, seat_of(draft)
    if not command.open:
        return draft.step("opened", open=False, agreed=table.agreed - {seat})
    agreed = table.agreed | {seat}
    if table.open:
        raise IllegalMove("Everybody sees everything already.", "INVALID_STATE")
    if agreed >= table.seats:
        return draft.step("opened", open=True, agreed=frozenset())
    return draft.step("opened", agreed=agreed)
