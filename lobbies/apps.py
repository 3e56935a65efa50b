"""The Django app, and the end of a request: its thread ends too, and so does its connection."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished


class LobbiesConfig(AppConfig):
    """People, sockets and the database."""

    name = "lobbies"
    verbose_name = "Parlour"

    def ready(self) -> None:
        """Close what a request opened: under ASGI every request has a thread of its own.

        Kept open (CONN_MAX_AGE is for the journal and the readers), its connection would serve
        nobody and last until the garbage is collected.
        """
        request_finished.connect(_close_connections, dispatch_uid="lobbies.connections")


def _close_connections(**signal: Any) -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
