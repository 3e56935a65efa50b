"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LobbiesConfig(AppConfig):
    """People, sockets and the database."""

    name = "lobbies"
    verbose_name = "Parlour"
