"""Who is connected: rows for the sockets of every process, and what the dead ones leave behind.

In here: ORM, called in the journal's thread or a reader's. Not in here: when (``watch``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid5

import msgspec
from django.db import connection

from lobbies import statements
from lobbies.models import Connection, Process

HEARTBEAT_MS = 5_000
DEAD_AFTER_MS = 15_000
"""A process that did not say that it lives for this long has been killed."""
POLLING = UUID(int=0)
"""Stands for the process of those whose socket is blocked: they ask over HTTP again and again."""
LEAVING = UUID(int=1)
"""Stands for the process of a closed socket whose player's departure is not noted yet."""
POLLED_MS = 20_000
"""Who has not asked for this long is not there any more."""


Pair = tuple[str, str]
"""A lobby and a player."""
Row = tuple[UUID, UUID, UUID, UUID, int]
"""An open socket: its own key, the lobby's, the player's, the process's; since when (ms)."""


class Heard(msgspec.Struct, frozen=True):
    """When a socket was heard last, and its build."""

    id: str
    seen: int
    build: str


_HEARD = {
    "postgresql": """
UPDATE lobbies_connection SET seen = said.seen, game_version = said.build
FROM jsonb_to_recordset(%s::jsonb) AS said(id uuid, seen bigint, build text)
WHERE lobbies_connection.id = said.id""",
    "sqlite": """
UPDATE lobbies_connection SET seen = said.seen, game_version = said.build
FROM (SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.seen') AS seen,
        json_extract(value, '$.build') AS build FROM json_each(%s)) AS said
WHERE lobbies_connection.id = said.id""",
}
"""A process with 10,000 sockets writes a third of them every five seconds: row by row, moves would
wait for it (docs/scaling.md)."""


def opened(rows: Iterable[Row]) -> None:
    """These sockets are open now."""
    whole = [
        {"id": key, "lobby_id": lobby, "player_id": player, "process": process,
         "since": now, "seen": now, "game_version": ""}
        for key, lobby, player, process, now in rows
    ]  # fmt: skip
    statements.insert_once("lobbies_connection", whole)


def closed(keys: Sequence[UUID]) -> None:
    """These sockets are closed now."""
    statements.delete("lobbies_connection", keys)


def leaving(keys: Sequence[UUID], now: int) -> None:
    """These sockets are closed, and whether their players are still here will be asked next."""
    Connection.objects.filter(pk__in=keys).update(process=LEAVING, seen=now)


def elsewhere(pairs: Iterable[Pair], process: UUID) -> set[Pair]:
    """Those of the players who have a socket in their lobby on another process.

    Asked after ``leaving`` is committed: of two that close at once, the later sees no other.
    """
    asked = set(pairs)
    rows = Connection.objects.filter(
        lobby__in={UUID(lobby) for lobby, _ in asked}, player__in={UUID(p) for _, p in asked}
    ).exclude(process__in=(process, LEAVING))
    found = rows.values_list("lobby_id", "player_id")
    return asked & {(str(lobby), str(player)) for lobby, player in found}


def beat(process: UUID, started: int, now: int) -> bool:
    """Say that this process lives; whether nobody knew (it is new, or was taken for dead)."""
    alive = {"started": started, "seen": now}
    return Process.objects.update_or_create(pk=process, defaults=alive)[1]


def beats() -> dict[UUID, int]:
    """When each process that did not end in good order said last that it lives (ms)."""
    return dict(Process.objects.filter(seen__gt=0).values_list("pk", "seen"))


def tell(process: UUID, figures: Mapping[str, object]) -> None:
    """Note how it goes in a process."""
    Process.objects.filter(pk=process).update(figures=figures)


def heard(times: Mapping[UUID, tuple[int, str]]) -> None:
    """Note when sockets were heard last (ms) and which build they run, in one statement."""
    rows = [Heard(key.hex, seen, build) for key, (seen, build) in times.items()]
    with connection.cursor() as cursor:
        cursor.execute(_HEARD[connection.vendor], [statements.as_json(rows)])


def polled(lobby: str, player: str, now: int) -> None:
    """Somebody without a socket asked what is new, or acted, at ``now`` (ms)."""
    Connection.objects.update_or_create(
        pk=uuid5(UUID(lobby), player),
        defaults={"seen": now},
        create_defaults={
            "lobby_id": UUID(lobby), "player_id": UUID(player), "process": POLLING,
            "since": now, "seen": now,
        },
    )  # fmt: skip


def expire_polls(now: int) -> list[tuple[str, str]]:
    """Forget who does not ask any more; the (lobby, player) pairs without a socket either."""
    rows = Connection.objects.filter(process__in=(POLLING, LEAVING))
    late = rows.filter(seen__lt=now - POLLED_MS)
    lost = set(late.values_list("lobby_id", "player_id"))
    if not lost:
        return []
    late.delete()
    left = Connection.objects.filter(lobby__in={lobby for lobby, _ in lost})
    here = set(left.values_list("lobby_id", "player_id"))
    return [(str(lobby), str(player)) for lobby, player in lost - here]


def reap(now: int) -> list[tuple[str, str]]:
    """Remove dead processes; the (lobby, player) pairs that lost their last socket with them."""
    dead = list(Process.objects.filter(seen__lt=now - DEAD_AFTER_MS).values_list("pk", flat=True))
    if not dead:
        return []
    rows = Connection.objects.filter(process__in=dead)
    lost = set(rows.values_list("lobby_id", "player_id"))
    rows.delete()
    Process.objects.filter(pk__in=dead).delete()
    left = Connection.objects.filter(lobby__in={lobby for lobby, _ in lost})
    here = set(left.values_list("lobby_id", "player_id"))
    return [(str(lobby), str(player)) for lobby, player in lost - here]


def leave(process: UUID) -> None:
    """A process ends in good order: its sockets will come back elsewhere."""
    Process.objects.filter(pk=process).update(seen=0)


def versions(lobbies: Iterable[str]) -> dict[str, int]:
    """The committed versions of these lobbies."""
    from lobbies.models import Lobby

    rows = Lobby.objects.filter(pk__in=[UUID(lobby) for lobby in lobbies])
    return {str(pk): version for pk, version in rows.values_list("pk", "version")}
