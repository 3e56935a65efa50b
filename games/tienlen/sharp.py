"""placeholder."""

from __future__ import annotations

from games.rng import Rng
from games.tienlen.combos import Cards
from games.tienlen.sight import Sight


def choose(sight: Sight, rng: Rng) -> Cards:
    """Placeholder."""
    return min(sight.plays, key=lambda cards: (cards[-1], len(cards), cards), default=())
