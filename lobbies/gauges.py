"""What there is right now, looked up when somebody asks: nothing is counted on the way.

In here: live tables, who sits and who watches, what waits in which queue. Not in here: what is
counted as it happens (``metrics``).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.conf import settings
from django.db import connection
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from lobbies.journal import JOURNAL
from lobbies.tables import READERS, Tables


class Now(msgspec.Struct):
    """This process at one moment. Each field is a gauge ``parlour_<field>``."""

    lobbies_live: int = 0
    sockets: int = 0
    players: int = 0
    watchers: int = 0
    sockets_behind: int = 0
    orders_waiting: int = 0
    journal_waiting: int = 0
    layer_waiting: int = 0
    readers_waiting: int = 0
    thoughts_waiting: int = 0


WORDS = {
    "lobbies_live": "Lobbies whose state is in memory",
    "sockets": "Open sockets",
    "players": "Players with an open socket",
    "watchers": "Open sockets of those who have no seat",
    "sockets_behind": "Sockets that do not drain at once",
    "orders_waiting": "Commands before the doors of all lobbies",
    "journal_waiting": "Jobs that wait for the next transaction",
    "layer_waiting": "Messages that wait to be sent to the other processes",
    "readers_waiting": "Reads that wait for a thread",
    "thoughts_waiting": "Thoughts that wait for a thinker",
}


def now() -> Now:
    """Look at this process; from any thread, and while others work on."""
    seen = Now(journal_waiting=JOURNAL.waiting(), readers_waiting=READERS._work_queue.qsize())
    for tables in list(Tables._of.values()):
        live = list(tables.tables.values())
        seen.lobbies_live += len(live)
        seen.orders_waiting += sum(table.queued() for table in live)
        seen.players += len(tables.sockets)
        seen.layer_waiting += tables.hub.waiting()
        seen.thoughts_waiting += tables.desk.waiting() if tables.desk is not None else 0
        for circle in list(tables.hub.circles.values()):
            sockets = list(circle.sockets)
            seen.sockets += len(sockets)
            seen.watchers += sum(socket.seat is None for socket in sockets)
            seen.sockets_behind += sum(socket.outbox.behind for socket in sockets)
    return seen


def pool() -> dict[str, int]:
    """The pool of database connections, by state; empty where there is none (SQLite)."""
    if "pool" not in settings.DATABASES["default"].get("OPTIONS", {}):
        return {}
    stats = connection.pool.get_stats()
    names = {"open": "pool_size", "idle": "pool_available", "asked": "requests_waiting"}
    return {state: stats.get(name, 0) for state, name in names.items()}


class Gauges(Collector):
    """``now``, as Prometheus reads it."""

    def describe(self) -> list[Metric]:
        """Nothing to look up when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The families of metrics."""
        for field, value in msgspec.structs.asdict(now()).items():
            yield GaugeMetricFamily(f"parlour_{field}", WORDS[field], value=value)
        connections = GaugeMetricFamily(
            "parlour_database_pool", "Pooled connections: open, idle, asked for", labels=["state"]
        )
        for state, count in pool().items():
            connections.add_metric([state], count)
        yield connections
        info = {"version": settings.VERSION, "build": settings.BUILD}
        yield InfoMetricFamily("parlour", "What runs here", value=info)


REGISTRY.register(Gauges())
