"""Thinking for computer players, in a process that does nothing else.

In here: what such a process runs, and what it may use up. It knows games and no site: no Django,
no database. What crosses the border is JSON, so it can be killed at any moment.
"""

from __future__ import annotations

import os
import resource
import threading
import time
from contextlib import suppress
from multiprocessing import parent_process

import msgspec

from games import GAMES
from games.mind import Mind
from games.rng import Rng
from lobbies.engines import Engine, command_of
from lobbies.protocol import payload_of

_ENCODER = msgspec.json.Encoder()


class Job(msgspec.Struct, frozen=True):
    """One thing to think about; ``options`` and ``views`` are JSON, ``seed`` is for chance."""

    kind: str
    seat: int
    level: str
    options: bytes
    views: bytes
    seed: bytes
    effort: float = 1.0


class Choice(msgspec.Struct, frozen=True):
    """The command that was chosen, as it would come over the wire."""

    action: str
    payload: bytes


_engine = Engine(())


def prepare(memory_mb: int, engine: str) -> None:
    """Bound this process, let everybody else go first, and end with the process that began it.

    ``engine``: the setting that says which one its thoughts may ask.
    """
    global _engine  # noqa: PLW0603 - a process has one, for as long as it lives.
    _engine = Engine(command_of(engine))
    with suppress(ValueError, OSError):
        size = memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with suppress(OSError):
        os.nice(10)
    threading.Thread(target=_follow, name="follow", daemon=True).start()


def _follow() -> None:
    """A server that was killed takes its thinkers along."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def think(job: Job) -> Choice:
    """Choose a command for a computer player from what it may know."""
    game = GAMES[job.kind]
    began = time.monotonic()
    options = msgspec.json.decode(job.options, type=game.options)
    mind = Mind(
        job.level,
        options,
        Rng(job.seed, 0),
        job.effort,
        lambda: time.monotonic() - began,
        _engine.consult,
    )
    command = game.choose(msgspec.json.decode(job.views), job.seat, mind)
    return Choice(command.action, _ENCODER.encode(payload_of(command)))
