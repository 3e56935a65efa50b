"""What carries news between processes: Redis, or this process's memory if there is only one.

In here: the channel layer and how soon it gives up. Not in here: what is told (``lobbies.hub``).
"""

from __future__ import annotations

from typing import Any

from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def layer(redis_url: str) -> dict[str, Any]:
    """The channel layer over this Redis; without an address, in memory.

    Prompt failures: the hub tries again by itself, and the news it misses meanwhile are read from
    the database. redis-py's own retries would hold up everybody who comes in, for seconds each.
    """
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    host = {
        "address": redis_url,
        "retry": Retry(NoBackoff(), 1),
        "socket_connect_timeout": 1.0,
        "socket_timeout": 2.0,
    }
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [host], "capacity": 100_000, "prefix": "parlour"},
    }
