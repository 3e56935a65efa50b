"""Calling the REST API in tests: people with tokens, and every query of every thread counted.

In here: one caller. Not in here: what is asserted, sockets (clients).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse
from django.test import Client

from lobbies import identity
from lobbies.models import Player


class Caller:
    """Somebody who calls the API: with a token, or as nobody."""

    def __init__(self, player: Player | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.player = player
        self.id = str(player.pk) if player else ""
        self.headers = (
            {"Authorization": f"Bearer {identity.make_token(player)[0]}"} if player else {}
        )

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Send a call; ``body``: JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        sent = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        response: HttpResponse = self.client.generic(
            method, f"/api/{path}", data, content_type="application/json", headers=sent
        )
        return response

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Read."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Do."""
        return self.call("POST", path, {} if body is None else body, **headers)

    def act(self, lobby: str, action: str, payload: Any = None, **more: Any) -> HttpResponse:
        """Send a command of the socket."""
        command = {"action": action, **({"payload": payload} if payload else {}), **more}
        return self.post(f"lobbies/{lobby}/actions/", command)


def person(name: str) -> Caller:
    """Somebody new, with a token."""
    return Caller(identity.new_player(name))


def code(response: HttpResponse) -> tuple[int, str]:
    """The status and the error code of an answer; each error has a sentence too."""
    body = json.loads(response.content)
    assert set(body) == {"code", "message"}, body
    assert body["message"].endswith((".", "?", "!")), body["message"]
    return response.status_code, body["code"]


@contextmanager
def queries() -> Iterator[list[str]]:
    """Every statement that any thread sends meanwhile, but for SQLite's housekeeping."""
    sent: list[str] = []
    real = CursorWrapper._execute

    def note(self: Any, sql: str, params: Any, *rest: Any) -> Any:
        if not sql.startswith("PRAGMA"):
            sent.append(sql)
        return real(self, sql, params, *rest)

    with patch.object(CursorWrapper, "_execute", note):
        yield sent
