"""How the database is spoken to: what Django's drivers are told beside the address.

In here: SQLite's pragmas, PostgreSQL's pool, and why. Not in here: what a host may say of them
(``settings``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def sqlite(synchronous: str, data_dir: Path) -> dict[str, Any]:
    """A file beside the program. ``synchronous``: "FULL" or "NORMAL", as in the pragma.

    Each thread keeps it open (``CONN_MAX_AGE``): to open it is a third of a short request.
    """
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            f"PRAGMA synchronous={synchronous};"
            "PRAGMA busy_timeout=20000;"
            # 64 MiB: what the write-ahead log may grow to if lobbies/checkpoint.py falls behind.
            "PRAGMA wal_autocheckpoint=16384;"
            # At most 4 MiB a connection; every thread has one. What a
            # statement keeps aside in case it fails stays in memory too.
            "PRAGMA cache_size=-4096;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
    test = {"NAME": str(data_dir / "test.sqlite3")}
    return {"OPTIONS": options, "CONN_MAX_AGE": None, "TEST": test}


def postgres(said: dict[str, Any], pool: int, prepares: bool) -> dict[str, Any]:
    """A server. ``said``: options that its address has; ``pool``: connections at most;
    ``prepares``: whether it keeps statements' plans.

    A request has a thread of its own, so connections are kept by a pool, not by threads: Django
    gives one back when the request ends.
    """
    from psycopg_pool import ConnectionPool  # Not for those who have SQLite.

    options = {
        "pool": {
            "min_size": 2,
            "max_size": pool,
            # Seconds to wait for a connection; then it is as if the database were away.
            "timeout": 3.0,
            # Try to connect every second, for as long as it takes, and not more and more rarely.
            "reconnect_timeout": 1.0,
            "reconnect_failed": ConnectionPool.check,
        },
        "prepare_threshold": 0 if prepares else None,
    }
    return {"OPTIONS": said | options}
