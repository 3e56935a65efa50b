"""Whose last socket here closed: are they at another process? Asked for all who leave together.

In here: the two steps of asking. Not in here: the rows (``presence``), what it means that somebody
left (``consumers``).
"""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from lobbies import presence
from lobbies.clock import now_ms
from lobbies.journal import JOURNAL, Work
from lobbies.together import Done, Run, Together

AT_ONCE = 250
"""Who are asked about in one statement. Moves wait behind each."""

Leaver = tuple[UUID, presence.Pair]


class Departures:
    """Those who left through ``process``. ``run`` does something in a thread that reads."""

    def __init__(self, loop: asyncio.AbstractEventLoop, run: Run, process: UUID) -> None:
        self._loop = loop
        self._run = run
        self._process = process
        self._together: Together[Leaver, bool] = Together(loop, self._ask, AT_ONCE)

    async def elsewhere(self, key: UUID, lobby: str, player: str) -> bool:
        """Whether the player of the closed socket ``key`` has one in this lobby on another process.

        :raises DatabaseError: if nobody knows.
        """
        return await self._together.ask((key, (lobby, player)))

    def _ask(self, leavers: list[Leaver], done: Done) -> None:
        keys, pairs = [key for key, _ in leavers], [pair for _, pair in leavers]

        def look() -> list[bool]:
            found = presence.elsewhere(pairs, self._process)
            return [pair in found for pair in pairs]

        def noted(result: Any) -> None:
            if isinstance(result, BaseException):
                done(result)
            else:
                self._run(look, done)

        JOURNAL.submit(Work(lambda: presence.leaving(keys, now_ms()), self._loop, noted))
