"""The lobby that always exists: found by its code everywhere, never closed or hidden.

In here: the rows, the pages, REST, and the staff. Not in here: playing there (test_tienlen_wire).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from games.tienlen.commands import Ready
from lobbies import store
from lobbies.gate import enter, open_permanent
from lobbies.identity import new_player
from lobbies.judge import judge
from lobbies.manners import Arrive, Ring
from lobbies.models import Lobby, Match
from lobbies.protocol import Close, Kick, Mute, Refusal, SetOptions
from lobbies.rooms import HOUSE, Actor
from lobbies.tables import act, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lobby() -> Lobby:
    (lobby,) = open_permanent()
    return lobby


def test_it_is_opened_once_with_nobody_in_it(lobby: Lobby) -> None:
    assert open_permanent() == []
    assert (lobby.kind, lobby.code, lobby.visibility) == ("tienlen", "GLOBAL", "public")
    assert lobby.host is None and lobby.alarm_at is None and not lobby.members.exists()
    room = store.load(str(lobby.pk))
    assert room is not None and room.playing is not None and room.permanent


def test_it_is_found_by_global_wherever_an_id_is_taken(lobby: Lobby, client: Client) -> None:
    for key in ("global", "GLOBAL", str(lobby.pk)):
        assert store.find_all({key}) == {key: (str(lobby.pk), "tienlen")}
        assert client.get(f"/api/lobbies/{key}/").json()["id"] == str(lobby.pk)
        assert client.get(f"/api/lobbies/{key}/state/").json()["tourney"]["status"] == "waiting"
    assert client.get("/l/global/", follow=True).status_code == 200
    assert client.get("/code/", {"code": "global"}).headers["Location"] == "/l/GLOBAL/"
    listed = client.get("/api/lobbies/?kind=tienlen").json()["results"]
    assert [each["code"] for each in listed] == ["GLOBAL"]


def test_who_comes_first_is_its_host_and_when_all_have_left_nobody_is(lobby: Lobby) -> None:
    anh = new_player("Anh")
    enter(lobby, anh, sit=True)
    assert look(str(lobby.pk)).host == str(anh.pk)
    away = look(str(lobby.pk)).alarm_at
    assert away is not None
    room = store.load(str(lobby.pk))
    assert room is not None
    change = judge(room, HOUSE, Ring(), away)
    assert change is not None and change.after.host is None and not change.after.guests


def test_its_host_can_neither_set_it_up_nor_hide_close_or_show_anybody_out(lobby: Lobby) -> None:
    anh, chi = new_player("Anh"), new_player("Chi")
    actor = Actor(str(anh.pk), "Anh", here=True)
    act(str(lobby.pk), actor, Arrive())
    act(str(lobby.pk), Actor(str(chi.pk), "Chi", here=True), Arrive())
    assert look(str(lobby.pk)).host == str(anh.pk)
    options, hidden = SetOptions(options={"targetScore": 30}), SetOptions(visibility="private")
    gone, banned = Kick(str(chi.pk)), Kick(str(chi.pk), ban=True)
    for command in (
        Close(),
        options,
        hidden,
        SetOptions(name="Mine"),
        gone,
        banned,
        Mute(str(chi.pk)),
    ):
        with pytest.raises(Refusal) as caught:
            act(str(lobby.pk), actor, command)
        assert caught.value.code == "FORBIDDEN"
    assert str(chi.pk) in look(str(lobby.pk)).guests


def test_the_staff_set_it_up(lobby: Lobby) -> None:
    staff = Actor("", "The staff", staff=True)
    act(str(lobby.pk), staff, SetOptions(options={"targetScore": 30}))
    assert look(str(lobby.pk)).options.target_score == 30


def test_housekeeping_leaves_it_alone(lobby: Lobby) -> None:
    Lobby.objects.update(changed_at=1)
    call_command("tidy", close_after=0, remove_after=0)
    assert Lobby.objects.get().status == "playing"


def _staff(client: Client) -> Client:
    User.objects.create_superuser("staff", password="a long enough password")
    client.login(username="staff", password="a long enough password")
    return client


def _page(lobby: Lobby, deed: str) -> str:
    return reverse("admin:lobbies_lobby_do", args=[lobby.pk, deed])


def test_the_staff_begin_its_game_anew_and_cannot_close_it(lobby: Lobby, client: Client) -> None:
    players = [new_player(name) for name in ("Anh", "Bình", "Chi", "Dũng")]
    for player in players:
        enter(lobby, player, sit=True)
    for player in players:
        act(str(lobby.pk), Actor(str(player.pk), player.name), Ready())
    _staff(client)
    page: Any = client.get(reverse("admin:lobbies_lobby_change", args=[lobby.pk])).content.decode()
    assert "Begin anew" in page and "Close the table" not in page
    client.post(_page(lobby, "restart"), {"confirmed": "1", "reason": "stuck"})
    old, new = Match.objects.filter(lobby=lobby).order_by("number")
    assert old.result == {"winners": [], "reason": "reset"} and old.ended_at
    assert new.ended_at is None
    room = store.load(str(lobby.pk))
    assert room is not None and room.play is not None and len(room.seated()) == 4
    assert room.play.state.status == "starting"
