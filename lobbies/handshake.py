"""Who opens a socket, and to which lobby: all who knock at the same time are looked up together.

In here: address, origin, language, identity and lobby of handshakes. Not in here: whether a lobby
keeps somebody out (coming in is a command, see ``manners``). There is no timer: a look begins as
soon as the one before has ended, with all who have knocked meanwhile. After a restart everybody
comes back at once, and three statements for a hundred cost little more than three for one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

import msgspec
from django.conf import settings
from django.http.cookie import parse_cookie

from lobbies import identity, limits, protocol, store
from lobbies.languages import language_of
from lobbies.together import Done, Run, Together

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Handshakes in one look at most, so that nobody waits for a very long one."""


class Refused(Exception):
    """The connection cannot be kept: a close code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Claim(msgspec.Struct, frozen=True):
    """What a handshake says, and has proven by its signature. ``key``: the lobby's id or code."""

    player: str
    language: str
    key: str


class Caller(msgspec.Struct, frozen=True):
    """Somebody who is known, and the lobby they are at the door of."""

    player: str
    name: str
    language: str
    lobby: str
    kind: str


class Doorman:
    """Looks up who knocks, for one event loop. ``run`` does something in a thread that reads."""

    def __init__(self, loop: asyncio.AbstractEventLoop, run: Run) -> None:
        self._run = run
        self._together: Together[tuple[Any, int], Caller] = Together(loop, self._look, AT_ONCE)

    async def ask(self, scope: Any, now: int) -> Caller:
        """Who that is, and where; ``now`` in ms.

        :raises Refused: with the close code.
        """
        return await self._together.ask((scope, now))

    def _look(self, knocks: list[tuple[Any, int]], done: Done) -> None:
        scopes, now = [scope for scope, _ in knocks], knocks[-1][1]
        self._run(lambda: look(scopes, now), done)


def look(scopes: Sequence[Any], now: int) -> list[Caller | Refused]:
    """Who they are and where, or why not, in the order of the handshakes; reads the database."""
    claims = [_claim_or_refusal(scope) for scope in scopes]
    read = [claim for claim in claims if isinstance(claim, Claim)]
    people = identity.known([*{claim.player for claim in read}], now)
    lobbies = store.find_all({claim.key for claim in read})

    def judged(claim: Claim | Refused) -> Caller | Refused:
        if isinstance(claim, Refused):
            return claim
        if claim.player not in people:
            return Refused(protocol.NO_IDENTITY)
        name, banned = people[claim.player]
        if banned:
            return Refused(protocol.KEPT_OUT)
        if claim.key not in lobbies:
            return Refused(protocol.NO_LOBBY)
        lobby, kind = lobbies[claim.key]
        return Caller(claim.player, name, claim.language, lobby, kind)

    return [judged(claim) for claim in claims]


def _claim_or_refusal(scope: Any) -> Claim | Refused:
    """What one handshake claims; one that cannot even be read spoils nobody else's."""
    try:
        player, language = claim(scope)
    except Refused as refused:
        return refused
    except Exception:
        log.exception("A handshake could not be read")
        return Refused(protocol.BAD_HANDSHAKE)
    return Claim(player, language, scope["url_route"]["kwargs"]["key"])


def claim(scope: Any) -> tuple[str, str]:
    """The player id a handshake proves, and the language it asks for. To be called in a thread.

    :raises Refused: for too many from one address, a stranger's page, and no proof at all.
    """
    headers = dict(scope["headers"])
    client = (scope.get("client") or ("",))[0]
    if not limits.may_connect(limits.address_of(headers, client)):
        raise Refused(protocol.FLOODING)
    if not same_origin(headers):
        raise Refused(protocol.KEPT_OUT)
    player = _proven(scope, headers)
    if player is None:
        raise Refused(protocol.NO_IDENTITY)
    wishes = headers.get(b"cookie", b""), headers.get(b"accept-language", b"")
    return player, _language(*wishes)


@lru_cache(maxsize=1024)
def _language(cookie: bytes, accepted: bytes) -> str:
    return language_of({b"cookie": cookie, b"accept-language": accepted})


def _proven(scope: Any, headers: dict[bytes, bytes]) -> str | None:
    """The player id a handshake proves: by token (query or header), else by cookie."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    if "token" in query:
        return identity.read_token(query["token"][0])
    if bearer.startswith("Bearer "):
        return identity.read_token(bearer[7:].strip())
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    return identity.read_cookie(cookies.get(identity.COOKIE))


def same_origin(headers: dict[bytes, bytes]) -> bool:
    """Whether the page that opens the socket is ours; programs that send no Origin are welcome."""
    origin = headers.get(b"origin", b"").decode("latin-1").rstrip("/")
    if not origin or b"authorization" in headers:
        return True
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in (f"http://{host}", f"https://{host}", *settings.CSRF_TRUSTED_ORIGINS)
