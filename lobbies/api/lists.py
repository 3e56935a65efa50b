"""Lobbies as the API lists them, at the same number of queries for any number of rows.

In here: filters, pages by key (no count, no offset: page 1,000 costs what page 1 does), who sits
and who watches. Not in here: who may see a private one (``glimpse``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.http import urlencode
from rest_framework.request import Request

from games import GAMES
from lobbies.api.bodies import Detail, Lobbies, Summary
from lobbies.api.call import id_of
from lobbies.models import Lobby, Member
from lobbies.protocol import Refusal

PAGE_SIZE, LARGEST_PAGE = 20, 100
OPEN = (Lobby.Status.WAITING, Lobby.Status.PLAYING)
FILTERS = ("kind", "status", "search", "pageSize", "page")


def page(request: Request) -> Lobbies:
    """The page of public lobbies that the query asks for.

    :raises Refusal: INVALID_MESSAGE for a filter that is unknown or cannot be read.
    """
    asked = _asked(request.query_params)
    size = _size(asked.pop("pageSize", ""))
    rows = list(_after(_found(asked), asked.pop("page", ""))[: size + 1])
    results = summaries(rows[:size])
    if len(rows) <= size:
        return Lobbies(results)
    query = urlencode({**asked, "pageSize": str(size), "page": _mark(rows[size - 1])})
    return Lobbies(results, f"{request.path}?{query}")


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(query) - set(FILTERS))
    if unknown:
        raise Refusal(
            "INVALID_MESSAGE", "There is no filter called “{name}”.", name=unknown[0][:40]
        )
    if any("\0" in text for text in query.values()):
        raise Refusal("INVALID_MESSAGE", "There is a character in it that nothing is called by.")
    return {name: query[name].strip()[:100] for name in FILTERS if query.get(name, "").strip()}


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_PAGE):
        raise Refusal("INVALID_MESSAGE", "A page has 1 to {n} rows.", n=LARGEST_PAGE)
    return int(text)


def _found(asked: Mapping[str, str]) -> QuerySet[Lobby]:
    rows = Lobby.objects.filter(visibility=Lobby.Visibility.PUBLIC)
    status = asked.get("status", "")
    if status and status not in Lobby.Status.values:
        raise Refusal("INVALID_MESSAGE", "No lobby is ever “{status}”.", status=status[:40])
    rows = rows.filter(status=status) if status else rows.filter(status__in=OPEN)
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind)
    if text := asked.get("search"):
        named = Q(name__icontains=text) | Q(host__name__icontains=text)
        rows = rows.filter(named | Q(code=text.upper()))
    return rows.select_related("host").order_by("-created", "-pk")


def _mark(lobby: Lobby) -> str:
    """Where the next page begins: after this lobby."""
    return f"{lobby.created.timestamp():.6f}_{lobby.pk.hex}"


def _after(rows: QuerySet[Lobby], mark: str) -> QuerySet[Lobby]:
    if not mark:
        return rows
    try:
        seconds, _, key = mark.partition("_")
        created, last = datetime.fromtimestamp(float(seconds), UTC), UUID(key)
    except (ValueError, OverflowError, OSError):
        raise Refusal("INVALID_MESSAGE", "Take the address of the next page as it is.") from None
    return rows.filter(created__lte=created).exclude(created=created, pk__gte=last)


def summaries(rows: Sequence[Lobby]) -> list[Summary]:
    """Lobbies as entries of a list, with one query for who is in them."""
    people = _people(row.pk for row in rows)
    return [Summary(**_entry(row, people.get(row.pk, (0, 0)))) for row in rows]


def _people(lobbies: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """For each lobby how many sit, and how many watch right now."""
    sitting = Count("pk", filter=Q(seat__isnull=False))
    watching = Count("pk", filter=Q(seat=None, connected=True))
    rows = Member.objects.filter(lobby__in=list(lobbies)).order_by().values("lobby_id")
    counted = rows.annotate(taken=sitting, watching=watching)
    return {row["lobby_id"]: (row["taken"], row["watching"]) for row in counted}


def _entry(row: Lobby, people: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "code": row.code,
        "kind": row.kind,
        "name": row.name,
        "status": row.status,
        "visibility": row.visibility,
        "options": row.options,
        "seats": GAMES[row.kind].max_seats if row.kind in GAMES else 0,
        "taken": people[0],
        "watching": people[1],
        "created_at": int(row.created.timestamp() * 1000),
        "host": str(row.host_id) if row.host_id else None,
        "host_name": row.host.name if row.host else None,
    }


def detail(request: Request, lobby: str) -> Detail:
    """One lobby with all that the caller may know of it. Whether they may is asked before."""
    row = Lobby.objects.select_related("host").filter(pk=UUID(lobby)).first()
    if row is None:
        raise Refusal("NOT_FOUND", "There is no such table.")
    people = _people([row.pk]).get(row.pk, (0, 0))
    viewer = id_of(request)
    host = viewer is not None and str(row.host_id) == viewer
    return Detail(
        **_entry(row, people), v=row.version, socket=_socket(request, lobby),
        you=_you(row, viewer, host), invite=(row.invite or None) if host else None,
    )  # fmt: skip


def _you(row: Lobby, viewer: str | None, host: bool) -> dict[str, Any] | None:
    """What the viewer is in the lobby, as the document says it; None if not on its list."""
    member = Member.objects.filter(lobby=row, player=viewer).first() if viewer else None
    if member is None:
        return None
    you: dict[str, Any] = {"playerId": viewer, "role": "host" if host else "guest"}
    return {**you, "spectator": True} if member.seat is None else {**you, "seat": member.seat}


def _socket(request: Request, lobby: str) -> str:
    """The address of the lobby's socket: http becomes ws, https becomes wss."""
    return "ws" + str(request.build_absolute_uri(f"/ws/lobbies/{lobby}/")).removeprefix("http")
