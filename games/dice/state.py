"""One game of Death Dice at one moment, as a value.

In here: players with their turns, and the round they are in. Not in here: what dice mean
(``turns``), who wins (``judging``).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from games.base import Result
from games.dice.commands import DiceOptions

Rolls = tuple[tuple[int, ...], ...]
"""The dice of one turn, roll by roll; the death die is the last one of the first roll."""


class Player(msgspec.Struct, frozen=True, omit_defaults=True):
    """One player and their turn in this round.

    ``joined``: counts up with everybody who sits down; it orders the players. ``streak``: the win
    counter. ``won``: rounds won since sitting down. ``death``: sides of the death die rolled in
    this turn, 0 for none. ``ties``: how many three-way ties this turn has been in; each adds one
    die. ``done``: the turn is over. ``note``: a code of ``games/dice/turns`` or ``judging``.
    ``verdict``: ``win``, ``lose`` or ``stay`` (counter unchanged) once the round is judged.
    """

    joined: int
    streak: int = 0
    won: int = 0
    rolls: Rolls = ()
    death: int = 0
    ties: int = 0
    done: bool = False
    note: str = ""
    verdict: str = ""


class DiceState(msgspec.Struct, frozen=True):
    """Everything about a game. Never changed: the next state is a new one.

    ``players``: by seat, in the order they joined. ``joined``: how many ever did. ``round``:
    counts from 1, 0 before the first. ``open``: the round is being played; else it is judged.
    ``eleven``: the seat of Mr Eleven.
    """

    options: DiceOptions
    players: Mapping[int, Player] = {}
    joined: int = 0
    round: int = 0
    open: bool = False
    eleven: int | None = None
    result: Result | None = None


def all_done(players: Mapping[int, Player]) -> bool:
    """Whether nobody owes a roll."""
    return all(player.done for player in players.values())
