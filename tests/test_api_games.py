"""Games as they are told over HTTP: the log, one game, its replay, PGN; and what stays secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from games import GAMES
from games.rng import commitment
from lobbies.gate import open_lobby
from lobbies.models import Match
from tests.api import Caller, code, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lobby(anh: Caller, binh: Caller) -> str:
    """Anh has White and Bình Black, and the game has begun."""
    assert anh.player is not None and binh.player is not None
    seats = {0: anh.player, 1: binh.player}
    return str(open_lobby(anh.player, "chess", seats=seats, start=True).pk)


def play(lobby: str, *moves: tuple[Caller, str]) -> None:
    for player, uci in moves:
        assert player.act(lobby, "game/move", {"uci": uci}).status_code == 200


def test_moves_since_a_version_are_told_in_order(lobby: str, anh: Caller, binh: Caller) -> None:
    play(lobby, (anh, "e2e4"), (binh, "e7e5"), (anh, "g1f3"))
    moves = anh.get(f"lobbies/{lobby}/moves/").json()["moves"]
    assert [move["payload"]["uci"] for move in moves] == ["e2e4", "e7e5", "g1f3"]
    assert [move["seat"] for move in moves] == [0, 1, 0]
    assert moves[0].keys() == {
        "v", "event", "at", "seat", "playerId", "action", "payload", "game"
    }  # fmt: skip
    later = anh.get(f"lobbies/{lobby}/moves/?since={moves[0]['v']}").json()["moves"]
    assert later == moves[1:]
    assert code(anh.get(f"lobbies/{lobby}/moves/?since=x")) == (400, "INVALID_MESSAGE")


def test_many_moves_come_in_pages(
    lobby: str, anh: Caller, binh: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobbies.api.matches.MOVES_AT_ONCE", 2)
    play(lobby, (anh, "e2e4"), (binh, "e7e5"), (anh, "g1f3"))
    page = anh.get(f"lobbies/{lobby}/moves/").json()
    rest = anh.client.get(page["next"]).json()
    assert len(page["moves"]) == 2 and len(rest["moves"]) == 1 and "next" not in rest
    game = Match.objects.get().pk
    assert anh.get(f"games/{game}/").json()["moves"] == [
        {name: value for name, value in move.items() if name != "game"} for move in page["moves"]
    ]


def test_a_game_is_told_with_its_position_and_only_then_its_seed(
    lobby: str, anh: Caller, binh: Caller
) -> None:
    match = Match.objects.get()
    play(lobby, (anh, "e2e4"))
    game = anh.get(f"games/{match.pk}/").json()
    assert game["players"]["1"] == {"playerId": binh.id, "name": "Bình"}
    assert game["description"]["fen"].startswith("rnbqkbnr/pppppppp/8/8/4P3/")
    assert game["view"]["game"]["moves"] == {"1": "e2e4"} and game["over"] is False
    assert game["seedHash"] == commitment(bytes(match.seed))
    for part in ("", "replay/"):
        assert "seed" not in anh.get(f"games/{match.pk}/{part}").json()
    binh.act(lobby, "game/resign")
    for part in ("", "replay/"):
        ended = anh.get(f"games/{match.pk}/{part}").json()
        assert ended["seed"] == bytes(match.seed).hex() and ended["over"] is True
        assert ended["result"]["winners"] == [0]


def test_a_chess_game_is_told_as_pgn(lobby: str, anh: Caller, binh: Caller) -> None:
    play(lobby, (anh, "f2f3"), (binh, "e7e5"), (anh, "g2g4"), (binh, "d8h4"))
    wish = "application/x-chess-pgn"
    answer = Caller().get(f"games/{Match.objects.get().pk}/pgn/", Accept=wish)
    assert answer.headers["Content-Type"].startswith("application/x-chess-pgn")
    text = answer.content.decode()
    assert '[White "Anh"]' in text and '[Result "0-1"]' in text and "Qh4#" in text


def test_games_are_written_down_at_a_pace(
    lobby: str, anh: Caller, binh: Caller, settings: Any
) -> None:
    settings.REPLAYS_PER_MINUTE = 1
    address = f"games/{Match.objects.get().pk}/pgn/"
    assert anh.get(address).status_code == 200
    assert code(anh.get(address)) == (429, "RATE_LIMITED")


@pytest.fixture
def secretive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chess as if it had secrets."""
    monkeypatch.setattr("lobbies.api.matches.SECRETIVE", ["chess"])


def test_the_log_of_a_game_with_secrets_is_told_once_it_is_over(
    secretive: None, lobby: str, anh: Caller, binh: Caller
) -> None:
    play(lobby, (anh, "e2e4"))
    game = Match.objects.get().pk
    for address in (f"lobbies/{lobby}/moves/", f"games/{game}/"):
        told = anh.get(address).json()
        assert not told.get("moves") and "description" not in told
    assert code(anh.get(f"games/{game}/pgn/")) == (404, "NOT_FOUND")
    binh.act(lobby, "game/resign")
    for address in (f"lobbies/{lobby}/moves/", f"games/{game}/", f"games/{game}/replay/"):
        assert len(anh.get(address).json()["moves"]) == 2


def test_of_a_lobbys_games_with_secrets_those_that_are_over_are_told(
    secretive: None, lobby: str, anh: Caller, binh: Caller
) -> None:
    play(lobby, (anh, "e2e4"))
    binh.act(lobby, "game/resign")
    for player in (anh, binh):
        assert player.act(lobby, "game/rematch").status_code == 200
    play(lobby, (binh, "d2d4"))
    first, second = Match.objects.order_by("number")
    assert first.ended_at is not None and second.ended_at is None
    moves = anh.get(f"lobbies/{lobby}/moves/").json()["moves"]
    assert {move["game"] for move in moves} == {str(first.pk)}
    assert [move["action"] for move in moves if "uci" in move["payload"]] == ["game/move"]
    since = moves[-1]["v"]
    assert anh.get(f"lobbies/{lobby}/moves/?since={since}").json()["moves"] == []


def test_every_kind_of_game_can_be_read(anh: Caller) -> None:
    for kind, game in GAMES.items():
        people = [person(f"{kind} {n}").player for n in range(game.min_seats)]
        seats: dict[int, Any] = dict(enumerate(people))
        host = seats[0]
        open_lobby(host, kind, seats=seats, start=True)
        match = Match.objects.get(kind=kind)
        told = anh.get(f"games/{match.pk}/").json()
        assert told["kind"] == kind and len(told["players"]) == game.min_seats
        assert json.dumps(told)
