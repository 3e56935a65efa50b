"""Quick pairing: those who wish for the same game meet, whichever process each of them asks.

In here: the waiting rows and one transaction that pairs. Not in here: addresses (``api``), what a
lobby is (``gate``). Who waits asks again every second or two; who stops asking is not paired.
Nobody is paired with themselves: there is one row a player.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from games import GAMES
from games.base import Game
from lobbies.gate import enter, open_lobby
from lobbies.manners import options_of
from lobbies.models import Ban, Lobby, Player, Waiting
from lobbies.protocol import Refusal

STALE_MS = 10_000
"""Who has not asked for this long does not wait any more."""
TOLD_MS = 60_000
"""For this long a pairing is told again to who asks again, as long as its game is on."""
KEY_LENGTH = 200
TABLES_TRIED = 20
WISHES_SEEN = 20
"""So many who wait for the same chair are looked past."""

_dice = secrets.SystemRandom()


def pair(
    player: Player, kind: str, options: Mapping[str, Any], now: int, seat: int | None = None
) -> Lobby | None:
    """Ask for a partner at ``now`` (ms): the lobby where the game has begun, or None: wait.

    Where people come and go, that is the fullest open table with a free chair.
    Asking again changes nothing but the time; asking for something else replaces the wish.
    ``seat``: the chair wished for; two who wish for the same one do not meet.

    :raises Refusal: for an unknown game, or options that do not fit.
    """
    game = GAMES.get(kind)
    if game is None:
        raise Refusal("NOT_FOUND", "There is no such game here.")
    if seat is not None and not 0 <= seat < game.max_seats:
        raise Refusal("INVALID_SEAT", "This table has {n} chairs.", n=game.max_seats)
    key = key_of(game, options)
    if game.opens and (lobby := _joined(player, game, key)) is not None:
        return lobby
    with transaction.atomic():
        own = _own(player)
        if _still_told(own, kind, key, now):
            return own.lobby
        partners = _partners(player, game, key, now, seat)
        if partners is None:
            _wait(own, kind, key, now, seat)
            return None
        return _seat([*partners, (player, seat)], game, key, options, now)


def withdraw(player: Player) -> None:
    """Stop waiting. A game that has begun stays."""
    Waiting.objects.filter(player=player, lobby=None).delete()


def key_of(game: Game[Any], options: Mapping[str, Any]) -> str:
    """What must be the same for two to meet: the options in one spelling, with their defaults.

    :raises Refusal: INVALID_MESSAGE if they do not fit.
    """
    values = msgspec.to_builtins(options_of(game, options))
    whole = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in values.items()
    }
    key = msgspec.json.encode(whole, order="deterministic").decode()
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _joined(player: Player, game: Game[Any], key: str) -> Lobby | None:
    """The public table of an open game that the player was let in to, on a chair."""
    shut = Ban.objects.filter(player=player, lobby__isnull=False).values("lobby")
    tables = (
        Lobby.objects.filter(
            kind=game.kind, visibility=Lobby.Visibility.PUBLIC, status=Lobby.Status.PLAYING
        )
        .exclude(pk__in=shut)
        .annotate(
            here=Count("members", filter=Q(members__connected=True, members__bot="")),
            taken=Count("members", filter=Q(members__seat__isnull=False)),
        )
        .filter(here__gt=0, taken__lt=game.max_seats)
        .order_by("-here", "pk")
    )
    for lobby in tables[:TABLES_TRIED]:
        if key_of(game, lobby.options) != key:
            continue
        try:
            enter(lobby, player, sit=True)
        except Refusal:
            continue
        return lobby
    return None


def _locked(rows: QuerySet[Waiting], *, skip: bool = False) -> QuerySet[Waiting]:
    """The rows, held until the transaction ends where the database can do that.

    SQLite locks itself: there is one transaction that writes at a time.
    """
    if not connection.features.has_select_for_update:
        return rows
    skip = skip and connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(of=("self",), skip_locked=skip)


def _own(player: Player) -> Waiting:
    """The player's row, held: two windows of one player wait for each other."""
    empty = {"kind": "", "key": "", "since": 0, "seen": 0}
    Waiting.objects.get_or_create(player=player, defaults=empty)
    # Not joined with the lobby: PostgreSQL, after waiting for the lock, reads the newest row but
    # pairs it with what the join found before.
    return _locked(Waiting.objects.filter(player=player)).get()


def _still_told(own: Waiting, kind: str, key: str, now: int) -> bool:
    """Whether this wish has led to a game that is on."""
    if own.lobby is None or (own.kind, own.key) != (kind, key):
        return False
    playing = bool(own.lobby.status == Lobby.Status.PLAYING)
    return playing and now - own.since < TOLD_MS


Wisher = tuple[Player, int | None]
"""Somebody to be seated, and the chair they wish for."""


def _partners(
    player: Player, game: Game[Any], key: str, now: int, seat: int | None
) -> list[Wisher] | None:
    """Those who have waited longest for the same, as many as it takes; None if there are too few.

    A row somebody else holds right now is passed over: they are being paired, or pairing.
    """
    needed = game.min_seats - 1
    waiting = Waiting.objects.filter(
        kind=game.kind, key=key, lobby=None, seen__gte=now - STALE_MS
    ).exclude(player=player)
    rows = _locked(waiting.select_related("player").order_by("since", "pk"), skip=True)
    wished, found = {seat}, []
    for row in rows[: needed + WISHES_SEEN]:
        if len(found) < needed and (row.seat is None or row.seat not in wished):
            wished.add(row.seat)
            found.append((row.player, row.seat))
    return found if len(found) == needed else None


def _wait(own: Waiting, kind: str, key: str, now: int, seat: int | None) -> None:
    """Go on waiting, or begin to: who was away too long, or wishes for something else, is last."""
    same = own.lobby_id is None and (own.kind, own.key) == (kind, key)
    if not (same and own.seen >= now - STALE_MS):
        own.since = now
    own.kind, own.key, own.lobby, own.seen, own.seat = kind, key, None, now, seat
    own.save()


def _seat(
    people: list[Wisher], game: Game[Any], key: str, options: Mapping[str, Any], now: int
) -> Lobby:
    """Open a lobby for these people, at chairs wished for or drawn by lot, and start their game.

    Who has waited longest is the host.
    """
    seats = {seat: player for player, seat in people if seat is not None}
    free = [seat for seat in range(game.max_seats) if seat not in seats][: len(people) - len(seats)]
    anywhere = [player for player, seat in people if seat is None]
    seats |= dict(zip(free, _dice.sample(anywhere, len(anywhere)), strict=True))
    lobby = open_lobby(people[0][0], game.kind, options=options, seats=seats, start=True)
    for player, _ in people:
        Waiting.objects.update_or_create(
            player=player,
            defaults={"kind": game.kind, "key": key, "lobby": lobby, "since": now, "seen": now},
        )
    return lobby
