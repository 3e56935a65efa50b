"""The roll of open sockets: who comes and goes at the same time is noted in one statement each way.

In here: what waits to be noted. Not in here: the rows (``presence``), transactions (``journal``).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Set
from typing import Any
from uuid import UUID

from lobbies import presence
from lobbies.journal import JOURNAL, Work


class Page:
    """Sockets that opened and closed, to be noted in one transaction."""

    def __init__(self) -> None:
        self.opened: dict[UUID, presence.Row] = {}
        self.closed: list[UUID] = []

    def write(self) -> None:
        """Note them, in the journal's thread. Whoever comes from now on is on the next page."""
        ROLL.turn(self)
        # A socket is opened before it is closed, and its key is never used again.
        presence.opened(list(self.opened.values()))
        presence.closed(self.closed)


class Roll:
    """The page that is being filled. What is noted here is committed before whatever is handed to
    the journal afterwards: whoever is listed as connected has a row."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._owed: list[Page] = []
        self._lock = threading.Lock()

    def connected(self, key: UUID, lobby: str, player: str, process: UUID, now: int) -> None:
        """Note an open socket at ``now`` (ms); nobody waits for it."""
        with self._lock:
            self._open().opened[key] = (key, UUID(lobby), UUID(player), process, now)

    def disconnected(self, key: UUID) -> None:
        """Note a closed socket; nobody waits for it."""
        with self._lock:
            page = self._open()
            page.closed.append(key)

    def turn(self, page: Page) -> None:
        """Fill ``page`` no more: it is being written."""
        with self._lock:
            if self._page is page:
                self._page = None

    def _open(self) -> Page:
        if self._page is None:
            self._page = Page()
            self._submit(self._page)
        return self._page

    def _submit(self, page: Page) -> None:
        def done(result: Any) -> None:
            if isinstance(result, BaseException):
                self._owed.append(page)

        JOURNAL.submit(Work(page.write, asyncio.get_running_loop(), done))

    @property
    def owes(self) -> bool:
        """Whether a page could not be written."""
        return bool(self._owed)

    def again(self, alive: Set[UUID]) -> None:
        """Note what could not be written; ``alive``: the sockets that are open still."""
        owed, self._owed = self._owed, []
        for page in owed:
            page.opened = {key: row for key, row in page.opened.items() if key in alive}
            self._submit(page)


ROLL = Roll()
