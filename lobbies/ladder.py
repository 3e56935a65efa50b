"""The ladder: what a finished match does to the strength of those who played.

In here: when a match counts, the arithmetic (openskill's Plackett and Luce), reading ratings. Run
inside the transaction that ends the match. Not in here: pages, and any game (``Game.ladder``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection
from openskill.models import PlackettLuce

from games.base import Game, Result
from lobbies.models import Player, RatedMatch, Rating
from lobbies.rooms import Play, Room

SURE_AFTER = 5
"""Games after which a rating is shown without a question mark."""
UNCOUNTED = "aborted"


@cache
def _model() -> PlackettLuce:
    return PlackettLuce()


def name_of(game: Game[object], options: object) -> str | None:
    """The ladder on which a match with these options counts, or None."""
    name = game.ladder(options) if settings.LADDER else None
    return f"{game.kind}:{name}" if name else None


def rate(room: Room, play: Play, result: Result | None) -> None:
    """Let a match that has just ended count, if it does.

    Those that the staff ended, that were aborted, or in which a computer played, do not.
    """
    ladder = name_of(room.game, play.options)
    if ladder is None or result is None or play.stopped or result.reason == UNCOUNTED:
        return
    seats = {seat: UUID(player) for seat, player in play.seats.items()}
    people = Player.objects.filter(pk__in=seats.values(), bot="").count()
    if people < len(set(seats.values())) or people < 2:
        return
    ratings = _held(ladder, seats.values())
    before = {player: rating.mu for player, rating in ratings.items()}
    _count(seats, ratings, result)
    RatedMatch.objects.create(
        match_id=UUID(play.id),
        ladder=ladder,
        changes={str(player): [before[player], r.mu] for player, r in ratings.items()},
    )


def _held(ladder: str, players: Iterable[UUID]) -> dict[UUID, Rating]:
    """The players' ratings, held until the transaction ends, in one order for everybody."""
    fresh = _model().rating()
    wanted = sorted(set(players))
    Rating.objects.bulk_create(
        [Rating(player_id=p, ladder=ladder, mu=fresh.mu, sigma=fresh.sigma) for p in wanted],
        ignore_conflicts=True,
    )
    rows = Rating.objects.filter(ladder=ladder, player__in=wanted).order_by("player")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    return {row.player_id: row for row in rows}


def _count(seats: Mapping[int, UUID], ratings: Mapping[UUID, Rating], result: Result) -> None:
    """Winners come first, all others share the next place; without a winner all share one."""
    order = sorted(seats)
    teams = [
        [_model().create_rating([ratings[seats[seat]].mu, ratings[seats[seat]].sigma])]
        for seat in order
    ]
    ranks = [0.0 if seat in result.winners else 1.0 for seat in order]
    for seat, (after,) in zip(order, _model().rate(teams, ranks=ranks), strict=True):
        row = ratings[seats[seat]]
        row.mu, row.sigma, row.games = after.mu, after.sigma, row.games + 1
        row.save(update_fields=["mu", "sigma", "games"])


def points(rating: Rating) -> int:
    """A rating as chess players know it: everybody begins at 1500."""
    return round(1500 + 60 * (rating.mu - 25))


def shown(rating: Rating) -> str:
    """``1523``, or ``1523?`` after few games."""
    return f"{points(rating)}{'' if rating.games >= SURE_AFTER else '?'}"


def of_players(ladder: str, players: Iterable[str]) -> dict[str, str]:
    """What is shown of these players' ratings, for those who have one."""
    rows = Rating.objects.filter(ladder=ladder, player__in=list(players))
    return {str(row.player_id): shown(row) for row in rows}


def best(ladder: str, count: int) -> list[Rating]:
    """The highest ratings of a ladder that are sure enough to be compared."""
    rows = Rating.objects.filter(ladder=ladder, games__gte=SURE_AFTER).select_related("player")
    return list(rows.order_by("-mu", "pk")[:count])
