"""``python -m tests.fuzz [--frames 100000] [--examples 60] [--seed 7]``"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.calls import fuzz_calls
from tests.fuzz.storm import Harvest, storm
from tests.live import Server

MEGABYTE = 1 << 20
GROWTH_MB = 96
"""What the server's memory may grow by: memos of its lobbies rest for two minutes after use."""


def main(arguments: list[str]) -> int:
    """Fuzz a server of its own; 0 if it took everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--examples", type=int, default=60, help="calls of each kind over HTTP")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="parlour-fuzz-") as folder:
        server = Server(Path(folder)).prepare().start()
        try:
            held = _fuzz_socket(server, wanted.frames, wanted.seed)
            held &= _fuzz_calls(server, wanted.examples, wanted.seed)
        finally:
            server.stop()
    return int(not held)


def _fuzz_socket(server: Server, frames: int, seed: int) -> bool:
    asyncio.run(storm(server, frames // 20, seed + 1))  # Caches fill, code is loaded.
    before, began = server.memory(), time.monotonic()
    harvest = asyncio.run(storm(server, frames, seed))
    grown = (server.memory() - before) / MEGABYTE
    print(*report(harvest), sep="\n")
    print(f"{'seconds':<24}{time.monotonic() - began:>9.0f}")
    print(f"{'RSS before, MB':<24}{before / MEGABYTE:>9.1f}\n{'RSS grown by, MB':<24}{grown:>9.1f}")
    broken = server.log.count("Traceback")
    print(f"{'exceptions in the log':<24}{broken:>9}")
    return not (harvest.internal or harvest.wrong or broken) and grown < GROWTH_MB


def report(harvest: Harvest) -> list[str]:
    """What was sent and what came back, line by line."""
    rows: list[tuple[str, object]] = [("frames", harvest.frames), ("lobbies", harvest.lobbies)]
    rows += [(name, count) for name, count in harvest.answers.most_common() if name.isupper()]
    others = sum(count for name, count in harvest.answers.items() if not name.isupper())
    rows += [("other messages", others), ("internal errors", harvest.internal)]
    rows += [(f"closed with {code}", count) for code, count in sorted(harvest.closes.items())]
    return [*(f"{name:<24}{value:>9}" for name, value in rows), *harvest.wrong[:10]]


def _fuzz_calls(server: Server, examples: int, seed: int) -> bool:
    stage = server.one("Anh", "Bình", sit=2, start=True)
    held, said = fuzz_calls(server, stage, examples=examples, seed=seed)
    print(said[-4000:] if held else said)
    return held


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
