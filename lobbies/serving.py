"""The application around the application: it keeps the watch, and drains at the end.

In here: ASGI's lifespan (uvicorn; Daphne has none, there the first request starts the watch).
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from typing import Any

from lobbies.alarms import Watch

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Attended:
    """``application``, with the watch kept as long as it serves."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, socket or life."""
        watch = Watch.keep()
        if scope["type"] == "lifespan":
            await _live(watch, receive, send)
        else:
            await self.application(scope, receive, send)


async def _live(watch: Watch, receive: Any, send: Any) -> None:
    await receive()
    _settle_down()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await watch.stop()
    await send({"type": "lifespan.shutdown.complete"})


def _settle_down() -> None:
    """What is loaded now stays: the collector need not look at it again and again.

    Nor need it look after every 700 new objects, which is every dozen moves: moves leave no
    cycles behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
