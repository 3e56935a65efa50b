"""``manage.py serve``: the site as in production, by uvicorn with the settings measured fastest."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand

LARGEST_FRAME = 256 * 1024
"""Above our own limit, so that a message over it can be answered; far above it ends the socket."""


class Command(BaseCommand):
    """Serve with uvicorn (websockets-sansio, uvloop); see docs/operations.md."""

    help = "Serve the site in one process, as in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address to listen at."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--fd", type=int, help="an inherited socket, for systemd")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop."""
        where = {"fd": options["fd"]} if options["fd"] is not None else {
            "host": options["host"], "port": options["port"],
        }  # fmt: skip
        uvicorn.run(
            "gameserver.asgi:application",
            # uvicorn's websockets-sansio with a shorter way out
            ws="lobbies.shortcut:WebSocket",
            loop="uvloop",
            ws_max_size=LARGEST_FRAME,
            # Our messages are too small to gain by it, and it costs 33 KiB a connection.
            ws_per_message_deflate=False,
            proxy_headers=False,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
            # At info it writes every socket's address, and with it a token.
            log_level="warning",
            **where,
        )
