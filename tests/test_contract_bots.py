"""What must hold for every game with computer players, shown by random games. Nothing knows a game.

Not in here: what holds for every game (test_contract), how strong they are (test_tienlen_bots).
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from games import GAMES
from tests.random_games import Played, play
from tests.test_contract import each_game, each_play

PLAYABLE = [kind for kind, game in GAMES.items() if game.levels]
each_game_with_bots = pytest.mark.parametrize("kind", PLAYABLE)


@cache
def with_bots(kind: str, number: int) -> Played:
    return play(GAMES[kind], number, 60, bots=True)


@each_game_with_bots
@each_play
def test_what_a_computer_player_chooses_from_its_view_is_legal(kind: str, number: int) -> None:
    game, record = GAMES[kind], with_bots(kind, number)
    for before, line, _ in record.moments():
        if line.event == "bot":
            assert line.seat is not None and type(line.command) in game.commands
            legal = game.legal(before, line.seat)
            assert not legal or type(line.command) in {type(each) for each in legal}


@each_game_with_bots
def test_computer_players_of_every_level_have_been_seen_to_play(kind: str) -> None:
    records = [with_bots(kind, number) for number in range(8)]
    assert any(line.event == "bot" for record in records for line in record.log)
    assert {level for record in records for level in record.bots.values()} == set(
        GAMES[kind].levels
    )


@each_game_with_bots
@each_play
def test_a_replay_never_thinks_again(
    kind: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game, record = GAMES[kind], with_bots(kind, number)
    monkeypatch.setattr(type(game), "choose", None)
    monkeypatch.setattr(type(game), "thinker", None)
    for state, expected in record.retold():
        assert state == expected


@each_game
def test_levels_have_a_name_for_programs_and_one_for_people(kind: str) -> None:
    for level, title in GAMES[kind].levels.items():
        assert re.fullmatch(r"[a-z_]{1,20}", level) and title[0].isupper()
