"""The stronger computer player: it imagines what the others hold, and tries its best ideas there.

In here: the decision. Not in here: ideas (``plan``), how an imagined game goes on (``playout``).
It knows its view, nothing else; all ideas are tried on the same imagined hands.
"""

from __future__ import annotations

from games.rng import Rng
from games.tienlen.combos import Cards
from games.tienlen.plan import Plan
from games.tienlen.playout import Hand, Playout
from games.tienlen.sight import Sight

EFFORT = 480
"""Cards moved in the head for each idea: long games are imagined less often than short ones."""
FEWEST, MOST = 8, 24
"""Imagined deals for each decision."""
IDEAS = 5
"""Of all plays, how many are tried."""
WORTH = (1.0, 0.45, 0.2, 0.0)
"""Of the four places; the first is worth a little more than its points."""


def choose(sight: Sight, rng: Rng) -> Cards:
    """What to play; no cards are a pass."""
    if not sight.plays:
        return ()
    if len(sight.hand) in map(len, sight.plays):
        return sight.hand
    ideas = Plan(sight).ranked()[:IDEAS]
    totals = [0.0] * len(ideas)
    for _ in range(_samples(sight) if len(ideas) > 1 else 0):
        hands = imagined(sight, rng)
        for number, cards in enumerate(ideas):
            totals[number] += _tried(sight, hands, cards)
    return ideas[totals.index(max(totals))]


def _samples(sight: Sight) -> int:
    return max(FEWEST, min(MOST, EFFORT // sum(sight.counts)))


def imagined(sight: Sight, rng: Rng) -> list[Hand]:
    """Hands by seat: one's own, and the cards not seen, dealt to the others anew."""
    pack = rng.shuffled(sight.unseen)
    hands = []
    for seat, count in enumerate(sight.counts):
        hands.append(list(sight.hand) if seat == sight.seat else sorted(pack[:count]))
        if seat != sight.seat:
            pack = pack[count:]
    return hands


def _tried(sight: Sight, hands: list[Hand], cards: Cards) -> float:
    """What ``cards`` come to if the others hold ``hands``."""
    by = sight.seat if sight.by is None else sight.by
    playout = Playout(sight.rules, [hand[:] for hand in hands], list(sight.passed), sight.last, by)
    gone = 4 - sum(map(bool, sight.counts))
    return WORTH[gone + playout.place(sight.seat, cards)]
