"""What must hold for every game of the list, shown by random games. Nothing in here knows a game.

A new game is tested by its line in ``games.GAMES``; one with secrets needs ``Game.resample``.
Not in here: what is kept of a game (test_contract_kept), computer players (test_contract_bots).
"""

from __future__ import annotations

import copy
import re
from functools import cache
from random import Random
from typing import Any

import msgspec
import pytest

from games import GAMES
from games.advance import advance
from games.base import Game, IllegalMove
from games.patch import diff, merge
from games.rng import Rng
from tests.random_games import Played, play, random_options, viewers, views

CODES = {
    "CANT_PASS", "FORBIDDEN", "INVALID_MOVE", "INVALID_SEAT", "INVALID_STATE", "NOT_FOUND",
    "NOT_IN_TOURNEY", "NOT_A_BOT", "NOT_YOUR_TURN", "NO_ACTIVE_GAME", "SEAT_EMPTY", "SEAT_TAKEN",
    "STALE_STATE", "TOURNEY_FULL", "TOURNEY_IN_PROGRESS", "LEASED", "CONFLICT",
}  # fmt: skip
WORD = re.compile(r"[a-z][A-Za-z]*")
REASON = re.compile(r"[a-z]+(-[a-z]+)*")
each_game = pytest.mark.parametrize("kind", GAMES)
each_play = pytest.mark.parametrize("number", range(8))


@cache
def played(kind: str, number: int) -> Played:
    return play(GAMES[kind], number)


def encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def assert_null_free(value: Any) -> None:
    """Documents are JSON objects with strings for keys, and hold no null."""
    assert value is not None, "What is empty is absent: a merge patch removes with null."
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        for each in value.values():
            assert_null_free(each)
    elif isinstance(value, list):
        for each in value:
            assert_null_free(each)
    else:
        assert isinstance(value, str | int | float | bool)


@each_game
def test_a_game_says_what_it_is(kind: str) -> None:
    game = GAMES[kind]
    assert game.kind == kind and game.title
    assert 1 <= game.min_seats <= game.max_seats
    assert not game.seat_names or len(game.seat_names) == game.max_seats
    actions = [command.action for command in (*game.commands, *game.transients)]
    assert len(actions) == len(set(actions))
    assert all(re.fullmatch(r"[a-z]+/[a-z_]+", action) for action in actions)


@each_game
def test_options_have_defaults_and_survive_the_wire(kind: str) -> None:
    game = GAMES[kind]
    assert game.options() == msgspec.json.decode(b"{}", type=game.options)
    for number in range(20):
        options = random_options(game, Random(number))
        assert msgspec.json.decode(encoded(options), type=game.options) == options


@each_game
def test_everybody_keeps_a_place_when_seats_are_arranged(kind: str) -> None:
    game = GAMES[kind]
    for number in range(1, 5):
        options = random_options(game, Random(number))
        for count in range(game.min_seats, game.max_seats + 1):
            places = game.arrange(range(count), options, Rng(b"seed", number), number)
            assert len(places) == count == len(set(places))
            assert set(places) <= set(range(game.max_seats))


@each_game
@each_play
def test_the_view_before_with_the_news_is_the_view_after(kind: str, number: int) -> None:
    game = GAMES[kind]
    for before, _, step in played(kind, number).moments():
        for viewer in viewers(game):
            old, new = game.view(before, viewer), game.view(step.state, viewer)
            patch = diff(old, new)
            assert encoded(merge(old, patch)) == encoded(new)
            touched = step.touched
            small = diff(game.view(before, viewer, touched), game.view(step.state, viewer, touched))
            assert encoded(small) == encoded(patch), "touched must name all that changed"
            if step.private is not None and viewer not in step.private:
                public = diff(game.view(before, None), game.view(step.state, None))
                assert encoded(public) == encoded(patch), "private must name who learns more"


