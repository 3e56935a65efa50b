"""What chess players can choose and ask: the options of a game and the commands of the wire.

In here: types, bounds and names. Not in here: whether a command is accepted (``rules``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from games.base import Command, Options


class ChessOptions(Options, frozen=True):
    """How a game is played.

    ``minutes`` each, plus ``increment`` seconds a move; both 0: without a clock. ``colors``:
    White is the first chair (``chosen``) or drawn (``lot``).
    """

    minutes: Annotated[float, Meta(ge=0, le=180, multiple_of=0.25)] = 10
    increment: Annotated[int, Meta(ge=0, le=180)] = 5
    colors: Literal["chosen", "lot"] = "chosen"


class Move(Command, frozen=True):
    """A move in UCI notation: ``e2e4``, ``e7e8q``; castling is the king's move, ``e1g1``."""

    action = "game/move"

    uci: Annotated[str, Meta(min_length=4, max_length=5)]


class Draw(Command, frozen=True, omit_defaults=True):
    """Exactly one of the four: offer a draw, accept or decline the other's offer, claim one."""

    action = "game/draw"

    offer: bool = False
    accept: bool = False
    decline: bool = False
    claim: bool = False

    def __post_init__(self) -> None:
        if self.offer + self.accept + self.decline + self.claim != 1:
            raise ValueError("Say exactly one of offer, accept, decline and claim.")


class Resign(Command, frozen=True):
    """Give the game up."""

    action = "game/resign"


class Abort(Command, frozen=True):
    """End the game without a result, before both have moved."""

    action = "game/abort"


class Claim(Command, frozen=True):
    """Take the win from an opponent who stayed away."""

    action = "game/claim"


class Rematch(Command, frozen=True):
    """After the end: offer another game with colours swapped, or agree to one."""

    action = "game/rematch"


COMMANDS: tuple[type[Command], ...] = (Move, Draw, Resign, Abort, Claim, Rematch)
