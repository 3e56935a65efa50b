"""``manage.py serve``: the site as in production, by uvicorn with the settings measured fastest.

In here: the socket it listens at (its own, or systemd's), and how it ends.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand

from lobbies.health import DRAINING

LARGEST_FRAME = 1024 * 1024
"""Above our own limit, so that a message over it can be answered; far above it ends the socket.
As with Daphne."""


_M_ARENA_MAX = -8
HEAPS = 2
"""Of the C library, which would make one for nearly every thread; and each keeps what its threads
needed at most, however seldom that is (docs/performance.md)."""


class Command(BaseCommand):
    """Serve with uvicorn (websockets-sansio, uvloop); see docs/operations.md."""

    help = "Serve the site in one process, as in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address to listen at."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument(
            "--fd", type=int, default=settings.PASSED_SOCKET, help="an inherited socket (systemd's)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop."""
        _share_heaps()
        config = uvicorn.Config(
            "gameserver.asgi:application",
            host=options["host"],
            port=options["port"],
            # uvicorn's websockets-sansio with a shorter way out
            ws="lobbies.shortcut:WebSocket",
            loop="uvloop",
            # httptools, a parser in C: with h11 a handshake costs twice as much.
            http="lobbies.shortcut:Http",
            ws_max_size=LARGEST_FRAME,
            # Our messages are too small to gain by it, and it costs 33 KiB a connection.
            ws_per_message_deflate=False,
            proxy_headers=False,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            # As the settings say.
            log_config=None,
        )
        server = Server(config)
        server.run(None if options["fd"] is None else [socket.socket(fileno=options["fd"])])
        if not server.started:
            sys.exit(1)


def _share_heaps() -> None:
    """Let all threads share ``HEAPS`` heaps, unless ``MALLOC_ARENA_MAX`` says otherwise.

    Before there are threads: heaps that are there stay. Only glibc has them, and can be told.
    """
    if "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


class Server(uvicorn.Server):
    """uvicorn, which says that it goes before it does.

    Told to end, it is not ready any more but serves for ``DRAIN_SECONDS``. Then it listens no
    more, closes every socket with 1012 and finishes what it is answering. Told again, it ends now.
    """

    ends_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        first = not DRAINING.is_set()
        DRAINING.set()
        if first and sig == signal.SIGTERM and settings.DRAIN_SECONDS > 0:
            self.ends_at = time.monotonic() + settings.DRAIN_SECONDS
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Whether it ends now; asked ten times a second."""
        drained = self.ends_at is not None and time.monotonic() >= self.ends_at
        return await super().on_tick(counter) or drained
