"""The socket's part over HTTP, for who has none: commands, the whole document, and being there.

In here: ``…/actions/`` and ``…/state/``. Not in here: what a command does (the door), what is seen
(``document``). Whoever acts or polls counts as present, as with an open socket.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies import limits, logs, presence, protocol
from lobbies.api import bodies
from lobbies.api.call import (
    JSON,
    Call,
    actor_of,
    body_of,
    check_pace,
    id_of,
    reply,
)
from lobbies.api.described import asks, body, plain, told
from lobbies.api.glimpse import Glimpse, look_at
from lobbies.document import document
from lobbies.journal import JOURNAL, Work
from lobbies.manners import Arrive, Join
from lobbies.protocol import Refusal
from lobbies.protocol_frames import frame
from lobbies.rooms import Actor
from lobbies.table import now_ms
from lobbies.tables import act, look, whisper

POLL_AGAIN_MS = 5_000
"""A poll is noted at most this often."""


class ActionsCall(Call):
    """Commands."""

    @extend_schema(
        operation_id="act",
        tags=["live"],
        request=body(bodies.Action),
        responses=told(bodies.Acknowledged, 400, 401, 403, 404, 409, 413, 422, 429),
    )
    def post(self, request: Request, key: str) -> HttpResponse:
        """Carry out any command of the socket; answered after the commit.

        A command sent again with the same `ref` is answered the same way and not applied again.
        `lobby/sync` answers with a `state` message, `ping` with a `pong`.
        """
        actor = actor_of(request)
        if not actor.staff:
            check_pace(actor.player)
        glimpse = look_at(request, key)
        asked = protocol.decode(body_of(request), glimpse.kind)
        logs.note(ref=asked.ref)
        if isinstance(asked.command, protocol.Ping):
            return _said("pong", {"timestamp": asked.command.timestamp}, asked.ref)
        if isinstance(asked.command, protocol.Sync | protocol.GameSync):
            room = look(glimpse.id, glimpse.version)
            return _said("state", document(room, actor.player), asked.ref, room.version)
        if isinstance(asked.command, protocol.Say) and not limits.may_say(actor.player):
            raise Refusal("RATE_LIMITED", "You are writing very fast. Wait a moment.")
        if asked.transient:
            whisper(glimpse.id, actor.player, asked.command)
            return _said("ok", None, asked.ref, glimpse.version)
        if request.user is not None:
            _come_in(glimpse, actor, asked.command)
        version = act(glimpse.id, actor, asked.command, asked.ref, asked.v)
        return _said("ok", None, asked.ref, version)


class StateCall(Call):
    """The document."""

    @extend_schema(
        operation_id="state",
        tags=["live"],
        parameters=[asks("poll", "1: the caller is here, though without a socket.", enum=["1"])],
        responses=plain(
            "The document as the caller may see it; `ETag` is its version.", JSON, 401, 403, 404,
            unchanged=True,
        ),
    )  # fmt: skip
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read the whole document as the caller may see it.

        Send the `ETag` back as `If-None-Match`: unchanged, the answer is 304 without a body. With
        `poll=1`, at least every 15 seconds, a player whose WebSocket is blocked counts as present.
        `Server-Time` is the server's clock in milliseconds since the epoch.
        """
        glimpse = look_at(request, key)
        version = glimpse.version
        if request.query_params.get("poll") == "1":
            actor = actor_of(request)
            if request.user is not None and not glimpse.banned:
                version = max(version, _be_here(glimpse, actor, polling=True))
        headers = {"Server-Time": str(now_ms())}
        if _has(request, version):
            return HttpResponse(status=304, headers={**headers, "ETag": f'"{version}"'})
        room = look(glimpse.id, version)
        whole = document(room, id_of(request) or "")
        return reply(whole, headers={**headers, "ETag": f'"{room.version}"'})


def _has(request: Request, version: int) -> bool:
    """Whether the caller has this version already (RFC 9110, If-None-Match)."""
    tags = request.headers.get("If-None-Match", "").split(",")
    return any(tag.strip().removeprefix("W/") in (f'"{version}"', "*") for tag in tags)


def _said(type: str, payload: Any, ref: str | None, v: int | None = None) -> HttpResponse:
    """An answer as the socket would give it."""
    now = now_ms() if type == "state" else None
    text = frame(type, payload, v=v, ref=ref, now=now)
    return HttpResponse(text, content_type=JSON)


def _come_in(glimpse: Glimpse, actor: Actor, command: Any) -> None:
    """Somebody acts: they are here; and who takes a chair is on the list first."""
    if glimpse.member:
        _be_here(glimpse, actor, polling=False)
    elif isinstance(command, protocol.Sit):
        act(glimpse.id, actor, Join(away_ms=settings.AWAY_SECONDS * 1000))


def _be_here(glimpse: Glimpse, actor: Actor, *, polling: bool) -> int:
    """Count somebody as present: they ask or act over HTTP. The lobby's version then.

    Who acts while their socket is open needs no second sign of life.
    """
    now = now_ms()
    last = glimpse.polled
    needed = polling or last is not None or not glimpse.connected
    if needed and (last is None or last < now - POLL_AGAIN_MS):
        JOURNAL.submit(Work(lambda: presence.polled(glimpse.id, actor.player, now)))
    if glimpse.connected or glimpse.status == "closed":
        return glimpse.version
    return act(glimpse.id, actor, Arrive(crowd=settings.CROWD))
