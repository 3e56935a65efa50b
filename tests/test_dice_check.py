"""A finished game of Death Dice is checked by docs/check_dice.py, which shares no code with it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from games.advance import advance
from games.dice.commands import DiceOptions, Finish
from games.rng import Rng, commitment
from lobbies import gate, identity
from lobbies.manners import Join, Leave
from lobbies.protocol import restore
from lobbies.tables import act, look
from tests.api import Caller
from tests.dice_rounds import DICE, NOW
from tests.servers import ROOT

SCRIPT = ROOT / "docs" / "check_dice.py"


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_dice", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def evening(number: int, steps: int = 600) -> tuple[dict[str, Any], dict[str, Any]]:
    """A random game as the log of the API tells it, and its last public view."""
    random, seed = Random(number), b"evening %024d" % number
    options = DiceOptions(german_mode=number % 3 == 1, steal_with_single_dice=number % 2 == 1)
    state = DICE.setup((0, 1), options, Rng(seed, 1), NOW)
    moves: list[dict[str, Any]] = []
    for version in range(2, steps):
        seat, chance = random.randrange(4), random.random()
        commands = [c for c in DICE.legal(state, seat) if not isinstance(c, Finish)]
        event = "vacated" if chance < 0.01 else "taken" if chance < 0.05 else "command"
        if (event == "command" and not commands) or (seat in state.players) == (event == "taken"):
            continue
        command = commands[0] if event == "command" else None
        state = advance(DICE, state, event, seat, command, Rng(seed, version), NOW).state
        move = {"v": version, "event": event, "seat": seat}
        moves.append({**move, "action": command.action} if command else move)
    log = {
        "seed": seed.hex(), "seedHash": commitment(seed), "seats": {"0": "a", "1": "b"},
        "options": {"germanMode": options.german_mode,
                    "stealWithSingleDice": options.steal_with_single_dice},
        "moves": moves, "result": {"winners": [], "reason": "closed"},
    }  # fmt: skip
    return log, DICE.view(state, None)


@pytest.mark.parametrize("number", range(12))
def test_random_games_are_found_honest(check: ModuleType, number: int) -> None:
    log, view = evening(number)
    game = check.verify(log, json.loads(json.dumps(view)))
    assert game.round > 10


def test_another_secret_a_changed_die_and_a_left_out_roll_are_found(check: ModuleType) -> None:
    log, view = evening(1)
    with pytest.raises(SystemExit, match="not the secret promised"):
        check.verify({**log, "seed": "00" * 32}, view)
    with pytest.raises(SystemExit, match="is not shown yet"):
        check.verify({**log, "seed": None}, view)
    shown = json.loads(json.dumps(view))
    rolls = next(seat["rolls"] for seat in shown["game"]["seats"].values() if "rolls" in seat)
    rolls["1"][0] = 7 - rolls["1"][0]
    with pytest.raises(SystemExit, match="computed"):
        check.verify(log, shown)


@pytest.mark.django_db(transaction=True)
def test_the_log_of_a_finished_game_is_all_the_check_needs(
    check: ModuleType, tmp_path: Path
) -> None:
    anh, binh = identity.new_player("Anh"), identity.new_player("Bình")
    lobby = gate.open_lobby(anh, "dice")
    key = str(lobby.pk)
    actors = [identity.actor_of(anh), identity.actor_of(binh)]
    act(key, actors[1], Join(sit=True))
    for _ in range(6):
        act(key, actors[0], restore("dice", "game/new_round", {}))
        for seat, actor in enumerate(actors):
            while (state := look(key).play.state).open and not state.players[seat].done:
                act(key, actor, restore("dice", "game/roll", {}))
    caller = Caller(anh)
    game = look(key).play.id
    running = json.loads(caller.call("GET", f"games/{game}/replay/").content)
    assert "seed" not in running and running["seedHash"]
    act(key, actors[0], restore("dice", "game/finish", {}))
    log = json.loads(caller.call("GET", f"games/{game}/replay/").content)
    view = json.loads(caller.call("GET", f"games/{game}/").content)["view"]
    assert log["seedHash"] == running["seedHash"]
    assert check.verify(log, view).round == 6
    file = tmp_path / "replay.json"
    file.write_text(json.dumps(log), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.startswith("Honest: ") and "6 rounds" in told.stdout
    act(key, actors[1], Leave())
