"""Who somebody is: tokens, cookies, passphrases, names. Nobody takes over a public id."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import jwt
import pytest
from django.test import Client, override_settings

from games import GAMES
from lobbies import identity
from lobbies.gate import open_lobby
from lobbies.models import Player
from lobbies.tables import look
from tests.api import Caller, code, person

pytestmark = pytest.mark.django_db(transaction=True)
OPEN_SESAME = "open sesame, please"


def token(caller: Caller, **wish: Any) -> dict[str, Any]:
    answer = caller.post("token/", wish)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_somebody_new_gets_a_token_and_a_name() -> None:
    told = token(Caller())
    assert set(told) == {"token", "playerId", "playerName", "expiresAt"}
    assert told["playerName"].startswith("Player ")
    assert uuid.UUID(told["playerId"]).version == 4
    day = told["expiresAt"] / 1000 - time.time()
    assert abs(day - 24 * 3600) < 60


def test_the_token_is_a_jwt_with_these_claims() -> None:
    told = token(Caller(), playerName="Anh")
    claims = jwt.decode(told["token"], options={"verify_signature": False})
    assert claims["playerId"] == told["playerId"] and claims["playerName"] == "Anh"
    assert claims["exp"] - claims["iat"] == 24 * 3600
    assert jwt.get_unverified_header(told["token"])["alg"] == "HS256"


def test_a_token_lets_its_player_act_and_an_expired_one_nobody() -> None:
    anh = person("Anh")
    assert anh.post("lobbies/", {"kind": "chess"}).status_code == 201
    assert anh.player is not None
    old, _ = identity.make_token(anh.player, now=time.time() - 25 * 3600)
    anh.headers = {"Authorization": f"Bearer {old}"}
    assert code(anh.get("lobbies/")) == (401, "UNAUTHORIZED")
    assert code(anh.post("lobbies/", {"kind": "chess"})) == (401, "UNAUTHORIZED")


def test_a_token_that_was_good_expires_all_the_same() -> None:
    player = person("Anh").player
    assert player is not None
    token, expires = identity.make_token(player)
    assert identity.read_token(token) == identity.read_token(token) == str(player.pk)
    assert identity.read_token(token, now=expires - 1) == str(player.pk)
    assert identity.read_token(token, now=expires) is None


@pytest.mark.parametrize("forged", ["x", "", "a.b.c", "none"])
def test_a_forged_token_is_refused(forged: str) -> None:
    anh = person("Anh")
    if forged == "none":
        claims = {"playerId": anh.id, "exp": time.time() + 60}
        forged = jwt.encode(claims, None, algorithm="none")
    anh.headers = {"Authorization": f"Bearer {forged}"}
    assert code(anh.get("lobbies/")) == (401, "UNAUTHORIZED")


def test_a_new_signing_key_logs_nobody_out() -> None:
    anh = person("Anh")
    with override_settings(SECRET_KEY="the next one", SECRET_KEY_FALLBACKS=[]):
        assert anh.get("lobbies/").status_code == 401
    from django.conf import settings

    with override_settings(SECRET_KEY="the next one", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert anh.get("lobbies/").status_code == 200


def test_a_fresh_id_may_be_brought_if_it_is_random() -> None:
    mine = str(uuid.uuid4())
    assert token(Caller(), playerId=mine)["playerId"] == mine
    for other in (str(uuid.uuid1()), str(uuid.UUID(int=7)), "x" * 32, "Anh"):
        assert code(Caller().post("token/", {"playerId": other})) == (400, "INVALID_MESSAGE")


def test_an_id_in_capitals_is_the_same_id() -> None:
    mine = str(uuid.uuid4())
    known = token(Caller(), playerId=mine.upper())
    assert known["playerId"] == mine
    assert code(Caller().post("token/", {"playerId": mine.upper()})) == (403, "FORBIDDEN")


def test_nobody_takes_over_an_id_that_exists() -> None:
    anh = person("Anh")
    assert code(Caller().post("token/", {"playerId": anh.id})) == (403, "FORBIDDEN")
    wrong = {"playerId": anh.id, "passphrase": OPEN_SESAME}
    assert code(Caller().post("token/", wrong)) == (403, "FORBIDDEN")
    assert code(person("Chi").post("token/", wrong)) == (403, "FORBIDDEN")


def test_nobody_becomes_a_computer_player() -> None:
    bot = Player.objects.create(name="Computer", bot="strong")
    assert code(Caller().post("token/", {"playerId": str(bot.pk)})) == (403, "FORBIDDEN")


def test_a_valid_token_is_renewed_for_the_same_player() -> None:
    anh = person("Anh")
    assert token(anh)["playerId"] == anh.id
    assert token(anh, playerId=anh.id)["playerName"] == "Anh"


def test_an_expired_token_makes_somebody_new_instead_of_being_refused() -> None:
    anh = person("Anh")
    anh.headers = {"Authorization": "Bearer expired"}
    assert token(anh)["playerId"] != anh.id


def test_a_passphrase_brings_its_player_back_elsewhere() -> None:
    told = token(Caller(), playerName="Anh", passphrase=OPEN_SESAME)
    stored = Player.objects.get(pk=told["playerId"]).passphrase
    assert stored.startswith("argon2") and OPEN_SESAME not in stored
    again = token(Caller(), playerId=told["playerId"], passphrase=OPEN_SESAME)
    assert again["playerId"] == told["playerId"]


def test_whoever_has_proven_who_they_are_sets_and_changes_the_passphrase() -> None:
    anh = person("Anh")
    token(anh, passphrase=OPEN_SESAME)
    token(anh, passphrase="another one, longer")
    assert code(Caller().post("token/", {"playerId": anh.id, "passphrase": OPEN_SESAME}))[0] == 403
    token(Caller(), playerId=anh.id, passphrase="another one, longer")


def test_a_short_passphrase_is_refused_with_a_reason() -> None:
    answer = Caller().post("token/", {"passphrase": "short"})
    assert code(answer) == (400, "INVALID_MESSAGE")
    assert "8 characters" in answer.json()["message"]


def test_passphrases_cannot_be_guessed_without_end() -> None:
    anh = person("Anh")
    with override_settings(PASSPHRASES_PER_MINUTE=2):
        wish = {"playerId": anh.id, "passphrase": "guess, number one"}
        answers = [Caller().post("token/", wish).status_code for _ in range(4)]
    assert answers == [403, 403, 429, 429]


def test_one_address_cannot_make_people_without_end() -> None:
    with override_settings(TOKENS_PER_MINUTE=2):
        answers = [Caller().post("token/", {}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_another_name_is_heard_at_the_tables_one_is_at() -> None:
    anh = person("Anh")
    assert anh.player is not None
    lobby = open_lobby(anh.player, "chess")
    assert token(anh, playerName="  Anh\u200b   Thư ")["playerName"] == "Anh Thư"
    assert look(str(lobby.pk)).guests[anh.id].name == "Anh Thư"


def browser_with_token() -> tuple[Client, str]:
    from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret

    browser = Client(enforce_csrf_checks=True)
    secret = _get_new_csrf_string()
    browser.cookies["csrftoken"] = secret
    return browser, _mask_cipher_secret(secret)


def test_only_a_page_of_ours_gets_the_cookie() -> None:
    assert not Caller().post("token/").cookies
    browser, csrf = browser_with_token()
    answer = browser.post("/api/token/", "{}", "application/json", headers={"X-CSRFToken": csrf})
    cookie = answer.cookies[identity.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    again = browser.post("/api/token/", "{}", "application/json", headers={"X-CSRFToken": csrf})
    assert again.json()["playerId"] == answer.json()["playerId"]


def test_a_cookie_alone_changes_nothing() -> None:
    browser, csrf = browser_with_token()
    browser.post("/api/token/", "{}", "application/json", headers={"X-CSRFToken": csrf})
    body = json.dumps({"kind": "chess"})
    for headers in ({}, {"X-CSRFToken": "x" * 64}):
        answer = browser.post("/api/lobbies/", body, "application/json", headers=headers)
        assert code(answer) == (403, "FORBIDDEN")
    answer = browser.post("/api/token/", '{"playerName": "x"}', "application/json")
    assert code(answer) == (403, "FORBIDDEN")
    made = browser.post("/api/lobbies/", body, "application/json", headers={"X-CSRFToken": csrf})
    assert made.status_code == 201
    assert browser.get("/api/lobbies/").status_code == 200


def test_a_banned_player_may_look_and_opens_nothing() -> None:
    from lobbies.models import Ban

    anh = person("Anh")
    Ban.objects.create(player=anh.player)
    assert code(anh.post("lobbies/", {"kind": "chess"})) == (403, "FORBIDDEN")
    assert code(anh.post("quickplay/", {"kind": "chess"})) == (403, "FORBIDDEN")
    assert anh.get("lobbies/").status_code == 200


def test_a_name_that_a_game_keeps_for_itself_is_refused_with_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type(GAMES["chess"]), "reserved_names", frozenset({"THEREFEREE"}))
    answer = Caller().post("token/", {"playerName": "The Referee"})
    assert code(answer) == (400, "INVALID_MESSAGE")
