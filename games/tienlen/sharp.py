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


def choose(sight: Sight, rng: Rng, effort: float = 1.0) -> Cards:
    """What to play; no cards are a pass. ``effort``: see ``games.mind.Mind``."""
    if not sight.plays:
        return ()
    if len(sight.hand) in map(len, sight.plays):
        return sight.hand
    ideas = Plan(sight).ranked()[:IDEAS]
    totals = [0.0] * len(ideas)
    for sample in range(_samples(sight, effort) if len(ideas) > 1 else 0):
        hands = imagined(sight, rng, trusting=sample % 4 > 0)
        for number, cards in enumerate(ideas):
            totals[number] += _tried(sight, hands, cards)
    return ideas[totals.index(max(totals))]


def _samples(sight: Sight, effort: float) -> int:
    return max(FEWEST, min(MOST, round(effort * EFFORT) // sum(sight.counts)))


def imagined(sight: Sight, rng: Rng, trusting: bool = True) -> list[Hand]:
    """Hands by seat: one's own, and the cards not seen, dealt to the others anew.

    ``trusting``: who passed on a single had nothing higher, if the cards can lie like that.
    """
    room = [0 if seat == sight.seat else count for seat, count in enumerate(sight.counts)]
    hands: list[Hand] = [[] for _ in room]
    hands[sight.seat] = list(sight.hand)
    for card in reversed(sight.unseen):
        if not any(room):
            break  # Not all cards of the pack were dealt.
        places = room
        if trusting:
            places = [n if card <= cap else 0 for n, cap in zip(room, sight.caps, strict=True)]
            places = places if any(places) else room
        seat = _drawn(places, rng)
        hands[seat].insert(0, card)
        room[seat] -= 1
    return hands


def _drawn(places: list[int], rng: Rng) -> int:
    """A seat, each as likely as it has free places."""
    drawn = rng.below(sum(places))
    for seat, free in enumerate(places):
        if drawn < free:
            return seat
        drawn -= free
    raise AssertionError("There are as many cards as places for them.")


def _tried(sight: Sight, hands: list[Hand], cards: Cards) -> float:
    """What ``cards`` come to if the others hold ``hands``."""
    by = sight.seat if sight.by is None else sight.by
    playout = Playout(sight.rules, [hand[:] for hand in hands], list(sight.passed), sight.last, by)
    gone = 4 - sum(map(bool, sight.counts))
    return WORTH[gone + playout.place(sight.seat, cards)]
