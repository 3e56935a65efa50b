"""When the database goes away: which errors mean that, and getting rid of dead connections.

In here: PostgreSQL, whose connections are kept by a pool. SQLite has no line to lose. Not in here:
who tries again (``table``, ``tables``, ``alarms``).
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError, connection


def is_gone(error: BaseException) -> bool:
    """Whether the line to the database failed, not the statement.

    Nothing is known of a transaction then: it may have been committed.
    """
    if connection.vendor != "postgresql":
        return False
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    # 08: connection exception. 57P: the server shuts down, crashes or starts. None: not told.
    return state is None or state.startswith(("08", "57P"))


def drop_dead() -> None:
    """Close the connections that do not answer, so that nobody else is handed one."""
    connection.close()
    if connection.pool is not None:
        connection.pool.check()
