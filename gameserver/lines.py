"""Where the log's lines go, and which are left out.

In here: handlers and levels, as ``logging.config`` reads them. Not in here: what a line looks like
(``lobbies.logs``), when somebody is called (``lobbies.troubles``).
"""

from __future__ import annotations

from typing import Any


def logging(form: str, level: str, alert: dict[str, float]) -> dict[str, Any]:
    """All lines to standard error, in ``form`` ("json" or "text"); errors are counted as well.

    ``alert``: what ``lobbies.troubles.Alert`` is made with.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "lobbies.logs.Json"},
            "text": {"()": "lobbies.logs.Text"},
        },
        "filters": {"about": {"()": "lobbies.logs.About"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["about"]},
            "count": {"class": "lobbies.troubles.Count", "level": "ERROR"},
            "alert": {"class": "lobbies.troubles.Alert", **alert},
        },
        "loggers": _LOGGERS,
        "root": {"handlers": ["console", "count", "alert"], "level": level},
    }


_LOGGERS = {
    # Django's own handler would print every line a second time.
    "django": {"handlers": []},
    # Every statement with its values: other people's secrets.
    "django.db.backends": {"level": "INFO"},
    "psycopg": {"level": "INFO"},
    # Every connection that is lent, and given back: several lines for each request.
    "psycopg.pool": {"level": "WARNING"},
    # Below this it writes every socket's address, and with it a token; and every frame.
    "uvicorn": {"level": "WARNING"},
    "websockets": {"level": "WARNING"},
    "asyncio": {"level": "INFO"},
}
