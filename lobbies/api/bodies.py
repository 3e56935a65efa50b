"""What comes in and what goes out over HTTP, as types: the OpenAPI description is made from these.

In here: one type per body; a docstring is its description. Not in here: the document of a lobby
(``document``) and the commands of the socket (``protocol``), which the API shares.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from lobbies.protocol import Ref
from lobbies.protocol_commands import Seat

Passphrase = Annotated[str, Meta(min_length=1, max_length=80)]
Uuid = Annotated[str, Meta(pattern="^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
"""In capitals or not: some systems write it so."""
Visibility = Literal["public", "private"]
Milliseconds = Annotated[int, Meta(description="Milliseconds since the epoch.")]
Options = dict[Annotated[str, Meta(max_length=40)], bool | int | float | str]


class Asked(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", omit_defaults=True
):
    """A body from a client: unknown fields are refused."""


class Told(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A body to a client: what is empty is absent."""


class TokenWish(Asked, frozen=True):
    """Who somebody is or wants to be.

    A playerId that exists needs its passphrase, a token that is still valid, or the cookie; a new
    one must be a fresh UUID v4. Without one the caller stays who they are, or becomes somebody new.
    """

    player_id: Uuid | None = None
    player_name: Annotated[str, Meta(max_length=100)] | None = None
    passphrase: Passphrase | None = None


class Token(Told, frozen=True):
    """A token for 24 hours, for the Authorization header as ``Bearer …``."""

    token: str
    player_id: str
    player_name: str
    expires_at: Milliseconds


class NewLobby(Asked, frozen=True):
    """A lobby to open; its creator is the host and sits down.

    ``setup``: what was saved of a table and shall lie there at first, for games that have such.
    """

    kind: Annotated[str, Meta(max_length=20)]
    name: Annotated[str, Meta(max_length=60)] | None = None
    visibility: Visibility = "public"
    passphrase: Passphrase | None = None
    options: Options | None = None
    setup: dict[str, Any] | None = None


class Entry(Asked, frozen=True):
    """How somebody comes in: to a chair (the first free one if none is named), or to watch."""

    seat: Seat | None = None
    spectate: bool = False
    passphrase: Passphrase | None = None
    invite: Annotated[str, Meta(max_length=40)] | None = None


class Nothing(Asked, frozen=True):
    """An empty body."""


class Action(Asked, frozen=True):
    """A command as the socket takes it: any of those in ``/api/asyncapi.json``."""

    action: Annotated[str, Meta(max_length=40)]
    payload: dict[str, Any] = {}
    ref: Ref | None = None
    v: int | None = None


class Pairing(Asked, frozen=True):
    """A wish to play: somebody with the same wish becomes the partner.

    ``seat``: the chair wished for (chess: 0 has White); without one it is drawn by lot.
    """

    kind: Annotated[str, Meta(max_length=20)]
    options: Options = {}
    seat: Annotated[int, Meta(ge=0, le=99)] | None = None


class Problem(Told, frozen=True):
    """An error: a code for programs, a sentence for people."""

    code: str
    message: str


class Summary(Told, frozen=True):
    """A lobby in a list: how many of its chairs are taken, how many people watch right now."""

    id: str
    code: str
    kind: str
    name: str
    status: Literal["waiting", "playing", "over", "closed"]
    visibility: Visibility
    options: dict[str, Any]
    seats: int
    taken: int
    watching: int
    created_at: Milliseconds
    host: str | None = None
    host_name: str | None = None


class Lobbies(Told, frozen=True):
    """A page of public lobbies, the newest first; ``next`` is the address of the page after it."""

    results: list[Summary]
    next: str | None = None


class Detail(Summary, frozen=True):
    """One lobby: where its socket is, its version, and for its host the invitation."""

    v: int = 0
    socket: str = ""
    you: dict[str, Any] | None = None
    invite: str | None = None


class Version(Told, frozen=True):
    """The lobby's version after a change."""

    v: int


class Acknowledged(Told, frozen=True, omit_defaults=False):
    """A command was carried out and committed; the lobby is at version ``v``."""

    type: Literal["ok", "state", "pong"]
    v: int


Event = Literal["command", "bot", "taken", "vacated", "away", "paused", "resumed", "ring", "ended"]


class MoveTold(Told, frozen=True):
    """What moved a game on: a player's command, a computer player's (``bot``), somebody who came or
    left, or the game's alarm.

    ``v`` is the lobby's version it made. ``action`` and ``payload`` are those of a command.
    """

    v: int
    event: Event
    at: Milliseconds
    seat: int | None = None
    player_id: str | None = None
    action: str | None = None
    payload: dict[str, Any] | None = None
    game: str | None = None


class StepTold(MoveTold, frozen=True):
    """A move in a replay, and what it changed.

    ``patch``: a JSON Merge Patch for each part of the document. ``facts``: what happened, by part,
    as in the types of the socket's messages. ``chapter``: which of the match's games or rounds,
    from 1. ``ended``: the house ended the match; its ``v`` is 0. Who did what is not told while
    something of the match is secret.
    """

    patch: dict[str, Any] = {}
    facts: dict[str, str] = {}
    chapter: int = 0


class Moves(Told, frozen=True):
    """Committed moves in order; ``next`` is the address of those after them, if there are more."""

    moves: list[MoveTold]
    next: str | None = None


class PlayerTold(Told, frozen=True):
    """Who played, under the name they had then."""

    player_id: str
    name: str


class Outcome(Told, frozen=True, omit_defaults=False):
    """How a game ended: the seats that won (none: a draw, or it does not count), and why."""

    winners: list[int]
    reason: str


class GameTold(Told, frozen=True):
    """One game: who played, how it ended, what anybody may see of it, and how to check its chance.

    ``seed_hash`` is the SHA-256 of the seed, which is told once the game is over. ``view``: the
    parts of the document a spectator sees. ``description``: what follows from it (FEN, SAN).
    ``moves``: at most 1,000; all of them are at ``…/moves/`` of the lobby.
    """

    id: str
    lobby_id: str
    kind: str
    number: int
    players: dict[str, PlayerTold]
    options: dict[str, Any]
    started_at: Milliseconds
    seed_hash: str
    view: dict[str, Any]
    over: bool
    description: dict[str, Any] | None = None
    ended_at: Milliseconds | None = None
    result: Outcome | None = None
    seed: str | None = None
    moves: list[MoveTold] | None = None


class Replay(Told, frozen=True):
    """A game to look at again: the ``document`` as anybody may see it, and patches from there.

    ``first``: after how many changes the document stood so; ``count``: how many there are in all;
    ``next``: where those after these are. Seats, options, seed and moves are all it takes to play
    it again: the chance of the first state is that of ``started_version``, of each move that of
    its ``v``.
    """

    id: str
    kind: str
    seats: dict[str, str]
    options: dict[str, Any]
    started_at: Milliseconds
    started_version: int
    seed_hash: str
    over: bool
    first: int
    count: int
    document: dict[str, Any]
    moves: list[StepTold]
    chapter: int = 0
    next: str | None = None
    seed: str | None = None
    result: Outcome | None = None


class Paired(Told, frozen=True):
    """Either the lobby to go to, whose game has begun, or word that one must go on waiting."""

    lobby_id: str | None = None
    code: str | None = None
    waiting: bool = False
