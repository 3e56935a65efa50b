"""The application around the application: it keeps the watch, and drains at the end.

In here: ASGI's lifespan (uvicorn; Daphne has none, there the first request starts the watch).
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import msgspec
from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.urls import get_resolver

from lobbies.alarms import Watch

THREADS_KEPT = 16
"""Threads (and connections to the database) that stay for the next requests."""

Application = Callable[[Any, Any, Any], Awaitable[None]]


def build_types() -> None:
    """Build what msgspec knows of every type, in this one thread, before there are others.

    msgspec does so at the first use, and two threads that do it at once for the same type crash
    the process: seen when a server had just started and everybody came back.
    """
    _ = get_resolver().url_patterns  # Imports whatever answers a request.
    waiting: list[Any] = [msgspec.Struct]
    while waiting:
        for struct in type.__subclasses__(waiting.pop()):
            waiting.append(struct)
            with suppress(Exception):  # What cannot be decoded is never decoded.
                msgspec.json.Decoder(struct)


class Requests(ASGIHandler):
    """Django's way from a request to an answer, with few hops between threads, and none new.

    Under ASGI Django gives each request a new thread (and that one a new connection to the
    database), and nearly every middleware hops there and back for itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self._threads: list[ThreadPoolExecutor] = []

    def load_middleware(self, is_async: bool = False) -> None:
        """Whatever is behind the file server is one synchronous call, in one hop."""
        super().load_middleware(is_async=False)
        # Files are served asynchronously; Django made all of it synchronous for us again.
        self._middleware_chain = self._middleware_chain.awaitable

    async def listen_for_disconnect(self, receive: Any) -> None:
        """Wait until the client goes. Django raises then, and error and task know each other: with
        them the whole answer would wait for the collector."""
        with suppress(RequestAborted):
            await super().listen_for_disconnect(receive)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request in a thread that may have answered others before."""
        threads = self._threads
        thread = threads.pop() if threads else ThreadPoolExecutor(1, "request")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            if len(threads) < THREADS_KEPT:
                threads.append(thread)
            else:
                thread.submit(connections.close_all)
                thread.shutdown(wait=False)


class Attended:
    """``application``, with the watch kept as long as it serves."""

    def __init__(self, application: Application) -> None:
        self.application = application
        build_types()
        if settings.TRACES:
            from lobbies import traces  # Only then: nobody else needs the library.

            traces.install(traces.exporting())

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

    Neither moves nor connections leave cycles behind, and requests hardly any. All else stops while
    it looks, and a look costs what lives and is new: the states of the tables that moved since, and
    little else, however long ago the last look was. So it looks after 5,000 new objects, not after
    Python's 700 (docs/performance.md). What a request in progress made is past the first looks when
    it ends, should it know itself; so it looks at everything too, but only after 3,000,000: with
    1,000 tables that takes 0.3 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 4, 150)
