"""Group commit: whatever waits, of all lobbies, goes into one database transaction.

In here: one thread with a connection of its own, and the answer to everybody after the commit. No
timer: the previous commit is the tick. Not in here: SQL (``statements``, ``writes``), and what
happens after a lost race (``table``).
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction

from lobbies import statements, writes
from lobbies.checkpoint import CHECKPOINT
from lobbies.database import drop_dead, is_gone
from lobbies.judge import Change
from lobbies.metrics import BATCHES, COMMITS, TALLY

log = logging.getLogger(__name__)

BATCH = 1000
"""Jobs in one transaction at most, so that nobody waits for a very long one."""


SWITCH_SECONDS = 0.0005
"""How long the event loop may keep the interpreter's lock when the journal has come back from the
database and wants it. Python's own 5 ms, several times a transaction, was most of its duration."""


Done = Callable[[Any], None]


class Lost(Exception):
    """Somebody else changed the lobby first: the version is not what the change was judged on."""


class Job:
    """Something to do inside the next transaction; ``done`` hears its result or its exception."""

    __slots__ = ("done", "loop", "result")

    def __init__(self, loop: asyncio.AbstractEventLoop | None, done: Done | None) -> None:
        self.loop = loop
        self.done = done
        self.result: Any = None


class Work(Job):
    """Any function that reads and writes rows, within the transaction."""

    __slots__ = ("function",)

    def __init__(
        self,
        function: Callable[[], Any],
        loop: asyncio.AbstractEventLoop | None = None,
        done: Done | None = None,
    ) -> None:
        super().__init__(loop, done)
        self.function = function


class Commit(Job):
    """A lobby's next changes, one after the other, all or none."""

    __slots__ = ("changes",)

    def __init__(
        self,
        changes: list[Change],
        loop: asyncio.AbstractEventLoop | None = None,
        done: Done | None = None,
    ) -> None:
        super().__init__(loop, done)
        self.changes = changes

    @property
    def lobby(self) -> str:
        """The lobby's id, as the statement that moves it on returns it."""
        return UUID(self.changes[0].after.id).hex


class Journal:
    """The one thread that commits. Jobs of any event loop of this process are welcome."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Job] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def submit(self, job: Job) -> None:
        """Queue a job; returns at once."""
        self._waiting.put(job)
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def waiting(self) -> int:
        """How many jobs wait for the next transaction."""
        return self._waiting.qsize()

    async def work(self, function: Callable[[], Any]) -> Any:
        """Run a function in the next transaction and wait for its result."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self.submit(Work(function, loop, lambda result: settle(future, result)))
        return await future

    def _start(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                sys.setswitchinterval(SWITCH_SECONDS)
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get())
            BATCHES.observe(len(batch))
            began = time.perf_counter()
            try:
                commit(batch)
            except Exception as error:  # the thread must outlive any job
                log.exception("The journal could not commit")
                for job in batch:
                    job.result = error
            COMMITS.observe(time.perf_counter() - began)
            _answer(batch)
            CHECKPOINT.wake()


def settle(future: asyncio.Future[Any], result: Any) -> None:
    """Hand a job's result to whoever awaits it, unless they have gone."""
    if future.done():
        return
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)


def _answer(batch: list[Job]) -> None:
    """Tell every job's loop, once per loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = defaultdict(list)
    for job in batch:
        if job.loop is not None:
            by_loop[job.loop].append(job)
    for loop, jobs in by_loop.items():
        try:
            loop.call_soon_threadsafe(_deliver, jobs)
        except RuntimeError:
            log.debug("A loop closed before its commit was answered")


def _deliver(jobs: list[Job]) -> None:
    for job in jobs:
        try:
            if job.done is not None:
                job.done(job.result)
        except Exception:
            log.exception("News of a commit could not be handed on")


def commit(batch: list[Job]) -> None:
    """One transaction for all; if it fails, one for each half, down to the job that fails.

    So one of a thousand costs twenty transactions more, not a thousand. Not if the database is
    away: each would wait for it, one after the other.
    """
    try:
        if not _moved_on(batch):
            _together(batch)
    except Exception as error:
        if is_gone(error):
            drop_dead()
        elif len(batch) > 1:
            middle = len(batch) // 2
            commit(batch[:middle])
            commit(batch[middle:])
            return
        for job in batch:
            job.result = error


def _moved_on(batch: list[Job]) -> bool:
    """Write lobbies that only moved on, as most do most of the time: one statement, by itself a
    transaction. False, and nothing is written, if there is more to do."""
    commits = [job for job in batch if isinstance(job, Commit)]
    changes = [change for job in commits for change in job.changes]
    if len(commits) < len(batch) or connection.in_atomic_block:
        return False
    if not all(map(writes.moves_only, changes)):
        return False
    _refresh()
    _move_on(commits)
    return True


def _refresh() -> None:
    """Drop the connection if it is broken. It stays as long as it works: another one from the pool
    would not know the statements that this one has prepared."""
    if connection.errors_occurred:
        close_old_connections()


def _together(batch: list[Job]) -> None:
    _refresh()
    with transaction.atomic():
        write_changes([job for job in batch if isinstance(job, Commit)])
        for job in batch:
            if isinstance(job, Work):
                job.result = job.function()


def write_changes(commits: list[Commit]) -> None:
    """Write many lobbies' changes. The result of a commit whose lobby was not at the version that
    its first change was judged on is ``Lost``, and nothing is written of it."""
    if not commits:
        return
    moved = _move_on(commits)
    writes.together([job.changes for job in moved])
    for job in moved:
        for change in job.changes:
            for write in writes.of(change):
                write()


def _move_on(commits: list[Commit]) -> list[Commit]:
    """Move lobbies on; those that did."""
    lines = [writes.line(change) for job in commits for change in job.changes]
    lost = statements.move_on(lines)
    for job in commits:
        job.result = None
    if not lost:
        return commits
    moved: list[Commit] = []
    for job in commits:
        if job.lobby in lost:
            job.result = Lost()
        else:
            moved.append(job)
    TALLY.lost_races += len(lost)
    return moved


JOURNAL = Journal()

__all__ = ["JOURNAL", "Commit", "DatabaseError", "IntegrityError", "Job", "Journal", "Lost", "Work"]
