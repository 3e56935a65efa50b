"""The site as a process that tests can kill: on a folder and a port of its own, with its people.

In here: starting (uvicorn as in production, Daphne as in development), kill -9, restarting at the
same address, players and lobbies put into its database, and its log read back. Not in here: what
clients say (clients), PostgreSQL and Valkey (servers).

Run as a program it is the stage hand: for every line on stdin that says who and what is wanted, it
makes that in the database its environment names, and prints it. A program of its own, since the
tests' own process is bound to another database.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tests.servers import ROOT, free_port

Kind = Literal["uvicorn", "daphne"]
# Limits that tests of other things must not meet.
GENEROUS = {
    "COMMANDS_PER_MINUTE": "1000000",
    "CONNECTIONS_PER_MINUTE": "1000000",
    "LOBBIES_PER_HOUR": "1000000",
    "TOKENS_PER_MINUTE": "1000000",
    "REPLAYS_PER_MINUTE": "1000000",
    "CHAT_PER_10_SECONDS": "1000000",
    "TRANSIENTS_PER_SECOND": "1000000",
    "LOG_LEVEL": "WARNING",
    "SECRET_KEY": "the-key-of-the-tests-long-enough-for-a-signature",
    "DEBUG": "",
}
START_SECONDS = 90


def _migrate(environment: Mapping[str, str]) -> None:
    """Make the tables. URLs are not checked: only the socket is needed here."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@cache
def _migrated() -> Path:
    """A folder with the tables in a new database, made once: every server begins with a copy."""
    home = Path(tempfile.mkdtemp(prefix="parlour-tables-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    _migrate(Server(home).environment())
    return home


@dataclass
class Stage:
    """A lobby with its people: ``tokens`` and ``ids`` in the order of the names asked for."""

    lobby: str
    code: str
    tokens: list[str]
    ids: list[str]


@dataclass
class Server:
    """One server process. ``home`` holds its database and its log, ``env`` comes on top."""

    home: Path
    kind: Kind = "uvicorn"
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    hand: subprocess.Popen[bytes] | None = None

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What the process and the ones before it wrote."""
        return (self.home / f"{self.port}.log").read_text(errors="replace")

    def environment(self) -> dict[str, str]:
        own = {"DATA_DIR": str(self.home), "PORT": str(self.port)}
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        return {**kept, **GENEROUS, **own, **self.env}

    def prepare(self) -> Server:
        """Make the tables."""
        self.home.mkdir(parents=True, exist_ok=True)
        if "DATABASE_URL" in self.env:
            _migrate(self.environment())
        else:
            shutil.copytree(_migrated(), self.home, dirs_exist_ok=True)
        return self

    def start(self) -> Server:
        """Start the process and wait until it takes connections."""
        with (self.home / f"{self.port}.log").open("ab") as output:
            self.process = subprocess.Popen(
                self._command(), cwd=ROOT, env=self.environment(), stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.listens():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start:\n{self.log[-3000:]}")
            time.sleep(0.02)
        return self

    def _command(self) -> list[str]:
        application = "gameserver.asgi:application"
        if self.kind == "daphne":
            return [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port),
                    "-v", "0", application]  # fmt: skip
        return [sys.executable, "manage.py", "serve", "--port", str(self.port)]

    def listens(self) -> bool:
        """Whether somebody takes connections at its port."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """kill -9: what a power cut does to the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it politely, as a deployment does."""
        if self.hand is not None:
            self.hand.communicate()
            self.hand = None
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def memory(self) -> int:
        """Resident bytes of the process."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024

    # The stage

    def stage(self, *names: str, lobbies: int = 1, **wanted: Any) -> list[Stage]:
        """Open ``lobbies`` lobbies, each with players of these names; the first hosts.

        ``wanted``: arguments of ``gate.open_lobby`` (``kind``: chess unless said); ``sit``: how
        many of them sit down; ``listed``: how many of them have come in already.
        """
        order = {"names": names, "lobbies": lobbies, "wanted": wanted}
        if self.hand is None:
            self.hand = subprocess.Popen(
                [sys.executable, "-m", "tests.live"], cwd=ROOT, env=self.environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self.hand.stdin is not None and self.hand.stdout is not None
        self.hand.stdin.write(json.dumps(order).encode() + b"\n")
        self.hand.stdin.flush()
        return [Stage(**one) for one in json.loads(self.hand.stdout.readline())]

    def one(self, *names: str, **wanted: Any) -> Stage:
        """Open one lobby without clocks: Anh hosts, Bình plays, Chi watches, unless said."""
        wanted.setdefault("options", {"minutes": 0, "increment": 0})
        return self.stage(*(names or ("Anh", "Bình", "Chi")), **wanted)[0]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database of this server, past the server. ``?`` stands for a value."""
        url = self.env.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            import psycopg

            with psycopg.connect(url) as connection:
                return connection.execute(sql.replace("?", "%s"), values).fetchall()
        with sqlite3.connect(self.home / "parlour.sqlite3", timeout=20) as connection:
            found = connection.execute(sql, [v.replace("-", "") for v in values]).fetchall()
        connection.close()
        return found


def _play_stage_hand() -> None:
    """Make what each line of stdin asks for and print it: one ``Stage`` per lobby."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gameserver.settings")
    import django

    django.setup()
    for line in sys.stdin:
        print(json.dumps(_made(json.loads(line))), flush=True)


def _made(order: dict[str, Any]) -> list[dict[str, Any]]:
    from lobbies import gate, identity

    wanted = {"kind": "chess", **order["wanted"]}
    sitting, listed = wanted.pop("sit", 1), wanted.pop("listed", 0)
    stages = []
    for _ in range(order["lobbies"]):
        players = [identity.new_player(name) for name in order["names"]]
        seats = dict(enumerate(players[:sitting]))
        lobby = gate.open_lobby(players[0], seats=seats, **wanted)
        for player in players[sitting:listed]:
            gate.enter(lobby, player, invite=lobby.invite)
        stages.append(
            {"lobby": str(lobby.pk), "code": lobby.code,
             "tokens": [identity.make_token(p)[0] for p in players],
             "ids": [str(p.pk) for p in players]}
        )  # fmt: skip
    return stages


if __name__ == "__main__":
    _play_stage_hand()
