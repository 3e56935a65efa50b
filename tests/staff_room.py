"""What tests of the staff's pages have in common: who is there, a page, a deed, the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from games.chess.commands import Move
from lobbies import identity, store
from lobbies.gate import open_lobby
from lobbies.models import Lobby, Player
from lobbies.rooms import Room
from lobbies.tables import act


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


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss", password="x")


@pytest.fixture
def staff(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


@pytest.fixture
def anh() -> Player:
    return identity.new_player("Anh")


@pytest.fixture
def binh() -> Player:
    return identity.new_player("Bình")


@pytest.fixture
def game(anh: Player, binh: Player) -> Lobby:
    """Anh plays Bình, and each has made a move."""
    lobby = open_lobby(anh, "chess", name="Corner", seats={0: anh, 1: binh}, start=True)
    act(str(lobby.pk), identity.actor_of(anh), Move("e2e4"))
    act(str(lobby.pk), identity.actor_of(binh), Move("e7e5"))
    return lobby
