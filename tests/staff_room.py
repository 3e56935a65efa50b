"""What tests of the staff's pages have in common: opening a page, confirming a deed, the log."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from lobbies import store
from lobbies.models import Lobby
from lobbies.rooms import Room


def fresh(lobby: Lobby) -> Room:
    """The room as its rows say."""
    room = store.load(str(lobby.pk))
    assert room is not None
    return room


def page_of(client: Client, name: str, *args: Any) -> str:
    """The page of this name, which opens."""
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, model: str, row: Any, deed: str, **answers: Any) -> str:
    """Confirm a deed; the page that follows."""
    address = reverse(f"admin:lobbies_{model}_do", args=[row.pk, deed])
    answer = client.post(address, {"confirmed": "yes", **answers}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def said() -> list[str]:
    """What the log of the staff says."""
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
