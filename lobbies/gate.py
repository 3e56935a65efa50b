"""The way into a lobby over HTTP: opening one, and who is let in.

In here: codes, invitations and passphrases, for Django's threads (pages, REST, pairing). Not in
here: what happens at the table; every change of a living lobby goes through ``tables.act``.
"""

from __future__ import annotations

import contextlib
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from coolname import generate
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from games import GAMES
from games.base import Game
from lobbies import identity, limits, match_rows, writes
from lobbies.manners import Join, Rename, newcomer, options_of
from lobbies.matches import started
from lobbies.models import Ban, Lobby, Member, Player
from lobbies.names import clean_name
from lobbies.protocol import Refusal
from lobbies.rooms import Guest, Room, next_alarm
from lobbies.table import now_ms
from lobbies.tables import act

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The letters of a code: no I or O, which look like digits."""
PERMANENT_NAME = "Everybody’s table"
TOLD_AT_MOST = 20
"""Tables that hear of a new name at once; others see it when the player comes back."""


def open_lobby(
    player: Player,
    kind: str,
    *,
    name: str = "",
    visibility: str = "public",
    passphrase: str = "",
    options: Mapping[str, Any] | None = None,
    seats: Mapping[int, Player] | None = None,
    start: bool = False,
) -> Lobby:
    """Open a lobby; ``player`` is its host and takes the first chair (or as ``seats`` says).

    ``start``: the game begins at once (quick pairing, and games that are always open).

    :raises Refusal: for an unknown game, options that do not fit, or too many lobbies.
    """
    game = GAMES.get(kind)
    if game is None:
        raise Refusal("NOT_FOUND", "There is no such game here.")
    if not limits.may_create_lobby(str(player.pk)):
        raise Refusal("RATE_LIMITED", "You opened many tables. Wait a little before the next.")
    now = now_ms()
    chosen = options_of(game, options or {})
    room = _new_room(player, game, clean(name), visibility, chosen, seats or {0: player}, now)
    if start or game.opens:
        room = started(room, room.version, now)
    room = msgspec.structs.replace(room, alarm_at=next_alarm(room))
    return _insert(room, make_password(passphrase) if passphrase else "", now)


def open_permanent() -> list[Lobby]:
    """Open the lobbies that always exist and do not yet; nobody is in them."""
    opened = []
    for game in GAMES.values():
        if not game.permanent or Lobby.objects.filter(code=game.permanent).exists():
            continue
        now = now_ms()
        room = _new_room(None, game, PERMANENT_NAME, "public", game.options(), {}, now)
        room = started(room, room.version, now) if game.opens else room
        with contextlib.suppress(IntegrityError), transaction.atomic():
            opened.append(_insert_as(room, game.permanent, "", now))
    return opened


def clean(name: str) -> str:
    """A lobby's name: the one asked for, or two words."""
    return clean_name(name)[:60] or " ".join(generate(2)).capitalize()


def _new_room(
    player: Player | None,
    game: Game[Any],
    name: str,
    visibility: str,
    options: Any,
    seats: Mapping[int, Player],
    now: int,
) -> Room:
    window = now + settings.AWAY_SECONDS * 1000
    guests: dict[str, Guest] = {}
    for seat, sitter in seats.items():
        guest = newcomer(identity.actor_of(sitter), now)
        guests[guest.player] = msgspec.structs.replace(guest, seat=seat, away_until=window)
    return Room(
        id=str(uuid.uuid4()), code="", kind=game.kind, name=name, status="waiting",
        visibility=visibility, host=str(player.pk) if player else None,
        invite=secrets.token_urlsafe(12), options=options, version=1, guests=guests,
    )  # fmt: skip


def _insert(room: Room, passphrase: str, now: int) -> Lobby:
    for _ in range(20):
        code = "".join(secrets.choice(_LETTERS) for _ in range(4 + (_ > 10)))
        try:
            with transaction.atomic():
                return _insert_as(room, code, passphrase, now)
        except IntegrityError:
            continue
    raise Refusal("INTERNAL_ERROR", "No free code was found. Please try again.")


def _insert_as(room: Room, code: str, passphrase: str, now: int) -> Lobby:
    lobby = Lobby.objects.create(
        id=uuid.UUID(room.id), code=code, kind=room.kind, passphrase=passphrase,
        version=room.version, alarm_at=room.alarm_at, changed_at=now,
        **{**writes.columns(room), "name": room.name},
    )  # fmt: skip
    writes.save_members(lobby.pk, room.guests.values())
    if room.play is not None:
        match_rows.begun([(room, room.play)])
    return lobby


def may_enter(
    lobby: Lobby, player: Player | None, invite: str | None = None, passphrase: str | None = None
) -> None:
    """Check that somebody may come in.

    :raises Refusal: FORBIDDEN with the reason; RATE_LIMITED after many wrong passphrases.
    """
    if player is not None:
        identity.check_not_banned(str(player.pk), now_ms())
        if Ban.objects.filter(lobby=lobby, player=player).exists():
            raise Refusal("FORBIDDEN", "You were shown out of this table.")
        if Member.objects.filter(lobby=lobby, player=player).exists():
            return
    if lobby.visibility == "public":
        return
    if invite and lobby.invite and constant_time_compare(invite, lobby.invite):
        return
    if passphrase and lobby.passphrase:
        if not limits.may_try_passphrase(f"lobby:{lobby.pk}"):
            raise Refusal("RATE_LIMITED", "Too many tries. Wait a minute.")
        if identity.opens(lobby.passphrase, passphrase):
            return
        raise Refusal("FORBIDDEN", "That is not the passphrase.")
    raise Refusal("FORBIDDEN", "This table is private: you need an invitation or its passphrase.")


def enter(
    lobby: Lobby,
    player: Player,
    *,
    invite: str | None = None,
    passphrase: str | None = None,
    seat: int | None = None,
    sit: bool = False,
) -> int:
    """Let a player in, and (``sit``) take a chair: ``seat``, or the first free one.

    The version it became; 0 if nothing changed.

    :raises Refusal: as ``may_enter`` and ``manners.sit`` do.
    """
    may_enter(lobby, player, invite, passphrase)
    away = settings.AWAY_SECONDS * 1000
    command = Join(seat=seat, sit=sit or seat is not None, away_ms=away)
    return act(str(lobby.pk), identity.actor_of(player), command)


def rename(player: Player, name: str) -> None:
    """Give a player another name, and tell the tables they are at."""
    player.name = name
    player.save(update_fields=["name"])
    places = Member.objects.filter(player=player).exclude(lobby__status=Lobby.Status.CLOSED)
    recent = places.order_by("-joined_at").values_list("lobby_id", flat=True)
    for lobby in recent[:TOLD_AT_MOST]:
        with contextlib.suppress(Refusal):
            act(str(lobby), identity.actor_of(player), Rename(name=name))
