"""What people at a card table can do with the cards of their own tray.

In here: types, names and bounds. Not in here: what lies on the table (``commands``), decks
(``deck_commands``), whether a command is accepted (``rules``).
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from games.base import Command
from games.tabletop.terms import MOST_AT_ONCE, Angle, Id, Ids, Points, Seat


class Play(Command, frozen=True):
    """Lays cards of one's tray on the table, face up or down; what was further right lies above."""

    action: ClassVar[str] = "tray/play"
    at: Points
    face_up: bool = True
    rotation: Angle = 0


class Put(Command, frozen=True):
    """Puts cards of one's tray on top of a deck (or under it); the first given lies deepest."""

    action: ClassVar[str] = "tray/put"
    cards: Ids
    deck: Id
    bottom: bool = False


class Pass(Command, frozen=True):
    """Passes cards of one's tray to somebody else's."""

    action: ClassVar[str] = "tray/pass"
    cards: Ids
    to: Seat


class Reveal(Command, frozen=True):
    """Shows cards of one's tray (all, if none are named) to one player, or to everybody.

    They stay shown until they are hidden or leave the tray.
    """

    action: ClassVar[str] = "tray/reveal"
    cards: Annotated[tuple[Id, ...], Meta(max_length=MOST_AT_ONCE)] = ()
    to: Seat | None = None


class Conceal(Command, frozen=True):
    """Hides what was shown of one's tray: the cards named, or all."""

    action: ClassVar[str] = "tray/hide"
    cards: Annotated[tuple[Id, ...], Meta(max_length=MOST_AT_ONCE)] = ()


class Sort(Command, frozen=True):
    """Puts cards of one's tray in this order, the first given leftmost; others follow them."""

    action: ClassVar[str] = "tray/sort"
    cards: Ids


TRAY_COMMANDS: tuple[type[Command], ...] = (Play, Put, Pass, Reveal, Conceal, Sort)
