"""Two processes behind nginx, as deploy/ sets them up, restarted one after the other in mid-play.

In here: the real configuration of nginx and the real deploy/roll.py, with PostgreSQL and Valkey;
only systemd is played by a script. Not in here: other files of deploy/ (test_deploy).
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPSConnection
from pathlib import Path

import psycopg
import pytest

from tests.crash import Pair, Seat, play
from tests.crash_tally import Findings, Plan, Tally, read_log
from tests.live import START_SECONDS, Server
from tests.proxy import Proxy, checked, lay_out, nginx, with_upstream
from tests.servers import ROOT

VISIT_SECONDS = 0.05
"""Between two visits of one address: what nginx allows for long."""
SYSTEMCTL = """#!/bin/sh
# systemctl for deploy/roll.py: restart parlour-migrate, restart parlour-web@PORT, list-units
cd {root}
case "$1 $2" in
"list-units "*)
  for pid in {home}/*.pid; do
    echo "parlour-web@$(basename $pid .pid).service loaded active running Parlour"
  done ;;
"restart parlour-migrate.service")
  exec {python} manage.py migrate --verbosity 0 ;;
"restart parlour-web@"*)
  port=${{2#*@}} port=${{port%.service}}
  if pid=$(cat {home}/$port.pid 2>/dev/null); then
    kill -TERM $pid
    while [ -e /proc/$pid/exe ]; do sleep 0.05; done
  fi
  # Each has a build of its own, as while a new one is rolled out.
  BUILD=build-$port {python} manage.py serve --port $port >>{home}/$port.log 2>&1 &
  echo $! >{home}/$port.pid ;;
esac
"""
PRODUCTION = {
    "ENVIRONMENT": "production", "HTTPS": "1", "TRUSTED_PROXIES": "1",
    "ALLOWED_HOSTS": "play.example.org,127.0.0.1",
}  # fmt: skip


class Site:
    """The processes, as systemd would keep them, and the proxy in front."""

    def __init__(self, one: Server, other: Server, bin_folder: Path) -> None:
        self.one, self.other = one, other
        self.env = one.environment()
        self.env["PATH"] = f"{bin_folder}{os.pathsep}{self.env['PATH']}"
        self.proxy: Proxy

    def roll(self) -> str:
        """deploy/roll.py, as whoever deploys runs it."""
        command = [sys.executable, "deploy/roll.py", "systemd"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr + self.one.log + self.other.log
        return done.stdout

    def start(self, server: Server) -> None:
        command = ["systemctl", "restart", f"parlour-web@{server.port}.service"]
        subprocess.run(command, env=self.env, check=True)

    def stop(self) -> None:
        for server in (self.one, self.other):
            pid = int((server.home / f"{server.port}.pid").read_text())
            os.kill(pid, 15)
            wait_until(lambda pid=pid: not os.path.exists(f"/proc/{pid}/exe"), "It does not end.")
            server.stop()


def wait_until(condition: Callable[[], bool], why: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < deadline, why
        time.sleep(0.05)


@pytest.fixture(scope="module")
def site(postgres_url: str, redis_url: str, tmp_path_factory) -> Iterator[Site]:
    """Two processes over one database and one channel layer, nginx in front."""
    home, folder = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("bin")
    script = folder / "systemctl"
    script.write_text(SYSTEMCTL.format(root=ROOT, home=home, python=sys.executable))
    script.chmod(0o755)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE behind_a_proxy")
    database = f"{postgres_url.removesuffix('/postgres')}/behind_a_proxy"
    env = {"DATABASE_URL": database, "REDIS_URL": redis_url, **PRODUCTION}
    one, other = Server(home, env=env), Server(home, env=env)
    site = Site(one.prepare(), other, folder)
    for server in (one, other):
        site.start(server)
    try:
        for server in (one, other):
            wait_until(server.listens, "The site does not start.")
        with nginx(tmp_path_factory.mktemp("nginx") / "home", (one.port, other.port)) as proxy:
            site.proxy = proxy
            yield site
    finally:
        site.stop()


class Behind(Pair):
    """What plays sees of it: the proxy alone."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.one, site.other)
        self.site = site

    @property
    def ws(self) -> list[str]:
        return [self.site.proxy.ws]


def fetch(proxy: Proxy, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Ask the proxy: status and body."""
    context = ssl.create_default_context(cafile=proxy.trusted)
    request = urllib.request.Request(f"{proxy.secure}{path}", data, headers)
    try:
        with urllib.request.urlopen(request, timeout=15, context=context) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


def test_nginx_takes_the_configuration_without_a_warning(tmp_path: Path) -> None:
    main = lay_out(tmp_path / "home", (8001, 8002), (80, 443))
    assert checked(main) == ""
    assert checked(with_upstream(main, "upstream.compose.conf")) == ""


async def test_nobody_loses_anything_while_every_process_is_restarted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(site.proxy.trusted))
    visits: Counter[int] = Counter()

    async def visit() -> None:
        while True:
            status, _ = await asyncio.to_thread(fetch, site.proxy, "/help/")
            visits[status] += 1
            await asyncio.sleep(VISIT_SECONDS)

    async def restart(_: object, seats: list[Seat], tally: Tally) -> None:
        await tally.reach(50)
        visitor = asyncio.create_task(visit())
        said = await asyncio.to_thread(site.roll)
        assert said.count("is ready") == 2
        visitor.cancel()
        tally.plan.moves = len(tally.acknowledged) + 50
        await tally.reach(tally.plan.moves)
        for seat in seats:
            seat.client.wake()

    tally = await play(Behind(site), Plan(games=2, moves=10**9), restart)
    assert tally.refused == []
    assert tally.counts["documents that differ"] == tally.counts["gaps heard"] == 0
    came_back = (
        tally.counts["came back to the whole"] + tally.counts["came back to what was missed"]
    )
    assert came_back >= 6, tally.counts
    assert read_log(Behind(site), tally) == Findings()
    assert set(visits) == {200} and visits[200] > 5
    assert "Traceback" not in site.one.log + site.other.log
    log = "\n".join(site.proxy.log)
    assert "/ws/lobbies/" in log and "token" not in log


def test_the_people_of_a_lobby_meet_on_one_process(site: Site) -> None:
    for lobby in ("abcd", "efgh", "ijkl", "mnop", "qrst", "uvwx"):
        for _ in range(3):
            fetch(site.proxy, f"/api/lobbies/{lobby}/state/")
            fetch(site.proxy, f"/ws/lobbies/{lobby}/")
    served: dict[str, set[str]] = {}
    wait_until(
        lambda: any("/ws/lobbies/uvwx/" in line for line in site.proxy.log), "All is logged."
    )
    for line in site.proxy.log:
        if "/abcd/" in line or "/efgh/" in line or "/ijkl/" in line or "/mnop/" in line:
            words = line.split()
            lobby, process = words[3].split("/")[3], words[-2]
            served.setdefault(lobby, set()).add(process)
    assert len(served) == 4 and all(len(processes) == 1 for processes in served.values()), served


def test_files_are_kept_by_the_proxy_and_packed_for_browsers(site: Site) -> None:
    path = files(site)[0]
    context = ssl.create_default_context(cafile=site.proxy.trusted)
    wanted = {"Accept-Encoding": "gzip"}
    for _ in range(2):
        request = urllib.request.Request(f"{site.proxy.secure}{path}", headers=wanted)
        with urllib.request.urlopen(request, timeout=15, context=context) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert "max-age=31536000" in response.headers["Cache-Control"]
            assert len(gzip.decompress(response.read())) > 1000

    def logged() -> list[str]:
        return [line for line in site.proxy.log if path in line]

    # A line is written after its answer.
    wait_until(lambda: len(logged()) == 2, "Both requests are logged.")
    first, again = logged()
    assert "127.0.0.1:" in first and again.split()[-2] == "-"


def test_whichever_build_a_page_is_of_it_gets_its_files(site: Site) -> None:
    builds = set()
    while len(builds) < 2:
        paths = files(site)
        builds.add(paths[0].split("/")[2])
        assert [path for path in paths if fetch(site.proxy, path)[0] != 200] == []

    def asked_twice() -> bool:
        files = (line for line in site.proxy.log if "/static/" in line and " 200 " in line)
        return any(line.count("127.0.0.1:") == 2 for line in files)

    wait_until(asked_twice, "A file that one process did not have is asked of the other.")


def files(site: Site) -> list[str]:
    """The styles and scripts that the start page loads, of the build that answered."""
    status, page = fetch(site.proxy, "/")
    assert status == 200
    return [word for word in page.split('"') if re.match(r"/static/.*\.(css|js)$", word)]


def test_what_strangers_may_not_is_stopped_at_the_door(site: Site) -> None:
    assert fetch(site.proxy, "/metrics")[0] == 404
    assert fetch(site.proxy, "/api/token/", b"x" * 300_000)[0] == 413
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.build_opener(NoRedirect).open(f"{site.proxy.plain}/l/abcd/?x=1")
    caught.value.close()
    assert caught.value.code == 308
    assert caught.value.headers["Location"] == "https://127.0.0.1/l/abcd/?x=1"
    with ThreadPoolExecutor(8) as knocking:
        answers = Counter(code for codes in knocking.map(knock, [site.proxy] * 8) for code in codes)
    assert answers[429] > 0 and answers[404] >= 60, answers


def knock(proxy: Proxy) -> list[int]:
    """Ask for sockets on one connection, as fast as it goes; until it is enough."""
    context = ssl.create_default_context(cafile=proxy.trusted)
    line = HTTPSConnection(proxy.secure.removeprefix("https://"), timeout=15, context=context)
    codes = []
    while len(codes) < 100 and codes.count(429) < 3:
        line.request("GET", "/ws/lobbies/abcd/")
        with line.getresponse() as response:
            response.read()
            codes.append(response.status)
    line.close()
    return codes


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Leave it to the caller."""
