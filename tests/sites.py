"""Servers for tests of the wire, and people at their tables.

In here: servers that stand for the whole run, fixtures (a module takes them by name: ``site =
sites.site``, or ``sites.uvicorn_site``) and a lobby's company. Not in here: tests, the client
(clients), the process (live).
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.clients import PATIENCE, Client, hang_up
from tests.live import Kind, Server, Stage

STRICT = {
    "COMMANDS_PER_MINUTE": "10", "CHAT_PER_10_SECONDS": "3", "SOCKETS_PER_PLAYER": "3",
    "TRANSIENTS_PER_SECOND": "5",
}  # fmt: skip


class Standing:
    """Servers that stay for the whole run: one of each kind and limits, started when asked for."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._servers: dict[tuple[Kind, bool], Server] = {}

    def server(self, kind: Kind, *, strict: bool = False) -> Server:
        """The server of this kind, with narrow limits or wide ones."""
        found = self._servers.get((kind, strict))
        if found is None:
            home = self._home / f"{kind}-{'strict' if strict else 'generous'}"
            found = Server(home, kind, env=STRICT if strict else {}).prepare().start()
            self._servers[kind, strict] = found
        return found

    def stop(self) -> None:
        """End them all; none may have stumbled."""
        for server in self._servers.values():
            server.stop()
        for server in self._servers.values():
            assert "Traceback" not in server.log


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def site(request: pytest.FixtureRequest, standing: Standing) -> Server:
    """A running server, of each kind in turn."""
    return standing.server(request.param)


@pytest.fixture(scope="module")
def uvicorn_site(standing: Standing) -> Server:
    """A running server as in production."""
    return standing.server("uvicorn")


@pytest.fixture(scope="module")
def strict(standing: Standing) -> Server:
    """A running server with narrow limits."""
    return standing.server("uvicorn", strict=True)


@pytest.fixture(autouse=True)
async def every_line_ends() -> AsyncIterator[None]:
    """No test leaves a connection behind."""
    yield
    await hang_up()


def clients(site: Server, stage: Stage) -> list[Client]:
    return [
        Client(site.ws, stage.lobby, token, player)
        for token, player in zip(stage.tokens, stage.ids, strict=True)
    ]


@asynccontextmanager
async def company(site: Server, *names: str, **wanted: Any) -> AsyncIterator[list[Client]]:
    """Players of one lobby, connected one after the other; the first hosts and sits."""
    people = clients(site, site.one(*names, **wanted))
    try:
        for client in people:
            await client.open()
        yield people
    finally:
        for client in people:
            await client.close()


@asynccontextmanager
async def game(site: Server, *names: str, **wanted: Any) -> AsyncIterator[list[Client]]:
    """The same, with the game between the first two begun."""
    async with company(site, *names, sit=2, **wanted) as people:
        started = await people[0].ask("lobby/start")
        for client in people:
            await client.at(started["v"])
        yield people


def id_of(client: Client) -> str:
    lobby: str = client.document["lobby"]["id"]
    return lobby


async def call(client: Client, path: str, body: Any = None) -> tuple[int, Any, Mapping[str, str]]:
    """Ask over HTTP with the client's token: status, body and headers."""
    url = client.address.replace("ws", "http", 1).replace("/ws/", "/api/") + path
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)

    def ask() -> tuple[int, Any, Mapping[str, str]]:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, json.load(response), response.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error), error.headers

    return await asyncio.to_thread(ask)
