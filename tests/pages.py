"""The pages as somebody's browser asks for them, and the table they are shown with.

In here: a browser that is a player, a page as text, fixtures (a module takes them by name:
``anh = pages.anh``). Not in here: tests, a browser that runs scripts (browser).
"""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client

from lobbies.gate import open_lobby
from lobbies.identity import COOKIE, new_player
from lobbies.models import Lobby, Player


def as_player(player: Player) -> Client:
    """A browser that is this player."""
    client = Client()
    client.cookies[COOKIE] = signing.dumps(str(player.pk), salt="parlour.player")
    return client


@pytest.fixture
def anh() -> Player:
    return new_player("Anh")


@pytest.fixture
def binh() -> Player:
    return new_player("Bình")


@pytest.fixture
def table(anh: Player) -> Lobby:
    options = {"minutes": 5, "increment": 3, "colors": "lot"}
    return open_lobby(anh, "chess", name="Sunday evening", options=options)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()
