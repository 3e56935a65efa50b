"""What was sent during a fault and what became of it, compared with the log in the end.

In here: the count of one trial. Not in here: who sends (people), when what breaks (breaking).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

Rows = Callable[..., list[tuple[Any, ...]]]


@dataclass
class Sent:
    """A command under its ref: when it was first sent, and when it was accepted (seconds)."""

    lobby: str
    player: str
    ref: str
    action: str
    payload: Any
    began: float
    accepted: float | None = None


@dataclass
class Tally:
    """One trial. ``back``: when what was broken served again."""

    sent: list[Sent] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    """By code: what was refused, and then sent again under the same ref or given up."""
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Whatever nobody may ever see."""
    back: float | None = None
    done: bool = False
    beat: float = 0.06
    """Seconds between two commands of one player, more or less."""
    acknowledged: int = 0
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def accept(self, sent: Sent) -> None:
        """A command was answered with its news, or with ``ok``."""
        sent.accepted = time.monotonic()
        self.acknowledged += 1
        self._more.set()

    def refuse(self, code: str) -> None:
        """A command was answered with an error."""
        self.refused[code] += 1
        self._more.set()

    def served_again(self) -> None:
        """What was broken serves from now on."""
        self.back = time.monotonic()

    async def more(self, commands: int, seconds: float = 60) -> None:
        """Wait until so many more are acknowledged."""
        goal = self.acknowledged + commands
        await self.until(lambda: self.acknowledged >= goal, seconds)

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until answers make ``condition`` true.

        :raises TimeoutError: after so many seconds.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                self._more.clear()
                await self._more.wait()

    async def everybody(self, players: set[str], seconds: float) -> None:
        """Wait until each of these got an acknowledgement after ``back``, but no longer."""
        with suppress(TimeoutError):
            await self.until(lambda: self._firsts().keys() >= players, seconds)

    def _firsts(self) -> dict[str, float]:
        firsts: dict[str, float] = {}
        for sent in self.sent:
            if self.back is not None and sent.accepted is not None and sent.accepted >= self.back:
                known = firsts.get(sent.player, math.inf)
                firsts[sent.player] = min(known, sent.accepted - self.back)
        return firsts

    def recoveries(self, players: set[str]) -> list[float]:
        """Seconds from ``back`` to each player's first acknowledgement, sorted; inf: none."""
        firsts = self._firsts()
        return sorted(firsts.get(player, math.inf) for player in players)

    def waits(self) -> list[float]:
        """Seconds from sending to acknowledgement of every command, sorted."""
        return sorted(s.accepted - s.began for s in self.sent if s.accepted is not None)


@dataclass
class Findings:
    """What the log says: everything here should be 0."""

    lost: int = 0
    doubled: int = 0
    holes: int = 0


def read_log(rows: Rows, tally: Tally) -> Findings:
    """Whether every acknowledged command is in the log once, and none twice."""
    found = Findings()
    lobbies: dict[str, list[Sent]] = defaultdict(list)
    for sent in tally.sent:
        lobbies[sent.lobby].append(sent)
    for lobby, commands in lobbies.items():
        log = rows(
            "SELECT version, player_id, ref FROM lobbies_move WHERE lobby_id = ? ORDER BY version",
            lobby,
        )
        # Version 1 is the lobby as it was opened.
        found.holes += [row[0] for row in log] != list(range(2, len(log) + 2))
        written = Counter((_bare(player), ref) for _, player, ref in log if ref is not None)
        said = Counter(
            text
            for (text,) in rows("SELECT text FROM lobbies_chatmessage WHERE lobby_id = ?", lobby)
        )
        for sent in commands:
            times = written[_bare(sent.player), sent.ref]
            if sent.action == "chat/say" and times != said[sent.payload["text"]]:
                times = max(times, said[sent.payload["text"]]) if times else 0
            found.lost += sent.accepted is not None and times == 0
            found.doubled += times > 1
    return found


def _bare(player: Any) -> str:
    return str(player).replace("-", "")


def share(values: list[float], of: float) -> float:
    """The value that this share of the sorted ``values`` does not exceed."""
    return values[min(len(values) - 1, math.ceil(of * len(values)) - 1)] if values else math.nan
