"""The bare shape of this site: a memo, a group commit, one encoding for all. Nothing else.

No identity, no limits, no views, no repeated commands, no clocks, no reload: what is left is what
a durable move costs at least in this language on this machine, so that other figures can be read
beside it. The targets were set beside such a server. One ASGI module with the tutorial's protocol;
``DATA_DIR`` (a folder) and ``GAMES`` (how many there are to play) in the environment. With
``DATABASE_URL`` and ``REDIS_URL`` several processes serve the same games (``prototype_two``).
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import chess

from tests.bench.peers.servers.prototype_journal import Journal
from tests.bench.peers.servers.prototype_line import Change, Line

AGAIN_SECONDS = 0.005
"""After a race that another process won, until it is judged again."""
Send = Callable[[dict[str, Any]], Awaitable[None]]
Message = tuple[str, dict[str, Any]]


@dataclass
class Table:
    """A game as it was committed last, who hears of it, and what is to be judged yet."""

    key: int
    version: int = 0
    board: chess.Board = field(default_factory=chess.Board)
    players: tuple[str, str] = ("anh", "binh")
    wants: frozenset[str] = frozenset()
    listeners: set[Send] = field(default_factory=set)
    waiting: deque[Message] = field(default_factory=deque)
    busy: bool = False


def judge(table: Table, player: str, content: dict[str, Any]) -> Change | None:
    """What a message changes, if it is allowed."""
    kind, uci = content["type"], ""
    told = {"type": "over", "by": player}
    if kind == "move":
        uci, board = content["uci"], table.board
        move = chess.Move.from_uci(uci)
        if player != table.players[not board.turn] or not board.is_legal(move):
            return None
        board = board.copy(stack=False)
        board.push(move)
        outcome = board.outcome()
        told = {"type": "moved", "uci": uci, "result": outcome.result() if outcome else ""}
    elif kind == "rematch":
        told = {"type": "wants" if table.wants <= {player} else "began"}
    return Change(table.key, table.version + 1, told["type"], player, uci, json.dumps(told))


def apply(table: Table, change: Change) -> None:
    """What is committed is so now, whoever committed it, and is told."""
    table.version = change.version
    if change.kind == "moved":
        table.board.push(chess.Move.from_uci(change.uci))
    elif change.kind == "wants":
        table.wants |= {change.player}
    elif change.kind == "began":
        table.wants = frozenset()
        table.players = (table.players[1], table.players[0])
        table.board = chess.Board()
    message = {"type": "websocket.send", "text": change.text}
    for send in table.listeners:
        _hand(send(message))


def _hand(sending: Awaitable[None]) -> None:
    """Send without a task; who does not read what is sent holds up nobody."""
    try:
        sending.__await__().send(None)
    except StopIteration:
        return
    raise RuntimeError("A listener does not read.")


def go_on(table: Table) -> None:
    """Judge the next message that changes something, and hand it to the journal."""
    while table.waiting and not table.busy:
        message = table.waiting.popleft()
        change = judge(table, *message)
        if change is not None:
            table.busy = True
            JOURNAL.waiting.put((change, message))


def committed(batch: Iterable[tuple[Change, Message]], lost: frozenset[int]) -> None:
    """A transaction's changes are written, but for those of the games in ``lost``."""
    told = []
    for change, message in batch:
        table = TABLES[change.game]
        table.busy = False
        if change.game in lost:
            table.waiting.appendleft(message)
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, go_on, table)
            continue
        apply(table, change)
        told.append(change)
        go_on(table)
    LINE.tell(told)


def heard(changes: Iterable[Change]) -> None:
    """Another process committed these."""
    for change in changes:
        table = TABLES[change.game]
        if change.version == table.version + 1:
            apply(table, change)


TABLES = {number + 1: Table(number + 1) for number in range(int(os.environ["GAMES"]))}
JOURNAL = Journal(len(TABLES), committed)
LINE = Line(heard)


async def application(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """One connection, or the server's life."""
    if scope["type"] == "lifespan":
        await receive()
        JOURNAL.start(asyncio.get_running_loop())
        await LINE.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return
    table = TABLES[int(scope["path"].split("/")[3])]
    player = scope["query_string"].decode().removeprefix("player=")
    await receive()
    await send({"type": "websocket.accept"})
    table.listeners.add(send)
    await send({"type": "websocket.send", "text": json.dumps({"type": "state"})})
    while (message := await receive())["type"] == "websocket.receive":
        table.waiting.append((player, json.loads(message["text"])))
        go_on(table)
    table.listeners.discard(send)
