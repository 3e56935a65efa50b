"""Lobbies over HTTP: opening, changing, coming and going; who may, and what errors say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client, override_settings

from lobbies.models import Lobby
from lobbies.tables import look
from tests.api import Caller, code

pytestmark = pytest.mark.django_db(transaction=True)


def opened(host: Caller, **wish: Any) -> dict[str, Any]:
    answer = host.post("lobbies/", {"kind": "chess", **wish})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


# Opening and reading


def test_opening_a_lobby_tells_all_one_needs_to_go_on(anh: Caller) -> None:
    answer = anh.post("lobbies/", {"kind": "chess", "name": "Tea", "options": {"minutes": 3}})
    lobby = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/lobbies/{lobby['id']}/"
    assert lobby["name"] == "Tea" and lobby["options"]["minutes"] == 3
    assert lobby["host"] == anh.id and lobby["hostName"] == "Anh"
    assert lobby["seats"] == 2 and lobby["taken"] == 1 and lobby["watching"] == 0
    assert lobby["socket"] == f"ws://testserver/ws/lobbies/{lobby['id']}/"
    assert lobby["you"] == {"playerId": anh.id, "role": "host", "seat": 0}
    assert lobby["invite"] and lobby["v"] == 1


def test_what_is_not_wished_for_may_be_null_or_absent(anh: Caller) -> None:
    lobby = opened(anh, name=None, passphrase=None, options=None)
    assert lobby["name"] and lobby["options"] == opened(anh)["options"]


def test_only_the_host_reads_the_invitation(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)
    assert "invite" in anh.get(f"lobbies/{lobby['id']}/").json()
    for other in (binh, Caller()):
        assert "invite" not in other.get(f"lobbies/{lobby['id']}/").json()


def test_a_short_code_is_as_good_as_the_id_in_any_case(anh: Caller) -> None:
    lobby = opened(anh)
    for key in (lobby["id"], lobby["code"], lobby["code"].lower()):
        assert anh.get(f"lobbies/{key}/").json()["id"] == lobby["id"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", (400, "INVALID_JSON")),
        (b"\xff", (400, "INVALID_JSON")),
        (b"[]", (400, "INVALID_MESSAGE")),
        (b"{}", (400, "INVALID_MESSAGE")),
        (b'{"kind": "chess", "colour": "red"}', (400, "INVALID_MESSAGE")),
        (b'{"kind": "chess", "name": 7}', (400, "INVALID_MESSAGE")),
        (b'{"kind": "chess", "visibility": "secret"}', (400, "INVALID_MESSAGE")),
        (b'{"kind": "chess", "options": {"minutes": -1}}', (400, "INVALID_MESSAGE")),
        (b'{"kind": "chess", "options": {"hours": 1}}', (400, "INVALID_MESSAGE")),
        (b'{"kind": "halma"}', (404, "NOT_FOUND")),
        (b'{"kind": "' + b"x" * 300_000 + b'"}', (413, "TOO_LARGE")),
        (b"[" * 20_000, (400, "INVALID_MESSAGE")),
        (b'{"a":' * 4_000 + b"1" + b"}" * 4_000, (400, "INVALID_MESSAGE")),
    ],
)
def test_bad_bodies_get_the_named_error(anh: Caller, body: bytes, error: tuple[int, str]) -> None:
    assert code(anh.call("POST", "lobbies/", body)) == error
    assert not Lobby.objects.exists()


def test_what_is_not_json_is_refused(anh: Caller) -> None:
    answer = anh.client.post("/api/lobbies/", {"kind": "chess"}, headers=anh.headers)
    assert code(answer) == (400, "INVALID_MESSAGE")


def test_errors_are_json_at_every_address(anh: Caller) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert code(anh.get("nothing/here/")) == (404, "NOT_FOUND")
    assert code(anh.get("lobbies")) == (404, "NOT_FOUND")
    for key in (nowhere, "ZZZZ", "not-an-id", "%00", "1", "ÄÖ"):
        assert code(anh.get(f"lobbies/{key}/")) == (404, "NOT_FOUND")
        assert code(anh.get(f"lobbies/{key}/state/")) == (404, "NOT_FOUND")
        assert code(anh.get(f"games/{key}/")) == (404, "NOT_FOUND")
        for verb in ("join", "leave"):
            assert code(anh.post(f"lobbies/{key}/{verb}/")) == (404, "NOT_FOUND")
        assert code(anh.act(key, "lobby/sync")) == (404, "NOT_FOUND")
    assert code(anh.call("PUT", "token/")) == (405, "INVALID_MESSAGE")


def test_trouble_of_ours_tells_no_detail(anh: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret detail")

    monkeypatch.setattr("lobbies.api.lists.page", broken)
    answer = anh.get("lobbies/")
    assert code(answer) == (500, "INTERNAL_ERROR")
    assert b"secret" not in answer.content


def test_nobody_opens_joins_or_leaves_without_saying_who_they_are(anh: Caller) -> None:
    nobody, lobby = Caller(), opened(anh)["id"]
    for path in ("lobbies/", f"lobbies/{lobby}/join/", f"lobbies/{lobby}/leave/", "quickplay/"):
        answer = nobody.post(path, {"kind": "chess"})
        assert code(answer) == (401, "UNAUTHORIZED")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert code(nobody.act(lobby, "lobby/sync")) == (401, "UNAUTHORIZED")
    for method in ("PATCH", "DELETE"):
        assert code(nobody.call(method, f"lobbies/{lobby}/", {})) == (401, "UNAUTHORIZED")


def test_opening_many_lobbies_is_slowed_down(anh: Caller) -> None:
    with override_settings(LOBBIES_PER_HOUR=2):
        opened(anh)
        opened(anh)
        assert code(anh.post("lobbies/", {"kind": "chess"})) == (429, "RATE_LIMITED")


# Changing and closing


def test_the_host_changes_name_visibility_and_options(anh: Caller) -> None:
    lobby = opened(anh)["id"]
    change = {"name": "Tea", "visibility": "private", "options": {"minutes": 1}}
    after = anh.call("PATCH", f"lobbies/{lobby}/", change).json()
    assert (after["name"], after["visibility"]) == ("Tea", "private")
    assert after["options"]["minutes"] == 1 and after["v"] == 2


def test_guests_change_and_close_nothing(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)["id"]
    binh.post(f"lobbies/{lobby}/join/")
    change = binh.call("PATCH", f"lobbies/{lobby}/", {"name": "Mine"})
    assert code(change) == (403, "FORBIDDEN")
    assert code(binh.call("DELETE", f"lobbies/{lobby}/")) == (403, "FORBIDDEN")


def test_closing_ends_it_and_closing_again_is_no_error(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)["id"]
    for _ in range(2):
        assert anh.call("DELETE", f"lobbies/{lobby}/").status_code == 204
    assert anh.get(f"lobbies/{lobby}/").json()["status"] == "closed"
    assert code(binh.post(f"lobbies/{lobby}/join/")) == (409, "INVALID_STATE")


def test_staff_change_and_close_any_lobby_from_their_session(anh: Caller) -> None:
    lobby = opened(anh, visibility="private")["id"]
    staff = Client(enforce_csrf_checks=True)
    staff.force_login(User.objects.create_user("staff", is_staff=True))
    assert staff.get(f"/api/lobbies/{lobby}/").status_code == 200
    address, body = f"/api/lobbies/{lobby}/", json.dumps({"name": "Calm"})
    assert code(staff.patch(address, body, "application/json")) == (403, "FORBIDDEN")
    secret = _get_new_csrf_string()
    staff.cookies["csrftoken"] = secret
    headers = {"X-CSRFToken": secret}
    renamed = staff.patch(address, body, "application/json", headers=headers)
    assert renamed.json()["name"] == "Calm"
    assert staff.delete(address, headers=headers).status_code == 204


# Coming and going


def test_joining_takes_the_first_free_chair_or_the_one_named(
    anh: Caller, binh: Caller, chi: Caller
) -> None:
    lobby = opened(anh)["id"]
    assert binh.post(f"lobbies/{lobby}/join/").json()["you"]["seat"] == 1
    assert code(chi.post(f"lobbies/{lobby}/join/")) == (409, "SEAT_TAKEN")
    assert code(chi.post(f"lobbies/{lobby}/join/", {"seat": 0})) == (409, "SEAT_TAKEN")
    assert code(chi.post(f"lobbies/{lobby}/join/", {"seat": 7})) == (422, "INVALID_SEAT")
    watching = chi.post(f"lobbies/{lobby}/join/", {"spectate": True}).json()
    assert watching["you"]["spectator"] is True


def test_who_sits_and_joins_to_watch_stands_up(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)["id"]
    binh.post(f"lobbies/{lobby}/join/")
    assert binh.post(f"lobbies/{lobby}/join/", {"spectate": True}).json()["taken"] == 1
    both = {"spectate": True, "seat": 1}
    assert code(binh.post(f"lobbies/{lobby}/join/", both)) == (400, "INVALID_MESSAGE")


def test_a_private_lobby_opens_with_its_invitation_or_passphrase(
    anh: Caller, binh: Caller, chi: Caller
) -> None:
    lobby = opened(anh, visibility="private", passphrase="mellon")
    join = f"lobbies/{lobby['id']}/join/"
    assert code(binh.post(join)) == (403, "FORBIDDEN")
    assert code(binh.post(join, {"invite": "guess"})) == (403, "FORBIDDEN")
    assert code(binh.post(join, {"invite": "không"})) == (403, "FORBIDDEN")
    assert code(binh.post(join, {"passphrase": "friend"})) == (403, "FORBIDDEN")
    assert binh.post(join, {"passphrase": "mellon"}).json()["you"]["seat"] == 1
    watch = {"invite": lobby["invite"], "spectate": True}
    assert chi.post(join, watch).json()["you"]["spectator"] is True


def test_leaving_frees_the_chair(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)["id"]
    binh.post(f"lobbies/{lobby}/join/")
    assert binh.post(f"lobbies/{lobby}/leave/").json() == {"v": 3}
    assert binh.id not in look(lobby).guests
    assert code(binh.post(f"lobbies/{lobby}/leave/")) == (404, "NOT_FOUND")


def test_answers_are_each_callers_own(anh: Caller) -> None:
    answer = anh.get("lobbies/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))
