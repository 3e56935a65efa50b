"""A process that is told to end says so, sends its people on, and loses nobody who comes meanwhile.

In here: one process and its signals, systemd's socket. Not in here: what serves instead
(test_proxy).
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.clients import Client, hang_up
from tests.live import Server
from tests.servers import ROOT


def ready(server: Server) -> tuple[int, dict[str, bool]]:
    """What /readyz says: status and checks."""
    try:
        with urllib.request.urlopen(f"{server.http}/readyz", timeout=15) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def no_longer_ready(server: Server) -> dict[str, bool]:
    """Ask until it is not ready any more: the signal is on its way. What it says then."""
    while (said := ready(server))[0] == 200:
        continue
    assert said[0] == 503
    return said[1]


async def test_a_process_that_drains_serves_but_is_not_ready_and_then_sends_all_away(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path, env={"DRAIN_SECONDS": "3600"}).prepare().start()
    try:
        stage = server.one("Anh", sit=1)
        anh = await Client(server.ws, stage.lobby, stage.tokens[0], stage.ids[0]).open()
        status, checks = await asyncio.to_thread(ready, server)
        assert status == 200 and all(checks.values())
        assert server.process is not None
        server.process.terminate()
        assert await asyncio.to_thread(no_longer_ready, server) == {**checks, "staying": False}
        assert (await anh.ask("chat/say", {"text": "Still here."}))["type"] == "chat/said"
        # Told again, it does not wait for the hour to pass.
        server.process.terminate()
        await anh.until(lambda: anh.code is not None)
        assert anh.code == 1012
        await asyncio.to_thread(server.process.wait, 15)
    finally:
        await hang_up()
        server.stop()
    assert "Traceback" not in server.log


def test_whoever_comes_between_two_processes_on_systemds_socket_is_served(tmp_path: Path) -> None:
    server = Server(tmp_path).prepare()
    with socket.create_server(("127.0.0.1", server.port)) as listening:
        waiting = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        process = started_by_systemd(server, listening)
        try:
            assert answered(waiting)
            process.terminate()
            process.wait(15)
            waiting = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            process = started_by_systemd(server, listening)
            assert answered(waiting)
        finally:
            process.terminate()
            process.wait(15)


def started_by_systemd(server: Server, listening: socket.socket) -> subprocess.Popen[bytes]:
    """Start the site as systemd does: the socket is its third, and a variable says for whom."""
    command = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" manage.py serve --port 1 3<&"$PASSED"'
    return subprocess.Popen(
        ["bash", "-c", command, sys.executable], cwd=ROOT, pass_fds=[listening.fileno()],
        env={**server.environment(), "PASSED": str(listening.fileno())},
    )  # fmt: skip


def answered(line: socket.socket) -> bool:
    """Whether a request on this connection is answered."""
    with line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return line.recv(1000).startswith(b"HTTP/1.1 200 ")
