"""Who calls: a token in the Authorization header, else the player's cookie.

In here: reading the proof. What comes with a browser by itself (the player's cookie, the staff's
session) counts in a request that changes something only with Django's CSRF token: no other page
can act in a visitor's name. Not in here: how proofs are made (``identity``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from games.base import N_
from lobbies import identity
from lobbies.models import Player

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STAFF = "staff"
"""``request.auth`` of somebody with a session in the admin."""


class PlayerAuthentication(BaseAuthentication):
    """``request.user`` is the player or None; ``request.auth`` says how they proved it."""

    def authenticate(self, request: Request) -> tuple[Player | None, str] | None:
        """The caller, or None for somebody unknown.

        Where one gets tokens (``forgiving``), an expired one is no reason to be turned away.

        :raises AuthenticationFailed: for a token that is not valid (any more).
        :raises PermissionDenied: for a cookie without the CSRF token where one is needed.
        """
        bearer = bearer_of(request)
        if bearer is not None:
            player = identity.find_player(identity.read_token(bearer))
            if player is None and request.parser_context["view"].forgiving:
                return None
            if player is None:
                raise exceptions.AuthenticationFailed(N_("That token is not valid any more."))
            return player, "token"
        player = identity.player_of(request)
        staff = is_staff(request)
        if player is None and not staff:
            return None
        if request.method not in SAFE:
            check_csrf(request)
        return player, STAFF if staff else "cookie"

    def authenticate_header(self, request: Request) -> str:
        """What a 401 tells the client to bring."""
        return "Bearer"


def bearer_of(request: Request) -> str | None:
    """The token of the Authorization header, if that has one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def is_staff(request: Request) -> bool:
    """Whether the session is one of the staff's. Without a session's cookie: no query."""
    user: Any = getattr(_django(request), "user", None)
    return bool(user is not None and user.is_authenticated and user.is_staff)


def check_csrf(request: Request) -> None:
    """:raises PermissionDenied: unless a page of ours sent this."""
    if not from_our_page(request):
        raise exceptions.PermissionDenied(N_("This page is out of date. Please load it again."))


def from_our_page(request: Request) -> bool:
    """Whether the request carries the CSRF token in its header, as only our pages can."""
    if "X-CSRFToken" not in request.headers:
        return False
    check = CSRFCheck(_nothing)
    check.process_request(_django(request))
    return check.process_view(_django(request), None, (), {}) is None


def _django(request: Request) -> HttpRequest:
    plain: HttpRequest = request._request
    return plain


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
