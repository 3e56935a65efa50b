"""How requests reach Django: in threads that stay, and files before anything else.

In here: the application in this process, asked as a server asks it. Not in here: real servers
(test_servers), what is answered (test_api, test_pages).
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import weakref
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db.backends.signals import connection_created
from django.http import HttpRequest

from lobbies.serving import Requests


async def ask(application: Requests, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    line = ApplicationCommunicator(application, scope)
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await line.receive_output()
    body, more = b"", True
    while more:
        part = await line.receive_output()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    await line.wait()
    return start["status"], headers, body


async def test_one_request_after_the_other_is_answered_by_the_same_thread(monkeypatch) -> None:
    threads: list[Any] = []

    def noted(request: HttpRequest) -> None:
        threads.append(threading.current_thread())

    monkeypatch.setattr("lobbies.middleware.Languages.process_request", lambda _, r: noted(r))
    application = Requests()
    for _ in range(3):
        status, headers, _ = await ask(application, "/api/nowhere/")
        assert status == 404 and headers["content-type"] == "application/json"
        assert headers["x-content-type-options"] == "nosniff"
    assert len(set(threads)) == 1 and threads[0] is not threading.main_thread()


@pytest.mark.django_db(transaction=True)
async def test_a_thread_keeps_its_file_open_for_its_next_request_and_no_longer(monkeypatch) -> None:
    opened: list[Any] = []
    threads: list[threading.Thread] = []

    def note(connection: Any, **_: Any) -> None:
        opened.append(connection)
        threads.append(threading.current_thread())

    connection_created.connect(note)
    application = Requests()
    for _ in range(3):
        assert (await ask(application, "/api/lobbies/"))[0] == 200
    connection_created.disconnect(note)
    assert len(opened) == 1 and opened[0].connection is not None
    monkeypatch.setattr("lobbies.serving.THREADS_KEPT", 0)
    assert (await ask(application, "/api/lobbies/"))[0] == 200
    await asyncio.to_thread(threads[0].join, 10)
    assert opened[0].connection is None


async def test_a_file_is_what_it_is_said_to_be_and_passes_nothing_else(monkeypatch) -> None:
    def passed(*_: Any) -> None:
        raise AssertionError("A file needs nobody's language.")

    monkeypatch.setattr("lobbies.middleware.Languages.process_request", passed)
    path = f"{settings.STATIC_URL}parlour/connection.js"
    status, headers, body = await ask(Requests(), path)
    assert status == 200 and b"WebSocket" in body
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


async def test_a_request_that_was_answered_does_not_wait_for_the_collector(monkeypatch) -> None:
    requests: list[weakref.ref[HttpRequest]] = []
    noted = lambda _, request: requests.append(weakref.ref(request))  # noqa: E731
    monkeypatch.setattr("lobbies.middleware.Languages.process_request", noted)
    # Pytest keeps what is logged, with all it refers to.
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    application = Requests()
    await ask(application, "/api/nowhere/")
    gc.disable()
    try:
        for _ in range(2):
            await ask(application, "/api/nowhere/")
        await asyncio.sleep(0)
        assert [request() for request in requests[1:]] == [None, None]
    finally:
        gc.enable()
