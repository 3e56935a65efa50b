"""Who somebody is: a player's id, proven by a token, a cookie or a passphrase.

In here: tokens (JWT), the cookie, passphrases. Not in here: what a player may do.
Passphrases cost 0.1 s each to hash: call those functions from a thread, never in the event loop.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import jwt
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import DEFAULT_DB_ALIAS, connection
from django.http import HttpRequest, HttpResponse

from lobbies import logs, statements
from lobbies.models import Ban, Player
from lobbies.names import clean_name
from lobbies.protocol import Refusal
from lobbies.rooms import Actor

COOKIE = "player"
COOKIE_SECONDS = 365 * 24 * 3600
TOKEN_SECONDS = 24 * 3600
TOKENS_KEPT = 200
"""Tokens whose signature need not be checked again: who polls shows the same one every second."""
_SALT = "parlour.player"


def new_player(name: str | None = None, player_id: uuid.UUID | None = None) -> Player:
    """Make a player; without a name, "Player N"."""
    player_id = player_id or uuid.uuid4()
    fallback = f"Player {player_id.int % 9000 + 1000}"
    return Player.objects.create(id=player_id, name=clean_name(name, fallback))


def actor_of(player: Player, *, staff: bool = False) -> Actor:
    """The player as one who acts."""
    return Actor(str(player.pk), player.name, staff)


# Tokens


def make_token(player: Player, now: float | None = None) -> tuple[str, int]:
    """A token for 24 hours and when it expires (seconds since the epoch)."""
    issued = int(time.time() if now is None else now)
    expires = issued + TOKEN_SECONDS
    claims = {"playerId": str(player.pk), "playerName": player.name, "iat": issued, "exp": expires}
    return jwt.encode(claims, _key(settings.SECRET_KEY), algorithm="HS256"), expires


def read_token(token: str, now: float | None = None) -> str | None:
    """The player id a token speaks for that is valid (now), or None. All keys of the rotation are
    tried."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    try:
        player, expires = _claims(token, secrets)
    except jwt.InvalidTokenError:
        return None
    return player if (time.time() if now is None else now) < expires else None


@lru_cache(maxsize=TOKENS_KEPT)
def _claims(token: str, secrets: tuple[str, ...]) -> tuple[str, float]:
    """The player id in a token that one of these secrets signed, and when it expires.

    :raises InvalidTokenError: if there is none; that is not kept, nor how often it is asked.
    """
    for secret in secrets:
        try:
            claims: dict[str, Any] = jwt.decode(token, _key(secret), algorithms=["HS256"])
            return str(uuid.UUID(claims["playerId"])), float(claims["exp"])
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError):
            continue
    raise jwt.InvalidTokenError


def _key(secret: str) -> bytes:
    """The signing key of a secret, for this use only."""
    from hashlib import sha256

    return sha256(b"parlour.token:" + secret.encode()).digest()


# The cookie


def read_cookie(value: str | None) -> str | None:
    """The player id in a signed cookie, or None."""
    if not value:
        return None
    try:
        return str(uuid.UUID(signing.loads(value, salt=_SALT, max_age=COOKIE_SECONDS)))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def set_cookie(response: HttpResponse, player: Player) -> None:
    """Let the browser be this player: the script of a page cannot read it."""
    value = signing.dumps(str(player.pk), salt=_SALT)
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def find_player(player_id: str | None) -> Player | None:
    """The player with this id, or None. Computer players are nobody's identity.

    Plain SQL: every request asks, and composing it costs several times what it does.
    """
    if player_id is None:
        return None
    logs.note(player=player_id)
    key = uuid.UUID(player_id)
    for row in statements.rows(_PLAYER, statements.key(key)):
        return Player.from_db(DEFAULT_DB_ALIAS, _PLAYER_FIELDS, (key, *row))
    return None


_PLAYER_FIELDS = ("id", "name", "passphrase", "bot")
_PLAYER = "SELECT name, passphrase, bot FROM lobbies_player WHERE id = %s AND bot = ''"


def known(player_ids: Sequence[str], now: int) -> dict[str, tuple[str, bool]]:
    """Name, and whether staff have banned them from the site, of those who exist and are people.

    Plain SQL: it is asked for everybody who opens a socket, and composing it costs more than it.
    """
    if not player_ids:
        return {}
    ids = [statements.key(uuid.UUID(player)) for player in player_ids]
    with connection.cursor() as cursor:
        cursor.execute(f"{_KNOWN} IN ({', '.join(['%s'] * len(ids))})", [now, *ids])
        rows = cursor.fetchall()
    return {str(uuid.UUID(str(key))): (name, bool(banned)) for key, name, banned in rows}


_KNOWN = """
SELECT p.id, p.name, EXISTS (
    SELECT 1 FROM lobbies_ban b WHERE b.lobby_id IS NULL AND b.player_id = p.id
    AND (b.until IS NULL OR b.until > %s)
)
FROM lobbies_player p WHERE p.bot = '' AND p.id"""


def player_of(request: HttpRequest) -> Player | None:
    """The visitor, if their cookie says who they are."""
    return find_player(read_cookie(request.COOKIES.get(COOKIE)))


def ensure_player(request: HttpRequest) -> Player:
    """The visitor, made if need be; the caller sets the cookie with ``set_cookie``."""
    return player_of(request) or new_player()


# Passphrases and bans


def set_passphrase(player: Player, passphrase: str) -> None:
    """Keep a passphrase (hashed), so that the player can come back on another device."""
    player.passphrase = make_password(passphrase) if passphrase else ""
    player.save(update_fields=["passphrase"])


def opens(stored: str, passphrase: str | None) -> bool:
    """Whether a passphrase fits a stored hash; False for an empty one."""
    return bool(stored and passphrase and check_password(passphrase, stored))


def check_not_banned(player_id: str, now: int) -> None:
    """:raises Refusal: if staff have banned the player from the whole site. ``now`` in ms."""
    for ban in Ban.objects.filter(lobby=None, player=player_id):
        if ban.until is None or ban.until > now:
            raise Refusal("FORBIDDEN", "You cannot play here at the moment.")
