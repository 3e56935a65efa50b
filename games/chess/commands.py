"""What chess players can choose and ask: the options of a game and the commands of the wire.

In here: types, bounds and names. Not in here: whether a command is accepted (``rules``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import force_setattr

from games.base import Command, Options
from games.chess.start import TEXT_AT_MOST, canonical
from games.chess.variants import Variant


class ChessOptions(Options, frozen=True):
    """How a game is played.

    ``variant``: which kind of chess. ``minutes`` each, plus ``increment`` seconds a move; both 0:
    without a clock. ``days``: that many for each move instead (correspondence). ``colors``: White
    is the first chair (``chosen``) or drawn (``lot``). ``start``: a FEN or a PGN to go on from,
    kept in the spelling of ``start.canonical``.
    """

    variant: Variant = "chess"
    minutes: Annotated[float, Meta(ge=0, le=180, multiple_of=0.25)] = 10
    increment: Annotated[int, Meta(ge=0, le=180)] = 5
    days: Annotated[int, Meta(ge=0, le=14)] = 0
    colors: Literal["chosen", "lot"] = "chosen"
    start: Annotated[str, Meta(max_length=TEXT_AT_MOST)] = ""

    def __post_init__(self) -> None:
        if self.start:
            start, variant = canonical(self.start, self.variant)
            force_setattr(self, "start", start)
            force_setattr(self, "variant", variant)


class Move(Command, frozen=True):
    """A move in UCI notation: ``e2e4``, ``e7e8q``, ``N@f3`` from the hand (Crazyhouse).

    Castling is the king's move, ``e1g1``; in Chess960 king takes rook.
    """

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


class _Consent(Command, frozen=True, omit_defaults=True):
    """Something both must want. Exactly one of the three: ask, or answer the other."""

    ask: bool = False
    accept: bool = False
    decline: bool = False

    def __post_init__(self) -> None:
        if self.ask + self.accept + self.decline != 1:
            raise ValueError("Say exactly one of ask, accept and decline.")


class Takeback(_Consent, frozen=True):
    """Take one's own last move back, if the opponent agrees; an answer to it goes too."""

    action = "game/takeback"


class Pause(_Consent, frozen=True):
    """Stop both clocks, if the opponent agrees, until both want to go on."""

    action = "game/pause"


class Resume(Command, frozen=True):
    """Go on after a pause: at once when both say so, else a minute after the first."""

    action = "game/resume"


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


COMMANDS: tuple[type[Command], ...] = (
    Move, Draw, Takeback, Pause, Resume, Resign, Abort, Claim, Rematch,
)  # fmt: skip
