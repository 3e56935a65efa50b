"""Questions that are asked together: all that come during one are asked at once after it.

In here: what waits, for one event loop; no timer, for the question before is the tick. Not in here:
what is asked (``handshake``, ``departures``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from lobbies.journal import settle

Q = TypeVar("Q")
A = TypeVar("A")
Done = Callable[[Any], None]
Run = Callable[[Callable[[], Any], Done], None]
"""Does something in a thread that reads, and tells its result or the exception."""


class Together(Generic[Q, A]):
    """Asks ``at_once`` questions at most at a time.

    ``put``: puts questions, and tells the answers in their order, or the exception that befell all;
    an answer that is an exception befalls its question alone.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        put: Callable[[list[Q], Done], None],
        at_once: int,
    ) -> None:
        self._loop = loop
        self._put = put
        self._at_once = at_once
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._asking = False

    async def ask(self, question: Q) -> A:
        """The answer.

        :raises Exception: the one that it was.
        """
        future: asyncio.Future[A] = self._loop.create_future()
        self._waiting.append((question, future))
        if not self._asking:
            self._next()
        return await future

    def _next(self) -> None:
        self._asking = bool(self._waiting)
        if not self._asking:
            return
        batch, self._waiting = self._waiting[: self._at_once], self._waiting[self._at_once :]

        def done(result: Any) -> None:
            self._next()
            answers = [result] * len(batch) if isinstance(result, BaseException) else result
            for (_, future), answer in zip(batch, answers, strict=True):
                settle(future, answer)

        self._put([question for question, _ in batch], done)
