"""For a server under test only: its wall clock is wrong by what a file says, in seconds.

Python imports a module of this name at its start, wherever it finds it on its path. The file that
CLOCK_SHIFT names is read again and again. The monotonic clock goes on as it is, as it does on a
machine whose clock is set.
"""

import contextlib
import os
import threading
import time
from pathlib import Path

_EVERY = 0.02
_told = os.environ.get("CLOCK_SHIFT", "")
_shift = [0]
_time, _time_ns = time.time, time.time_ns


def _read() -> None:
    while True:
        with contextlib.suppress(OSError, ValueError):
            _shift[0] = int(float(Path(_told).read_text() or 0) * 1e9)
        time.sleep(_EVERY)


if _told:
    threading.Thread(target=_read, daemon=True).start()
    time.time = lambda: _time() + _shift[0] / 1e9
    time.time_ns = lambda: _time_ns() + _shift[0]
