"""Verbs for decks: draw, deal, lay, put, shuffle, cut, spread, look, search, pick, claim, share.

In here: one function a command, from a draft to a step. Who may is asked of ``permission``. What
chance or a look had a part in cannot be undone.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from games.base import IllegalMove, Step
from games.rng import Rng
from games.tabletop import deck_commands as commands
from games.tabletop.draft import Draft
from games.tabletop.on_table import lifted
from games.tabletop.permission import deck, drawn, enough, movable, seat_of, with_cards
from games.tabletop.state import Table
from games.tabletop.terms import FAR, MOST_AT_ONCE, MOST_IN_DECK, Point
from games.tabletop.thing import Card, Deck, Thing

FAN = (18, 0)
"""How far apart cards lie that are laid at one point."""


def draw(draft: Draft, command: commands.Draw, rng: Rng) -> Step[Table]:
    """Cards go from a deck to one's own tray."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    if command.bottom:
        enough(found, command.count)
        cards, left = found.cards[: command.count], found.cards[command.count :]
        rest = with_cards(found, left, seat, min(found.looks.get(seat, 0), len(left)))
    else:
        cards, rest = drawn(found, command.count, seat)
    draft.put(command.deck, rest)
    draft.hold(seat, cards)
    return draft.step("drawn")


def deal(draft: Draft, command: commands.Deal, rng: Rng) -> Step[Table]:
    """Everybody gets cards, the one after the dealer first."""
    seat = seat_of(draft)
    seats = sorted(draft.table.seats, key=lambda each: (each <= seat, each))
    found = deck(draft, command.deck)
    cards, rest = drawn(found, command.count * len(seats), None)
    draft.put(command.deck, rest)
    for number, each in enumerate(seats):
        draft.hold(each, cards[number :: len(seats)])
    return draft.step("dealt")


def lay(draft: Draft, command: commands.Lay, rng: Rng) -> Step[Table]:
    """The top cards lie on the table now."""
    cards, rest = drawn(deck(draft, command.deck), command.count, seat_of(draft))
    draft.put(command.deck, rest)
    _lay_out(draft, cards, command.at, FAN, rest, command.face_up)
    return draft.step("laid", undoable=True)


def _lay_out(
    draft: Draft, cards: Iterable[Card], at: Point, step: Point, like: Deck, face_up: bool
) -> None:
    """Cards lie on the table, each a step further, turned as the deck they come from."""
    for number, card in enumerate(cards):
        x, y = (_near(start + number * each) for start, each in zip(at, step, strict=True))
        thing = Thing(x=x, y=y, rotation=like.rotation, face_up=face_up, card=card)
        draft.lay(thing)


def _near(length: int) -> int:
    return max(-FAR, min(FAR, length))


def stack(draft: Draft, command: commands.Stack, rng: Rng) -> Step[Table]:
    """Cards and decks of the table come on a deck, or under it."""
    seat = seat_of(draft)
    target = deck(draft, command.deck)
    if command.deck in command.ids:
        raise IllegalMove("A deck cannot be put on itself.", "INVALID_MOVE")
    cards = tuple(card for key in dict.fromkeys(command.ids) for card in lifted(draft, key))
    draft.put(command.deck, joined(target, cards, command.bottom, seat))
    return draft.step("stacked", undoable=True)


def joined(target: Deck, cards: tuple[Card, ...], bottom: bool, seat: int) -> Deck:
    """A deck with cards on it or under it; nobody looks into it any more.

    :raises IllegalMove: CONFLICT if these are too many.
    """
    if len(target.cards) + len(cards) > MOST_IN_DECK:
        raise IllegalMove("A deck has at most {count} cards.", "CONFLICT", count=MOST_IN_DECK)
    both = cards + target.cards if bottom else target.cards + cards
    return with_cards(target, both, seat)


