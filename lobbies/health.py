"""Whether the site lives and can serve: for load balancers and monitoring."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Coroutine
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lobbies import gauges  # noqa: F401  (so that they are asked)
from lobbies.journal import JOURNAL
from lobbies.tables import Tables

PATIENCE = 2.0
"""Seconds that each of what a process needs may take to answer, to be called ready."""

DRAINING = threading.Event()
"""Set once this process was told to end: nobody shall be sent here any more."""


def healthz(request: HttpRequest) -> HttpResponse:
    """The process serves; nobody else is asked."""
    return HttpResponse("ok", content_type="text/plain")


async def readyz(request: HttpRequest) -> HttpResponse:
    """Database, journal and channel layer answer within ``PATIENCE``, and the process stays."""
    database, journal, layer = await asyncio.gather(
        within(Tables.here().read(_select)),
        within(JOURNAL.work(lambda: None)),
        within(_echo()),
    )
    checks = {
        "database": database, "journal": journal, "channelLayer": layer,
        "staying": not DRAINING.is_set(),
    }  # fmt: skip
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


async def within(asked: Coroutine[Any, Any, Any], seconds: float | None = None) -> bool:
    """Whether it is done without an error in time. What is not is left to itself."""
    task = asyncio.ensure_future(asked)
    await asyncio.wait({task}, timeout=PATIENCE if seconds is None else seconds)
    if not task.done():
        # Not waited for: what hangs may hang in its own clearing up too.
        task.cancel()
        return False
    return not task.cancelled() and task.exception() is None


def _select() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class _Echoes:
    """One channel to oneself for each event loop: a new one each time would be kept for ever."""

    channels: ClassVar[WeakKeyDictionary[asyncio.AbstractEventLoop, str]] = WeakKeyDictionary()


async def _echo() -> None:
    """Send a message to oneself, and hear it."""
    layer, loop = get_channel_layer(), asyncio.get_running_loop()
    channel = _Echoes.channels.pop(loop, None) or await layer.new_channel()
    said = uuid.uuid4().hex
    await layer.send(channel, {"type": "ready", "said": said})
    while (await layer.receive(channel)).get("said") != said:
        pass
    # Not reached if it took too long: then the layer has given the channel up.
    _Echoes.channels[loop] = channel


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
