"""What the staff's pages keep from staff: passphrases, seeds of running games, hidden hands.

In here: games with secrets on any page, and the look that is written down. Not in here: hidden
cards (test_admin_tables).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from games import GAMES
from games.chess.rules import Chess
from lobbies.gate import open_lobby
from lobbies.models import Lobby, Match, Move, Player
from tests import staff_room
from tests.staff_room import do, page_of, said

pytestmark = pytest.mark.django_db(transaction=True)

anh, binh, game = staff_room.anh, staff_room.binh, staff_room.game
boss, staff = staff_room.boss, staff_room.staff


class SecretChess(Chess):
    """Chess whose moves only the players know: stands in for a game with secrets."""

    secret = True
    random = True

    def view(self, state: Any, seat: int | None, only: Any = None) -> Any:
        """A spectator sees that there is a game, and nothing of it."""
        return {"game": {}} if seat is None else super().view(state, seat, only)


@pytest.fixture
def secrets_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GAMES, "chess", SecretChess())


def test_no_page_shows_a_passphrase_an_invitation_or_the_hash_of_either(
    staff: Client, anh: Player
) -> None:
    lobby = open_lobby(anh, "chess", visibility="private", passphrase="sesame")
    Player.objects.filter(pk=anh.pk).update(passphrase=make_password("mellon"))
    lobby.refresh_from_db()
    anh.refresh_from_db()
    for model, row in (("lobby", lobby), ("player", anh)):
        pages = page_of(staff, f"lobbies_{model}_change", row.pk)
        pages += page_of(staff, f"lobbies_{model}_changelist")
        assert row.passphrase not in pages and "argon2" not in pages
        assert lobby.invite not in pages


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        ("lobby", "passphrase__startswith"),
        ("lobby", "invite__gt"),
        ("lobby", "host__passphrase__startswith"),
        ("player", "passphrase__regex"),
        ("match", "seed"),
        ("match", "snapshot__contains"),
    ],
)
def test_no_address_feels_its_way_along_a_secret(staff: Client, model: str, lookup: str) -> None:
    address = reverse(f"admin:lobbies_{model}_changelist")
    assert staff.get(address, {lookup: "a"}).status_code == 400


@pytest.mark.usefixtures("secrets_on")
def test_the_seed_of_a_running_game_is_not_shown_and_that_of_a_finished_one_is(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    seed = bytes(match.seed).hex()
    assert seed not in page_of(staff, "lobbies_match_change", match.pk)
    do(staff, "lobby", game, "end")
    assert seed in page_of(staff, "lobbies_match_change", match.pk)


@pytest.mark.usefixtures("secrets_on")
def test_of_a_running_game_with_secrets_the_replay_shows_what_everybody_may_know(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    move = Move.objects.get(match=match, version=2)
    pages = page_of(staff, "lobbies_match_replay", match.pk)
    pages += page_of(staff, "lobbies_move_change", move.pk)
    pages += page_of(staff, "lobbies_move_changelist")
    assert "e2e4" not in pages and "hidden while the game is on" in pages


@pytest.mark.usefixtures("secrets_on")
def test_a_look_at_what_is_hidden_needs_a_reason_and_is_written_down(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    address = reverse("admin:lobbies_match_look", args=[match.pk])
    assert "e2e4" not in staff.get(address).content.decode()
    assert "e2e4" not in staff.post(address, {"confirmed": "yes"}).content.decode()
    assert said() == []
    shown = staff.post(address, {"confirmed": "yes", "reason": "a complaint"})
    assert "e2e4" in shown.content.decode()
    assert said() == ["Looked at what is hidden. Reason: a complaint"]


def test_a_game_without_secrets_has_nothing_to_look_at(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    assert staff.get(reverse("admin:lobbies_match_look", args=[match.pk])).status_code == 404
