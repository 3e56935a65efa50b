"""What one process, one database, one connection was measured to cost: the only place for it.

In here: each figure with its unit and its source; a reader puts in his own with ``--set``. Sources:
"performance" is docs/performance.md; "prototype" is what was measured before the site was written
(docs/scaling.md, "The figures"). "Bound": not measured itself, but at least or at most that much,
for the reason given. Not in here: what people do (``town.MIX``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

UNITS = {
    "µs": 1e-6,
    "ms": 1e-3,
    "B": 1.0,
    "KiB": 1024.0,
    "MiB": 2.0**20,
    "/s": 1.0,
    "": 1.0,
}


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, how much, in which unit, and where that is from."""

    name: str
    value: float
    unit: str
    what: str
    source: str


_ALL = (
    # The event loop of one process
    Figure("turn", 212, "µs", "the event loop's work for a move, both sends included",
           "performance: 210 to 325 less the journal's 50 to 60, both in the middle"),
    Figure("told", 0.3, "", "the share of it that comes after the commit",
           "performance, who has the lock: sends 19 and news 8 of some 88 %"),
    Figure("processor", 267, "µs", "processor time of a move, the journal's included",
           "performance: 210 to 325, in the middle"),
    Figure("deliver", 6.0, "µs", "one frame to one watcher", "performance: 5.4 to 6.6"),
    Figure("receive", 17, "µs", "one small message in and its answer out (a ping)",
           "prototype: 58,000 echoes a second"),
    Figure("hop", 119, "µs", "one message from another process, taken in",
           "prototype, bound: 8,400 deliveries a second through the layer, its consumer included"),
    Figure("judge", 32, "µs", "a process that hears a move judges it again for its memo",
           "performance: the rules with a clock"),
    Figure("admit", 3.0, "ms", "letting one connection in that comes back",
           "performance: 2.3 to 3.2 side by side, 3.1 to 3.3 on a busy machine"),
    # The journal and the databases
    Figure("sync", 0.4, "ms", "SQLite FULL: the sync of a transaction", "performance"),
    Figure("line", 189, "µs", "the journal's time for each move of a transaction",
           "performance: 7 ms for 35 moves, less the sync"),
    Figure("trip", 365, "µs", "PostgreSQL: a transaction, beside the two below",
           "prototype: 2,100 a second one after the other"),
    Figure("flush", 90, "µs", "PostgreSQL: fsync, shared by all transactions that wait",
           "prototype: this machine's; a real disk takes longer"),
    Figure("row", 21, "µs", "PostgreSQL: a move",
           "prototype: 47,000 moves a second on one connection; taken for the whole server"),
    Figure("layer", 13_200, "/s", "messages that one Redis was seen to carry",
           "prototype, bound: the two processes were the limit, not Redis"),
    Figure("seen", 1 / 30, "/s", "rows a socket has written to say that it was heard",
           "`Watch._note`: every ping"),
    Figure("noted", 50, "µs", "PostgreSQL: one of these rows, 250 in a statement",
           "`presence.heard` by itself, 3,548 of 10,645 rows, five runs: 43 to 74"),
    Figure("kept", 12, "µs", "SQLite: the same", "as above: 11 to 14, once 47"),
    # Everybody's
    Figure("send", 3.9, "µs", "the kernel's send: the least that Redis or nginx spends",
           "prototype, bound: 255,000 a second"),
    Figure("connection", 30.4, "KiB", "memory of a connection, its lobby included",
           "performance: 28.0 and 30.4"),
    Figure("process", 50, "MiB", "memory of a process that serves nobody yet",
           "VmRSS of `manage.py serve`, SQLite, read once"),
    Figure("proxied", 20, "KiB", "nginx's memory for a connection",
           "bound: 50,000 in less than 1 GB, its vendor's test of nginx 1.7"),
    Figure("ports", 28_232, "", "connections of one proxy to one address and port of a process",
           "Linux: ip_local_port_range is 32768 to 60999 as it comes"),
    # Bytes of a move down
    Figure("move", 83, "B", "a move with a clock", "performance"),
    Figure("framing", 2, "B", "WebSocket, from a server, up to 125 bytes", "RFC 6455, 5.2"),
    Figure("tls", 22, "B", "TLS 1.3: head 5, type 1, tag 16", "RFC 8446, 5.2"),
    Figure("tcp", 52, "B", "IPv4 20, TCP 20, its time stamps 12", "RFC 791, 9293, 7323"),
    Figure("ethernet", 38, "B", "preamble 8, head 14, check 4, gap 12", "IEEE 802.3"),
)  # fmt: skip


class Figures:
    """All figures in seconds, bytes and per second, by name."""

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        """``own``: other values, in the units of the list.

        :raises KeyError: if there is no such figure.
        """
        self.all = {figure.name: figure for figure in _ALL}
        for name, value in (own or {}).items():
            self.all[name] = replace(self.all[name], value=value, source="your own")

    def __getitem__(self, name: str) -> float:
        figure = self.all[name]
        return figure.value * UNITS[figure.unit]

    @property
    def bytes_down(self) -> float:
        """A move on the wire to one watcher, everything around it included."""
        return sum(self[name] for name in ("move", "framing", "tls", "tcp", "ethernet"))


FULL = 0.9
"""Busier than this share of the time, and queues grow faster than any of this can tell."""
AIM = 0.6
"""How busy a process or database is planned to be."""
OVER = "over capacity"


def over(reasons: Iterable[str]) -> str:
    """What is asked too much of, in words; nothing if there is nothing."""
    listed = ", ".join(reasons)
    return f"{OVER}: {listed}" if listed else ""
