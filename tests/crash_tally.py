"""What was acknowledged while a server was killed, and what its log says of it afterwards.

In here: counting what was lost, doubled or changed. Not in here: who played (crash).
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import chess

from tests.clients import Message


class Keeper(Protocol):
    """Whose database can be asked: a server, or two over one."""

    @property
    def rows(self) -> Callable[..., list[tuple[Any, ...]]]:
        """Ask it; ``?`` stands for a value."""


@dataclass
class Plan:
    """What is played: games at once, moves in all, kills and cut lines spread over them."""

    games: int = 20
    moves: int = 10_000
    kills: int = 20
    cuts: int = 200


@dataclass
class Tally:
    """What was acknowledged, and what happened meanwhile."""

    plan: Plan
    acknowledged: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Lobby, player, ref and move."""
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Message] = field(default_factory=list)
    seconds: float = 0.0
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self, lobby: str, player: str, ref: str, move: str) -> None:
        self.acknowledged.append((lobby, player, ref, move))
        self._more.set()

    async def reach(self, moves: int) -> None:
        """Wait until so many moves are acknowledged."""
        while len(self.acknowledged) < moves:
            self._more.clear()
            await self._more.wait()

    @property
    def done(self) -> bool:
        return len(self.acknowledged) >= self.plan.moves


@dataclass
class Findings:
    """What the log says about a tally: everything here should be 0."""

    lost: int = 0
    doubled: int = 0
    changed: int = 0
    holes: int = 0
    disorder: int = 0
    illegal: int = 0


def read_log(server: Keeper, tally: Tally) -> Findings:
    """Compare what was acknowledged with what is in the database."""
    found = Findings()
    for lobby in {lobby for lobby, *_ in tally.acknowledged}:
        _read_lobby(server, lobby, tally, found)
    return found


def _read_lobby(server: Keeper, lobby: str, tally: Tally, found: Findings) -> None:
    [(version,)] = server.rows("SELECT version FROM lobbies_lobby WHERE id = ?", lobby)
    # Up to that one: players are still leaving while this is read.
    rows = server.rows(
        "SELECT version, player_id, ref, action, payload, match_id FROM lobbies_move "
        f"WHERE lobby_id = ? AND version <= {version} ORDER BY version", lobby,
    )  # fmt: skip
    # Version 1 is the lobby as it was opened.
    found.holes += [row[0] for row in rows] != list(range(2, version + 1))
    log: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    boards: dict[Any, chess.Board] = defaultdict(chess.Board)
    for at, player, ref, action, payload, match in rows:
        if action != "game/move":
            continue
        uci = (payload if isinstance(payload, dict) else json.loads(payload))["uci"]
        log[str(player).replace("-", ""), ref].append((at, uci))
        try:
            boards[match].push(boards[match].parse_uci(uci))
        except ValueError:
            found.illegal += 1
    last: dict[str, int] = {}
    for where, player, ref, uci in tally.acknowledged:
        if where != lobby:
            continue
        written = log.get((player.replace("-", ""), ref), [])
        found.lost += not written
        found.doubled += len(written) > 1
        found.changed += any(move != uci for _, move in written)
        if written:
            found.disorder += written[0][0] <= last.get(player, 0)
            last[player] = written[0][0]


def print_table(tally: Tally, found: Findings) -> None:
    """What happened, line by line."""
    rows: list[tuple[str, Any]] = [
        ("games at once", tally.plan.games), ("moves acknowledged", len(tally.acknowledged)),
        ("seconds", f"{tally.seconds:.0f}"), ("kill -9 and restart", tally.counts["kill"]),
        ("lines cut", tally.counts["cut"]),
        *((name, tally.counts[name]) for name in (
            "came back to the whole", "came back to what was missed", "sent again",
            "answered by the log", "documents that differ", "gaps heard")),
        ("refused", len(tally.refused)), *vars(found).items(),
    ]  # fmt: skip
    for name, value in rows:
        print(f"{name:<30}{value:>8}")
    for answer in tally.refused[:5]:
        print(answer)
