"""The faults: what is done to a house while people play in it, and when it serves again.

In here: one function a fault; each says when things are mended (``tally.served_again``). Not in
here: the people (people), the verdict (trial).
"""

from __future__ import annotations

import asyncio
import resource
import socket
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.clients import Client
from tests.faults.houses import House
from tests.faults.people import Steadfast
from tests.faults.proxy import Proxy, Weather
from tests.faults.tally import Tally
from tests.live import Stage

HOUR = 3600.0
HOST = "127.0.0.1"
LINE = "语" * 480
SLOW_LINES = 6_000
AT_ONCE = 50
KEEP_ALIVE = 20.0
"""Seconds until the server, which hears no answer to its ping, may end a line by itself."""


@dataclass
class Scene:
    """A house with people in it. ``seconds``: how long what is broken stays so."""

    house: House
    tally: Tally
    proxies: list[Proxy]
    people: list[Steadfast] = field(default_factory=list)
    stage: Stage | None = None
    """The lobby where people talk, with one more who is not among them."""
    seconds: float = 3.0


Fault = Callable[[Scene], Awaitable[None]]


async def kill_a_process(scene: Scene) -> None:
    """kill -9 of each web process in turn, started again at once."""
    for server in scene.house.servers:
        server.kill()
        await asyncio.to_thread(server.start)
        scene.tally.served_again()
        if server is not scene.house.servers[-1]:
            await scene.tally.more(50)


async def kill_valkey(scene: Scene) -> None:
    """kill -9 of the Redis-protocol server."""
    valkey = scene.house.valkey
    assert valkey is not None
    valkey.kill()
    await asyncio.sleep(scene.seconds)
    await asyncio.to_thread(valkey.start)
    scene.tally.served_again()


async def kill_postgres(scene: Scene) -> None:
    """kill -9 of PostgreSQL, with all its processes."""
    postgres = scene.house.postgres
    assert postgres is not None
    await asyncio.to_thread(postgres.kill)
    await asyncio.sleep(scene.seconds)
    await asyncio.to_thread(postgres.start)
    scene.tally.served_again()


def _weather(**likely: float) -> Fault:
    async def storm(scene: Scene) -> None:
        for proxy in scene.proxies:
            proxy.weather = Weather(**likely)
        await asyncio.sleep(2 * scene.seconds)
        for proxy in scene.proxies:
            proxy.weather = Weather()
        scene.tally.counts["frames treated"] = sum(proxy.done for proxy in scene.proxies)
        scene.tally.served_again()

    return storm


cut_lines = _weather(cut=0.01)
delay_frames = _weather(delay=0.3)
repeat_frames = _weather(repeat=0.3)
swap_frames = _weather(swap=0.2)
all_at_once = _weather(cut=0.005, delay=0.1, repeat=0.1, swap=0.1)


class Deaf(Client):
    """A line that is not read, and whose end takes little meanwhile."""

    async def _dial(self, query: str) -> ClientConnection:
        address = self.address + query
        end = socket.socket()
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        end.setblocking(False)
        await asyncio.get_running_loop().sock_connect(end, (HOST, urlsplit(address).port))
        return await connect(address, sock=end, compression=None, ping_interval=None, max_size=None)

    async def stop_reading(self) -> None:
        """Read no more; what its buffers hold is all they take."""
        assert self._reader is not None
        self._reader.cancel()
        await asyncio.wait([self._reader])

    def read_on(self) -> None:
        """Read again, to the end."""
        self._reader = asyncio.create_task(self._read(self.socket))


async def stop_reading(scene: Scene) -> None:
    """Somebody listens and does not read, while as much is said as it takes to be sent away."""
    tally, stage, server = scene.tally, scene.stage, scene.house.servers[0]
    assert stage is not None
    talker = Client(server.ws, stage.lobby, stage.tokens[0], stage.ids[0])
    deaf = Deaf(server.ws, stage.lobby, stage.tokens[-1], stage.ids[-1])
    await talker.open()
    await deaf.open()
    await talker.until(lambda: talker.document["players"][deaf.player]["connected"])
    began = time.monotonic()
    await deaf.stop_reading()
    for number in range(0, SLOW_LINES, AT_ONCE):
        for more in range(AT_ONCE - 1):
            await talker.tell("chat/say", {"text": f"{number + more} {LINE}"})
        await talker.ask("chat/say", {"text": f"{number}"})
        talker.heard, talker.texts = [], []
        if not talker.document["players"][deaf.player]["connected"]:
            break
    deaf.read_on()
    with suppress(TimeoutError):
        await deaf.until(lambda: deaf.code is not None)
    # A machine so busy that this takes longer lets the server's keep-alive come first.
    expected = (4413,) if time.monotonic() - began < KEEP_ALIVE else (4413, 1011, 1006)
    if deaf.code not in expected:
        tally.wrong.append(f"Who did not read was closed with {deaf.code}, not 4413.")
    await talker.close()
    tally.served_again()


async def fill_disk(scene: Scene) -> None:
    """The database's files may not grow, as under a quota, until there is room again."""
    (process,) = [psutil.Process(server.process.pid) for server in scene.house.servers]
    _, hard = process.rlimit(resource.RLIMIT_FSIZE)
    process.rlimit(resource.RLIMIT_FSIZE, (4096, hard))
    await _until_refused(scene)
    process.rlimit(resource.RLIMIT_FSIZE, (hard, hard))
    scene.tally.served_again()


async def fill_mount(scene: Scene) -> None:
    """The file system of the database has no room left, until a large file goes."""
    ballast = scene.house.home / "ballast"
    with ballast.open("wb") as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65_536)
            file.flush()
    await _until_refused(scene)
    ballast.unlink()
    scene.tally.served_again()


async def _until_refused(scene: Scene) -> None:
    """Wait until people are told that nothing can be saved, and a little longer."""
    await scene.tally.until(lambda: scene.tally.refused["INTERNAL_ERROR"] > 0, 30)
    await asyncio.sleep(scene.seconds)


@contextmanager
def little_room(megabytes: int = 24) -> Iterator[Path]:
    """A small file system of its own. Only root can have one.

    :raises subprocess.CalledProcessError: for others.
    """
    folder = tempfile.mkdtemp(prefix="parlour-")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "parlour", folder]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        Path(folder).rmdir()


async def set_clock(scene: Scene) -> None:
    """The wall clock is an hour ahead, then an hour behind, then right again."""
    for shift in (HOUR, -HOUR, 0.0):
        scene.house.shift_clock(shift)
        await asyncio.sleep(scene.seconds)
    scene.tally.served_again()
