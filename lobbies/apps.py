"""The Django app: what happens when the database is up to date."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LobbiesConfig(AppConfig):
    """People, sockets and the database."""

    name = "lobbies"
    verbose_name = "Parlour"

    def ready(self) -> None:
        """Connect what happens by itself."""
        from lobbies import checks  # noqa: F401  (so that they are made)

        post_migrate.connect(_open_permanent, sender=self, dispatch_uid="lobbies.permanent")


def _open_permanent(using: str, **signal: Any) -> None:
    """Once every migration is applied, the lobbies that always exist are opened."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from lobbies.gate import open_permanent

    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        open_permanent()
