"""Replays: every position of every kind of game again, and nobody sees more than they may.

The games are random ones (``random_games``), put into the database as the log of a lobby.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from django.test import override_settings

from games import GAMES
from games.base import Command, Views
from games.patch import merge
from games.rng import Rng
from lobbies import limits, parts, protocol, replays
from lobbies.gate import open_lobby
from lobbies.models import Lobby, Match, Move
from tests.api import Caller, code, person, queries
from tests.random_games import START, Played, play

pytestmark = pytest.mark.django_db(transaction=True)
each_game = pytest.mark.parametrize("kind", GAMES)
each_play = pytest.mark.parametrize("number", range(3))


def kept(record: Played, over: bool = False) -> Match:
    """A random game as the database would have it; ``over``: the house has ended it."""
    host = person("Anh").player
    lobby = open_lobby(host, record.game.kind)
    Match.objects.filter(lobby=lobby).delete()
    Move.objects.filter(lobby=lobby).delete()
    result = record.game.result(record.states[-1])
    told = {"winners": list(result.winners), "reason": result.reason} if result else None
    match = Match.objects.create(
        lobby=lobby, number=1, kind=record.game.kind, seed=record.seed, started_version=1,
        seats={str(seat): person(f"Player {seat}").id for seat in record.seats},
        names={str(seat): f"Player {seat}" for seat in record.seats},
        bots={str(seat): level for seat, level in record.bots.items()},
        started_at=START, options=msgspec.to_builtins(record.options),
        result=told or ({"winners": [], "reason": "closed"} if over else None),
        ended_at=START + 1 if over or told else None,
    )  # fmt: skip
    parts.write(match.pk, record.game.rows(record.states[-1]))
    match.refresh_from_db()
    Move.objects.bulk_create(
        Move(
            lobby=lobby, match=match, version=line.version, seat=line.seat, at=line.now,
            event=line.event, action=line.command.action if line.command else "lobby/sit",
            payload=_payload(line.command), player=host,
        )
        for line in record.log
    )  # fmt: skip
    return match


def _payload(command: Command | None) -> Any:
    return msgspec.to_builtins(protocol.payload_of(command)) if command else {}


def documents(match: Match) -> list[Views]:
    """Every document of the replay, as a browser comes to it."""
    tape = replays.tape(match)
    shown = [tape.document]
    while tape.steps:
        shown += [merge(shown[-1], step.patch) for step in tape.steps[:1]]
        for step in tape.steps[1:]:
            shown.append(merge(shown[-1], step.patch))
        if len(shown) > tape.count:
            break
        tape = replays.tape(match, first=len(shown) - 1)
    return shown


def encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views without the people in them, as the game itself has them."""
    for game in GAMES.values():
        monkeypatch.setattr(game, "shows_people", False)


@pytest.mark.usefixtures("nameless")
@each_game
@each_play
@pytest.mark.parametrize("over", [False, True])
def test_every_position_is_what_may_be_seen_of_it_now(kind: str, number: int, over: bool) -> None:
    record = play(GAMES[kind], number, bots=bool(GAMES[kind].levels) and number == 0)
    match = kept(record, over)
    now = None if match.ended_at else record.states[-1]
    shown = documents(match)
    for document, state in zip(shown, record.states, strict=False):
        views = GAMES[kind].hindsight(state, now)
        views.pop("players", None)
        assert encoded(merge(document, views)) == encoded(document)
        assert set(document) == {*views, "game", "players"}
    assert len(shown) >= len(record.states)


@pytest.mark.usefixtures("nameless")
@each_game
@each_play
def test_the_last_position_shows_all_that_a_spectator_sees(kind: str, number: int) -> None:
    record = play(GAMES[kind], number)
    last = documents(kept(record))[-1]
    view = GAMES[kind].view(record.states[-1], None)
    view.pop("players", None)
    assert encoded(merge(last, view)) == encoded(last)


