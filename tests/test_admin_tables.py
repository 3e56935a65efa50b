"""Card tables as staff see them: rows to read, no hidden face, a look that the table is told of."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lobbies import identity
from lobbies.gate import open_lobby
from lobbies.models import BoardObject, Deck, Lobby, Match, Player
from lobbies.rooms import Actor
from lobbies.tables import act
from tests.card_tables import of
from tests.staff_room import fresh, page_of, said

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anh() -> Player:
    return identity.new_player("Anh")


@pytest.fixture
def staff(client: Client, django_user_model: Any) -> Client:
    client.force_login(django_user_model.objects.create_superuser("thu", password="x"))
    return client


@pytest.fixture
def lobby(anh: Player) -> Lobby:
    """A card table with one card face up, one face down, and one in Anh's hand."""
    lobby = open_lobby(anh, "tabletop", options={"pack": "none"})
    actor = Actor(str(anh.pk), "Anh")
    for action, payload in (
        ("board/add", {"kind": "card", "face": "Open secret"}),
        ("board/add", {"kind": "card", "face": "Dark secret", "faceUp": False}),
        ("board/add", {"kind": "card", "face": "Held secret"}),
        ("board/take", {"ids": ["3"]}),
    ):
        act(str(lobby.pk), actor, of(action, payload))
    return lobby


def test_rows_are_read_without_the_faces_that_are_hidden(staff: Client, lobby: Lobby) -> None:
    pages = page_of(staff, "lobbies_boardobject_changelist")
    pages += page_of(staff, "lobbies_deck_changelist")
    for row in (*BoardObject.objects.all(), *Deck.objects.all()):
        pages += page_of(staff, f"lobbies_{row._meta.model_name}_change", row.pk)
    assert "Open secret" in pages and "tray.0" in pages
    assert "Dark secret" not in pages and "Held secret" not in pages
    assert "hidden" in pages


@pytest.mark.parametrize("lookup", ["data__contains", "data__card__face", "cards__0__card__face"])
def test_no_address_feels_its_way_along_a_hidden_card(staff: Client, lookup: str) -> None:
    for model in ("boardobject", "deck"):
        address = reverse(f"admin:lobbies_{model}_changelist")
        assert staff.get(address, {lookup: "Dark secret"}).status_code == 400


def test_who_looks_is_written_down_and_the_table_is_told(staff: Client, lobby: Lobby) -> None:
    match = Match.objects.get(lobby=lobby)
    address = reverse("admin:lobbies_match_look", args=[match.pk])
    assert "Held secret" not in staff.get(address).content.decode()
    assert fresh(lobby).inspected_at is None
    shown = staff.post(address, {"confirmed": "yes", "reason": "a complaint"}).content.decode()
    assert "Held secret" in shown and said()[-1].endswith("a complaint")
    assert fresh(lobby).inspected_at
