"""How good a computer player is: its share of first places against three of another level.

In here: games of computer players only, by the rules and from their views. Not in here: printing.

The player sits in all four seats, in each as often, so that the luck of the lead counts the same
for all. Deals, not games, are what is independent: a deal may be played from each of its seats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple

from games.base import Command, Views
from games.rng import Rng
from games.tienlen import bots, document, trick
from games.tienlen.commands import Play, TienlenOptions
from games.tienlen.deal import SEATS, Deal, dealt
from games.tienlen.presets import rules_of
from games.tienlen.state import POINTS, Tourney

Choose = Callable[[Views, TienlenOptions, str, Rng], Command]


class Outcome(NamedTuple):
    """One game of the player: which deal, its place (0: first), how often it had to think."""

    deal: int
    place: int
    thoughts: int


class Share(NamedTuple):
    """First places of a player in ``games``: the share, and its 95 % confidence interval.

    ``points``: on average a game. ``thoughts``: decisions made.
    """

    games: int
    first: float
    low: float
    high: float
    points: float
    thoughts: int


def contest(
    deals: int,
    level: str = "sharp",
    against: str = "greedy",
    options: TienlenOptions | None = None,
    seed: bytes = b"contest",
) -> Share:
    """How ``level`` does against three of ``against`` in ``deals`` deals, each from each seat."""
    pairs = [(number, seat) for number in range(1, deals + 1) for seat in range(SEATS)]
    return share_of(outcomes(pairs, level, against, options, seed))


def outcomes(
    pairs: Iterable[tuple[int, int]],
    level: str = "sharp",
    against: str = "greedy",
    options: TienlenOptions | None = None,
    seed: bytes = b"contest",
    choose: Choose = bots.choose,
) -> list[Outcome]:
    """The games of these deals in which ``level`` sits in these seats, against three others."""
    options = options or TienlenOptions()
    found = []
    for number, seat in pairs:
        levels = [level if other == seat else against for other in range(SEATS)]
        end = game_of(levels, options, seed, number, choose)
        thoughts = sum(move.seat == seat for move in end.moves)
        found.append(Outcome(number, end.order.index(seat), thoughts))
    return found


def share_of(found: Sequence[Outcome]) -> Share:
    """What these games come to."""
    deals: dict[int, list[bool]] = defaultdict(list)
    for each in found:
        deals[each.deal].append(each.place == 0)
    shares = [sum(firsts) / len(firsts) for firsts in deals.values()]
    mean = sum(shares) / len(shares)
    variance = sum((share - mean) ** 2 for share in shares) / max(1, len(shares) - 1)
    margin = 1.96 * sqrt(variance / len(shares))
    points = sum(POINTS[each.place] for each in found) / len(found)
    thoughts = sum(each.thoughts for each in found)
    return Share(len(found), mean, mean - margin, mean + margin, points, thoughts)


def game_of(
    levels: Sequence[str],
    options: TienlenOptions,
    seed: bytes,
    number: int,
    choose: Choose = bots.choose,
) -> Deal:
    """Deal ``number``, played to its end by computer players of these levels, seat by seat.

    Odd deals are led by the lowest card, even ones by a winner of the game before.
    """
    rules = rules_of(options)
    before = None if number % 2 else number // 2 % SEATS
    deal = dealt(1 if before is None else 2, before, rules, Rng(seed, number))
    rng = Rng(seed, 1_000_000 + number)
    while not deal.over:
        seat = deal.current
        views = document.view(Tourney(options, "in_progress", deal=deal), seat, None)
        command = choose(views, options, levels[seat], rng)
        if isinstance(command, Play):
            cards = tuple(sorted(card.value for card in command.cards))
            deal = trick.played(deal, seat, cards, rules)
        else:
            deal = trick.passed(deal, seat)
    return deal
