"""The site with all it stands on, each part of which can be killed and started again.

In here: SQLite with one process; PostgreSQL and a Redis-protocol server with two. Not in here: what
is broken when (breaking).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.live import ROOT, Server, Stage
from tests.servers import Postgres, Valkey

SHIFTED = ROOT / "tests" / "faults" / "shifted"


@dataclass
class House:
    """Processes that serve one database. ``home``: their folder."""

    name: str
    home: Path
    servers: list[Server] = field(default_factory=list)
    postgres: Postgres | None = None
    valkey: Valkey | None = None

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, past the site."""
        return self.servers[0].rows(sql, *values)

    def stage(self, *names: str, **wanted: Any) -> Stage:
        """Open a lobby for people of these names, all of whom sit."""
        return self.servers[0].stage(*names, sit=len(names), **wanted)[0]

    def shift_clock(self, seconds: float) -> None:
        """Set the wall clock of every process wrong by so much."""
        (self.home / "shift").write_text(str(seconds))

    def internal_errors(self) -> int:
        """Exceptions that the processes had not reckoned with."""
        return sum(server.log.count("Traceback") for server in self.servers)


def _environment(home: Path) -> Mapping[str, str]:
    return {"CLOCK_SHIFT": str(home / "shift"), "PYTHONPATH": str(SHIFTED), "AWAY_SECONDS": "3600"}


@contextmanager
def small(folder: Path | None = None) -> Iterator[House]:
    """SQLite and one process, in ``folder`` or one of its own."""
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="parlour-", ignore_cleanup_errors=True)
        home = folder or Path(stack.enter_context(made))
        house = House("SQLite, 1 process", home)
        house.servers.append(Server(home, env=_environment(home)).prepare())
        yield _started(house, stack)


@contextmanager
def large(*, keeps: bool = True) -> Iterator[House]:
    """PostgreSQL, Valkey and two processes; ``keeps``: Valkey has its data again after a kill."""
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="parlour-", ignore_cleanup_errors=True)
        home = Path(stack.enter_context(made))
        home.chmod(0o755)  # PostgreSQL may have to run as somebody else.
        (home / "postgres").mkdir()
        house = House("PostgreSQL, Valkey, 2 processes", home)
        house.postgres = Postgres(home / "postgres", durable=True).start()
        stack.callback(house.postgres.stop)
        house.valkey = Valkey(home / "valkey", keeps=keeps).start()
        stack.callback(house.valkey.stop)
        links = {"DATABASE_URL": house.postgres.url, "REDIS_URL": house.valkey.url}
        env = {**_environment(home), **links}
        house.servers += [Server(home, env=env).prepare(), Server(home, env=env)]
        yield _started(house, stack)


def _started(house: House, stack: ExitStack) -> House:
    for server in house.servers:
        stack.callback(server.stop)
        server.start()
    return house
