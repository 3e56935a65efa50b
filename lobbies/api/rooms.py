"""``/api/lobbies/``: the public list; opening, reading, changing a lobby; coming and going."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from games import GAMES
from lobbies import gate
from lobbies.api import bodies, lists
from lobbies.api.call import (
    FILE_BYTES,
    Call,
    actor_of,
    check_pace,
    nothing,
    player_of,
    read,
    reply,
)
from lobbies.api.described import asks, body, told
from lobbies.api.glimpse import find, look_at
from lobbies.api.setups import laying
from lobbies.manners import Leave
from lobbies.models import Lobby, Member
from lobbies.protocol import Close, Refusal, SetOptions, Spectate
from lobbies.tables import act


class LobbiesCall(Call):
    """The list, and opening one more."""

    @extend_schema(
        operation_id="listLobbies",
        tags=["lobbies"],
        parameters=[
            asks("kind", "Only this game."),
            asks("status", "Only these; else all that are waiting or being played.",
                 enum=["waiting", "playing", "over"]),
            asks("search", "Part of a lobby's name, its host's name, or its code."),
            asks("pageSize", "How many at once: 1 to 100.", int),
            asks("page", "Where the page begins: take the address from `next`."),
        ],
        responses=told(bodies.Lobbies, 400),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """List public lobbies, the newest first."""
        return reply(lists.page(request))

    @extend_schema(
        operation_id="createLobby",
        tags=["lobbies"],
        request=body(bodies.NewLobby),
        responses=told(bodies.Detail, 400, 401, 403, 404, 409, 413, 422, 429, status=201),
    )
    def post(self, request: Request) -> HttpResponse:
        """Open a lobby. The caller is its host, and has a minute to connect."""
        player = player_of(request)
        wish = read(request, bodies.NewLobby, FILE_BYTES)
        laid = None
        if wish.setup is not None and wish.kind in GAMES:
            laid = laying(wish.kind, wish.setup)
        lobby = gate.open_lobby(
            player, wish.kind, name=wish.name or "", visibility=wish.visibility,
            passphrase=wish.passphrase or "", options=wish.options,
        )  # fmt: skip
        if laid is not None:
            act(str(lobby.pk), actor_of(request), laid)
        answer = lists.detail(request, str(lobby.pk))
        return reply(answer, 201, {"Location": f"/api/lobbies/{lobby.pk}/"})


class LobbyCall(Call):
    """One lobby."""

    @extend_schema(
        operation_id="readLobby", tags=["lobbies"], responses=told(bodies.Detail, 401, 403, 404)
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read a lobby: what is in its list entry, its socket, and what the caller is in it."""
        return reply(lists.detail(request, look_at(request, key).id))

    @extend_schema(
        operation_id="changeLobby",
        tags=["lobbies"],
        request=body(SetOptions),
        responses=told(bodies.Detail, 400, 401, 403, 404, 409, 429),
    )
    def patch(self, request: Request, key: str) -> HttpResponse:
        """Change name, visibility or options; for the host and the staff."""
        actor = actor_of(request)
        check_pace(actor.player)
        lobby = look_at(request, key).id
        act(lobby, actor, read(request, SetOptions))
        return reply(lists.detail(request, lobby))

    @extend_schema(
        operation_id="closeLobby",
        tags=["lobbies"],
        responses=told(None, 401, 403, 404, status=204, note="It is closed."),
    )
    def delete(self, request: Request, key: str) -> HttpResponse:
        """Close a lobby; for the host and the staff. A game in progress ends."""
        actor = actor_of(request)
        glimpse = look_at(request, key)
        if glimpse.status != Lobby.Status.CLOSED:
            act(glimpse.id, actor, Close())
        return nothing()


class JoinCall(Call):
    """Coming in."""

    @extend_schema(
        operation_id="joinLobby",
        tags=["lobbies"],
        request=body(bodies.Entry),
        responses=told(bodies.Detail, 400, 401, 403, 404, 409, 422, 429),
    )
    def post(self, request: Request, key: str) -> HttpResponse:
        """Come in and take a chair: the one named, else the first free one; or only watch.

        Who comes in has a minute to connect, or to ask for `…/state/?poll=1`.
        """
        player = player_of(request)
        check_pace(str(player.pk))
        entry = read(request, bodies.Entry)
        if entry.spectate and entry.seat is not None:
            raise Refusal("INVALID_MESSAGE", "Take a chair or watch: not both.")
        lobby = _row(key)
        gate.enter(
            lobby, player, invite=entry.invite, passphrase=entry.passphrase, seat=entry.seat,
            sit=not entry.spectate,
        )  # fmt: skip
        if (
            entry.spectate
            and Member.objects.filter(lobby=lobby, player=player, seat__isnull=False).exists()
        ):
            act(str(lobby.pk), actor_of(request), Spectate())
        return reply(lists.detail(request, str(lobby.pk)))


class LeaveCall(Call):
    """Going for good."""

    @extend_schema(
        operation_id="leaveLobby",
        tags=["lobbies"],
        request=body(bodies.Nothing),
        responses=told(bodies.Version, 400, 401, 403, 404, 409, 429),
    )
    def post(self, request: Request, key: str) -> HttpResponse:
        """Leave a lobby. Whoever leaves a game in progress keeps the chair until it ends."""
        player = player_of(request)
        check_pace(str(player.pk))
        read(request, bodies.Nothing)
        return reply(bodies.Version(act(str(_row(key).pk), actor_of(request), Leave())))


def _row(key: str) -> Lobby:
    lobby = find(key).first()
    if lobby is None:
        raise Refusal("NOT_FOUND", "There is no such table.")
    return lobby
