"""What cards make together, and which of two plays is the stronger.

In here: ranks, suits, combinations, and beating by the same combination. Not in here: which bombs
the table allows (``presets``), turns.

A card is its value: ``rank * 4 + suit``, rank 0 for a 3 up to 12 for a 2; suits ♠ ♣ ♦ ♥.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Cards = tuple[int, ...]
"""Values, ascending."""

Kind = Literal["single", "pair", "triple", "quad", "run", "pairRun"]
Shape = tuple[Kind, int]
"""A combination without its height: what it is, and of how many cards."""

ACE, TWO = 11, 12
RANKS = ("3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A", "2")
SUITS = ("♠", "♣", "♦", "♥")
_ALIKE: tuple[Kind, ...] = ("single", "pair", "triple", "quad")

QUAD: Shape = ("quad", 4)
THREE_PAIRS: Shape = ("pairRun", 6)
FOUR_PAIRS: Shape = ("pairRun", 8)
FIVE_PAIRS: Shape = ("pairRun", 10)


class Combo(NamedTuple):
    """A combination. ``top``: its highest card. ``suited``: a run of one suit."""

    kind: Kind
    size: int
    top: int
    suited: bool = False

    @property
    def shape(self) -> Shape:
        return self.kind, self.size


def label(card: int) -> str:
    """A card for people.

    >>> label(0), label(51)
    ('3♠', '2♥')
    """
    return RANKS[card >> 2] + SUITS[card & 3]


def combo_of(cards: Sequence[int]) -> Combo | None:
    """The combination that ``cards`` (ascending, at least one) make, or None.

    >>> combo_of((0, 1)).kind, combo_of((0, 4, 8)).kind, combo_of((0, 5))
    ('pair', 'run', None)
    """
    size, low, high = len(cards), cards[0] >> 2, cards[-1] >> 2
    if low == high:
        return Combo(_ALIKE[size - 1], size, cards[-1])
    if high == TWO or size < 3:
        return None
    ranks = [card >> 2 for card in cards]
    if ranks == list(range(low, low + size)):
        return Combo("run", size, cards[-1], len({card & 3 for card in cards}) == 1)
    pairs = list(range(low, high + 1))
    if len(pairs) >= 3 and ranks == [rank for rank in pairs for _ in range(2)]:
        return Combo("pairRun", size, cards[-1])
    return None


def outranks(combo: Combo, last: Combo) -> bool:
    """Whether ``combo`` beats ``last`` by being the same, only higher."""
    return combo.kind == last.kind and combo.size == last.size and combo.top > last.top
