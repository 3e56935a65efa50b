"""What must hold for what is kept of every game: its log, its replay, its files, its rows.

In here: random games looked back at. Nothing knows a game. Not in here: games as they are played
(test_contract).
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from games import GAMES
from games.patch import diff, merge
from games.rng import Rng
from tests.random_games import START, views
from tests.test_contract import assert_null_free, each_game, each_play, encoded, played


@each_game
@each_play
def test_a_game_replays_from_its_log(kind: str, number: int) -> None:
    game, record = GAMES[kind], played(kind, number)
    for state, expected in record.retold():
        assert state == expected
        assert encoded(views(game, state)) == encoded(views(game, expected))


@each_game
@each_play
def test_looking_back_shows_what_a_spectator_saw_and_nothing_that_is_a_secret_still(
    kind: str, number: int
) -> None:
    game, record = GAMES[kind], played(kind, number)
    chapter: list[Any] = []
    for version, now in enumerate(record.states, 1):
        if chapter and game.chapter(chapter[-1]) != game.chapter(now):
            chapter = []
        chapter.append(now)
        assert _shows(game.hindsight(now, now), game.view(now, None))
        rng = Rng(b"resampled", version)
        if game.resample(now, None, rng) == now:
            continue
        for before in chapter[-5:]:
            other = game.resample(before, None, rng)
            assert encoded(game.hindsight(other, now)) == encoded(game.hindsight(before, now))


@each_game
@each_play
def test_a_replay_goes_on_by_what_a_step_touched(kind: str, number: int) -> None:
    game = GAMES[kind]
    end = played(kind, number).states[-1]
    for now in (None, end):
        for before, _, step in played(kind, number).moments():
            was, patch = game.hindsight(before, now), {}
            touched = (game.hindsight(state, now, step.touched) for state in (before, step.state))
            patch = diff(*touched)
            assert encoded(merge(was, patch)) == encoded(game.hindsight(step.state, now))
            assert_null_free(was)


@each_game
@each_play
def test_files_are_those_the_game_promises(kind: str, number: int) -> None:
    game = GAMES[kind]
    for state in played(kind, number).states[::20]:
        assert game.exports(state, {}).keys() == game.files.keys()
        assert game.chapter(state) >= 0


@pytest.mark.parametrize("kind", [kind for kind, game in GAMES.items() if game.keeps_rows])
@each_play
def test_the_rows_that_changed_make_up_all_rows_and_give_the_table_back(
    kind: str, number: int
) -> None:
    game, record = GAMES[kind], played(kind, number)
    rows = dict(game.rows(record.states[0]))
    for _, _, step in record.moments():
        for key, row in step.rows.items():
            assert rows.pop(key, None) is not None or row is not None, f"{key} was not there."
            if row is not None:
                rows[key] = row
        stored = msgspec.json.decode(msgspec.json.encode(list(rows.items())))
        back = {(table, key): row for (table, key), row in stored}
        restored = game.restore(record.seats, record.options, back)
        assert game.rows(restored) == game.rows(step.state)
        assert views(game, restored) == views(game, step.state)
        for seat in game.turn(step.state):
            for command in game.legal(restored, seat)[:3]:
                game.apply(step.state, seat, command, record.rng(1), START)


def _shows(more: dict[str, Any], view: dict[str, Any]) -> bool:
    """Whether nothing of ``view`` is missing in ``more``."""
    return encoded(merge(more, view)) == encoded(more)
