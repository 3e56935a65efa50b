"""An error that repeats is told once, and then not for a while.

In here: what repeats, who is told and how. Not in here: what a line says (test_logs).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from lobbies import troubles
from lobbies.troubles import Alert, Kind, Repeats, tell

RACE = Kind("lobbies.table", "", "A change was not saved: %s")
OTHER = Kind("lobbies.hub", "OSError", "The channel layer failed")


def test_the_fifth_within_the_time_is_told_and_the_sixth_is_not() -> None:
    repeats = Repeats(5, within=300, silence=3600)
    assert [repeats.hear(RACE, second) for second in range(6)] == [False] * 4 + [True, False]


def test_five_over_a_longer_time_are_nobodys_business() -> None:
    repeats = Repeats(5, within=300, silence=3600)
    assert not any(repeats.hear(RACE, minute * 60 * 2) for minute in range(40))


def test_different_errors_do_not_add_up() -> None:
    repeats = Repeats(5, within=300, silence=3600)
    assert not any(repeats.hear(kind, 0) for kind in (RACE, OTHER) * 4)


def test_after_the_silence_it_is_told_again() -> None:
    repeats = Repeats(2, within=60, silence=3600)
    heard = [repeats.hear(RACE, second) for second in range(0, 4000, 10)]
    assert [10 * number for number, told in enumerate(heard) if told] == [10, 3610]


def test_a_million_kinds_of_errors_are_not_remembered() -> None:
    repeats = Repeats(1, within=60, silence=60)
    for number in range(2000):
        assert repeats.hear(Kind("lobbies", "", str(number)), 0)
    assert len(repeats._heard) <= troubles.KINDS and len(repeats._told) <= troubles.KINDS


def record(name: str = "lobbies.table", said: str = "Not saved: %s", *values) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "", 1, said, values, None)


def test_the_same_message_with_other_values_is_the_same_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    heard = threading.Event()

    def keep(kind: Kind, text: str) -> None:
        told.append(text)
        heard.set()

    monkeypatch.setattr(troubles, "tell", keep)
    alert = Alert(times=3, minutes=5, silence_minutes=60)
    for number in range(9):
        alert.handle(record("lobbies.table", "Not saved: %s", number))
    assert heard.wait(15)
    assert told == [
        "lobbies.table: Not saved: %s. 3 times within 5 min. No further word of it for 60 min."
    ]
    lines = [each for each in caplog.records if each.name == "lobbies.troubles"]
    assert [each.levelname for each in lines] == ["ERROR"]
    assert lines[0].getMessage().startswith("repeated: lobbies.table")


def test_an_alert_is_no_reason_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    alert = Alert(times=1, minutes=5, silence_minutes=60)
    monkeypatch.setattr(alert.repeats, "hear", lambda *_: pytest.fail("It heard itself"))
    alert.handle(record("lobbies.troubles"))


def test_the_admins_get_a_mail(settings) -> None:
    settings.ADMINS = [("Anh", "anh@example.org")]
    tell(RACE, "It repeats")
    assert mail.outbox[0].to == ["anh@example.org"]
    assert "repeated error in lobbies.table" in mail.outbox[0].subject
    assert mail.outbox[0].body == "It repeats"


class Hook(BaseHTTPRequestHandler):
    """Keeps what is posted."""

    bodies: list[dict] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.bodies.append(json.loads(self.rfile.read(length)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Not on the test's output."""


@pytest.fixture
def hook() -> Iterator[str]:
    """The address of a webhook."""
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_webhook_gets_a_post(settings, hook: str) -> None:
    settings.ALERT_WEBHOOK = hook
    tell(OTHER, "It repeats")
    assert Hook.bodies[-1] == {"text": "It repeats", "where": "lobbies.hub", "error": "OSError"}
    assert not mail.outbox


def test_a_webhook_that_is_gone_hurts_nobody(settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.ALERT_WEBHOOK = "http://127.0.0.1:1/secret-path"
    tell(RACE, "It repeats")
    assert "did not take" in caplog.text and "secret-path" not in caplog.text
