"""Servers for tests of the wire, and people at their tables.

In here: fixtures (a module takes them by name: ``site = sites.site``, or
``sites.uvicorn_site``) and a lobby's company. Not in
here: tests, the client (clients), the process (live).
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from tests.clients import PATIENCE, Client, hang_up
from tests.live import Server, Stage

STRICT = {
    "COMMANDS_PER_MINUTE": "10", "CHAT_PER_10_SECONDS": "3", "SOCKETS_PER_PLAYER": "3",
    "TRANSIENTS_PER_SECOND": "5",
}  # fmt: skip


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A running server, of each kind in turn."""
    with _running(Server(tmp_path_factory.mktemp("site"), request.param)) as server:
        yield server


@pytest.fixture(scope="module")
def uvicorn_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server as in production."""
    with _running(Server(tmp_path_factory.mktemp("site"))) as server:
        yield server


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with narrow limits."""
    with _running(Server(tmp_path_factory.mktemp("strict"), env=STRICT)) as server:
        yield server


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        yield server.prepare().start()
    finally:
        server.stop()
    assert "Traceback" not in server.log


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