@pytest.mark.parametrize("kind", ["tienlen"])
@each_play
def test_what_is_hidden_now_changes_no_byte_of_a_running_games_replay(
    kind: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game, record = GAMES[kind], play(GAMES[kind], number)
    match = kept(record)
    before = Caller().get(f"games/{match.pk}/replay/").content
    real, end = game.hindsight, record.states[-1]
    nothing_hidden = game.resample(end, None, Rng(b"other", 1)) == end

    def resampled(state: Any, now: Any, only: Any = None) -> Views:
        told = game.chapter(state) != game.chapter(end) or nothing_hidden
        other = state if told else game.resample(state, None, Rng(b"other", 1))
        return real(other, now, only)

    monkeypatch.setattr(game, "hindsight", resampled)
    assert Caller().get(f"games/{match.pk}/replay/").content == before


def test_finished_games_of_a_running_tournament_show_all_hands() -> None:
    record = play(GAMES["tienlen"], 0, length=200, bots=True)
    end = record.states[-1]
    assert end.history and end.playing is not None, "Some games are over, one is on."
    shown = documents(kept(record))
    told = 0
    for document, state in zip(shown, record.states, strict=True):
        hands = document.get("game", {}).get("hands")
        if state.deal is None or state.deal.dealt == end.deal.dealt:
            assert hands is None
        else:
            assert hands == {str(s): list(hand) for s, hand in enumerate(state.deal.hands)}
            told += 1
    assert told


@pytest.fixture
def chess() -> Match:
    return kept(play(GAMES["chess"], 1))


def test_a_long_game_comes_in_pages(chess: Match, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = documents(chess)
    monkeypatch.setattr(replays, "STEPS_AT_ONCE", 7)
    assert documents(chess) == whole
    page = Caller().get(f"games/{chess.pk}/replay/").json()
    assert len(page["moves"]) == 7 and page["next"].endswith("?from=7")
    rest = Caller().client.get(page["next"]).json()
    assert rest["first"] == 7 and encoded(rest["document"]) == encoded(whole[7])
    monkeypatch.setattr(replays, "BYTES_AT_ONCE", 1)
    assert len(Caller().get(f"games/{chess.pk}/replay/").json()["moves"]) == 1
    assert documents(chess) == whole


def test_reading_a_replay_takes_the_same_few_queries_for_any_length() -> None:
    counts = []
    for kind, length in (("chess", 10), ("chess", 150), ("dice", 150), ("tienlen", 150)):
        match = kept(play(GAMES[kind], 2, length=length))
        with queries() as sent:
            Caller().get(f"games/{match.pk}/replay/")
        counts.append(len(sent))
    # One more where somebody came back: what they are called now.
    assert max(counts[:2]) <= 5 and max(counts) <= 8


def test_a_finished_game_keeps_and_a_running_one_is_asked_for_again() -> None:
    over, running = kept(play(GAMES["chess"], 1), over=True), kept(play(GAMES["tienlen"], 1))
    for match, keeps in ((over, "private, max-age=86400"), (running, "private, no-cache")):
        address = f"games/{match.pk}/replay/"
        first = Caller().get(address)
        assert first.headers["Cache-Control"] == keeps
        again = Caller().get(address, If_None_Match=first.headers["ETag"])
        assert again.status_code == 304 and not again.content
    Lobby.objects.filter(pk=running.lobby_id).update(version=99)
    assert Caller().get(address, If_None_Match=first.headers["ETag"]).status_code == 200


def test_what_a_table_showed_is_nobodys_once_it_is_private() -> None:
    """Nothing between may keep it, and what a browser kept is not confirmed."""
    match = kept(play(GAMES["chess"], 1), over=True)
    address = f"games/{match.pk}/replay/"
    first = Caller().get(address)
    assert not {"public", "s-maxage"} & set(re.split(r"[,=\s]+", first.headers["Cache-Control"]))
    Lobby.objects.filter(pk=match.lobby_id).update(visibility="private")
    assert code(person("Chi").get(address, If_None_Match=first.headers["ETag"]))[0] == 403


def test_a_private_tables_replay_is_for_those_who_may_come_in(chess: Match) -> None:
    Lobby.objects.filter(pk=chess.lobby_id).update(visibility="private")
    assert code(Caller().get(f"games/{chess.pk}/replay/"))[0] == 401
    assert code(person("Chi").get(f"games/{chess.pk}/replay/"))[0] == 403


def test_replays_are_worked_out_at_a_pace_and_from_a_place_that_is(chess: Match) -> None:
    address = f"games/{chess.pk}/replay/"
    assert code(Caller().get(f"{address}?from=x")) == (400, "INVALID_MESSAGE")
    assert code(Caller().get(f"{address}?from=99999")) == (400, "INVALID_MESSAGE")
    assert Caller().get(f"{address}?from=4000").json()["moves"] == []
    with override_settings(REPLAYS_PER_MINUTE=1):
        limits._limiter.cache_clear()
        assert Caller().get(address).status_code == 200
        assert code(Caller().get(address)) == (429, "RATE_LIMITED")


def test_who_does_what_is_told_once_nothing_is_secret_any_more() -> None:
    running = kept(play(GAMES["tienlen"], 1))
    told = Caller().get(f"games/{running.pk}/replay/").json()["moves"]
    assert not any({"action", "payload", "playerId", "seat"} & move.keys() for move in told)
    Match.objects.filter(pk=running.pk).update(ended_at=START)
    told = Caller().get(f"games/{running.pk}/replay/").json()["moves"]
    assert any("payload" in move for move in told)
