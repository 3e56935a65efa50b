"""The staff's pages: they open at any length, tell no secret, and act only through the door."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from games import GAMES
from games.chess.commands import Move as ChessMove
from games.chess.rules import Chess
from lobbies import identity
from lobbies.gate import open_lobby
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
from tests.staff_room import do, page_of, said

pytestmark = pytest.mark.django_db(transaction=True)

NOW = 1_800_000_000_000


class SecretChess(Chess):
    """Chess whose moves only the players know: stands in for a game with secrets."""

    secret = True
    random = True

    def view(self, state: Any, seat: int | None, only: Any = None) -> Any:
        """A spectator sees that there is a game, and nothing of it."""
        return {"game": {}} if seat is None else super().view(state, seat, only)


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
    act(str(lobby.pk), identity.actor_of(anh), ChessMove("e2e4"))
    act(str(lobby.pk), identity.actor_of(binh), ChessMove("e7e5"))
    return lobby


@pytest.fixture
def secrets_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GAMES, "chess", SecretChess())


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


# Secrets


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
