"""What all calls share: strict bodies in, JSON out, and who may do what.

In here: the base of the views. Bodies are read by their types in ``bodies``: unknown fields, wrong
types and what is out of bounds are refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from lobbies import identity, limits
from lobbies.api.authentication import SAFE, STAFF
from lobbies.models import Player
from lobbies.protocol import Refusal
from lobbies.rooms import Actor
from lobbies.table import now_ms

T = TypeVar("T")
JSON = "application/json"
FILE_BYTES = 256 * 1024
"""The largest body of a call that takes a file; a full card table is about 200 kB."""


class OneFormat(BaseContentNegotiation):
    """Each address has one format, whatever the client would like: errors are always JSON."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        """The only one."""
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Sequence[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The only one."""
        return renderers[0], renderers[0].media_type


class Call(APIView):
    """One address of the API. Answers differ by caller and are never kept without asking.

    ``forgiving``: a token that is not valid counts for nothing, instead of being refused.
    """

    forgiving = False
    content_negotiation_class = OneFormat

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, and let go: this, its request and what parsers are told know each other."""
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            self.__dict__.pop("head", None)
            getattr(self.request, "parser_context", {}).clear()

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say that the answer is this caller's own."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response


def reply(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A value as a JSON answer."""
    body = msgspec.json.encode(value)
    return HttpResponse(body, status=status, content_type=JSON, headers=dict(headers or {}))


def nothing() -> HttpResponse:
    """Done, and there is nothing to say."""
    return HttpResponse(status=204)


def body_of(request: Request, limit: int | None = None) -> bytes:
    """The body as it came, of ``limit`` bytes at most; an empty one is an empty object.

    :raises Refusal: TOO_LARGE, or INVALID_MESSAGE if it is said to be something else than JSON.
    """
    plain: HttpRequest = request._request
    limit = settings.MESSAGE_BYTES if limit is None else limit
    length = plain.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > limit:
        raise Refusal("TOO_LARGE", "That message is too large.")
    if length != "0" and plain.content_type != JSON:
        raise Refusal("INVALID_MESSAGE", "Send JSON (Content-Type: {type}).", type=JSON)
    if len(plain.body) > limit:
        raise Refusal("TOO_LARGE", "That message is too large.")
    return plain.body or b"{}"


def read(request: Request, kind: type[T], limit: int | None = None) -> T:
    """The body as a value of its type, of ``limit`` bytes at most (else as long as a message).

    :raises Refusal: INVALID_JSON, INVALID_MESSAGE or TOO_LARGE.
    """
    try:
        return msgspec.json.decode(body_of(request, limit), type=kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise Refusal("INVALID_MESSAGE", "That could not be read: {why}.", why=error) from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Refusal("INVALID_JSON", "That was not JSON.") from None


def player_of(request: Request) -> Player:
    """The caller, who must be somebody, and not banned from the site to change anything.

    :raises Refusal: UNAUTHORIZED or FORBIDDEN.
    """
    if request.user is None:
        raise Refusal("UNAUTHORIZED", "Say who you are: get a token at /api/token/ first.")
    player: Player = request.user
    if request.method not in SAFE:
        identity.check_not_banned(str(player.pk), now_ms())
    return player


def actor_of(request: Request) -> Actor:
    """The caller as one who acts; the staff may do so without being a player.

    :raises Refusal: UNAUTHORIZED or FORBIDDEN.
    """
    if is_staff(request) and request.user is None:
        return Actor("", "Staff", staff=True)
    return identity.actor_of(player_of(request), staff=is_staff(request))


def is_staff(request: Request) -> bool:
    """Whether the caller is one of the staff."""
    return bool(request.auth == STAFF)


def id_of(request: Request) -> str | None:
    """The caller's player id, or None."""
    return str(request.user.pk) if request.user is not None else None


def address_of(request: Request) -> str:
    """The address the caller calls from."""
    meta = request._request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").encode("latin-1", "replace")
    return limits.address_of({b"x-forwarded-for": forwarded}, meta.get("REMOTE_ADDR", ""))


def check_replays(request: Request) -> None:
    """:raises Refusal: RATE_LIMITED if this address has much worked out that takes long."""
    if not limits.may_replay(address_of(request)):
        raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")


def check_pace(player: str) -> None:
    """:raises Refusal: RATE_LIMITED if the player sends more than a socket might."""
    if not limits.may_act(player):
        raise Refusal("RATE_LIMITED", "That was too much at once. Wait a moment.")
