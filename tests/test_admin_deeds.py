"""What staff do on their pages: asked once more, through the door, and written down."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from lobbies import identity
from lobbies.admin.people import ConnectionAdmin
from lobbies.gate import open_lobby
from lobbies.models import (
    Ban,
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
from lobbies.tables import act
from tests import staff_room
from tests.staff_room import do, fresh, page_of, said

pytestmark = pytest.mark.django_db(transaction=True)

NOW = 1_800_000_000_000
anh, binh, game = staff_room.anh, staff_room.binh, staff_room.game
boss, staff = staff_room.boss, staff_room.staff


# Deeds


def test_a_table_is_closed_only_when_confirmed_and_it_is_written_down(
    staff: Client, boss: User, game: Lobby
) -> None:
    address = reverse("admin:lobbies_lobby_do", args=[game.pk, "close"])
    assert "told that it is closed" in staff.get(address).content.decode()
    assert fresh(game).status == "playing"
    do(staff, "lobby", game, "close", reason="abandoned")
    assert fresh(game).status == "closed"
    entry = LogEntry.objects.get()
    assert entry.user == boss and entry.object_id == str(game.pk)
    assert entry.get_change_message() == f"Closed Corner ({game.code}). Reason: abandoned"


def test_what_is_done_in_the_admin_stands_in_the_lobby_s_own_log(
    staff: Client, game: Lobby
) -> None:
    before = fresh(game).version
    do(staff, "lobby", game, "end")
    assert fresh(game).version == before + 1
    move = Move.objects.get(lobby=game, version=before + 1)
    assert move.action == "staff/end" and move.player is None
    assert Match.objects.get(lobby=game).result == {"winners": [], "reason": "ended"}


def test_a_match_is_ended_from_its_own_page_once(staff: Client, game: Lobby) -> None:
    match = Match.objects.get(lobby=game)
    assert "End the game" in page_of(staff, "lobbies_match_change", match.pk)
    do(staff, "match", match, "end")
    assert "That game is over." in do(staff, "match", match, "end")
    assert said() == [f"Ended game 1 in Corner ({game.code})."]


def test_several_tables_are_closed_at_once_from_the_list(
    staff: Client, anh: Player, game: Lobby
) -> None:
    other = open_lobby(anh, "chess", name="Window")
    address = reverse("admin:lobbies_lobby_changelist")
    chosen = {"action": "close", "_selected_action": [str(game.pk), str(other.pk)]}
    asked = staff.post(address, {**chosen, "index": "0"}).content.decode()
    assert "Corner" in asked and "Window" in asked and fresh(other).status == "waiting"
    staff.post(address, {**chosen, "confirmed": "yes"})
    assert fresh(game).status == fresh(other).status == "closed"
    assert len(said()) == 2


def test_somebody_is_shown_out_banned_and_let_in_again(
    staff: Client, game: Lobby, binh: Player
) -> None:
    member = Member.objects.get(lobby=game, player=binh)
    page = do(staff, "member", member, "ban", reason="rude")
    assert "Banned Bình from Corner" in page
    assert str(binh.pk) not in fresh(game).guests
    ban = Ban.objects.get(lobby=game, player=binh)
    do(staff, "ban", ban, "lift")
    assert not Ban.objects.exists() and fresh(game).banned == frozenset()


def test_a_member_is_muted_and_may_talk_again(staff: Client, game: Lobby, binh: Player) -> None:
    member = Member.objects.get(lobby=game, player=binh)
    do(staff, "member", member, "mute")
    assert fresh(game).guests[str(binh.pk)].muted
    do(staff, "member", member, "unmute")
    assert not fresh(game).guests[str(binh.pk)].muted


def test_the_host_s_powers_are_handed_over(staff: Client, game: Lobby, binh: Player) -> None:
    do(staff, "member", Member.objects.get(lobby=game, player=binh), "host")
    assert fresh(game).host == str(binh.pk)


def test_a_ban_from_the_site_shows_the_player_out_of_every_open_table(
    staff: Client, game: Lobby, anh: Player, binh: Player
) -> None:
    second = open_lobby(binh, "chess")
    closed = open_lobby(binh, "chess")
    do(staff, "lobby", closed, "close")
    do(staff, "player", binh, "ban", days="7", reason="spam")
    assert all(str(binh.pk) not in fresh(lobby).guests for lobby in (game, second))
    ban = Ban.objects.get(player=binh)
    assert ban.lobby is None and ban.until is not None and ban.reason == "spam"
    do(staff, "player", binh, "ban", days="0")
    assert Ban.objects.get(player=binh).until is None
    do(staff, "ban", ban, "lift")
    assert not Ban.objects.exists()


def test_a_name_nobody_should_read_is_replaced_at_every_table(
    staff: Client, game: Lobby, binh: Player
) -> None:
    do(staff, "player", binh, "rename", name="")
    binh.refresh_from_db()
    assert re.fullmatch(r"Player \d+", binh.name)
    assert fresh(game).guests[str(binh.pk)].name == binh.name


def test_those_who_may_only_read_have_no_deeds(game: Lobby, binh: Player) -> None:
    reader = User.objects.create_user("reader", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(reader)
    page = page_of(client, "lobbies_lobby_change", game.pk)
    assert "Close the table" not in page and 'name="_save"' not in page
    address = reverse("admin:lobbies_lobby_do", args=[game.pk, "close"])
    assert client.post(address, {"confirmed": "yes"}).status_code == 403
    assert fresh(game).status == "playing"


# The form of a lobby


def _form(lobby: Lobby, **values: Any) -> dict[str, Any]:
    options = '{"minutes": 10, "increment": 5, "colors": "chosen"}'
    return {"name": lobby.name, "visibility": "public", "options": options, **values}


def test_name_visibility_and_options_go_through_the_door(staff: Client, anh: Player) -> None:
    lobby = open_lobby(anh, "chess", name="Corner")
    address = reverse("admin:lobbies_lobby_change", args=[lobby.pk])
    options = '{"minutes": 3, "increment": 2, "colors": "lot"}'
    staff.post(address, _form(lobby, name="Window", options=options))
    room = fresh(lobby)
    assert (room.name, room.options.minutes, room.version) == ("Window", 3, 2)
    assert Move.objects.get(lobby=lobby).action == "lobby/options"
    assert "name: Corner → Window" in said()[0]


def test_what_the_door_refuses_is_said_and_nothing_is_changed(staff: Client, game: Lobby) -> None:
    address = reverse("admin:lobbies_lobby_change", args=[game.pk])
    options = '{"minutes": 3, "increment": 5, "colors": "chosen"}'
    page = staff.post(address, _form(game, options=options), follow=True).content.decode()
    assert "The options can be changed when this game is over." in page
    assert said() == []


@pytest.mark.parametrize("options", ['{"minutes": -1}', '{"speed": 3}', "[]", "nonsense"])
def test_options_that_do_not_fit_come_back_with_a_reason(
    staff: Client, anh: Player, options: str
) -> None:
    lobby = open_lobby(anh, "chess")
    address = reverse("admin:lobbies_lobby_change", args=[lobby.pk])
    answer = staff.post(address, _form(lobby, options=options))
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert fresh(lobby).version == 1


def test_a_form_cannot_write_what_the_door_keeps(staff: Client, game: Lobby) -> None:
    address = reverse("admin:lobbies_lobby_change", args=[game.pk])
    version = fresh(game).version
    staff.post(address, _form(game, name="Window", status="over", version="99", code="AAAA"))
    room = fresh(game)
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
    page = page_of(staff, "lobbies_report_change", report.pk)
    assert "Good luck!" in page and "Please be kind." in page
    assert re.search(r'class="lines__reported"[^>]*value="2"', page)


def test_a_settled_report_leaves_the_list_and_may_come_back(staff: Client, report: Report) -> None:
    assert "Loser." in page_of(staff, "lobbies_report_changelist")
    do(staff, "report", report, "settle")
    assert (
        "Loser."
        not in staff.get(reverse("admin:lobbies_report_changelist"))
        .content.decode()
        .split("result_list")[-1]
    )
    do(staff, "report", report, "reopen")
    assert not Report.objects.get().settled


@pytest.mark.parametrize("deed", ["mute", "ban", "ban-everywhere"])
def test_the_author_of_a_reported_line_is_dealt_with_from_the_report(
    staff: Client, game: Lobby, binh: Player, report: Report, deed: str
) -> None:
    do(staff, "report", report, deed, days="1")
    guest = fresh(game).guests.get(str(binh.pk))
    assert guest.muted if deed == "mute" else guest is None
    assert Ban.objects.filter(player=binh).exists() == (deed != "mute")
    assert Report.objects.get().settled and len(said()) == 1


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
    key = str(Connection.objects.get().pk)
    row = model_admin.get_object(None, key)  # type: ignore[arg-type]
    assert model_admin.verdict(row, NOW + later)[0] == state


def test_a_stale_connection_is_marked_and_a_connected_player_can_be_disconnected(
    staff: Client, game: Lobby, binh: Player
) -> None:
    row = _connection(game, binh, uuid.uuid4())
    assert "stale: its server is gone" in page_of(staff, "lobbies_connection_changelist")
    do(staff, "connection", row, "disconnect")
    assert str(binh.pk) not in fresh(game).guests
