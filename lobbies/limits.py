"""How much strangers may send: counters with a bound, told the time.

In here: the counters of one connection (its commands, its passing messages) and those shared by
address or player (``limits``, in Redis when there is one). Not in here: what is refused, and how.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Any

from django.conf import settings
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

PROMPT = {"socket_connect_timeout": 1.0, "socket_timeout": 1.0}
"""Seconds that Redis has to answer: who knocks waits for it."""


class Window:
    """At most ``limit`` in each window of ``seconds`` that begins with the first of them."""

    __slots__ = ("_count", "_ends", "limit", "seconds")

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self._count = 0
        self._ends = 0.0

    def hit(self, now: float) -> int:
        """Count one more at ``now`` (seconds); how many are over the limit now, 0 if none."""
        if now >= self._ends:
            self._ends = now + self.seconds
            self._count = 0
        self._count += 1
        return max(0, self._count - self.limit)


SILENT_SECONDS = 1.0
"""After Redis did not answer, it is left alone for so long; meanwhile this process counts alone."""


@cache
def _limiter() -> FixedWindowRateLimiter:
    """The counters of all processes together; those of this one, if there is no Redis."""
    if not settings.REDIS_URL:
        return FixedWindowRateLimiter(storage_from_string("memory://"))
    options: Any = {**PROMPT, "retry": Retry(NoBackoff(), 1)}
    return FixedWindowRateLimiter(storage_from_string(settings.REDIS_URL, **options))


@cache
def _own() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string("memory://"))


class _Silence:
    """Until when (monotonic seconds) Redis is not asked."""

    until = 0.0


def _allows(item: RateLimitItem, *key: str) -> bool:
    """Count one more for a key; whether it is still within the limit.

    Without Redis each process counts for itself: nobody is kept out, and nobody is let in without
    a bound.
    """
    if time.monotonic() >= _Silence.until:
        try:
            return _limiter().hit(item, *key)
        except Exception as error:
            _Silence.until = time.monotonic() + SILENT_SECONDS
            log.warning("Limits are counted by this process alone for now: %s", error)
    return _own().hit(item, *key)


def may_connect(address: str) -> bool:
    """Whether this address may try to open another socket."""
    return _allows(RateLimitItemPerMinute(settings.CONNECTIONS_PER_MINUTE), "connect", address)


def may_ask_token(address: str) -> bool:
    """Whether this address may ask for another identity."""
    return _allows(RateLimitItemPerMinute(settings.TOKENS_PER_MINUTE), "token", address)


def may_try_passphrase(what: str) -> bool:
    """Whether another passphrase may be tried on a player or lobby."""
    return _allows(RateLimitItemPerMinute(settings.PASSPHRASES_PER_MINUTE), "passphrase", what)


def may_create_lobby(player: str) -> bool:
    """Whether this player may open another lobby."""
    return _allows(RateLimitItemPerHour(settings.LOBBIES_PER_HOUR), "lobby", player)


def may_say(player: str) -> bool:
    """Whether this player may write another line now."""
    return _allows(parse(f"{settings.CHAT_PER_10_SECONDS}/10second"), "chat", player)


def may_act(player: str) -> bool:
    """Whether this player may send another command over HTTP."""
    return _allows(RateLimitItemPerMinute(settings.COMMANDS_PER_MINUTE), "act", player)


def may_replay(address: str) -> bool:
    """Whether this address may have another replay, file or position worked out."""
    return _allows(RateLimitItemPerMinute(settings.REPLAYS_PER_MINUTE), "replay", address)


def address_of(headers: dict[bytes, bytes], client: str) -> str:
    """The visitor's address: what the trusted proxies in front of us say, else the peer's."""
    if settings.PROXIES < 1:
        return client
    forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    return hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else client
