"""Internal errors: counted by the place that logged them, and an alert when one repeats.

In here: two handlers of Python's logging that hear every ERROR. Not in here: what is written
(``logs``, ``gameserver.lines``).

One error is somebody's bad luck and stands in the log. The same one again and again within some
minutes is told, once: by a line at ERROR that says ``repeated``, by mail to ``ADMINS``, by a POST
to ``ALERT_WEBHOOK``. Then it is silent for a while, however often it happens.
"""

from __future__ import annotations

import logging
import threading
import time
import urllib.request
from collections import OrderedDict, deque

import msgspec
from prometheus_client import Counter

from lobbies.logs import clean

log = logging.getLogger(__name__)

ERRORS = Counter("parlour_internal_errors_total", "Errors logged, by the logger", ["where"])
OURS = ("lobbies", "games", "gameserver", "django", "uvicorn", "daphne", "asyncio", "channels")
"""Whose loggers are told apart; all others are ``other``, so that there is a bound."""
KINDS = 200
"""Kinds of errors that are remembered; of more, those that have been quiet for longest go."""
WEBHOOK_SECONDS = 10.0


def place_of(record: logging.LogRecord) -> str:
    """The logger's name, if it is one of ours."""
    return record.name if record.name.partition(".")[0] in OURS else "other"


class Count(logging.Handler):
    """Counts every record it hears."""

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        ERRORS.labels(place_of(record)).inc()


class Kind(msgspec.Struct, frozen=True):
    """What makes two errors the same: the logger, the exception and the message without values."""

    where: str
    error: str
    message: str


def kind_of(record: logging.LogRecord) -> Kind:
    """What kind of error a record tells of."""
    raised = record.exc_info[0] if record.exc_info else None
    return Kind(record.name, raised.__name__ if raised else "", str(record.msg)[:200])


class Repeats:
    """Which kinds of errors repeat. Times are arguments, in seconds."""

    def __init__(self, times: int, within: float, silence: float) -> None:
        self.times = times
        self.within = within
        self.silence = silence
        self._heard: OrderedDict[Kind, deque[float]] = OrderedDict()
        self._told: dict[Kind, float] = {}

    def hear(self, kind: Kind, now: float) -> bool:
        """Note one more at ``now``; whether somebody shall be told."""
        heard = self._heard.setdefault(kind, deque(maxlen=self.times))
        self._heard.move_to_end(kind)
        heard.append(now)
        if len(self._heard) > KINDS:
            self._told.pop(self._heard.popitem(last=False)[0], None)
        if len(heard) < self.times or now - heard[0] > self.within:
            return False
        told = self._told.get(kind)
        if told is not None and now - told < self.silence:
            return False
        self._told[kind] = now
        return True


class Alert(logging.Handler):
    """Tells the hoster of errors that repeat."""

    def __init__(self, times: int, minutes: float, silence_minutes: float) -> None:
        super().__init__(logging.ERROR)
        self.repeats = Repeats(times, minutes * 60, silence_minutes * 60)

    def emit(self, record: logging.LogRecord) -> None:
        """Note it; if it is told, then by a thread of its own: nobody waits for a mail server."""
        if record.name == __name__:
            return
        kind = kind_of(record)
        if not self.repeats.hear(kind, time.monotonic()):
            return
        text = self._words(kind)
        log.error("repeated: %s", text)
        threading.Thread(target=tell, args=(kind, text), name="alert", daemon=True).start()

    def _words(self, kind: Kind) -> str:
        what = clean(" ".join(word for word in (kind.error, kind.message) if word))
        minutes = self.repeats.within / 60
        often = f"{self.repeats.times} times within {minutes:g} min"
        silence = f"No further word of it for {self.repeats.silence / 60:g} min."
        return f"{kind.where}: {what}. {often}. {silence}"


def tell(kind: Kind, text: str) -> None:
    """Mail and webhook, each if it is set up. What fails is noted and does not raise."""
    from django.conf import settings  # Logging is set up before settings are.
    from django.core.mail import mail_admins

    try:
        if settings.ADMINS:
            mail_admins(f"repeated error in {kind.where}", text)
    except Exception as error:
        log.warning("An alert could not be mailed: %s", error)
    try:
        if settings.ALERT_WEBHOOK:
            _post(settings.ALERT_WEBHOOK, {"text": text, "where": kind.where, "error": kind.error})
    except Exception as error:
        log.warning("The webhook did not take an alert: %s", type(error).__name__)


def _post(url: str, body: dict[str, str]) -> None:
    data, headers = msgspec.json.encode(body), {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers, method="POST")
    urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS).close()