def shuffle(draft: Draft, command: commands.Shuffle, rng: Rng) -> Step[Table]:
    """A deck is shuffled."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    cards = tuple(rng.shuffled(found.cards))
    draft.put(command.deck, _mixed(found, cards, seat))
    return draft.step("shuffled")


def _mixed(found: Deck, cards: tuple[Card, ...], seat: int) -> Deck:
    mixed = with_cards(found, cards, seat)
    return replace(mixed, shuffles=found.shuffles + 1, shuffled_by=seat)


def cut(draft: Draft, command: commands.Cut, rng: Rng) -> Step[Table]:
    """The upper part of a deck comes under the lower one."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    if len(found.cards) < 2:
        raise IllegalMove("There is nothing to cut.", "CONFLICT")
    count = command.count or 1 + rng.below(len(found.cards) - 1)
    enough(found, count)
    cards = found.cards[-count:] + found.cards[:-count]
    draft.put(command.deck, _mixed(found, cards, seat))
    return draft.step("cut")


def spread(draft: Draft, command: commands.Spread, rng: Rng) -> Step[Table]:
    """The cards of a deck lie side by side, the bottom one first, and there is no deck any more."""
    seat_of(draft)
    found = deck(draft, command.deck)
    movable(found)
    if len(found.cards) > MOST_AT_ONCE:
        raise IllegalMove(
            "At most {count} cards can be spread out.", "CONFLICT", count=MOST_AT_ONCE
        )
    enough(found, 1)
    draft.remove(command.deck)
    _lay_out(draft, found.cards, (found.x, found.y), command.step, found, found.face_up)
    return draft.step("spread", undoable=True)


def look(draft: Draft, command: commands.Look, rng: Rng) -> Step[Table]:
    """Somebody looks at the top cards, and everybody knows."""
    found = deck(draft, command.deck)
    enough(found, command.count)
    return _looks(draft, command.deck, found, command.count)


def search(draft: Draft, command: commands.Search, rng: Rng) -> Step[Table]:
    """Somebody looks through their own deck, and everybody knows."""
    found = deck(draft, command.deck)
    if found.owner is None:
        raise IllegalMove("Only one's own deck can be searched: claim it first.", "FORBIDDEN")
    enough(found, 1)
    return _looks(draft, command.deck, found, len(found.cards))


def _looks(draft: Draft, key: str, found: Deck, count: int) -> Step[Table]:
    draft.put(key, replace(found, looks={**found.looks, seat_of(draft): count}))
    return draft.step("peeked")


def close(draft: Draft, command: commands.Close, rng: Rng) -> Step[Table]:
    """Somebody looks no more."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    looks = {each: count for each, count in found.looks.items() if each != seat}
    draft.put(command.deck, replace(found, looks=looks))
    return draft.step("closed")


def pick(draft: Draft, command: commands.Pick, rng: Rng) -> Step[Table]:
    """Cards somebody looks at leave the deck, for the tray or for the table."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    places = dict.fromkeys(command.cards)
    first = len(found.cards) - found.looks.get(seat, 0)
    if any(not first <= place < len(found.cards) for place in places):
        raise IllegalMove("You do not see that card: look into the deck first.", "FORBIDDEN")
    cards = [found.cards[place] for place in places]
    left = tuple(card for place, card in enumerate(found.cards) if place not in places)
    rest = with_cards(found, left, seat, found.looks[seat] - len(cards))
    draft.put(command.deck, rest)
    if command.at is None:
        draft.hold(seat, cards)
    else:
        _lay_out(draft, cards, command.at, FAN, rest, command.face_up)
    return draft.step("picked")


def claim(draft: Draft, command: commands.Claim, rng: Rng) -> Step[Table]:
    """A deck has an owner now."""
    seat = seat_of(draft)
    found = deck(draft, command.deck)
    draft.put(command.deck, replace(found, owner=seat, looks={}))
    return draft.step("claimed", undoable=True)


def share(draft: Draft, command: commands.Share, rng: Rng) -> Step[Table]:
    """A deck is there for everybody now."""
    seat_of(draft)
    found = deck(draft, command.deck)
    draft.put(command.deck, replace(found, owner=None, looks={}))
    return draft.step("shared", undoable=True)
