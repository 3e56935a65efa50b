"""The list of games: one line each. To add a game, write its rules and its board, then a line."""

from __future__ import annotations

from typing import Any

from games.base import Game
from games.chess.rules import Chess
from games.dice.rules import DeathDice
from games.tabletop.rules import CardTable
from games.tienlen.rules import Tienlen

_LIST: tuple[Game[Any], ...] = (
    Chess(),
    DeathDice(),
    Tienlen(),
    CardTable(),
)  # fmt: skip

GAMES: dict[str, Game[Any]] = {game.kind: game for game in _LIST}
