"""Whose last socket here closed: are they at another process? Asked for all who leave together.

In here: what waits to be asked, for one event loop. Not in here: the rows (``presence``), what it
means that somebody left (``consumers``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from lobbies import presence
from lobbies.clock import now_ms
from lobbies.journal import JOURNAL, Work, settle

Run = Callable[[Callable[[], Any], Callable[[Any], None]], None]

AT_ONCE = 250
"""Who are asked about in one statement. Moves wait behind each."""


class Departures:
    """Those who left through ``process``. ``run`` does something in a thread that reads."""

    def __init__(self, loop: asyncio.AbstractEventLoop, run: Run, process: UUID) -> None:
        self._loop = loop
        self._run = run
        self._process = process
        self._waiting: list[tuple[UUID, presence.Pair, asyncio.Future[bool]]] = []
        self._asking = False

    async def elsewhere(self, key: UUID, lobby: str, player: str) -> bool:
        """Whether the player of the closed socket ``key`` has one in this lobby on another process.

        :raises DatabaseError: if nobody knows.
        """
        future: asyncio.Future[bool] = self._loop.create_future()
        self._waiting.append((key, (lobby, player), future))
        if not self._asking:
            self._ask()
        return await future

    def _ask(self) -> None:
        self._asking = bool(self._waiting)
        if not self._asking:
            return
        batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        keys, pairs = [key for key, _, _ in batch], [pair for _, pair, _ in batch]

        def told(result: Any) -> None:
            self._ask()
            for _, pair, future in batch:
                failed = isinstance(result, BaseException)
                settle(future, result if failed else pair in result)

        def noted(result: Any) -> None:
            if isinstance(result, BaseException):
                told(result)
            else:
                self._run(lambda: presence.elsewhere(pairs, self._process), told)

        JOURNAL.submit(Work(lambda: presence.leaving(keys, now_ms()), self._loop, noted))
