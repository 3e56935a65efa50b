"""What a hand is worth: how cheaply it can be played out, and what each play leaves of it.

In here: the plan of a computer player, from its view. Not in here: chances (``odds``), trying
things out (``playout``), the decision (``sharp``).

A plan sorts the hand into plays. Each costs a turn; a high one less, since it is easily played, one
that will stand less again, since it brings the lead. The weights were found by contests.
"""

from __future__ import annotations

from collections.abc import Iterator

from games.tienlen.answers import by_rank
from games.tienlen.combos import ACE, Cards, Combo, combo_of
from games.tienlen.odds import Odds
from games.tienlen.sight import Sight

HIGH, STANDS = 1.1, 0.7
"""What a turn costs less for the highest rank, and for a play that nobody can beat."""
LEAD = 0.45
"""What it is worth to lead next."""
PASS, HURRY = 0.6, 0.75
"""What a pass costs, and more if somebody has only one card left."""
DANGER = 1.0
"""What it costs to lead something with which somebody may go out."""


class Plan:
    """The plans for one hand at one moment."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        others = [count for seat, count in enumerate(sight.counts) if seat != sight.seat]
        self.fewest = min(count for count in others if count)
        self.later = Odds(sight.unseen, others)
        self.now = Odds(sight.unseen, [sight.counts[seat] for seat in sight.answering])
        self._costs: dict[Combo, float] = {}
        self._best: dict[Cards, float] = {(): 0.0}

    def ranked(self) -> list[Cards]:
        """What there is to do, the most promising first; no cards are a pass."""
        worths = [(self._worth(cards), cards) for cards in self.sight.plays]
        if self.sight.last is not None:
            waiting = self.best(self.sight.hand) + PASS + HURRY / self.fewest
            worths.append((waiting, ()))
        return [cards for _, cards in sorted(worths)]

    def _worth(self, cards: Cards) -> float:
        """What is left after playing ``cards``; the less the better."""
        rest = tuple(card for card in self.sight.hand if card not in cards)
        if not rest:
            return -100.0
        combo = combo_of(cards)
        assert combo is not None
        stands = self.now.stands(combo)
        worth = self.best(rest) - LEAD * stands
        if self.sight.last is None and combo.size >= self.fewest:
            worth += DANGER * (1 - stands)
        return worth

    def best(self, hand: Cards) -> float:
        """The cost of the cheapest plan for ``hand``."""
        known = self._best.get(hand)
        if known is None:
            known = min(self._cost(combo) + self.best(rest) for combo, rest in first_plays(hand))
            self._best[hand] = known
        return known

    def _cost(self, combo: Combo) -> float:
        known = self._costs.get(combo)
        if known is None:
            known = 1 - HIGH * (combo.top >> 2) / 12 - STANDS * self.later.stands(combo)
            self._costs[combo] = known
        return known


def first_plays(hand: Cards) -> Iterator[tuple[Combo, Cards]]:
    """Plays with the lowest card of ``hand``, from the lowest cards, and what they leave."""
    ranks = by_rank(hand)
    low = hand[0] >> 2
    for size in range(1, len(ranks[low]) + 1):
        combo = combo_of(hand[:size])
        assert combo is not None
        yield combo, hand[size:]
    for chosen in (*_rising(ranks, low, 1), *_rising(ranks, low, 2)):
        combo = combo_of(chosen)
        assert combo is not None
        yield combo, tuple(card for card in hand if card not in chosen)


def _rising(ranks: dict[int, list[int]], low: int, each: int) -> Iterator[list[int]]:
    """Runs from rank ``low`` up, of ``each`` cards a rank, three ranks and longer."""
    chosen: list[int] = []
    for rank in range(low, ACE + 1):
        cards = ranks.get(rank, ())
        if len(cards) < each:
            return
        chosen = [*chosen, *cards[:each]]
        if rank >= low + 2:
            yield chosen
