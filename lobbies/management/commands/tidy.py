"""Housekeeping, for a timer once a day: what everybody has left is closed, then removed.

In here: what is old enough, in batches that keep nobody waiting. A lobby is closed at the door,
like any other change of it; rows of a closed lobby that nobody needs are deleted.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lobbies import presence
from lobbies.alarms import departure
from lobbies.models import Connection, Lobby, Member, Player, Process, Waiting
from lobbies.protocol import Close, Refusal
from lobbies.rooms import HOUSE, Actor
from lobbies.table import now_ms
from lobbies.tables import act

BATCH = 200
"""Rows read, or deleted in one transaction, at most."""
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
WAITING_AT_MOST = 10 * MINUTE
ORPHAN_AFTER = 60 * MINUTE


class Command(BaseCommand):
    """Closes and removes what nobody uses any more."""

    help = "Closes abandoned lobbies, removes closed ones, and what waits or is connected no more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how long things are kept."""
        parser.add_argument(
            "--close-after", type=int, default=14, metavar="DAYS",
            help="close lobbies where nothing has happened for so long and nobody is (14)",
        )  # fmt: skip
        parser.add_argument(
            "--remove-after", type=int, default=30, metavar="DAYS",
            help="remove closed lobbies in which no game was played after so long (30)",
        )  # fmt: skip
        parser.add_argument(
            "--forget-games-after", type=int, metavar="DAYS",
            help="remove closed lobbies with their games, too, after so long (never)",
        )  # fmt: skip

    def handle(self, **options: Any) -> None:
        """Tidy, and say in one line what was done."""
        now = now_ms()
        call_command("clearsessions")
        gone = let_go(now)
        waiting = remove(Waiting.objects.filter(seen__lt=now - WAITING_AT_MOST))
        closed = close_abandoned(now - options["close_after"] * DAY)
        removed = remove_closed(now - options["remove_after"] * DAY, games=False)
        if options["forget_games_after"] is not None:
            removed += remove_closed(now - options["forget_games_after"] * DAY, games=True)
        bots = forget_bots(now - DAY)
        self.stdout.write(
            f"{closed} lobbies closed, {removed} removed, {gone} lost connections, "
            f"{waiting} who waited no more, {bots} computer players."
        )


def close_abandoned(before: int) -> int:
    """Close the lobbies that nobody has changed since ``before`` (ms) and nobody is in."""
    here = Connection.objects.filter(lobby=OuterRef("pk"))
    open_ones = Lobby.objects.exclude(status=Lobby.Status.CLOSED)
    abandoned = open_ones.filter(~Exists(here), changed_at__lt=before)
    return sum(_refusable(lambda pk=pk: act(str(pk), HOUSE, Close())) for pk in walk(abandoned))


def remove_closed(before: int, *, games: bool) -> int:
    """Remove lobbies closed before ``before`` (ms); with ``games``, also where any was played."""
    closed = Lobby.objects.filter(status=Lobby.Status.CLOSED, changed_at__lt=before)
    return remove(closed if games else closed.filter(games=0))


def forget_bots(before: int) -> int:
    """Remove the computer players that were made before ``before`` (ms) and are at no table.

    Games they played keep their seat and their name.
    """
    seated = Member.objects.filter(player=OuterRef("pk"))
    made = datetime.fromtimestamp(before / 1000, UTC)
    bots = Player.objects.exclude(bot="").filter(~Exists(seated), created__lt=made)
    return remove(bots)


def let_go(now: int) -> int:
    """Take leave of those whose server process is gone; no server may have run since."""
    with transaction.atomic():
        lost = presence.reap(now)
    processes = Process.objects.values("pk")
    rows = Connection.objects.exclude(process__in=processes).filter(since__lt=now - ORPHAN_AFTER)
    orphans = {(str(lobby), str(player)) for lobby, player in rows.values_list("lobby", "player")}
    remove(rows)
    for lobby, player in {*lost, *orphans}:
        who = Actor(player, "", house=True)
        _refusable(lambda lobby=lobby, who=who: act(lobby, who, departure()))
    return len({*lost, *orphans})


def walk(rows: QuerySet[Any]) -> Iterator[UUID]:
    """The keys of many rows in batches, each row once, also when it leaves the set meanwhile."""
    last: Any = None
    while True:
        left = rows.order_by("pk") if last is None else rows.filter(pk__gt=last).order_by("pk")
        batch = list(left.values_list("pk", flat=True)[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1]


def remove(rows: QuerySet[Any]) -> int:
    """Delete rows in batches, each in a transaction of its own; how many there were."""
    removed = 0
    while batch := list(rows.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=batch).delete()
        removed += len(batch)
    return removed


def _refusable(do: Callable[[], Any]) -> bool:
    """Whether it was done; a lobby that was closed or removed meanwhile needs nothing more."""
    try:
        do()
    except Refusal as refusal:
        if refusal.code == "INTERNAL_ERROR":
            raise
        return False
    return True
