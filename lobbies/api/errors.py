"""Errors as answers: every one is ``{code, message}`` with the status that fits.

In here: which status a code has, and what the framework's own exceptions are called. Not in here:
the sentences of the game and the house (they come with each ``Refusal``).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from games.base import N_
from lobbies.languages import worded
from lobbies.protocol import Refusal
from lobbies.wire.statuses import STATUS

log = logging.getLogger(__name__)

_EXCEPTIONS: Mapping[type[Exception], tuple[str, str]] = {
    exceptions.ParseError: ("INVALID_JSON", N_("That was not JSON.")),
    exceptions.NotAuthenticated: ("UNAUTHORIZED", N_("Say who you are: get a token first.")),
    exceptions.NotFound: ("NOT_FOUND", N_("There is nothing at this address.")),
    Http404: ("NOT_FOUND", N_("There is nothing at this address.")),
    exceptions.Throttled: ("RATE_LIMITED", N_("That was too much at once. Wait a moment.")),
    PermissionDenied: ("FORBIDDEN", N_("You may not do that.")),
    RequestDataTooBig: ("TOO_LARGE", N_("That message is too large.")),
}
TROUBLE = Refusal("INTERNAL_ERROR", "Something went wrong here, not with you. Please try again.")


def refusal_of(error: Exception) -> Refusal | None:
    """What the framework's exception is called on the wire; None for one nobody expected."""
    if isinstance(error, Refusal):
        return error
    for kind, (code, message) in _EXCEPTIONS.items():
        if isinstance(error, kind):
            return Refusal(code, message)
    if isinstance(error, exceptions.AuthenticationFailed):
        return Refusal("UNAUTHORIZED", str(error.detail))
    if isinstance(error, exceptions.PermissionDenied):
        return Refusal("FORBIDDEN", str(error.detail))
    if isinstance(error, exceptions.APIException):
        return Refusal("INVALID_MESSAGE", str(error.detail))
    return None


def error_response(refusal: Refusal, status: int = 0) -> HttpResponse:
    """A refusal as an answer; ``status`` if it is not the one its code has."""
    body = msgspec.json.encode({"code": refusal.code, "message": worded(refusal)})
    status = status or STATUS.get(refusal.code, 400)
    response = HttpResponse(body, status=status, content_type="application/json")
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The REST framework's exception handler: every error has a code and a sentence."""
    refusal = refusal_of(error)
    if refusal is None:
        log.error("An API call failed", exc_info=error)
        return error_response(TROUBLE)
    fixed = isinstance(error, exceptions.MethodNotAllowed | exceptions.NotAcceptable)
    return error_response(refusal, error.status_code if fixed else 0)
