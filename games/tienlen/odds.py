"""How likely it is that a play stands: that none of the others holds something higher.

In here: probabilities from the cards that have not been seen. Not in here: any decision, bombs
(rare, and nobody keeps a 2 at home for fear of them).

All cards are dealt, so whatever is not seen is in somebody's hand: if the three others may answer,
a single stands only when nothing higher is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from games.tienlen.combos import ACE, Combo


class Odds:
    """What the others may hold. ``unseen``: their cards; ``counts``: how many of them each has."""

    def __init__(self, unseen: Sequence[int], counts: Sequence[int]) -> None:
        total = max(1, len(unseen))
        self.unseen = unseen
        self.shares = [count / total for count in counts]
        self.ranks = Counter(card >> 2 for card in unseen)
        self._known: dict[Combo, float] = {}

    def stands(self, combo: Combo) -> float:
        """The chance that nobody can beat ``combo`` with the same, only higher."""
        known = self._known.get(combo)
        if known is None:
            known = self._known[combo] = self._stands(combo)
        return known

    def _stands(self, combo: Combo) -> float:
        if combo.kind == "single":
            higher = sum(card > combo.top for card in self.unseen)
            inside = min(1.0, sum(self.shares))
            return (1 - inside) ** higher if higher else 1.0
        chance = 1.0
        for share in self.shares:
            for low in self._starts(combo):
                chance *= 1 - self._has(combo, low, share)
        return chance

    def _starts(self, combo: Combo) -> range:
        """The lowest ranks of what would beat it; the same height is left aside."""
        length = _length(combo)
        end = 13 if combo.kind in ("pair", "triple", "quad") else ACE + 2 - length
        return range((combo.top >> 2) + 2 - length, end)

    def _has(self, combo: Combo, low: int, share: float) -> float:
        """The chance that a hand with this share of the unseen cards has it from rank ``low``."""
        need = {"run": 1, "pairRun": 2}.get(combo.kind, combo.size)
        chance = 1.0
        for rank in range(low, low + _length(combo)):
            chance *= at_least(need, self.ranks[rank], share)
        return chance


def _length(combo: Combo) -> int:
    """How many ranks it spans."""
    return {"run": combo.size, "pairRun": combo.size // 2}.get(combo.kind, 1)


def at_least(need: int, cards: int, share: float) -> float:
    """The chance that of ``cards`` at least ``need`` are in a hand with this share of all.

    >>> at_least(1, 1, 0.25), at_least(2, 1, 0.5)
    (0.25, 0.0)
    """
    if cards < need:
        return 0.0
    miss = 1 - share
    few = miss**cards
    if need >= 2:
        few += cards * share * miss ** (cards - 1)
    if need >= 3:
        few += cards * (cards - 1) / 2 * share**2 * miss ** (cards - 2)
    if need >= 4:
        few += cards * (cards - 1) * (cards - 2) / 6 * share**3 * miss ** (cards - 3)
    return max(0.0, 1 - few)
