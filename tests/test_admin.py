"""The staff's pages: they open at any length, each under the policy, and a match is replayed.

In here: what is read. Not in here: what is kept from staff too (test_admin_secrets), what they do
(test_admin_deeds), card tables (test_admin_tables).
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from games.chess.rules import Chess
from lobbies import identity
from lobbies.models import (
    Ban,
    ChatMessage,
    Connection,
    Lobby,
    Match,
    Member,
    Move,
    Player,
    Report,
)
from lobbies.protocol import Say
from lobbies.tables import act
from tests import staff_room
from tests.staff_room import page_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = 1_800_000_000_000
anh, binh, game = staff_room.anh, staff_room.binh, staff_room.game
boss, staff = staff_room.boss, staff_room.staff


# Lists of any length

ROWS = 5_000


def _many() -> None:
    """5,000 rows of everything, as nobody could play them in a test."""
    players = [Player(name=f"Player {n}") for n in range(ROWS)]
    Player.objects.bulk_create(players)
    lobbies = [
        Lobby(code=f"{n:06X}", kind="chess", name=f"Table {n}", host=players[n])
        for n in range(ROWS)
    ]
    Lobby.objects.bulk_create(lobbies)
    pairs = list(zip(lobbies, players, strict=True))
    Member.objects.bulk_create(
        Member(lobby=lobby, player=player, seat=0, joined_at=NOW) for lobby, player in pairs
    )
    matches = [
        Match(lobby=lobby, number=1, kind="chess", seed=b"0" * 32, started_version=1, started_at=n)
        for n, lobby in enumerate(lobbies)
    ]
    Match.objects.bulk_create(matches)
    lines = [
        ChatMessage(lobby=lobby, number=1, player=player, name="A", text="Hello", at=NOW)
        for lobby, player in pairs
    ]
    ChatMessage.objects.bulk_create(lines)
    _many_more(pairs, matches, lines)


def _many_more(pairs: list[Any], matches: list[Match], lines: list[ChatMessage]) -> None:
    Move.objects.bulk_create(
        Move(lobby=lobby, match=match, player=player, version=2, action="game/resign", at=NOW)
        for (lobby, player), match in zip(pairs, matches, strict=True)
    )
    Report.objects.bulk_create(
        Report(lobby=line.lobby, message=line, reporter=line.player, about=line.player, at=NOW)
        for line in lines
    )
    Ban.objects.bulk_create(Ban(lobby=lobby, player=player) for lobby, player in pairs)
    Connection.objects.bulk_create(
        Connection(
            id=uuid.uuid4(), lobby=lobby, player=player, process=uuid.uuid4(), since=n, seen=n
        )
        for n, (lobby, player) in enumerate(pairs)
    )


LISTS = ("ban", "chatmessage", "connection", "lobby", "match", "member", "move", "player", "report")
QUERIES_AT_MOST = 5
"""The session, its user, the page; and where a row names several others, those, once."""


def test_long_lists_open_without_a_count_and_without_a_query_per_row(
    staff: Client, django_assert_max_num_queries: Any
) -> None:
    _many()
    for model in LISTS:
        address = reverse(f"admin:lobbies_{model}_changelist")
        for page in ("", "?p=50"):
            with django_assert_max_num_queries(QUERIES_AT_MOST) as asked:
                answer = staff.get(address + page)
            assert answer.status_code == 200, (model, page)
            assert answer.content.count(b"action-select") + answer.content.count(b"<tr>") > 100
            statements = " ".join(query["sql"] for query in asked.captured_queries)
            assert "COUNT(" not in statements.upper(), (model, page)


def test_the_last_page_leads_back_and_there_is_none_after_it(staff: Client) -> None:
    Player.objects.bulk_create(Player(name=f"Player {n}") for n in range(150))
    address = reverse("admin:lobbies_player_changelist")
    first, second = (staff.get(address + page).content.decode() for page in ("", "?p=2"))
    assert 'rel="next" href="?p=2"' in first and 'rel="prev"' not in first
    assert 'rel="prev" href="?p=1"' in second and 'rel="next"' not in second
    assert "101 to 150" in second
    assert staff.get(address + "?p=3").status_code == 302


def test_a_row_is_found_by_code_by_id_and_by_how_its_name_begins(
    staff: Client, game: Lobby
) -> None:
    address = reverse("admin:lobbies_lobby_changelist")
    for term in (game.code, game.code.lower(), str(game.pk), "corn"):
        assert "1 to 1" in staff.get(address, {"q": term}).content.decode()
    assert "Corner" not in staff.get(address, {"q": "orner"}).content.decode()


# Pages

PAGES = (*LISTS, "waiting")


def test_every_page_obeys_the_content_security_policy(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    addresses = [reverse("admin:index"), reverse("admin:admin_logentry_changelist")]
    addresses += [reverse(f"admin:lobbies_{model}_changelist") for model in PAGES]
    addresses += [
        reverse("admin:lobbies_lobby_change", args=[game.pk]),
        reverse("admin:lobbies_lobby_do", args=[game.pk, "close"]),
        reverse("admin:lobbies_match_change", args=[match.pk]),
        reverse("admin:lobbies_match_replay", args=[match.pk]),
    ]
    for address in addresses:
        answer = staff.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert not re.search(r"""<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)""", page), address


def test_the_pages_of_every_kind_of_row_open(staff: Client, game: Lobby, binh: Player) -> None:
    act(str(game.pk), identity.actor_of(binh), Say("Hello"))
    Ban.objects.create(player=binh, reason="spam")
    for model in (Lobby, Member, Match, Move, ChatMessage, Ban, Player):
        row = model.objects.first()
        page = page_of(staff, f"lobbies_{model._meta.model_name}_change", row.pk)
        assert "object (" not in page


def test_visitors_and_players_do_not_get_in(game: Lobby) -> None:
    answer = Client().get(reverse("admin:lobbies_lobby_change", args=[game.pk]))
    assert answer.status_code == 302 and "login" in answer.headers["Location"]


# Replay


def test_a_match_is_replayed_step_by_step(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    replay = reverse("admin:lobbies_match_replay", args=[match.pk])
    assert "2 of 2" in staff.get(replay).content.decode()
    start = staff.get(replay + "?step=0").content.decode()
    assert "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w" in start and 'rel="next"' in start
    assert "4P3" in staff.get(replay + "?step=1").content.decode()
    assert staff.get(replay + "?step=3").status_code == 404
    assert staff.get(replay + "?step=²").status_code == 200


def test_the_picture_of_a_position_is_an_image_with_a_policy_of_its_own(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    address = reverse("admin:lobbies_match_picture", args=[match.pk, 1])
    answer = staff.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b'lastmove e4"' in answer.content
    assert (
        address.encode()
        in staff.get(reverse("admin:lobbies_match_replay", args=[match.pk]) + "?step=1").content
    )
    assert Client().get(address).status_code == 302


def test_a_game_without_a_picture_is_replayed_as_data(
    staff: Client, game: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chess, "describe", lambda self, state: {})
    match = Match.objects.get(lobby=game)
    page = page_of(staff, "lobbies_match_replay", match.pk)
    assert "<img" not in page.split("replay__board")[1] and "&quot;e2e4&quot;" in page
