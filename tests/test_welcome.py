"""The first start sets everything up once; housekeeping removes what everybody has left."""

from __future__ import annotations

import re
import uuid
from io import StringIO
from typing import Any

import chess
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from games.chess.commands import Move
from lobbies import identity, store
from lobbies.gate import open_lobby
from lobbies.manners import Arrive
from lobbies.models import Connection, Lobby, Match, Player, Process, Waiting
from lobbies.protocol import Close
from lobbies.rooms import HOUSE
from lobbies.table import now_ms
from lobbies.tables import act, look

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = [("chess", "over"), ("chess", "playing"), ("chess", "waiting"), ("tabletop", "playing")]
DAY = 24 * 3600 * 1000


def _run(command: str, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


# Welcome


def test_the_password_of_the_staff_is_printed_once_and_opens_the_admin() -> None:
    said = _run("welcome", "--no-examples")
    password = re.search(r"password “([^”]+)”", said)
    assert password is not None and "changepassword staff" in said
    assert Client().login(username="staff", password=password[1])
    assert User.objects.get().is_superuser
    assert _run("welcome", "--no-examples") == ""


def test_where_there_is_an_account_no_other_is_made() -> None:
    User.objects.create_user("somebody", password="x")
    assert "password" not in _run("welcome", "--no-examples")
    assert User.objects.count() == 1


def test_the_example_tables_are_set_up_once_through_the_door() -> None:
    _run("welcome")
    lobbies = list(Lobby.objects.all())
    found = sorted((lobby.kind, lobby.status) for lobby in lobbies)
    assert found == EXAMPLES
    for lobby in lobbies:
        room = store.load(str(lobby.pk))
        assert room is not None and room.chat
        changes = lobby.move_set.order_by("version").values_list("version", flat=True)
        assert list(changes) == list(range(2, lobby.version + 1))
    assert "Four example tables" not in _run("welcome")
    assert Lobby.objects.count() == 4 and Player.objects.count() == 3


def test_the_finished_example_ends_with_mate_and_the_running_one_goes_on() -> None:
    _run("welcome")
    over = Match.objects.get(lobby__status="over")
    assert over.result == {"winners": [0], "reason": "checkmate"}
    play, _version = store.replay(Match.objects.get(lobby__status="playing", kind="chess"))
    assert isinstance(play.state.board, chess.Board) and len(play.state.moves) > 10


def test_at_the_card_table_there_are_hands_nobody_else_sees_and_things_in_the_middle() -> None:
    _run("welcome")
    room = look(str(Lobby.objects.get(kind="tabletop").pk))
    assert room.play is not None and set(room.seated()) == {0, 1}
    table = room.play.state
    assert [len(table.tray(seat)) for seat in (0, 1)] == [5, 6]
    kinds = sorted(thing.kind for thing in table.things.values())
    assert kinds == ["card"] * 3 + ["counter"] * 2 + ["note"]
    (deck,) = table.decks.values()
    assert len(deck.cards) == 52 - 3 - 11


def test_nothing_ever_happens_to_the_examples_by_itself() -> None:
    _run("welcome")
    assert set(Lobby.objects.values_list("alarm_at", flat=True)) == {None}


def test_who_comes_first_to_the_waiting_example_is_its_host() -> None:
    _run("welcome")
    lobby = Lobby.objects.get(status="waiting")
    anh = identity.new_player("Anh")
    act(str(lobby.pk), identity.actor_of(anh), Arrive())
    lobby.refresh_from_db()
    assert lobby.host_id == anh.pk


def test_a_site_where_people_have_been_gets_no_examples() -> None:
    identity.new_player("Anh")
    _run("welcome")
    assert not Lobby.objects.exists()


def test_the_start_page_shows_the_examples() -> None:
    _run("welcome")
    page = Client().get("/").content.decode()
    assert "A game to watch" in page and "Sit down here" in page


# Tidy


@pytest.fixture
def anh() -> Player:
    return identity.new_player("Anh")


def _aged(lobby: Lobby, days: int) -> None:
    Lobby.objects.filter(pk=lobby.pk).update(changed_at=now_ms() - days * DAY)


def _status(lobby: Lobby) -> str:
    return Lobby.objects.get(pk=lobby.pk).status


def test_a_lobby_that_everybody_left_long_ago_is_closed(anh: Player) -> None:
    old, young = open_lobby(anh, "chess"), open_lobby(anh, "chess")
    _aged(old, 15)
    _aged(young, 13)
    assert _run("tidy").startswith("1 lobbies closed")
    assert (_status(old), _status(young)) == ("closed", "waiting")


def test_where_somebody_is_connected_nothing_is_closed(anh: Player) -> None:
    lobby = open_lobby(anh, "chess")
    _aged(lobby, 100)
    process = Process.objects.create(pk=uuid.uuid4(), started=0, seen=now_ms())
    Connection.objects.create(
        pk=uuid.uuid4(), lobby=lobby, player=anh, process=process.pk, since=0, seen=0
    )
    _run("tidy")
    assert _status(lobby) == "waiting"


def test_closed_lobbies_are_removed_but_games_that_were_played_are_kept(anh: Player) -> None:
    binh = identity.new_player("Bình")
    empty = open_lobby(anh, "chess")
    played = open_lobby(anh, "chess", seats={0: anh, 1: binh}, start=True)
    act(str(played.pk), identity.actor_of(anh), Move("e2e4"))
    for lobby in (empty, played):
        act(str(lobby.pk), HOUSE, Close())
        _aged(lobby, 31)
    _run("tidy")
    assert list(Lobby.objects.values_list("pk", flat=True)) == [played.pk]
    _run("tidy", "--forget-games-after", "30")
    assert not Lobby.objects.exists() and not Match.objects.exists()


def test_more_lobbies_than_a_batch_holds_are_all_tidied(
    anh: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobbies.management.commands.tidy.BATCH", 2)
    lobbies = [open_lobby(anh, "chess") for _ in range(5)]
    for lobby in lobbies:
        _aged(lobby, 40)
    assert _run("tidy").startswith("5 lobbies closed, 0 removed")
    for lobby in lobbies:
        _aged(lobby, 40)
    assert _run("tidy").startswith("0 lobbies closed, 5 removed")


def test_who_asked_for_a_game_long_ago_waits_no_more(anh: Player) -> None:
    now = now_ms()
    binh = identity.new_player("Bình")
    Waiting.objects.create(player=anh, kind="chess", key="", since=0, seen=now - 11 * 60_000)
    Waiting.objects.create(player=binh, kind="chess", key="", since=0, seen=now)
    _run("tidy")
    assert Waiting.objects.get().player == binh


@pytest.mark.parametrize("known", [True, False])
def test_the_connections_of_a_server_that_is_gone_end_and_their_players_are_away(
    anh: Player, known: bool
) -> None:
    lobby = open_lobby(anh, "chess")
    act(str(lobby.pk), identity.actor_of(anh), Arrive())
    process = uuid.uuid4()
    if known:
        Process.objects.create(pk=process, started=0, seen=now_ms() - DAY)
    Connection.objects.create(
        pk=uuid.uuid4(), lobby=lobby, player=anh, process=process, since=0, seen=0
    )
    _run("tidy")
    member = lobby.members.get()
    assert not Connection.objects.exists() and not member.connected and member.away_until
