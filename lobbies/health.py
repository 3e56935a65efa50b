"""Whether the site lives and can serve: for load balancers and monitoring."""

from __future__ import annotations

import threading

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lobbies import gauges  # noqa: F401  (so that they are asked)

DRAINING = threading.Event()
"""Set once this process was told to end: nobody shall be sent here any more."""


def healthz(request: HttpRequest) -> HttpResponse:
    """The process serves."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database and the channel layer answer, and the process stays; 503 if not."""
    checks = {"database": _database(), "channelLayer": _layer(), "staying": not DRAINING.is_set()}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Exception:
        return False


def _layer() -> bool:
    async def echo() -> bool:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "ready"})
        return bool(await layer.receive(channel))

    try:
        return async_to_sync(echo)()
    except Exception:
        return False


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' page, for this machine and for those with ``METRICS_TOKEN``."""
    token = f"Bearer {settings.METRICS_TOKEN}"
    shown = request.headers.get("Authorization", "")
    local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    if not (local and "X-Forwarded-For" not in request.headers) and not (
        settings.METRICS_TOKEN and constant_time_compare(shown, token)
    ):
        return HttpResponse("Not for you.", status=403, content_type="text/plain")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
]
