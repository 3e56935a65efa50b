"""The servers that are compared, ours among them: starting them, and who sits down there.

In here: what each is, its command, its process. Not in here: their protocols (a module each), what
is measured (``field``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from tests.bench.crowd import Board, Watcher
from tests.bench.pairs import Pair
from tests.bench.pairs import seat as seat_here
from tests.bench.peers.boardgame import BoardgameHouse
from tests.bench.peers.colyseus import ColyseusHouse
from tests.bench.peers.install import HERE, Missing, node
from tests.bench.peers.tutorial import TutorialHouse
from tests.bench.sites import SHAPES, Sites, engines, running
from tests.bench.wire import Wire, connect
from tests.servers import ROOT, free_port, wait_for_port

LOBBIES, WATCHERS = 100, 1_000


class House(Protocol):
    """Where people sit down."""

    async def seat(self, games: list[list[bytes]], number: int) -> Pair:
        """The next two players, at a table of their own, their game begun."""

    async def watcher(self, board: Board) -> Wire:
        """One more who watches the first table."""


class OwnHouse:
    """This site."""

    def __init__(self, sites: Sites) -> None:
        self.sites = sites
        self._tokens = iter(sites.staged["watchers"])

    async def seat(self, games: list[list[bytes]], number: int) -> Pair:
        """The players of a lobby."""
        lobby = self.sites.staged["lobbies"][number]
        return await seat_here(Pair(games, number), lobby, self.sites.ports)

    async def watcher(self, board: Board) -> Wire:
        """A watcher with a token."""
        lobby = self.sites.staged["lobbies"][0]["id"]
        path = f"/ws/lobbies/{lobby}/?token={next(self._tokens)}"
        return await connect(Watcher(path, self.sites.ports[0], board))


@dataclass(frozen=True)
class Peer:
    """A server. ``house`` is another project's, by its ports. ``script``: what runs in Node, or a
    module for ``under``. ``shape``: which of ours it is measured beside."""

    title: str
    durable: bool
    house: Callable[..., House] | None = None
    script: str = ""
    under: str = "node"
    shape: str = "sqlite"


OURS = {
    "sqlite": Peer("Parlour: uvicorn, SQLite FULL", True),
    "postgres": Peer("Parlour: two processes, PostgreSQL", True, shape="postgres"),
}
PEERS: Mapping[str, Peer] = {
    "colyseus": Peer("Colyseus 0.18, ws", False, ColyseusHouse, "colyseus.js"),
    "boardgame": Peer("boardgame.io 0.50", False, BoardgameHouse, "boardgame.js"),
    "tutorial": Peer(
        "Channels as in the tutorials, Daphne", True, TutorialHouse, "tutorial", "daphne"
    ),
    "prototype": Peer(
        "The bare shape of ours, uvicorn", True, TutorialHouse, "prototype", "uvicorn"
    ),
    "pair": Peer(
        "The bare shape, two processes", True, TutorialHouse, "prototype", "uvicorn", "postgres"
    ),
}


@dataclass
class Running:
    """A server that runs, and its processes."""

    peer: Peer
    house: House
    processes: list[psutil.Process]

    def processor(self) -> float:
        """Seconds of processor time they have used."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)


@contextmanager
def houses(shape: str, names: Collection[str]) -> Iterator[tuple[list[Running], list[str]]]:
    """Start ours in this shape, and these; yields them, and a sentence for each that cannot run."""
    with ExitStack() as stack:
        wanted = {"lobbies": [[LOBBIES, {}]], "watchers": WATCHERS}
        sites = stack.enter_context(running(SHAPES[shape], wanted))
        started, missing = [Running(OURS[shape], OwnHouse(sites), sites.processes)], []
        for name in names:
            try:
                started.append(stack.enter_context(_serving(PEERS[name])))
            except Missing as reason:
                missing.append(f"{PEERS[name].title} could not be run: {reason}")
        yield started, missing


@contextmanager
def _serving(peer: Peer) -> Iterator[Running]:
    assert peer.house is not None
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parlour-peer-")))
        env = {**os.environ, "DATA_DIR": str(folder), "GAMES": str(LOBBIES)}
        env |= {"NODE_ENV": "production"}
        env |= stack.enter_context(engines(SHAPES[peer.shape]))
        ports = [free_port() for _ in range(SHAPES[peer.shape].processes)]
        processes = [stack.enter_context(_process(peer, port, env, folder)) for port in ports]
        yield Running(peer, peer.house(*ports), processes)


@contextmanager
def _process(
    peer: Peer, port: int, env: Mapping[str, str], folder: Path
) -> Iterator[psutil.Process]:
    log = folder / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(peer, port),
            cwd=HERE if peer.under == "node" else ROOT,
            env=env,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for_port(process, log, port)
        yield psutil.Process(process.pid)
        print(log.read_text(errors="replace")[-2000:], end="", file=sys.stderr)
    finally:
        process.kill()
        process.wait()


def _command(peer: Peer, port: int) -> list[str]:
    if peer.under == "node":
        return [str(node()), f"servers/{peer.script}", str(port)]
    module = f"tests.bench.peers.servers.{peer.script}:application"
    if peer.under == "daphne":
        return [
            sys.executable,
            "-m",
            "daphne",
            "-b",
            "127.0.0.1",
            "-p",
            str(port),
            "-v",
            "0",
            module,
        ]
    return [
        sys.executable, "-m", "uvicorn", "--port", str(port), "--ws", "websockets-sansio",
        "--loop", "uvloop", "--http", "httptools", "--ws-per-message-deflate", "false",
        "--no-access-log", "--log-level", "warning", module,
    ]  # fmt: skip
