"""The document of a lobby: what one viewer may see, part by part.

In here: how rooms become JSON. Not in here: differences, frames, and any decision about what a
viewer may know of a game (that is ``Game.view`` alone).
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

import msgspec
from django.conf import settings

from games.base import Document, Person, Views
from games.rng import commitment
from lobbies.rooms import Guest, Play, Room


def lobby_part(room: Room) -> Document:
    """What everybody sees of the lobby itself."""
    part: Document = {
        "id": room.id,
        "code": room.code,
        "kind": room.kind,
        "name": room.name,
        "status": room.status,
        "visibility": room.visibility,
        "options": msgspec.to_builtins(room.options),
        "gameVersion": settings.BUILD,
    }
    if room.host:
        part["host"] = room.host
    if room.inspected_at is not None:
        part["inspectedAt"] = room.inspected_at
    return part


def player_part(room: Room, guest: Guest) -> Document:
    """What everybody sees of one guest; what is empty is absent."""
    part: Document = {
        "name": guest.name,
        "role": "host" if guest.player == room.host else "guest",
        "connected": guest.connected,
        "seat": guest.seat,
        "spectator": guest.seat is None or None,
        "awayUntil": guest.away_until,
        "gone": guest.gone or None,
        "ready": guest.ready or None,
        "muted": guest.muted or None,
        "bot": guest.bot or None,
        "gameVersion": guest.game_version or None,
    }
    return {key: value for key, value in part.items() if value is not None}


def players_part(room: Room) -> Document:
    """Everybody on the list, by player id."""
    return {player: player_part(room, guest) for player, guest in room.guests.items()}


def chat_part(room: Room) -> Document:
    """The last lines, by their number."""
    return {str(number): msgspec.to_builtins(line) for number, line in room.chat.items()}


def you_part(room: Room, player: str) -> Document:
    """What the viewer is here."""
    seat = room.seat_of(player)
    part: Document = {"playerId": player, "role": "host" if room.host == player else "guest"}
    if seat is None:
        part["spectator"] = True
    else:
        part["seat"] = seat
    if room.host == player and room.invite:
        part["invite"] = room.invite
    return part


@cache
def _commitment(seed: bytes) -> str:
    return commitment(seed)


def _match(room: Room, play: Play) -> Document:
    """What the house adds to the game's own part: which match, and how to check its chance."""
    part: Document = {"id": play.id, "number": play.number}
    if play.stopped:
        part["result"] = {"reason": play.stopped}
    if room.game.random:
        part["seedHash"] = _commitment(play.seed)
        if play.over:
            part["seed"] = play.seed.hex()
    return part


def people(room: Room) -> dict[int, Person]:
    """Who sits where, and who left a seat last, for games that show it."""
    if not room.game.shows_people or room.play is None:
        return {}
    left = {seat: Person(name, connected=False) for seat, name in room.play.names.items()}
    here = {s: Person(g.name, g.connected or bool(g.bot)) for s, g in room.seated().items()}
    return {**left, **here}


def game_views(room: Room, seat: int | None, only: frozenset[Hashable] | None = None) -> Views:
    """The parts the game itself shows to the viewer in ``seat``, all or ``only`` what is named."""
    play = room.play
    if play is None:
        return {}
    views = dict(room.game.view(play.state, seat, only))
    if room.game.shows_people and (only is None or only & room.game.people_in):
        views = room.game.peopled(views, people(room))
    if only is None:
        views["game"] = {**_match(room, play), **views.get("game", {})}
    by_seat = views.pop("players", None)
    if by_seat is not None:
        players = {str(s): guest.player for s, guest in room.seated().items()}
        views["players"] = {players[s]: part for s, part in by_seat.items() if s in players}
    return views


def document(room: Room, player: str) -> dict[str, Any]:
    """The whole document as ``player`` may see it."""
    parts: dict[str, Any] = {
        "lobby": lobby_part(room),
        "players": players_part(room),
        "game": {},
        "chat": chat_part(room),
        "you": you_part(room, player),
    }
    for part, view in game_views(room, room.seat_of(player)).items():
        if part == "players":
            for key, mine in view.items():
                parts["players"][key] |= mine
        else:
            parts[part] = view
    return parts
