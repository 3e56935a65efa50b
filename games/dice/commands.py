"""What Death Dice players can choose and ask: the options of a game and the commands of the wire.

In here: types and names. Not in here: whether a command is accepted (``rules``).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from games.base import Command, Options, Who


class DiceOptions(Options, frozen=True):
    """How a game is played.

    ``stakes``: losing costs a ``forfeits`` or a sip of ``drinks`` (the board words both; neither
    needs alcohol). ``german_mode``: the first two dice count as a two-digit number, as in Mäxchen.
    ``steal_with_single_dice``: who wins on the first roll alone takes over the longest streak.
    """

    stakes: Literal["forfeits", "drinks"] = "forfeits"
    german_mode: bool = False
    steal_with_single_dice: bool = False


class Roll(Command, frozen=True):
    """Roll the dice: as often as one's turn goes on."""

    action = "game/roll"


class NewRound(Command, frozen=True):
    """Begin the next round, when the last one is over."""

    action = "game/new_round"


class Finish(Command, frozen=True):
    """The host ends the game between two rounds, and its secret is shown."""

    action = "game/finish"
    who: ClassVar[Who] = "host"


COMMANDS: tuple[type[Command], ...] = (Roll, NewRound, Finish)
