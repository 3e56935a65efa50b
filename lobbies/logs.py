"""What a line of the log says: where, about whom, and never a secret.

In here: which lobby, player and ref a line is about, and its two forms: JSON for machines, text
for people. Not in here: where lines go (``gameserver.lines``), counting errors (``troubles``).

A line says only what is named here. What a library attaches to its own records (a request, with
its address and all that is in it) is not written, and what looks like a token or a row of the
database is taken out of messages and tracebacks.
"""

from __future__ import annotations

import logging
import os
import re
import time
from contextvars import ContextVar
from typing import Any

import msgspec

FIELDS = ("lobby", "player", "ref", "address", "trace")
"""What a line may be about, beside its message."""

_ABOUT: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)
_SECRETS = (
    # A signed token, ours or another's; then whatever calls itself one.
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+"), "…"),
    (re.compile(r"(?i)\bbearer\s+[\w.~+/=-]+"), "Bearer …"),
    (
        re.compile(
            r"(?i)\b(token|passphrase|password|secret(?:_key)?|invite|csrf\w*|session\w*|cookie)"
            r"""(["']?\s*[=:]\s*["']?)[^\s"'&,;})]+"""
        ),
        r"\1\2…",
    ),
    # User and password in the address of a database.
    (re.compile(r"(?<=://)[^\s/@]+@"), "…@"),
    # PostgreSQL tells the row that it refused, with everything in it.
    (re.compile(r"(?m)^(DETAIL|CONTEXT):.*$"), r"\1: …"),
)


def begin(**known: Any) -> None:
    """From here on, what this task (request, connection) writes is about this."""
    _ABOUT.set(known)


def note(**known: Any) -> None:
    """More has become known of what this task is about."""
    about = _ABOUT.get()
    if about is not None:
        about.update(known)


def end() -> None:
    """What this task writes from now on is about nothing in particular."""
    _ABOUT.set(None)


class About(logging.Filter):
    """Gives every record its fields: what it brings itself, else what its task is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let it through."""
        about = _ABOUT.get() or {}
        match = getattr(about.get("request"), "resolver_match", None)
        keyed = {"lobby": match.kwargs["key"]} if match and "key" in match.kwargs else {}
        for field in FIELDS:
            if not isinstance(getattr(record, field, None), str):
                setattr(record, field, str(about.get(field) or keyed.get(field) or ""))
        return True


def clean(text: str) -> str:
    """A text without what must not be in a log."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """``{time, level, logger, message, process}``, the fields and the traceback it has."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": clean(record.getMessage()),
            "process": os.getpid(),
        }
        line |= {field: getattr(record, field) for field in FIELDS if getattr(record, field, "")}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["traceback"] = clean(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


class Text(logging.Formatter):
    """For people: the time, the message, and at the end what it is about."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The first line."""
        about = [f"{name}={value}" for name in FIELDS if (value := getattr(record, name, ""))]
        return "  ".join((super().formatMessage(record), *about))

    def format(self, record: logging.LogRecord) -> str:
        """The whole, cleaned."""
        return clean(super().format(record))
