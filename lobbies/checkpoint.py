"""SQLite's housekeeping beside the commits: what is in the write-ahead log goes to the database.

Left to itself, SQLite does that within the commit that finds the log long, and whoever waits for
that commit waits several milliseconds more. Here a thread of its own does it. Not in here: the
bound of the log, which holds even if this thread does not keep up (``wal_autocheckpoint`` in the
settings: then the commit does it after all, and starts the log anew).
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.25
"""Between two rounds: a page that changes often is copied once for all its changes in between."""


class Checkpoint:
    """The thread. It does nothing while nothing is committed."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Something was committed; called by the journal's thread alone."""
        if connection.vendor != "sqlite":
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
            self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            try:
                copy_log()
            except Exception as error:
                log.warning("The log was not copied; the next commit tries again: %s", error)
                connection.close()
            time.sleep(PAUSE_SECONDS)


def copy_log() -> None:
    """Copy what is in the log, without being in anybody's way."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


CHECKPOINT = Checkpoint()
