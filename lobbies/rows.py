"""Lobbies and games as pages show them: one row, one table to sit down at, options in words.

In here: reading and wording for templates. Not in here: requests, and anything that changes a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from games import GAMES
from games.base import Game
from lobbies.forms import OF_THE_HOUSE, plain
from lobbies.models import Lobby, Member

DEEPEST = 500
"""The last page one can leaf to: further back, search."""

PLAN_CHAIRS = 10
OPEN = (Lobby.Status.WAITING, Lobby.Status.PLAYING)


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair in a table's plan: ``angle`` in degrees, 0 is nearest to the reader."""

    angle: float
    taken: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One lobby in a list."""

    code: str
    name: str
    kind: str
    title: str
    status: str
    parts: list[str]
    chairs: list[Chair]
    taken: int
    seats: int
    watching: int

    @property
    def free(self) -> bool:
        """A chair is free, and the game has not begun or people come and go."""
        begun = self.status == Lobby.Status.PLAYING and not GAMES[self.kind].opens
        return self.taken < self.seats and not begun


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list of lobbies."""

    rows: list[Row]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of game on the start page. ``pictures``: templates, the first that exists is it.

    ``computer``: one can play it against the computer.
    """

    kind: str
    title: str
    fact: str
    pictures: list[str]
    computer: bool


def chairs(seats: int, taken: Iterable[int] = ()) -> list[Chair]:
    """The chairs round a table of ``seats``, evenly, seat 0 nearest.

    A table longer than a plan can show has as many chairs as it needs, and one more.
    """
    sat = set(taken)
    if seats > PLAN_CHAIRS:
        seats = min(PLAN_CHAIRS, max(4, len(sat) + 1))
        sat = set(range(min(len(sat), seats)))
    return [Chair(360 * seat / seats, seat in sat) for seat in range(seats)]


def settings_of_the_house() -> list[Setting]:
    """Every kind of game one can sit down at."""
    return [
        Setting(
            game.kind,
            _(game.title),
            people(game),
            [f"pictures/{game.kind}.html", "pictures/any.html"],
            bool(game.levels),
        )
        for game in GAMES.values()
    ]


def people(game: Game[Any]) -> str:
    """How many play: "2 people", "2 to 6 people"."""
    least, most = game.plays or (game.min_seats, game.max_seats)
    if least == most:
        return _("%(seats)d people") % {"seats": most}
    return _("%(least)d to %(most)d people") % {"least": least, "most": most}


def in_words(kind: str, options: Mapping[str, Any]) -> list[str]:
    """The options as parts of a sentence: ["5 minutes each", "white by lot"]."""
    own = {name: value for name, value in plain(options).items() if name not in OF_THE_HOUSE}
    names = [f"options/{kind}.txt", "options/any.txt"]
    text = normalize_newlines(render_to_string(names, {"options": own}))
    return [line.strip() for line in text.split("\n") if line.strip()]


def sentence(parts: Iterable[str]) -> str:
    """Parts as one sentence: "5 minutes each, white by lot, public."."""
    text = ", ".join(str(part) for part in parts)
    return f"{text[:1].upper()}{text[1:]}."


def public(kind: str = "", status: str = "", search: str = "") -> QuerySet[Lobby]:
    """Public lobbies, newest first, as the filters ask; without ``status`` those still open."""
    found = Lobby.objects.filter(visibility=Lobby.Visibility.PUBLIC)
    found = found.filter(status=status) if status else found.filter(status__in=OPEN)
    found = found.filter(kind=kind) if kind else found.filter(kind__in=GAMES)
    if search:
        named = Q(name__icontains=search) | Q(host__name__icontains=search)
        found = found.filter(named | Q(code=search.upper()))
    return found.order_by("-created", "-pk")


def sheet(found: QuerySet[Lobby], number: str, size: int) -> Sheet:
    """Page ``number`` (from 1, as the address has it) of a list; it is never counted whole."""
    page = min(int(number), DEEPEST) if number.isascii() and number.isdigit() else 1
    first = size * (max(page, 1) - 1)
    lobbies = list(found[first : first + size + 1])
    return Sheet(rows_of(lobbies[:size]), max(page, 1), len(lobbies) > size)


def rows_of(lobbies: Sequence[Lobby]) -> list[Row]:
    """Lobbies as rows, with one query for who is in them."""
    seated: dict[Any, list[int]] = {lobby.pk: [] for lobby in lobbies}
    watching: dict[Any, int] = dict.fromkeys(seated, 0)
    members = Member.objects.filter(lobby__in=list(seated))
    for lobby, seat, connected in members.values_list("lobby_id", "seat", "connected"):
        if seat is not None:
            seated[lobby].append(seat)
        elif connected:
            watching[lobby] += 1
    return [_row(lobby, seated[lobby.pk], watching[lobby.pk]) for lobby in lobbies]


def _row(lobby: Lobby, taken: list[int], watching: int) -> Row:
    game = GAMES[lobby.kind]
    return Row(
        code=lobby.code,
        name=lobby.name,
        kind=lobby.kind,
        title=_(game.title),
        status=lobby.status,
        parts=in_words(lobby.kind, lobby.options),
        chairs=chairs(game.max_seats, taken),
        taken=len(taken),
        seats=game.max_seats,
        watching=watching,
    )
