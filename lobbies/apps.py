"""The Django app: what happens at the end of a request, and when the database is up to date."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.models.signals import post_migrate


class LobbiesConfig(AppConfig):
    """People, sockets and the database."""

    name = "lobbies"
    verbose_name = "Parlour"

    def ready(self) -> None:
        """Connect what happens by itself."""
        from lobbies import checks  # noqa: F401  (so that they are made)

        request_finished.connect(_give_back, dispatch_uid="lobbies.connections")
        post_migrate.connect(_open_permanent, sender=self, dispatch_uid="lobbies.permanent")


def _give_back(**signal: Any) -> None:
    """After a request its connection goes back to the pool that others wait for (PostgreSQL).

    One to a file serves this thread's next request (``serving.Requests``): to open it is a third
    of a short request.
    """
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            connection.close()


def _open_permanent(using: str, **signal: Any) -> None:
    """Once every migration is applied, the lobbies that always exist are opened."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from lobbies.gate import open_permanent

    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        open_permanent()
