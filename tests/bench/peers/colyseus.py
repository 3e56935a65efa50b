"""Players and watchers on Colyseus: binary frames, in msgpack out, by schema in.

A frame's first byte is its kind. The state's fields (``servers/colyseus.js``) come as ``0x80`` plus
their index, and their value: 0 the position, 1 the move, 2 the result, 3 the game's number. Not in
here: decoding more than who plays needs.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any

from tests.bench.crowd import Board
from tests.bench.pairs import Pair, Player, Trouble
from tests.bench.wire import Wire, binary_frame, connect

JOIN, ERROR, DATA, STATE, PATCH = 10, 11, 13, 14, 15
RESULT, NO_RESULT = b"\x82", b"\x82\xa0"


def message(name: bytes, text: bytes | None = None) -> bytes:
    """A frame that calls a handler of the room, with a short text or nothing."""
    parts = (name,) if text is None else (name, text)
    return binary_frame(b"\x0d" + b"".join(bytes([0xA0 | len(p)]) + p for p in parts))


def tells_move(payload: bytes) -> bool:
    """Whether a patch brings a new position by a move: a new game ends with its number instead."""
    return payload.startswith(b"\x0f\x80") and payload[-1] > 0x20


def enters(wire: Wire, payload: bytes) -> bool:
    """Answer the room's greeting; the whole state after that makes the connection ready."""
    if payload[0] == JOIN:
        wire.transport.write(binary_frame(bytes([JOIN])))
    elif payload[0] == STATE and not wire.ready.done():
        wire.ready.set_result(payload)
    else:
        return False
    return True


class ColyseusPlayer(Player):
    """One of a pair."""

    def make_move(self, uci: bytes, ref: int) -> None:
        self.transport.write(message(b"move", uci))

    def resign(self, ref: int) -> None:
        self.transport.write(message(b"resign"))

    def ask_rematch(self, ref: int) -> None:
        self.transport.write(message(b"rematch"))

    def binary(self, payload: bytes) -> None:
        if payload[0] == PATCH:
            self._patch(payload)
        elif not enters(self, payload):
            raise Trouble(repr(payload))

    def _patch(self, payload: bytes) -> None:
        pair = self.pair
        assert pair is not None
        wanted = pair.expected(self)
        if wanted is not None and wanted in payload:
            pair.heard(self)
        elif NO_RESULT in payload:
            self.hear_began(self.games + 1)
        elif payload[1:2] == RESULT:
            self.hear_over()


class ColyseusWatcher(Wire):
    """Counts the moves it is shown."""

    def __init__(self, path: str, port: int, board: Board) -> None:
        super().__init__(path, port)
        self.board = board

    def binary(self, payload: bytes) -> None:
        if tells_move(payload):
            self.board.arrived += 1
        else:
            enters(self, payload)


class ColyseusHouse:
    """A room for each pair; who watches joins the first one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.rooms: list[str] = []

    async def seat(self, games: list[list[bytes]], number: int) -> Pair:
        """The two players of a new room."""
        pair = Pair(games, number)
        place = await self._reserve("create/chess")
        self.rooms.append(place["roomId"])
        for reserved in (place, await self._reserve(f"joinById/{place['roomId']}")):
            player = ColyseusPlayer(_path(reserved), self.port)
            player.pair = pair
            pair.players.append(player)
            await connect(player)
        return pair

    async def watcher(self, board: Board) -> Wire:
        """One more who watches the first pair."""
        place = await self._reserve(f"joinById/{self.rooms[0]}")
        return await connect(ColyseusWatcher(_path(place), self.port, board))

    async def _reserve(self, call: str) -> dict[str, Any]:
        return await asyncio.to_thread(_post, f"http://127.0.0.1:{self.port}/matchmake/{call}")


def _path(place: dict[str, Any]) -> str:
    return f"/{place['processId']}/{place['roomId']}?sessionId={place['sessionId']}"


def _post(address: str) -> dict[str, Any]:
    request = urllib.request.Request(address, b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        place: dict[str, Any] = json.load(answer)
    return place
