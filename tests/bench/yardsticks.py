"""How fast this machine is at what nobody can avoid, beside the machine of the targets.

The targets were set on one machine, and a rate says little without the pace of the one it was
measured on. In here: things that no design changes, measured the same way there and here. Not
in here: anything of this site.
"""

from __future__ import annotations

import os
import selectors
import socket
import statistics
import timeit
from dataclasses import dataclass
from time import perf_counter

import chess

from tests.bench.pairs import random_games

SOCKETS = 1000
FRAME = b"x" * 83
"""As many bytes as a move with its clock."""


@dataclass(frozen=True)
class Yardstick:
    """Microseconds here, and on the machine of the targets."""

    what: str
    here: float
    there: float

    @property
    def slower(self) -> float:
        """How many times as long it takes here."""
        return self.here / self.there


def yardsticks() -> list[Yardstick]:
    """Measure; takes some three seconds and both processors for a moment."""
    return [
        Yardstick("python-chess: one move judged and made, board kept", _chess(), 17.0),
        Yardstick(f"the kernel: one frame sent, {SOCKETS:,} sockets in turn", _send(), 3.9),
    ]


def _chess() -> float:
    """Read, look whether it is legal, push, ask for the outcome; by move, of random games."""
    games = [[uci.decode() for uci in game] for game in random_games(20)]
    moves = sum(map(len, games))

    def play() -> None:
        for game in games:
            board = chess.Board()
            for uci in game:
                move = chess.Move.from_uci(uci)
                if board.is_legal(move):
                    board.push(move)
                board.outcome()

    return _best(play, 5, moves)


def _best(call: object, rounds: int, parts: int, number: int = 1) -> float:
    times = timeit.repeat(call, number=number, repeat=rounds)  # type: ignore[arg-type]
    return min(times) / number / parts * 1e6


def _send() -> float:
    """The median of several rounds; another process reads."""
    with socket.create_server(("127.0.0.1", 0), backlog=SOCKETS) as server:
        reader = os.fork()
        if reader == 0:
            _read_all(server.getsockname())
        peers = [server.accept()[0] for _ in range(SOCKETS)]
        try:
            for peer in peers:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            rounds = []
            for _ in range(30):
                began = perf_counter()
                for peer in peers:
                    peer.send(FRAME)
                rounds.append((perf_counter() - began) / SOCKETS * 1e6)
            return statistics.median(rounds)
        finally:
            for peer in peers:
                peer.close()
            os.waitpid(reader, 0)


def _read_all(address: tuple[str, int]) -> None:
    """Take whatever comes until every line has ended; never returns."""
    try:
        chosen = selectors.DefaultSelector()
        for _ in range(SOCKETS):
            chosen.register(socket.create_connection(address), selectors.EVENT_READ)
        left = SOCKETS
        while left:
            for key, _ in chosen.select():
                if not key.fileobj.recv(1 << 16):  # type: ignore[union-attr]
                    chosen.unregister(key.fileobj)
                    left -= 1
    finally:
        os._exit(0)
