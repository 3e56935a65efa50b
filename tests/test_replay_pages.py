"""The page of a replay as a browser gets it: what it shows, whom it lets in, the files of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from games import GAMES
from lobbies.gate import open_lobby
from lobbies.models import Lobby, Match, Part
from tests.api import Caller, queries
from tests.pages import as_player, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def match(anh: Caller, binh: Caller) -> Match:
    """Anh gave up at once."""
    assert anh.player is not None and binh.player is not None
    seats = {0: anh.player, 1: binh.player}
    lobby = open_lobby(anh.player, "chess", name="Sunday", seats=seats, start=True)
    anh.act(str(lobby.pk), "game/move", {"uci": "e2e4"})
    binh.act(str(lobby.pk), "game/move", {"uci": "e7e5"})
    anh.act(str(lobby.pk), "game/resign")
    return Match.objects.get()


def test_the_page_says_who_played_and_how_it_ended(client: Client, match: Match) -> None:
    shown = text(client, f"/games/{match.pk}/")
    assert "Anh and Bình" in shown and "Won by Bình" in shown
    assert f"/games/{match.pk}/file.pgn" in shown and f"/l/{match.lobby.code}/" in shown
    found = re.search(r'id="page" type="application/json">(.*?)</script>', shown)
    assert found and json.loads(found[1])["replay"].startswith(f"/api/games/{match.pk}/replay/")


def test_a_game_can_be_taken_home(client: Client, match: Match) -> None:
    answer = client.get(f"/games/{match.pk}/file.pgn")
    assert answer.headers["Content-Type"].startswith("application/x-chess-pgn")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert '[Black "Bình"]' in answer.content.decode() and "1. e4 " in answer.content.decode()
    text(client, f"/games/{match.pk}/file.txt", 404)


def test_a_private_tables_game_is_not_for_everybody(
    client: Client, match: Match, binh: Caller
) -> None:
    Lobby.objects.filter(pk=match.lobby_id).update(visibility="private")
    text(client, f"/games/{match.pk}/", 403)
    text(client, f"/games/{match.pk}/file.pgn", 403)


def test_no_file_tells_secrets_of_a_game_that_is_on(
    client: Client, match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    Match.objects.update(ended_at=None)
    monkeypatch.setattr(type(GAMES["chess"]), "secret", True)
    assert "file.pgn" not in text(client, f"/games/{match.pk}/")
    text(client, f"/games/{match.pk}/file.pgn", 404)


def test_who_downloads_too_much_behind_a_proxy_does_not_stop_the_others(
    client: Client, match: Match, settings: Any
) -> None:
    settings.PROXIES, settings.REPLAYS_PER_MINUTE = 1, 1
    address = f"/games/{match.pk}/file.pgn"
    asked = [client.get(address, headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in (1, 1, 2)]
    first, again, other = (answer.status_code for answer in asked)
    assert first == other == 200 and again == 429


def test_what_is_no_game_leads_nowhere(client: Client) -> None:
    text(client, "/games/0612a498-a1a1-4c51-ac07-ef88c9c2742f/", 404)
    text(client, "/games/xyz/", 404)


def test_a_tables_games_and_ones_own_are_listed(
    client: Client, match: Match, anh: Caller, binh: Caller
) -> None:
    address = f"/games/{match.pk}/"
    assert address in text(client, f"/l/{match.lobby.code}/games/")
    assert address not in text(client, "/me/games/")
    for caller in (anh, binh):
        assert caller.player is not None
        shown = text(as_player(caller.player), "/me/games/")
        assert address in shown and "Won by Bình" in shown
    Lobby.objects.filter(pk=match.lobby_id).update(visibility="private")
    text(client, f"/l/{match.lobby.code}/games/", 403)


def test_who_sits_down_in_mid_game_took_part(anh: Caller, binh: Caller) -> None:
    assert anh.player is not None and binh.player is not None
    lobby = open_lobby(anh.player, "dice", seats={0: anh.player}, start=True)
    assert binh.post(f"lobbies/{lobby.pk}/join/", {"seat": 1}).status_code == 200
    binh.act(str(lobby.pk), "lobby/stand")
    binh.act(str(lobby.pk), "lobby/sit")
    assert Part.objects.filter(player=binh.player).count() == 1
    assert "/games/" in text(as_player(binh.player), "/me/games/")


def test_a_long_list_comes_in_pages_of_few_queries(match: Match, anh: Caller) -> None:
    assert anh.player is not None
    for number in range(2, 25):
        other = Match.objects.create(
            lobby=match.lobby, number=number, kind="chess", seed=b"", started_version=1,
            started_at=number, seats=match.seats, names=match.names,
        )  # fmt: skip
        Part.objects.create(match=other, player=anh.player)
    browser = as_player(anh.player)
    for address in (f"/l/{match.lobby.code}/games/", "/me/games/"):
        with queries() as sent:
            first = text(browser, address)
        assert len(sent) <= 8 and first.count("played__link") == 20
        assert text(browser, f"{address}?page=2").count("played__link") == 4


def test_a_finished_game_can_be_looked_into(client: Client, match: Match) -> None:
    address = f"/study/chess/?game={match.pk}"
    assert address in text(client, f"/games/{match.pk}/")
    shown = text(client, address)
    found = re.search(r'id="page" type="application/json">(.*?)</script>', shown)
    assert found
    begins = json.loads(found[1])
    assert begins["game"]["moves"] == {"1": "e2e4", "2": "e7e5"}
    assert begins["tags"] == {"White": "Anh", "Black": "Bình"}
    Match.objects.update(ended_at=None)
    text(client, address, 404)
    text(client, "/study/chess/?game=x", 404)
    text(client, "/study/dice/", 404)


def test_positions_are_looked_into_at_a_pace(client: Client, match: Match, settings: Any) -> None:
    settings.REPLAYS_PER_MINUTE = 2
    text(client, f"/study/chess/?game={match.pk}")
    text(client, "/study/chess/?variant=horde")
    assert "too much at once" in text(client, "/study/chess/", 429)


def test_any_position_can_be_looked_into(client: Client) -> None:
    fen = "8/8/8/8/8/4k3/4p3/R3K3 w - - 0 1"
    assert fen in text(client, f"/study/chess/?start={fen}")
    assert "racingkings" in text(client, "/study/chess/?variant=racingkings")
    wrong = text(client, "/study/chess/?start=nonsense", 400)
    assert 'role="alert"' in wrong


def test_a_pgn_names_the_opening(client: Client, match: Match) -> None:
    assert '[ECO "C20"]' in client.get(f"/games/{match.pk}/file.pgn").content.decode()
