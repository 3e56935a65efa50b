"""Whether the site lives and can serve: for load balancers and monitoring."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path


def healthz(request: HttpRequest) -> HttpResponse:
    """The process serves."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database and the channel layer answer; 503 if not."""
    checks = {"database": _database(), "channelLayer": _layer()}
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


urlpatterns = [path("healthz", healthz), path("readyz", readyz)]
