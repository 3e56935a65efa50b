"""The bare shape of this site: a memo, a group commit, one encoding for all. Nothing else.

No identity, no limits, no views, no repeated commands, no clocks, no reload: what is left is what
a durable move costs at least in this language on this machine, so that other figures can be read
beside it. The targets were set beside such a server. One ASGI module with the tutorial's protocol;
``DATA_DIR`` (a folder) and ``GAMES`` (how many there are to play) in the environment.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import chess

SWITCH_SECONDS = 0.0005
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class Table:
    """A game as it was committed last, and who hears of it."""

    key: int
    version: int = 0
    board: chess.Board = field(default_factory=chess.Board)
    players: tuple[str, str] = ("anh", "binh")
    wants: set[str] = field(default_factory=set)
    listeners: set[Send] = field(default_factory=set)
    busy: bool = False


@dataclass
class Work:
    """One change on its way into the database, and what is told after it."""

    table: Table
    text: str
    board: chess.Board


class Journal:
    """Whatever waits goes into one transaction."""

    def __init__(self, path: Path, games: int) -> None:
        self.waiting: SimpleQueue[Work] = SimpleQueue()
        self.path = path
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE game (id INTEGER PRIMARY KEY, version INTEGER)")
            columns = "game INTEGER, version INTEGER, text TEXT, UNIQUE (game, version)"
            database.execute(f"CREATE TABLE change ({columns})")
            database.executemany("INSERT INTO game VALUES (?, 0)", [(n + 1,) for n in range(games)])

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to commit, in a thread."""
        sys.setswitchinterval(SWITCH_SECONDS)
        threading.Thread(target=self._run, args=(loop,), daemon=True).start()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        database = sqlite3.connect(self.path, isolation_level=None)
        database.execute("PRAGMA synchronous=FULL")
        while True:
            batch = [self.waiting.get()]
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            database.execute("BEGIN IMMEDIATE")
            moved = database.executemany(
                "UPDATE game SET version = version + 1 WHERE id = ? AND version = ?",
                [(work.table.key, work.table.version) for work in batch],
            )
            assert moved.rowcount == len(batch)
            database.executemany(
                "INSERT INTO change VALUES (?, ?, ?)",
                [(work.table.key, work.table.version + 1, work.text) for work in batch],
            )
            database.execute("COMMIT")
            loop.call_soon_threadsafe(_tell, batch)


def _tell(batch: Iterable[Work]) -> None:
    for work in batch:
        table = work.table
        table.version += 1
        table.board = work.board
        table.busy = False
        message = {"type": "websocket.send", "text": work.text}
        for send in table.listeners:
            _hand(send(message))


def _hand(sending: Awaitable[None]) -> None:
    """Send without a task; who does not read what is sent holds up nobody."""
    try:
        sending.__await__().send(None)
    except StopIteration:
        return
    raise RuntimeError("A listener does not read.")


def judge(table: Table, player: str, content: dict[str, Any]) -> Work | None:
    """What a message changes, if it is allowed."""
    kind, board = content["type"], table.board
    if kind == "move":
        move = chess.Move.from_uci(content["uci"])
        if player != table.players[not board.turn] or not board.is_legal(move):
            return None
        board = board.copy(stack=False)
        board.push(move)
        outcome = board.outcome()
        result = outcome.result() if outcome else ""
        text = json.dumps({"type": "moved", "uci": content["uci"], "result": result})
    elif kind == "resign":
        text = json.dumps({"type": "over", "by": player})
    else:
        table.wants.add(player)
        if len(table.wants) < len(table.players):
            return None
        table.wants.clear()
        table.players = (table.players[1], table.players[0])
        board = chess.Board()
        text = json.dumps({"type": "began"})
    return Work(table, text, board)


TABLES = {number + 1: Table(number + 1) for number in range(int(os.environ["GAMES"]))}
JOURNAL = Journal(Path(os.environ["DATA_DIR"]) / "prototype.sqlite3", len(TABLES))


async def application(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """One connection, or the server's life."""
    if scope["type"] == "lifespan":
        await receive()
        JOURNAL.start(asyncio.get_running_loop())
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
        work = None if table.busy else judge(table, player, json.loads(message["text"]))
        if work is not None:
            table.busy = True
            JOURNAL.waiting.put(work)
    table.listeners.discard(send)
