"""Which plays a hand has: what it can lead, and what beats the last play.

In here: finding plays. Not in here: whose turn it is (``trick``), which play is wise (``bots``).

Plays that differ only in cards that never matter (the lower cards of a run, the lower pairs of a
pair run) are found once: for each shape and each highest card there is one play, and one more if
it is a suited run. Pairs, triples and quads are all found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from games.tienlen.combos import ACE, Cards, Combo, combo_of
from games.tienlen.presets import Rules, target

Ranks = dict[int, list[int]]
"""The cards of a hand by rank, ascending."""


def by_rank(hand: Sequence[int]) -> Ranks:
    """A hand (ascending) sorted out by rank."""
    ranks: Ranks = {}
    for card in hand:
        ranks.setdefault(card >> 2, []).append(card)
    return ranks


def alike(ranks: Ranks, size: int, above: int = -1) -> Iterator[Cards]:
    """Singles, pairs, triples or quads whose highest card is above ``above``."""
    for cards in ranks.values():
        if len(cards) >= size and cards[-1] > above:
            for chosen in combinations(cards, size):
                if chosen[-1] > above:
                    yield chosen


def runs(ranks: Ranks, size: int, above: int = -1) -> Iterator[Cards]:
    """Runs of ``size`` cards whose highest card is above ``above``."""
    for low in range(ACE + 2 - size):
        window = [ranks.get(rank) for rank in range(low, low + size)]
        if not all(window):
            continue
        below = tuple(cards[0] for cards in window[:-1] if cards)
        for top in window[-1] or ():
            if top > above:
                yield (*below, top)


def suited_runs(ranks: Ranks, size: int, above: int = -1) -> Iterator[Cards]:
    """Runs of ``size`` cards of one suit whose highest card is above ``above``."""
    held = {card for cards in ranks.values() for card in cards}
    for low in range(ACE + 2 - size):
        for suit in range(4):
            run = tuple(rank * 4 + suit for rank in range(low, low + size))
            if run[-1] > above and held.issuperset(run):
                yield run


def pair_runs(ranks: Ranks, size: int, above: int = -1) -> Iterator[Cards]:
    """Consecutive pairs, ``size`` cards in all, whose highest card is above ``above``."""
    pairs = {rank: cards for rank, cards in ranks.items() if len(cards) > 1 and rank <= ACE}
    length = size // 2
    for high, (first, *tops) in pairs.items() if len(pairs) >= length else ():
        window = range(high - length + 1, high)
        if tops[-1] > above and all(rank in pairs for rank in window):
            below = tuple(card for rank in window for card in pairs[rank][:2])
            yield from ((*below, first, top) for top in tops if top > above)


def answers(hand: Sequence[int], last: Combo, rules: Rules, locked: bool = False) -> list[Cards]:
    """What of ``hand`` beats ``last``; bombs come last."""
    ranks = by_rank(hand)
    found = list(_same(ranks, last, locked))
    kinds = _bombs(ranks, last, rules)
    return found + [cards for cards in kinds if cards not in found] if kinds else found


def _same(ranks: Ranks, last: Combo, locked: bool) -> Iterator[Cards]:
    if last.kind == "run":
        if locked:
            return suited_runs(ranks, last.size, last.top)
        return runs(ranks, last.size, last.top)
    if last.kind == "pairRun":
        return pair_runs(ranks, last.size, last.top)
    return alike(ranks, last.size, last.top)


def _bombs(ranks: Ranks, last: Combo, rules: Rules) -> list[Cards]:
    found: list[Cards] = []
    for kind, size in sorted(rules.chops.get(target(last), ())):
        found += alike(ranks, 4) if kind == "quad" else pair_runs(ranks, size)
    return found


def leads(hand: Sequence[int], rules: Rules, must: int | None = None) -> list[Cards]:
    """What ``hand`` can lead; with ``must``, only what includes that card."""
    ranks = by_rank(hand)
    found = [cards for size in (1, 2, 3, 4) for cards in alike(ranks, size)]
    for size in range(3, ACE + 2):
        found += runs(ranks, size)
        if rules.suited_runs:
            found += (run for run in suited_runs(ranks, size) if run not in found)
    if rules.lead_pair_runs:
        for size in range(6, 14, 2):
            found += pair_runs(ranks, size)
    return found if must is None else [cards for cards in found if must in cards]


def combo(cards: Cards) -> Combo:
    """The combination of cards that are known to be one."""
    made = combo_of(cards)
    assert made is not None
    return made
