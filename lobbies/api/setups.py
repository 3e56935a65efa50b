"""A table as a file: what lies there, to keep and to lay out again.

In here: the way in and out. Not in here: what stands in such a file, and what it may tell
(``Game.save``, ``Game.load``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from games import GAMES
from games.base import Command, IllegalMove
from lobbies.api import bodies
from lobbies.api.call import (
    FILE_BYTES,
    JSON,
    Call,
    actor_of,
    check_pace,
    check_replays,
    id_of,
    read,
    reply,
)
from lobbies.api.described import plain, told
from lobbies.api.glimpse import look_at
from lobbies.protocol import Refusal
from lobbies.tables import act, look


class SetupCall(Call):
    """The set-up of a table."""

    @extend_schema(
        operation_id="saveSetup",
        tags=["lobbies"],
        responses=plain("The set-up, for games that have some.", JSON, 401, 403, 404, 429),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Save a table as a file. It tells nothing that the caller does not see at the table."""
        glimpse = look_at(request, key)
        check_replays(request)
        room = look(glimpse.id)
        saved = None
        if room.play is not None:
            saved = room.game.save(room.play.state, room.seat_of(id_of(request) or ""))
        if saved is None:
            raise Refusal("NOT_FOUND", "There is no set-up of this game to keep.")
        name = f"parlour-{room.code.lower()}.json"
        return reply(saved, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @extend_schema(
        operation_id="loadSetup",
        tags=["lobbies"],
        request={JSON: {"type": "object"}},
        responses=told(bodies.Version, 400, 401, 403, 404, 409, 413, 422, 429),
    )
    def put(self, request: Request, key: str) -> HttpResponse:
        """Lay out a saved set-up in place of what lies there; for the host and the staff."""
        actor = actor_of(request)
        check_pace(actor.player)
        glimpse = look_at(request, key)
        command = laying(glimpse.kind, read(request, dict[str, Any], FILE_BYTES))
        return reply(bodies.Version(act(glimpse.id, actor, command)))


def laying(kind: str, saved: dict[str, Any]) -> Command:
    """The command that lays a set-up out.

    :raises Refusal: if that is no set-up of a game of this kind.
    """
    try:
        return GAMES[kind].load(saved)
    except IllegalMove as error:
        raise Refusal(error.code, error.phrase) from None
