"""Internal errors: counted by the place that logged them.

In here: a handler of Python's logging that hears every ERROR. Not in here: what is written
(``gameserver.settings``).
"""

from __future__ import annotations

import logging

from prometheus_client import Counter

ERRORS = Counter("parlour_internal_errors_total", "Errors logged, by the logger", ["where"])
OURS = ("lobbies", "games", "gameserver", "django", "uvicorn", "daphne", "asyncio", "channels")
"""Whose loggers are told apart; all others are ``other``, so that there is a bound."""


def place_of(record: logging.LogRecord) -> str:
    """The logger's name, if it is one of ours."""
    return record.name if record.name.partition(".")[0] in OURS else "other"


class Count(logging.Handler):
    """Counts every record it hears."""

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        ERRORS.labels(place_of(record)).inc()
