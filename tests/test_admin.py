"""The staff's pages: they open at any length, tell no secret, and act only through the door."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from games import GAMES
from games.chess.commands import Move as ChessMove
from games.chess.rules import Chess
from lobbies import identity, store
from lobbies.admin.people import ConnectionAdmin
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
    Process,
    Report,
)
from lobbies.protocol import ReportLine, Say
from lobbies.rooms import Room
from lobbies.tables import act

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


def _fresh(lobby: Lobby) -> Room:
    room = store.load(str(lobby.pk))
    assert room is not None
    return room


def _page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def _do(client: Client, model: str, row: Any, deed: str, **answers: Any) -> str:
    """Confirm a deed; the page that follows."""
    address = reverse(f"admin:lobbies_{model}_do", args=[row.pk, deed])
    answer = client.post(address, {"confirmed": "yes", **answers}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _said() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


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
        page = _page(staff, f"lobbies_{model._meta.model_name}_change", row.pk)
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
    page = _page(staff, "lobbies_match_replay", match.pk)
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
        pages = _page(staff, f"lobbies_{model}_change", row.pk)
        pages += _page(staff, f"lobbies_{model}_changelist")
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
    assert seed not in _page(staff, "lobbies_match_change", match.pk)
    _do(staff, "lobby", game, "end")
    assert seed in _page(staff, "lobbies_match_change", match.pk)


@pytest.mark.usefixtures("secrets_on")
def test_of_a_running_game_with_secrets_the_replay_shows_what_everybody_may_know(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    move = Move.objects.get(match=match, version=2)
    pages = _page(staff, "lobbies_match_replay", match.pk)
    pages += _page(staff, "lobbies_move_change", move.pk)
    pages += _page(staff, "lobbies_move_changelist")
    assert "e2e4" not in pages and "hidden while the game is on" in pages


@pytest.mark.usefixtures("secrets_on")
def test_a_look_at_what_is_hidden_needs_a_reason_and_is_written_down(
    staff: Client, game: Lobby
) -> None:
    match = Match.objects.get(lobby=game)
    address = reverse("admin:lobbies_match_look", args=[match.pk])
    assert "e2e4" not in staff.get(address).content.decode()
    assert "e2e4" not in staff.post(address, {"confirmed": "yes"}).content.decode()
    assert _said() == []
    shown = staff.post(address, {"confirmed": "yes", "reason": "a complaint"})
    assert "e2e4" in shown.content.decode()
    assert _said() == ["Looked at what is hidden. Reason: a complaint"]


def test_a_game_without_secrets_has_nothing_to_look_at(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    assert staff.get(reverse("admin:lobbies_match_look", args=[match.pk])).status_code == 404


# Deeds


def test_a_table_is_closed_only_when_confirmed_and_it_is_written_down(
    staff: Client, boss: User, game: Lobby
) -> None:
    address = reverse("admin:lobbies_lobby_do", args=[game.pk, "close"])
    assert "told that it is closed" in staff.get(address).content.decode()
    assert _fresh(game).status == "playing"
    _do(staff, "lobby", game, "close", reason="abandoned")
    assert _fresh(game).status == "closed"
    entry = LogEntry.objects.get()
    assert entry.user == boss and entry.object_id == str(game.pk)
    assert entry.get_change_message() == f"Closed Corner ({game.code}). Reason: abandoned"


def test_what_is_done_in_the_admin_stands_in_the_lobby_s_own_log(
    staff: Client, game: Lobby
) -> None:
    before = _fresh(game).version
    _do(staff, "lobby", game, "end")
    assert _fresh(game).version == before + 1
    move = Move.objects.get(lobby=game, version=before + 1)
    assert move.action == "staff/end" and move.player is None
    assert Match.objects.get(lobby=game).result == {"winners": [], "reason": "ended"}


def test_a_match_is_ended_from_its_own_page_once(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    assert "End the game" in _page(staff, "lobbies_match_change", match.pk)
    _do(staff, "match", match, "end")
    assert "That game is over." in _do(staff, "match", match, "end")
    assert _said() == [f"Ended game 1 in Corner ({game.code})."]


def test_several_tables_are_closed_at_once_from_the_list(
    staff: Client, anh: Player, game: Lobby
) -> None:
    other = open_lobby(anh, "chess", name="Window")
    address = reverse("admin:lobbies_lobby_changelist")
    chosen = {"action": "close", "_selected_action": [str(game.pk), str(other.pk)]}
    asked = staff.post(address, {**chosen, "index": "0"}).content.decode()
    assert "Corner" in asked and "Window" in asked and _fresh(other).status == "waiting"
    staff.post(address, {**chosen, "confirmed": "yes"})
    assert _fresh(game).status == _fresh(other).status == "closed"
    assert len(_said()) == 2


def test_somebody_is_shown_out_banned_and_let_in_again(
    staff: Client, game: Lobby, binh: Player
) -> None:
    member = Member.objects.get(lobby=game, player=binh)
    page = _do(staff, "member", member, "ban", reason="rude")
    assert "Banned Bình from Corner" in page
    assert str(binh.pk) not in _fresh(game).guests
    ban = Ban.objects.get(lobby=game, player=binh)
    _do(staff, "ban", ban, "lift")
    assert not Ban.objects.exists() and _fresh(game).banned == frozenset()


def test_a_member_is_muted_and_may_talk_again(staff: Client, game: Lobby, binh: Player) -> None:
    member = Member.objects.get(lobby=game, player=binh)
    _do(staff, "member", member, "mute")
    assert _fresh(game).guests[str(binh.pk)].muted
    _do(staff, "member", member, "unmute")
    assert not _fresh(game).guests[str(binh.pk)].muted


def test_the_host_s_powers_are_handed_over(staff: Client, game: Lobby, binh: Player) -> None:
    _do(staff, "member", Member.objects.get(lobby=game, player=binh), "host")
    assert _fresh(game).host == str(binh.pk)


def test_a_ban_from_the_site_shows_the_player_out_of_every_open_table(
    staff: Client, game: Lobby, anh: Player, binh: Player
) -> None:
    second = open_lobby(binh, "chess")
    closed = open_lobby(binh, "chess")
    _do(staff, "lobby", closed, "close")
    _do(staff, "player", binh, "ban", days="7", reason="spam")
    assert all(str(binh.pk) not in _fresh(lobby).guests for lobby in (game, second))
    ban = Ban.objects.get(player=binh)
    assert ban.lobby is None and ban.until is not None and ban.reason == "spam"
    _do(staff, "player", binh, "ban", days="0")
    assert Ban.objects.get(player=binh).until is None
    _do(staff, "ban", ban, "lift")
    assert not Ban.objects.exists()


def test_a_name_nobody_should_read_is_replaced_at_every_table(
    staff: Client, game: Lobby, binh: Player
) -> None:
    _do(staff, "player", binh, "rename", name="")
    binh.refresh_from_db()
    assert re.fullmatch(r"Player \d+", binh.name)
    assert _fresh(game).guests[str(binh.pk)].name == binh.name


def test_those_who_may_only_read_have_no_deeds(game: Lobby, binh: Player) -> None:
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(reader)
    page = _page(client, "lobbies_lobby_change", game.pk)
    assert "Close the table" not in page and 'name="_save"' not in page
    address = reverse("admin:lobbies_lobby_do", args=[game.pk, "close"])
    assert client.post(address, {"confirmed": "yes"}).status_code == 403
    assert _fresh(game).status == "playing"


# The form of a lobby


def _form(lobby: Lobby, **values: Any) -> dict[str, Any]:
    options = '{"minutes": 10, "increment": 5, "colors": "chosen"}'
    return {"name": lobby.name, "visibility": "public", "options": options, **values}


def test_name_visibility_and_options_go_through_the_door(staff: Client, anh: Player) -> None:
    lobby = open_lobby(anh, "chess", name="Corner")
    address = reverse("admin:lobbies_lobby_change", args=[lobby.pk])
    options = '{"minutes": 3, "increment": 2, "colors": "lot"}'
    staff.post(address, _form(lobby, name="Window", options=options))
    room = _fresh(lobby)
    assert (room.name, room.options.minutes, room.version) == ("Window", 3, 2)
    assert Move.objects.get(lobby=lobby).action == "lobby/options"
    assert "name: Corner → Window" in _said()[0]


def test_what_the_door_refuses_is_said_and_nothing_is_changed(staff: Client, game: Lobby) -> None:
    address = reverse("admin:lobbies_lobby_change", args=[game.pk])
    options = '{"minutes": 3, "increment": 5, "colors": "chosen"}'
    page = staff.post(address, _form(game, options=options), follow=True).content.decode()
    assert "The options can be changed when this game is over." in page
    assert _said() == []


@pytest.mark.parametrize("options", ['{"minutes": -1}', '{"speed": 3}', "[]", "nonsense"])
def test_options_that_do_not_fit_come_back_with_a_reason(
    staff: Client, anh: Player, options: str
) -> None:
    lobby = open_lobby(anh, "chess")
    address = reverse("admin:lobbies_lobby_change", args=[lobby.pk])
    answer = staff.post(address, _form(lobby, options=options))
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert _fresh(lobby).version == 1


def test_a_form_cannot_write_what_the_door_keeps(staff: Client, game: Lobby) -> None:
    address = reverse("admin:lobbies_lobby_change", args=[game.pk])
    version = _fresh(game).version
    staff.post(address, _form(game, name="Window", status="over", version="99", code="AAAA"))
    room = _fresh(game)
    assert (room.status, room.version, room.code) == ("playing", version + 1, game.code)


# Reports


@pytest.fixture
def report(game: Lobby, anh: Player, binh: Player) -> Report:
    """Bình said something rude between two kind lines, and Anh reported it."""
    for player, text in ((anh, "Good luck!"), (binh, "Loser."), (anh, "Please be kind.")):
        act(str(game.pk), identity.actor_of(player), Say(text))
    act(str(game.pk), identity.actor_of(anh), ReportLine(2, "rude"))
    return Report.objects.get()


def test_a_report_shows_the_line_and_what_was_said_around_it(staff: Client, report: Report) -> None:
    page = _page(staff, "lobbies_report_change", report.pk)
    assert "Good luck!" in page and "Please be kind." in page
    assert re.search(r'class="lines__reported"[^>]*value="2"', page)


def test_a_settled_report_leaves_the_list_and_may_come_back(staff: Client, report: Report) -> None:
    assert "Loser." in _page(staff, "lobbies_report_changelist")
    _do(staff, "report", report, "settle")
    assert (
        "Loser."
        not in staff.get(reverse("admin:lobbies_report_changelist"))
        .content.decode()
        .split("result_list")[-1]
    )
    _do(staff, "report", report, "reopen")
    assert not Report.objects.get().settled


@pytest.mark.parametrize("deed", ["mute", "ban", "ban-everywhere"])
def test_the_author_of_a_reported_line_is_dealt_with_from_the_report(
    staff: Client, game: Lobby, binh: Player, report: Report, deed: str
) -> None:
    _do(staff, "report", report, deed, days="1")
    guest = _fresh(game).guests.get(str(binh.pk))
    assert guest.muted if deed == "mute" else guest is None
    assert Ban.objects.filter(player=binh).exists() == (deed != "mute")
    assert Report.objects.get().settled and len(_said()) == 1


# Who is connected


def _connection(game: Lobby, player: Player, process: uuid.UUID) -> Connection:
    return Connection.objects.create(
        id=uuid.uuid4(), lobby=game, player=player, process=process, since=NOW, seen=NOW,
        game_version=settings.BUILD,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("process_seen", "later", "state"),
    [(NOW, 5_000, "live"), (NOW + 200_000, 200_000, "silent"), (NOW, 60_000, "lost"),
     (None, 0, "lost")],
)  # fmt: skip
def test_a_connection_is_live_silent_or_left_over(
    game: Lobby, binh: Player, process_seen: int | None, later: int, state: str
) -> None:
    process = uuid.uuid4()
    if process_seen is not None:
        Process.objects.create(pk=process, started=NOW, seen=process_seen)
    _connection(game, binh, process)
    from django.contrib import admin

    model_admin = ConnectionAdmin(Connection, admin.site)
    row = model_admin.get_queryset(None).get()  # type: ignore[arg-type]
    assert model_admin.verdict(row, NOW + later)[0] == state


def test_a_stale_connection_is_marked_and_a_connected_player_can_be_disconnected(
    staff: Client, game: Lobby, binh: Player
) -> None:
    row = _connection(game, binh, uuid.uuid4())
    assert "stale: its server is gone" in _page(staff, "lobbies_connection_changelist")
    _do(staff, "connection", row, "disconnect")
    assert str(binh.pk) not in _fresh(game).guests
