"""A look through the door: what one query says of a lobby and of the caller's standing in it.

In here: the version, and who may see the lobby at all. Not in here: what is seen then
(``document``), and how one gets in (``gate``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from rest_framework.request import Request

from lobbies import statements
from lobbies.api.call import id_of, is_staff
from lobbies.models import Lobby
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
    if is_code(key):
        return Lobby.objects.filter(code=key.upper())
    return Lobby.objects.filter(pk=_id(key))


def is_code(key: str) -> bool:
    """Whether this is written like a short code; what is not is no id either, unless a UUID."""
    return len(key) <= 6 and key.isascii() and key.isalpha()


def look_at(request: Request, key: str) -> Glimpse:
    """A lobby the caller may see, by one query.

    :raises Refusal: NOT_FOUND; UNAUTHORIZED or FORBIDDEN for a private one.
    """
    player = id_of(request)
    where = "l.code = %s" if is_code(key) else "l.id = %s"
    me = None if player is None else statements.key(UUID(player))
    asked = key.upper() if is_code(key) else statements.key(_id(key))
    found = statements.rows(_GLIMPSE + where, me, now_ms(), me, me, statements.key(POLLING), asked)
    if not found:
        raise _nowhere()
    glimpse = _read(found[0])
    if not is_staff(request):
        _check(glimpse, player)
    return glimpse


# Plain SQL, since who polls asks this every second and composing it costs ten times what it does.
_GLIMPSE = """
SELECT l.id, l.kind, l.version, l.status, l.visibility,
       EXISTS (SELECT 1 FROM lobbies_ban b WHERE b.player_id = %s
               AND (b.lobby_id = l.id OR b.lobby_id IS NULL)
               AND (b.until IS NULL OR b.until > %s)),
       m.connected, m.seat, c.seen
FROM lobbies_lobby l
LEFT JOIN lobbies_member m ON m.lobby_id = l.id AND m.player_id = %s
LEFT JOIN lobbies_connection c ON c.lobby_id = l.id AND c.player_id = %s AND c.process = %s
WHERE """


def _read(row: Sequence[Any]) -> Glimpse:
    key, kind, version, status, visibility, banned, connected, seat, polled = row
    return Glimpse(
        id=str(UUID(str(key))), kind=kind, version=version, status=status, visibility=visibility,
        banned=bool(banned), connected=None if connected is None else bool(connected), seat=seat,
        polled=polled,
    )  # fmt: skip


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise _nowhere() from None


def _nowhere() -> Refusal:
    return Refusal("NOT_FOUND", "There is no such table.")


def _check(glimpse: Glimpse, player: str | None) -> None:
    if glimpse.banned:
        raise Refusal("FORBIDDEN", "You were shown out of this table.")
    if glimpse.visibility == Lobby.Visibility.PUBLIC or glimpse.member:
        return
    if player is None:
        raise Refusal("UNAUTHORIZED", "This table is private: say who you are first.")
    raise Refusal("FORBIDDEN", "This table is private: you need an invitation or its passphrase.")
