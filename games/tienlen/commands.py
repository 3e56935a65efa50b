"""What Tiến Lên players can choose and ask: the options of a table and the commands of the wire.

In here: types, bounds and names. Who sends a command of ``anyone`` without a seat is told
NOT_IN_TOURNEY by the rules. Not in here: what an option means (``presets``), whether a
command is accepted (``rules``).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from games.base import Command, Options, Who

Row = Literal["preset", "southern", "simple"]
"""One row of the rules: as the preset has it, or as one of the two has it whatever the preset."""

Level = Literal["greedy", "sharp"]


class TienlenOptions(Options, frozen=True):
    """How a tournament is played.

    ``rules``: the preset; each ``Row`` can differ from it. ``first_lead``: what the holder of the
    lowest card may lead in the first game. ``later_leads``: who leads later games.
    ``lead_pair_runs``: consecutive pairs may be led. ``suited_runs``: a suited run asks for suited
    runs. ``chop_two`` … ``beat_three_pairs``: what beats these. ``after_pass``: whether four pairs
    come back into a trick. ``instant_wins``: hands that win as they are dealt.
    ``turn_seconds``: 0 is without a timer. ``bots``: who plays on for somebody who left.
    """

    rules: Literal["southern", "simple"] = "southern"
    target_score: Annotated[int, Meta(ge=1, le=200)] = 21
    turn_seconds: Annotated[int, Meta(ge=0, le=600)] = 60
    bots: Level = "greedy"
    bot_seconds: Annotated[float, Meta(ge=0, le=30, multiple_of=0.25)] = 1.0
    first_lead: Row = "preset"
    later_leads: Row = "preset"
    lead_pair_runs: Row = "preset"
    suited_runs: Row = "preset"
    chop_two: Row = "preset"
    chop_pair_of_twos: Row = "preset"
    chop_triple_of_twos: Row = "preset"
    beat_quad: Row = "preset"
    beat_three_pairs: Row = "preset"
    after_pass: Row = "preset"
    instant_wins: Row = "preset"


class Card(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A card on the wire. Only ``value`` is read; rank and suit follow from it."""

    value: Annotated[int, Meta(ge=0, le=51)]
    rank: int | str | None = None
    suit: int | str | None = None


class Play(Command, frozen=True):
    """Play these cards: lead them, or beat the last play with them."""

    action = "game/play"
    who: ClassVar[Who] = "anyone"

    cards: Annotated[tuple[Card, ...], Meta(min_length=1, max_length=13)]


class Pass(Command, frozen=True):
    """Let this trick go by."""

    action = "game/pass"
    who: ClassVar[Who] = "anyone"


class ClaimSeat(Command, frozen=True):
    """Take a seat: the one named, or the first free one. Claiming one's own again is fine.

    ``player_name``: what the player wants to be called from now on.
    """

    action = "tourney/claim_seat"
    who: ClassVar[Who] = "anyone"

    player_name: Annotated[str, Meta(max_length=200)] = ""
    seat_position: int | None = None


class Leave(Command, frozen=True):
    """Leave the seat: before the first game it is free again, later a computer player plays on."""

    action = "tourney/leave"
    who: ClassVar[Who] = "anyone"


class AddBot(Command, frozen=True):
    """Give a computer player a seat: the one named, or the first free one."""

    action = "tourney/add_bot"
    who: ClassVar[Who] = "host"

    seat_position: int | None = None
    level: Level = "greedy"


class KickBot(Command, frozen=True):
    """Take a computer player's seat away."""

    action = "tourney/kick_bot"
    who: ClassVar[Who] = "host"

    seat_position: int


class Ready(Command, frozen=True):
    """Ready for the next game of the tournament."""

    action = "tourney/ready"
    who: ClassVar[Who] = "anyone"


class Reset(Command, frozen=True):
    """The host or the staff begin the tournament anew: who is here stays, the points go."""

    action = "tourney/reset"
    who: ClassVar[Who] = "host"


COMMANDS: tuple[type[Command], ...] = (
    ClaimSeat, Leave, AddBot, KickBot, Ready, Reset, Play, Pass,
)  # fmt: skip


def playing(cards: tuple[int, ...]) -> Play:
    """The command that plays the cards with these values."""
    return Play(tuple(Card(value) for value in cards))