@each_game
@each_play
def test_documents_are_json_without_nulls(kind: str, number: int) -> None:
    game = GAMES[kind]
    names = {seat: f'Anh "{seat}" \\' for seat in range(game.max_seats)}
    for state in played(kind, number).states:
        for view in views(game, state):
            assert_null_free(view)
            assert all(isinstance(part, dict) for part in view.values())
        assert_null_free(game.describe(state))
    for suffix, text in game.exports(played(kind, number).states[-1], names).items():
        assert WORD.fullmatch(suffix) and isinstance(text, str)


@each_game
@each_play
def test_what_happened_is_named_after_parts_of_the_document(kind: str, number: int) -> None:
    game = GAMES[kind]
    for before, _, step in played(kind, number).moments():
        parts = game.view(before, None).keys() | game.view(step.state, None).keys()
        assert step.facts.keys() <= parts
        assert all(WORD.fullmatch(fact) for fact in step.facts.values())


@each_game
@each_play
def test_states_and_views_never_change_afterwards(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    states = copy.deepcopy(record.states)
    shown = [views(game, state) for state in record.states]
    texts = [encoded(each) for each in shown]
    for before, line, _ in record.moments():
        rng = record.rng(line.version)
        advance(game, before, line.event, line.seat, line.command, rng, line.now)
        for seat in range(game.max_seats):
            game.legal(before, seat)
        game.describe(before)
        game.exports(before, {})
    assert record.states == states
    assert [encoded(each) for each in shown] == texts
    assert [encoded(views(game, state)) for state in record.states] == texts


@each_game
@each_play
def test_nobody_has_the_turn_exactly_when_the_game_is_over(kind: str, number: int) -> None:
    game = GAMES[kind]
    for state in played(kind, number).states:
        result, turn = game.result(state), game.turn(state)
        assert turn <= set(range(game.max_seats))
        assert (not turn) == (result is not None) or game.opens
        if result:
            assert set(result.winners) <= set(range(game.max_seats))
            assert REASON.fullmatch(result.reason)


@each_game
@each_play
def test_every_legal_command_is_accepted(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    for before, line, _ in record.moments()[::5]:
        for seat in range(game.max_seats):
            for command in game.legal(before, seat):
                assert type(command) in game.commands
                game.apply(before, seat, command, record.rng(line.version), line.now)


@each_game
@each_play
def test_who_has_the_turn_can_do_something(kind: str, number: int) -> None:
    game = GAMES[kind]
    for state in played(kind, number).states:
        assert all(game.legal(state, seat) for seat in game.turn(state))


@each_game
@each_play
def test_a_refusal_says_why_and_leaves_the_state_as_it_was(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    random = Random(number)
    heard = [line.command for line in record.log if line.command]
    for before, line, _ in record.moments():
        kept = copy.deepcopy(before)
        for command in random.sample(heard, min(3, len(heard))):
            seat = random.randrange(game.max_seats)
            try:
                game.apply(before, seat, command, record.rng(line.version), line.now)
            except IllegalMove as refusal:
                assert refusal.code in CODES
                assert re.fullmatch(r"[A-Z].{10,}[.!?]", refusal.message), refusal.message
        assert before == kept


@each_game
@each_play
def test_an_alarm_that_rang_does_not_ring_for_ever(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    for version, state in enumerate(record.states, 1):
        alarm = game.alarm(state)
        if alarm is not None:
            step = game.ring(state, record.rng(version + 1), alarm)
            following = game.alarm(step.state)
            assert following is None or following > alarm


@each_game
@each_play
def test_a_viewer_sees_nothing_of_what_is_hidden_from_him(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    if not game.secret:
        assert all(_all_alike(game, state) for state in record.states)
        return
    hidden = False
    for version, state in enumerate(record.states, 1):
        for viewer in viewers(game):
            other = game.resample(state, viewer, Rng(b"resampled", version))
            hidden = hidden or other != state
            assert encoded(game.view(other, viewer)) == encoded(game.view(state, viewer))
    assert hidden, "A game with secrets must draw what is hidden anew in resample()."


def _all_alike(game: Game[Any], state: Any) -> bool:
    return len({encoded(view) for view in views(game, state)}) == 1
