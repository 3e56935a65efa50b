"""One player's turn: which dice are rolled, when it ends, and the specials it can bring.

In here: rolling and what dice mean by themselves. Not in here: comparing players (``judging``).
The order of the specials and their numbers are the rules' own table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from games.dice.state import Player, Rolls
from games.rng import Rng

UH_OH = "UH_OH"
OUT = frozenset({"FINISH_DRINK", "SIP_DRINK", "SHOWER", "POOL", "DUAL_WIELD"})
"""Specials that put a player out of the round at once."""
KEPT = frozenset({"HEAD_ON_TABLE", "WISH_PURCHASE"})
"""Specials that end the turn, and whose note stays whatever the round brings."""

_DEATH_DICE = (0, 0, 0, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 20, 20, 100)


def death_die(streak: int) -> int:
    """The sides of the death die for a win counter: 0 for none, 100 for the percentile die."""
    return _DEATH_DICE[min(streak, 15)]


def roll_die(sides: int, rng: Rng) -> int:
    """One die. Ten sides show 0 to 9, the percentile die 0, 10 … 90."""
    if sides == 100:
        return 10 * rng.below(10)
    return rng.below(10) if sides == 10 else rng.roll(sides)


def rolled(player: Player, rng: Rng) -> Player:
    """The player after their next roll: two dice and the death die first, later one at a time."""
    if player.rolls:
        return after(player, (rng.roll(6),))
    death = death_die(player.streak)
    dice = (rng.roll(6), rng.roll(6), *((roll_die(death, rng),) if death else ()))
    return after(replace(player, death=death), dice)


def after(player: Player, dice: tuple[int, ...]) -> Player:
    """The player after a roll that showed ``dice``; one die for a tie ends the turn again."""
    rolls = (*player.rolls, dice)
    note = special(rolls)
    done = bool(note) or player.ties > 0 or not goes_on(rolls)
    if not done and _warns(rolls):
        note = UH_OH
    return replace(player, rolls=rolls, note=note, done=done)


def goes_on(rolls: Rolls) -> bool:
    """Whether a value came twice in the first roll, and every extra die has been that value."""
    value, count = Counter(rolls[0]).most_common(1)[0]
    return count >= 2 and all(extra == (value,) for extra in rolls[1:])


def special(rolls: Rolls) -> str:
    """The special that ends the turn, or nothing."""
    return next((code for code, applies in _SPECIALS if applies(rolls)), "")


def _ones(rolls: Rolls) -> int:
    return rolls[0].count(1)


def _extra(rolls: Rolls) -> int:
    """The first extra die, or 0 before there is one."""
    return rolls[1][0] if len(rolls) > 1 else 0


def _count(rolls: Rolls, value: int) -> int:
    return sum(dice.count(value) for dice in rolls)


_SPECIALS: tuple[tuple[str, Callable[[Rolls], bool]], ...] = (
    ("FINISH_DRINK", lambda r: _ones(r) >= 3 or (_ones(r) == 2 and 1 <= _extra(r) <= 3)),
    ("SIP_DRINK", lambda r: _ones(r) == 2 and _extra(r) >= 4),
    ("SHOWER", lambda r: _count(r, 3) >= 3),
    ("POOL", lambda r: _count(r, 6) >= 6),
    ("DUAL_WIELD", lambda r: _count(r, 2) >= 4),
    ("HEAD_ON_TABLE", lambda r: _count(r, 4) >= 4),
    ("WISH_PURCHASE", lambda r: _count(r, 5) >= 5),
)


def _warns(rolls: Rolls) -> bool:
    """Whether one more of a kind would be a special: two 1s count in the first roll only."""
    near = ((2, 3), (3, 2), (4, 3), (5, 4), (6, 5))
    return _ones(rolls) == 2 or any(_count(rolls, value) >= n for value, n in near)
