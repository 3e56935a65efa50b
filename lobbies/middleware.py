"""Middleware: the time an answer takes, its log lines, what its page may load, its language."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware

from lobbies import limits, logs
from lobbies.metrics import HTTP

_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data: blob:{images}; connect-src 'self'; font-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def _address(request: HttpRequest) -> str:
    """The visitor's address, where the hoster wants it in the log."""
    if not settings.LOG_ADDRESSES:
        return ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").encode("latin-1", "replace")
    return limits.address_of({b"x-forwarded-for": forwarded}, request.META.get("REMOTE_ADDR", ""))


_KNOW_IT = ("_messages", "user", "auser")
"""What a request holds that holds the request: after the answer it would wait for the collector."""
_BY_STATUS = {number: HTTP.labels(f"{number}xx") for number in range(1, 6)}


@sync_and_async_middleware
def Timed(get_response: Callable) -> Callable:
    """Count the request and how long its answer took, by the first digit of its status.

    What is written to the log meanwhile is about this request.
    """

    def begin(request: HttpRequest) -> float:
        logs.begin(request=request, address=_address(request))
        return time.perf_counter()

    def done(began: float, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        _BY_STATUS[response.status_code // 100].observe(time.perf_counter() - began)
        logs.end()
        for name in _KNOW_IT:
            request.__dict__.pop(name, None)
        return response

    if iscoroutinefunction(get_response):

        async def middleware(request: HttpRequest) -> HttpResponse:
            return done(begin(request), request, await get_response(request))
    else:

        def middleware(request: HttpRequest) -> HttpResponse:
            return done(begin(request), request, get_response(request))

    return middleware


@sync_and_async_middleware
def ContentSecurityPolicy(get_response: Callable) -> Callable:
    """Give the request a nonce and the answer a Content-Security-Policy without unsafe-inline."""

    def before(request: HttpRequest) -> None:
        request.csp_nonce = secrets.token_urlsafe(16)

    def after(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        images = "".join(f" https://{host}" for host in settings.IMAGE_HOSTS)
        policy = _POLICY.format(nonce=request.csp_nonce, images=images)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    if iscoroutinefunction(get_response):

        async def middleware(request: HttpRequest) -> HttpResponse:
            before(request)
            return after(request, await get_response(request))
    else:

        def middleware(request: HttpRequest) -> HttpResponse:
            before(request)
            return after(request, get_response(request))

    return middleware


class Languages(LocaleMiddleware):
    """Django's choice by cookie, else ``Accept-Language``; caches are told of the cookie too."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Note what the answer depends on, and its language."""
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)
