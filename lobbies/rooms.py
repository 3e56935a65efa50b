"""A live lobby in memory: immutable values, no database, no socket, no clock.

``Room`` is the decoded memo of the lobby's rows at one version. Everything that happens in a
lobby is a function from one room to the next (``manners``, ``judge``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from games import GAMES
from games.base import Game
from games.mind import Thought
from games.rng import Rng

CHAT_KEPT = 50
"""Lines of chat in the document; older ones stay in the database."""


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acts: a player as the server knows them, staff, or (``house``) the server itself.

    ``here``: they speak through an open connection. ``plays``: a computer player acts, for whoever
    sits in that seat, or did.
    """

    player: str
    name: str
    staff: bool = False
    house: bool = False
    here: bool = False
    plays: int | None = None


HOUSE = Actor("", "Parlour", house=True)


class Guest(msgspec.Struct, frozen=True, gc=False):
    """A player in the room. Times in milliseconds; ``joined_at`` orders succession.

    ``gone``: stayed away past the window while the game held the seat. ``bot``: the level of a
    computer player, empty for a person; they are always here and always ready.
    """

    player: str
    name: str
    seat: int | None = None
    ready: bool = False
    connected: bool = False
    away_until: int | None = None
    gone: bool = False
    muted: bool = False
    bot: str = ""
    game_version: str = ""
    joined_at: int = 0


class Line(msgspec.Struct, frozen=True, rename="camel"):
    """One line of chat as the document shows it."""

    player_id: str
    name: str
    text: str
    at: int


class Play(msgspec.Struct, frozen=True):
    """The match on the table: its identity, where its chance comes from, and its state.

    ``frozen_version``: the version of its last snapshot, or of its start. ``stopped``: why the
    house ended it (``ended`` by staff, ``closed`` with its lobby), if its rules did not.
    ``bots``: levels of the computer players it began with, by seat. ``moved_at``: when it moved on
    last (ms), or 0 if that is long ago.
    """

    id: str
    number: int
    seats: Mapping[int, str]
    names: Mapping[int, str]
    options: Any
    seed: bytes
    started_version: int
    started_at: int
    state: Any
    over: bool = False
    frozen_version: int = 0
    stopped: str = ""
    bots: Mapping[int, str] = {}
    moved_at: int = 0


class Room(msgspec.Struct, frozen=True):
    """One lobby at ``version``. ``guests`` are keyed by player id in the order they joined.

    ``changed``: for each part of the document, the version that changed it last.
    ``inspected_at``: when staff last looked at what is hidden here (ms).
    ``claimed``: until then (ms) a process thinks for the computer player that is due; a hint that
    only the column ``alarm_at`` carries further.
    """

    id: str
    code: str
    kind: str
    name: str
    status: str
    visibility: str
    host: str | None
    invite: str
    options: Any
    version: int
    games: int = 0
    said: int = 0
    alarm_at: int | None = None
    inspected_at: int | None = None
    guests: Mapping[str, Guest] = {}
    banned: frozenset[str] = frozenset()
    chat: Mapping[int, Line] = {}
    play: Play | None = None
    changed: Mapping[str, int] = {}
    claimed: int = 0

    @property
    def game(self) -> Game[Any]:
        """The rules played here."""
        return GAMES[self.kind]

    @property
    def permanent(self) -> bool:
        """Whether this is the lobby of its game that always exists."""
        return bool(self.code) and self.code == self.game.permanent

    @property
    def playing(self) -> Play | None:
        """The match, while it is being played."""
        return self.play if self.play is not None and not self.play.over else None

    def seat_of(self, player: str) -> int | None:
        """The seat of a player, or None."""
        guest = self.guests.get(player)
        return guest.seat if guest else None

    def seated(self) -> dict[int, Guest]:
        """Those who sit, by seat, ascending."""
        taken = (g for g in self.guests.values() if g.seat is not None)
        # Those without a seat are left out above, which the type does not show.
        return {g.seat: g for g in sorted(taken, key=lambda g: g.seat or 0)}  # type: ignore[misc]


class Begun(msgspec.Struct, frozen=True, array_like=True):
    """A match as it starts, but for its options and its state, which the rules make of it.

    ``seats`` ascend. ``version``: its lobby's, when it starts; ``at``: when that is (ms). Else as
    in ``Play``.
    """

    id: str
    number: int
    seats: Mapping[int, str]
    names: Mapping[int, str]
    bots: Mapping[int, str]
    seed: bytes
    version: int
    at: int


def begin(game: Game[Any], options: Any, begun: Begun) -> Play:
    """The match that starts so."""
    b = begun
    state = game.setup(tuple(b.seats), options, Rng(b.seed, b.version), b.at)
    return Play(
        b.id, b.number, b.seats, b.names, options, b.seed, b.version, b.at,
        game.with_bots(state, b.bots) if b.bots else state,
        frozen_version=b.version, bots=b.bots, moved_at=b.at,
    )  # fmt: skip


def with_guest(room: Room, guest: Guest) -> Room:
    """The room with one guest added or changed."""
    return msgspec.structs.replace(room, guests={**room.guests, guest.player: guest})


def without_guest(room: Room, player: str) -> Room:
    """The room after one guest has gone; the host's powers pass on.

    The longest-present seated player succeeds, else the longest-present guest (seed 000).
    """
    guests = {key: guest for key, guest in room.guests.items() if key != player}
    host = heir(guests) if room.host == player else room.host
    return msgspec.structs.replace(room, guests=guests, host=host)


def heir(guests: Mapping[str, Guest]) -> str | None:
    """Who becomes host: people here before people away, seated before watching, then by time."""
    people = [guest for guest in guests.values() if not guest.bot]
    order = sorted(people, key=lambda g: (not g.connected, g.seat is None, g.joined_at))
    return order[0].player if order else None


def has_company(room: Room) -> bool:
    """Whether any person is here, or away for less than the window."""
    people = (guest for guest in room.guests.values() if not guest.bot)
    return any(guest.connected or guest.away_until is not None for guest in people)


def thought_of(room: Room) -> Thought | None:
    """The computer player that is to act next, and from when.

    None where nobody is left to see it: computer players do not keep a table going.
    """
    play, game = room.play, room.game
    if play is None or play.stopped or not game.levels or room.status == "closed":
        return None
    bots = {g.seat: g.bot for g in room.guests.values() if g.bot and g.seat is not None}
    found = game.thinker(play.state, bots)
    if found is None or not has_company(room):
        return None
    sitter = play.seats.get(found.seat)
    if play.over and (sitter is None or room.seat_of(sitter) != found.seat):
        return None
    pace = round(room.options.bot_seconds * 1000)
    return found._replace(at=max(found.at, play.moved_at + pace, room.claimed))


def next_alarm(room: Room) -> int | None:
    """When something happens here by itself next: a guest's window closes, the game's alarm, or a
    computer player's turn."""
    if room.status == "closed":
        return None
    times = [g.away_until for g in room.guests.values() if g.away_until is not None]
    if (play := room.playing) is not None:
        alarm = room.game.alarm(play.state)
        if alarm is not None:
            times.append(alarm)
    thought = thought_of(room)
    if thought is not None:
        times.append(thought.at)
    return min(times, default=None)
