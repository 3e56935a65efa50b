"""Who may handle what, and the sentences of those who may not.

In here: finding things, decks and cards for a command. Not in here: what is done to them.
"""

from __future__ import annotations

from msgspec.structs import replace

from games.base import N_, IllegalMove
from games.tabletop.draft import Draft
from games.tabletop.thing import Card, Deck, Thing

_GONE = N_("That is not there any more: somebody was quicker.")
_NOT_YOURS = N_("That deck is somebody else's: only its owner can touch it.")


def seat_of(draft: Draft) -> int:
    """The seat that acts."""
    if draft.seat is None or draft.seat not in draft.table.seats:
        raise IllegalMove("You are watching. Take a chair to play.", "FORBIDDEN")
    return draft.seat


def thing(draft: Draft, key: str) -> Thing:
    """Something on the table that is no deck.

    :raises IllegalMove: CONFLICT if it is gone.
    """
    found = draft.thing(key)
    if found is None:
        if draft.deck(key) is not None:
            raise IllegalMove("That cannot be done with a deck.", "INVALID_MOVE")
        raise IllegalMove(_GONE, "CONFLICT")
    return found


def card(draft: Draft, key: str) -> tuple[Thing, Card]:
    """A card on the table.

    :raises IllegalMove: CONFLICT if it is gone, INVALID_MOVE if it is something else.
    """
    found = thing(draft, key)
    if found.card is None:
        raise IllegalMove("That can only be done with cards.", "INVALID_MOVE")
    return found, found.card


def deck(draft: Draft, key: str) -> Deck:
    """A deck that the acting seat may handle: its own, or one without an owner.

    :raises IllegalMove: CONFLICT if it is gone, FORBIDDEN if it is somebody else's.
    """
    found = draft.deck(key)
    if found is None:
        if draft.thing(key) is not None:
            raise IllegalMove("That can only be done with a deck.", "INVALID_MOVE")
        raise IllegalMove("That deck is not there any more.", "CONFLICT")
    if found.owner not in (None, draft.seat):
        raise IllegalMove(_NOT_YOURS, "FORBIDDEN")
    return found


def either(draft: Draft, key: str) -> Thing | Deck:
    """A thing, or a deck that the acting seat may handle."""
    if draft.deck(key) is not None:
        return deck(draft, key)
    return thing(draft, key)


def movable(found: Thing | Deck) -> None:
    """:raises IllegalMove: INVALID_STATE if it is locked."""
    if found.locked:
        raise IllegalMove("That is locked to the table: unlock it first.", "INVALID_STATE")


def with_cards(found: Deck, cards: tuple[Card, ...], seat: int | None, look: int = 0) -> Deck:
    """A deck with other cards. Whoever looked into it looks no more, but for ``seat`` at ``look``.

    Cards on which somebody looks must not slide in unseen from below or above.
    """
    looks = {seat: look} if seat is not None and look > 0 else {}
    return replace(found, cards=cards, looks=looks)


def drawn(found: Deck, count: int, seat: int | None) -> tuple[tuple[Card, ...], Deck]:
    """The top ``count`` cards, the topmost first, and the deck without them.

    :raises IllegalMove: CONFLICT if there are not so many.
    """
    enough(found, count)
    left = found.cards[: len(found.cards) - count]
    look = found.looks.get(seat, 0) - count if seat is not None else 0
    return found.cards[: -count - 1 : -1], with_cards(found, left, seat, look)


def enough(found: Deck, count: int) -> None:
    """:raises IllegalMove: CONFLICT if the deck has fewer cards."""
    there = len(found.cards)
    if there == 0:
        raise IllegalMove("That deck is empty.", "CONFLICT")
    if there < count:
        raise IllegalMove("That deck has fewer cards: {count} at most.", "CONFLICT", count=there)
