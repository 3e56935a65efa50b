"""A look through the door: what one query says of a lobby and of the caller's standing in it.

In here: the version, and who may see the lobby at all. Not in here: what is seen then
(``document``), and how one gets in (``gate``).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from rest_framework.request import Request

from lobbies.api.call import id_of, is_staff
from lobbies.models import Ban, Connection, Lobby, Member
from lobbies.presence import POLLING
from lobbies.protocol import Refusal
from lobbies.table import now_ms


class Glimpse(msgspec.Struct, frozen=True):
    """A lobby as the caller stands to it.

    ``connected``: None for somebody not on the list. ``polled``: when they last polled (ms).
    """

    id: str
    kind: str
    version: int
    status: str
    visibility: str
    banned: bool = False
    connected: bool | None = None
    seat: int | None = None
    polled: int | None = None

    @property
    def member(self) -> bool:
        """Whether the caller is on the list."""
        return self.connected is not None


def find(key: str) -> QuerySet[Lobby]:
    """The lobby with this id or short code.

    :raises Refusal: NOT_FOUND for what is neither.
    """
    if len(key) <= 6:
        return Lobby.objects.filter(code=key.upper())
    try:
        return Lobby.objects.filter(pk=UUID(key))
    except ValueError:
        raise Refusal("NOT_FOUND", "There is no such table.") from None


def look_at(request: Request, key: str) -> Glimpse:
    """A lobby the caller may see, by one query.

    :raises Refusal: NOT_FOUND; UNAUTHORIZED or FORBIDDEN for a private one.
    """
    player = id_of(request)
    rows: QuerySet[Any] = find(key)
    fields = ["kind", "version", "status", "visibility"]
    if player is not None:
        rows = rows.annotate(**_standing(UUID(player)))
        fields += ["banned", "connected", "seat", "polled"]
    row = rows.values(*fields, key=F("pk")).first()
    if row is None:
        raise Refusal("NOT_FOUND", "There is no such table.")
    glimpse = Glimpse(id=str(row.pop("key")), **row)
    if not is_staff(request):
        _check(glimpse, player)
    return glimpse


def _standing(player: UUID) -> dict[str, Any]:
    mine = Member.objects.filter(lobby=OuterRef("pk"), player=player)
    in_force = Q(until=None) | Q(until__gt=now_ms())
    here_or_anywhere = Q(lobby=OuterRef("pk")) | Q(lobby=None)
    polls = Connection.objects.filter(lobby=OuterRef("pk"), player=player, process=POLLING)
    return {
        "banned": Exists(Ban.objects.filter(here_or_anywhere, in_force, player=player)),
        "connected": Subquery(mine.values("connected")[:1]),
        "seat": Subquery(mine.values("seat")[:1]),
        "polled": Subquery(polls.values("seen")[:1]),
    }


def _check(glimpse: Glimpse, player: str | None) -> None:
    if glimpse.banned:
        raise Refusal("FORBIDDEN", "You were shown out of this table.")
    if glimpse.visibility == Lobby.Visibility.PUBLIC or glimpse.member:
        return
    if player is None:
        raise Refusal("UNAUTHORIZED", "This table is private: say who you are first.")
    raise Refusal("FORBIDDEN", "This table is private: you need an invitation or its passphrase.")
