"""``/api/token/``: who somebody is, and how they prove it again elsewhere."""

from __future__ import annotations

from uuid import RFC_4122, UUID

from django.db import IntegrityError
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies import identity, limits
from lobbies.api.authentication import from_our_page
from lobbies.api.bodies import Token, TokenWish
from lobbies.api.call import Call, address_of, read, reply
from lobbies.api.described import body, told
from lobbies.gate import rename
from lobbies.models import Player
from lobbies.names import clean_name, is_reserved
from lobbies.protocol import Refusal

PASSPHRASE_LENGTH = 8
"""Characters a new passphrase has at least; there are only so many tries a minute besides."""
TAKEN = Refusal(
    "FORBIDDEN", "That player id belongs to somebody. Bring its passphrase or a valid token."
)

RESERVED = Refusal(
    "INVALID_MESSAGE", "That is what one of our games calls somebody. Choose another name."
)


class TokenCall(Call):
    """Getting a token."""

    forgiving = True

    @extend_schema(
        operation_id="token",
        tags=["you"],
        request=body(TokenWish),
        responses=told(Token, 400, 403, 429),
    )
    def post(self, request: Request) -> HttpResponse:
        """Get a token: as somebody new, or as who you are.

        Whoever has proven who they are may bring another name, and a passphrase to keep. A page
        of this site (with the CSRF token) gets the player's cookie too.
        """
        if not limits.may_ask_token(address_of(request)):
            raise Refusal("RATE_LIMITED", "Too many identities from here. Wait a minute.")
        wish = read(request, TokenWish)
        if wish.player_name and is_reserved(wish.player_name):
            raise RESERVED.anew()
        player = _player(request.user, wish)
        token, expires = identity.make_token(player)
        answer = reply(Token(token, str(player.pk), player.name, expires * 1000))
        if from_our_page(request):
            identity.set_cookie(answer, player)
        return answer


def _player(proven: Player | None, wish: TokenWish) -> Player:
    """The player the caller is from now on, with what they wish changed."""
    key = _uuid(wish.player_id)
    known = proven if key is None else Player.objects.filter(pk=key).first()
    if known is None:
        return _newcomer(key, wish)
    by_passphrase = proven is None or proven.pk != known.pk
    if by_passphrase:
        _check_passphrase(known, wish.passphrase)
    name = clean_name(wish.player_name, known.name)
    if name != known.name:
        rename(known, name)
    if wish.passphrase and not by_passphrase:
        _keep(known, wish.passphrase)
    return known


def _uuid(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError:
        raise Refusal("INVALID_MESSAGE", "A player id is a UUID.") from None


def _newcomer(key: UUID | None, wish: TokenWish) -> Player:
    if key is not None and (key.variant != RFC_4122 or key.version != 4):
        raise Refusal("INVALID_MESSAGE", "A new player id must be a random UUID (version 4).")
    if wish.passphrase:
        _check_length(wish.passphrase)
    try:
        player = identity.new_player(wish.player_name, key)
    except IntegrityError:
        raise TAKEN.anew() from None
    if wish.passphrase:
        identity.set_passphrase(player, wish.passphrase)
    return player


def _check_passphrase(player: Player, passphrase: str | None) -> None:
    """:raises Refusal: FORBIDDEN, or RATE_LIMITED after many tries."""
    if player.bot or not passphrase:
        raise TAKEN.anew()
    if not limits.may_try_passphrase(f"player:{player.pk}"):
        raise Refusal("RATE_LIMITED", "Too many tries. Wait a minute.")
    if not identity.opens(player.passphrase, passphrase):
        raise Refusal("FORBIDDEN", "That id and passphrase do not belong together.")


def _check_length(passphrase: str) -> None:
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise Refusal(
            "INVALID_MESSAGE",
            "Make the passphrase at least {n} characters: a few words will do.",
            n=PASSPHRASE_LENGTH,
        )


def _keep(player: Player, passphrase: str) -> None:
    """Set the first passphrase, or another one."""
    if not identity.opens(player.passphrase, passphrase):
        _check_length(passphrase)
        identity.set_passphrase(player, passphrase)
