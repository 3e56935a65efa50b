"""One game from the deal to the last card, as a value.

In here: the cards dealt, hands that win as they are dealt, who leads. Not in here: turns
(``trick``), points and the games before and after (``tourney``).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from games.rng import Rng
from games.tienlen.answers import by_rank
from games.tienlen.combos import ACE, TWO, Cards
from games.tienlen.presets import Rules

SEATS = 4
Hands = tuple[Cards, ...]
Marks = tuple[bool, ...]
"""A yes or no for each seat."""

NOBODY: Marks = (False,) * SEATS
INSTANT = ("dragon", "five-pairs", "four-twos", "six-pairs")
"""Hands that win as they are dealt, the best first."""


class Move(msgspec.Struct, frozen=True, array_like=True):
    """One play of a seat; a pass is a play of no cards."""

    seat: int
    cards: Cards = ()


class Deal(msgspec.Struct, frozen=True):
    """One game. Never changed: the next one is a new one.

    ``number``: which game of the tournament, from 1. ``dealt``: the hands as they were dealt;
    ``hands``: as they are. ``current``: the seat to move. ``last``: the play to beat, None for a
    lead. ``passed``: who has passed in this trick. ``order``: seats by place, as they went out.
    ``moves``: all of them; ``trick``: the number, from 1, of the first one of this trick.
    ``locked``: a suited run was led, and only suited ones beat it. ``must``: a card the first
    play has to include. ``instant``: seats whose hand won as it was dealt, and what it was.
    """

    number: int
    dealt: Hands
    hands: Hands
    current: int
    last: Move | None = None
    passed: Marks = NOBODY
    order: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    trick: int = 1
    locked: bool = False
    must: int | None = None
    instant: tuple[tuple[int, str], ...] = ()

    @property
    def over(self) -> bool:
        """Whether all four places are known."""
        return len(self.order) == SEATS


def dealt(number: int, winner: int | None, rules: Rules, rng: Rng) -> Deal:
    """A new game. ``winner``: who won the one before, if there was one."""
    pack = rng.shuffled(range(52))
    hands = tuple(tuple(sorted(pack[seat * 13 : seat * 13 + 13])) for seat in range(SEATS))
    return begun(number, hands, winner, rules)


def begun(number: int, hands: Hands, winner: int | None, rules: Rules) -> Deal:
    """The game with these hands: those that win at once are laid open, and somebody leads.

    The others play on for the places that are left. If the player who would lead is out, the next
    one leads; the lowest card is the lowest that is still held.
    """
    instant = _instant(hands) if rules.instant_wins else ()
    out = tuple(seat for seat, _ in instant)
    left = tuple(() if seat in out else hand for seat, hand in enumerate(hands))
    if len(out) >= SEATS - 1:
        out += tuple(seat for seat in range(SEATS) if seat not in out)
    lowest = min((card for hand in left for card in hand), default=0)
    leader = next((seat for seat, hand in enumerate(left) if lowest in hand), 0)
    must = lowest if winner is None and rules.lowest_first else None
    if winner is not None and rules.winner_leads:
        leader = following(left, winner)
    return Deal(number, hands, left, leader, order=out, must=must, instant=instant)


def following(hands: Hands, seat: int) -> int:
    """``seat`` if it has cards, else the next in order that has."""
    seats = ((seat + step) % SEATS for step in range(SEATS))
    return next((other for other in seats if hands[other]), seat)


def _instant(hands: Hands) -> tuple[tuple[int, str], ...]:
    """Seats whose hand wins at once, best first; equal ones in the order of seats."""
    named = ((seat, instant_win(hand)) for seat, hand in enumerate(hands))
    found = [(seat, name) for seat, name in named if name]
    return tuple(sorted(found, key=lambda each: INSTANT.index(each[1])))


def instant_win(hand: Sequence[int]) -> str:
    """Which of ``INSTANT`` the dealt ``hand`` is, or nothing.

    >>> instant_win(range(0, 52, 4))
    'dragon'
    """
    ranks = by_rank(sorted(hand))
    pairs = [rank for rank, cards in ranks.items() if len(cards) >= 2]
    if ranks.keys() >= set(range(ACE + 1)):
        return "dragon"
    if any(set(range(low, low + 5)) <= set(pairs) for low in range(ACE - 3)):
        return "five-pairs"
    if len(ranks.get(TWO, ())) == 4:
        return "four-twos"
    # Four of a kind is two pairs.
    return "six-pairs" if sum(len(cards) // 2 for cards in ranks.values()) == 6 else ""
