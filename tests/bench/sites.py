"""What is measured: the site in one or more processes, on one database or another.

In here: the rows of the table, starting and stopping them on ports of their own, their memory
and processor time. Not in here: what is done to them (``scenes``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.servers import ROOT, free_port, postgres, valkey

UNLIMITED = "1000000000"
"""The limits are on and counted, and never reached: every client has the same address."""
LIMITS = (
    "COMMANDS_PER_MINUTE", "TRANSIENTS_PER_SECOND", "CONNECTIONS_PER_MINUTE", "TOKENS_PER_MINUTE",
    "LOBBIES_PER_HOUR", "CHAT_PER_10_SECONDS",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One way to run the site. ``short`` shapes are measured by their main figures only."""

    name: str
    title: str
    server: str = "uvicorn"
    database: str = "sqlite"
    redis: bool = False
    processes: int = 1
    short: bool = False


SHAPES: Mapping[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape("sqlite", "uvicorn (websockets-sansio, uvloop), SQLite FULL, one process"),
        Shape("daphne", "Daphne, SQLite FULL, one process", server="daphne", short=True),
        Shape(
            "postgres", "uvicorn, PostgreSQL and Valkey, two processes",
            database="postgres", redis=True, processes=2,
        ),
    )
}  # fmt: skip


@dataclass
class Sites:
    """A shape that is running."""

    shape: Shape
    staged: dict[str, Any]
    ports: list[int] = field(default_factory=list)
    processes: list[psutil.Process] = field(default_factory=list)

    def memory(self) -> int:
        """Resident bytes of all processes."""
        return sum(process.memory_info().rss for process in self.processes)

    def processor(self) -> float:
        """Seconds of processor time all processes have used."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)


@contextmanager
def running(shape: Shape, wanted: Mapping[str, Any]) -> Iterator[Sites]:
    """Migrate and fill a new database, serve it, and stop everything in the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parlour-bench-")))
        env = {**os.environ, "DATA_DIR": str(folder), "SECRET_KEY": "bench" * 8, "DEBUG": "false"}
        env |= dict.fromkeys(LIMITS, UNLIMITED) | {
            "AWAY_SECONDS": "3600",
            "SILENCE_SECONDS": "3600",
            "LOG_LEVEL": "WARNING",
        }
        env.pop("DATABASE_URL", None)
        env.pop("REDIS_URL", None)
        env |= stack.enter_context(engines(shape))
        _run(["manage.py", "migrate", "--verbosity", "0"], env)
        sites = Sites(shape, json.loads(_run(["-m", "tests.bench.stage"], env, wanted)))
        for _ in range(shape.processes):
            sites.ports.append(free_port())
            stack.enter_context(_serving(shape, sites.ports[-1], env, sites, folder))
        yield sites


@contextmanager
def engines(shape: Shape) -> Iterator[dict[str, str]]:
    """Start the database and the Redis-protocol server of a shape; yields where they are."""
    with ExitStack() as stack:
        env = {}
        if shape.database == "postgres":
            env["DATABASE_URL"] = stack.enter_context(postgres(durable=True))
        if shape.redis:
            env["REDIS_URL"] = stack.enter_context(valkey())
        yield env


def _run(words: list[str], env: Mapping[str, str], wanted: Mapping[str, Any] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, check=True, text=True,
        input=json.dumps(wanted), stdout=subprocess.PIPE,
    )  # fmt: skip
    return done.stdout


@contextmanager
def _serving(
    shape: Shape, port: int, env: Mapping[str, str], sites: Sites, folder: Path
) -> Iterator[None]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    if shape.server == "daphne":
        command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "-v", "0"]
        command += ["gameserver.asgi:application"]
    log = folder / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        _wait(process, port, log)
        sites.processes.append(psutil.Process(process.pid))
        yield
        _complain(log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"The site did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _complain(log: Path) -> None:
    """Show what the site logged as an error: a figure with errors behind it is none."""
    text = log.read_text(errors="replace")
    if "Traceback" in text or "ERROR" in text:
        print(f"The site reported errors:\n{text[-3000:]}", file=sys.stderr)
