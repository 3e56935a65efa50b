"""The processes in which computer players think: few, bounded, replaced when they hang or die.

In here: the pool, and the line of those who wait for it. Not in here: what they think (``worker``,
``games``), and whose turn it is (``thinking``).
"""

from __future__ import annotations

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

from django.conf import settings
from pebble import ProcessPool

from lobbies import worker
from lobbies.worker import Job

log = logging.getLogger(__name__)

MAX_TASKS = 500
"""A process is replaced after so many thoughts, whatever it has kept in memory."""
CROWD = 4
"""So many wait for each thinker before everybody thinks less."""


class Thinkers:
    """The pool of this server process; it starts with the first thought."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._number = count()
        # Starting processes takes a while, which no event loop shall wait for.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thinkers")

    def think(self, job: Job, done: Callable[[Any], None]) -> None:
        """Think about ``job``; ``done`` hears a ``Choice`` or an exception, in another thread."""
        number = next(self._number)
        self._asked[number] = done

        def finished(future: Future[Any]) -> None:
            error = future.exception()
            self._answer(number, error if error is not None else future.result())

        def schedule() -> None:
            try:
                self._schedule(job).add_done_callback(finished)
            except Exception as error:
                self._answer(number, error)

        self._starter.submit(schedule)

    def _answer(self, number: int, result: Any) -> None:
        done = self._asked.pop(number, None)
        if done is not None:
            done(result)

    def _schedule(self, job: Job) -> Future[Any]:
        if self._pool is None or not self._pool.active:
            self._pool = ProcessPool(
                settings.THINKERS,
                MAX_TASKS,
                worker.prepare,
                (settings.THINKING_MB, settings.ENGINE),
                # A copy of a process with threads can stand still for ever.
                multiprocessing.get_context("spawn"),
            )
        return self._pool.schedule(worker.think, (job,), timeout=settings.THINKING_SECONDS)

    def replace(self) -> None:
        """Something hangs that should not: end all thinkers, others come with the next thought."""
        self._starter.submit(self.stop)

    def stop(self) -> None:
        """End all thinking; what was not finished has to be thought again."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()
        for number in list(self._asked):
            self._answer(number, TimeoutError("The thinkers were stopped"))


THINKERS = Thinkers()


class Desk:
    """The line before the thinkers, first come, first served; for one event loop."""

    def __init__(self) -> None:
        self._free = settings.THINKERS
        self._line: deque[Callable[[], None]] = deque()

    @property
    def effort(self) -> float:
        """How hard to think, from 1 down: the more wait, the less."""
        return min(1.0, CROWD * settings.THINKERS / (1 + len(self._line)))

    def waiting(self) -> int:
        """How many stand in the line."""
        return len(self._line)

    def wait(self, begin: Callable[[], None]) -> None:
        """Call ``begin`` as soon as a thinker is free; it must call ``leave`` in the end."""
        self._line.append(begin)
        self._next()

    def leave(self) -> None:
        """A thinker is free again."""
        self._free += 1
        self._next()

    def _next(self) -> None:
        while self._free and self._line:
            self._free -= 1
            self._line.popleft()()
