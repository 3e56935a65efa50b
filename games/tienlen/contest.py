"""How good a computer player is: its share of first places against three of another level.

In here: games of computer players only, by the rules and from their views. Not in here: printing.

Every deal is played four times, the player sitting in each seat once, so that the luck of the deal
and of the lead counts the same for all; deals, not games, are what is independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from games.rng import Rng
from games.tienlen import bots, document, trick
from games.tienlen.commands import Play, TienlenOptions
from games.tienlen.deal import SEATS, Deal, dealt
from games.tienlen.presets import rules_of
from games.tienlen.state import POINTS, Tourney


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
    """How ``level`` does against three of ``against`` in ``deals`` deals of each seat."""
    options = options or TienlenOptions()
    shares, points, thoughts = [], 0, 0
    for number in range(1, deals + 1):
        won = 0
        for seat in range(SEATS):
            levels = [level if other == seat else against for other in range(SEATS)]
            end = game_of(levels, options, seed, number)
            won += end.order[0] == seat
            points += POINTS[end.order.index(seat)]
            thoughts += sum(move.seat == seat for move in end.moves)
        shares.append(won / SEATS)
    mean = sum(shares) / deals
    variance = sum((share - mean) ** 2 for share in shares) / max(1, deals - 1)
    margin = 1.96 * sqrt(variance / deals)
    games = deals * SEATS
    return Share(games, mean, mean - margin, mean + margin, points / games, thoughts)


def game_of(levels: Sequence[str], options: TienlenOptions, seed: bytes, number: int) -> Deal:
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
        command = bots.choose(views, options, levels[seat], rng)
        if isinstance(command, Play):
            cards = tuple(sorted(card.value for card in command.cards))
            deal = trick.played(deal, seat, cards, rules)
        else:
            deal = trick.passed(deal, seat)
    return deal
