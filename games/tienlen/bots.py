"""Computer players. They see a view, never a state.

In here: the levels, and ``greedy``, which is all a beginner needs to beat. Not in here: ``sharp``,
when a computer player moves (``rules``).
"""

from __future__ import annotations

from collections.abc import Mapping

from games.base import N_, Command, Views
from games.rng import Rng
from games.tienlen import sharp
from games.tienlen.combos import Cards
from games.tienlen.commands import Pass, TienlenOptions, playing
from games.tienlen.sight import Sight


def greedy(sight: Sight) -> Cards:
    """Leading: the lowest card, in the single, pair, triple or run of it that uses most cards
    (ties: the lowest top card). Following: the answer with the lowest top card. No cards: pass.
    """
    if sight.last is not None:
        return min(sight.plays, key=lambda cards: (cards[-1], len(cards), cards), default=())
    lowest = sight.hand[0]
    mine = [cards for cards in sight.plays if cards[0] == lowest and _is_plain(cards)]
    return max(mine, key=lambda cards: (len(cards), -cards[-1]))


def _is_plain(cards: Cards) -> bool:
    """Whether a lead is a single, a pair, a triple or a run."""
    ranks = [card >> 2 for card in cards]
    if ranks[0] == ranks[-1]:
        return len(cards) < 4
    return len(set(ranks)) == len(cards)


LEVELS: Mapping[str, str] = {"greedy": N_("Easy"), "sharp": N_("Strong")}


def choose(
    views: Views, options: TienlenOptions, level: str, rng: Rng, effort: float = 1.0
) -> Command:
    """What a computer player of ``level`` does, whose turn it is and who sees ``views``."""
    sight = Sight(views, options)
    cards = greedy(sight) if level == "greedy" else sharp.choose(sight, rng, effort)
    return playing(cards) if cards else Pass()
