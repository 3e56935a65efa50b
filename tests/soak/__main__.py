"""``python -m tests.soak [--minutes 30] [--cores 0.5] [--size 5]``"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.clients import hang_up
from tests.faults.tally import Tally
from tests.live import Server
from tests.soak import gauge
from tests.soak.gauge import Gauge, Sample
from tests.soak.people import crowd


async def soak(
    server: Server, minutes: float, cores: float, size: int
) -> tuple[Tally, list[Sample]]:
    """Let people play for so long; a sample each minute, printed as it comes."""
    tally, samples = Tally(), []
    people, lives = crowd(server, tally, size)
    for client in people:
        await client.open()
    meter = Gauge(server, tally, cores)
    print(gauge.HEAD, flush=True)
    async with asyncio.TaskGroup() as group:
        for life in lives:
            group.create_task(life())
        group.create_task(meter.pace())
        while len(samples) < minutes:
            await asyncio.sleep(60 * min(1, minutes))
            samples.append(meter.read())
            print(gauge.line(samples[-1]), flush=True)
        tally.done = True
        for client in people:
            client.wake()
    await hang_up()
    return tally, samples


def main(arguments: list[str]) -> int:
    """Soak a server of its own; 0 if it stayed flat and nothing went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--cores", type=float, default=0.5, help="processor time of the server")
    parser.add_argument("--size", type=int, default=5, help="tables of each game")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-soak-") as folder:
        server = Server(Path(folder)).prepare().start()
        try:
            tally, samples = asyncio.run(soak(server, wanted.minutes, wanted.cores, wanted.size))
        finally:
            server.stop()
        broken = server.log.count("Traceback")
    flat, lines = gauge.verdict(samples, wanted.cores)
    print(*lines, sep="\n")
    counts = {**tally.counts, **tally.refused}
    print(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    print(f"internal errors: {broken}", *tally.wrong[:10], sep="\n")
    print("FLAT" if flat else "NOT FLAT")
    return int(not flat or bool(broken) or bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
