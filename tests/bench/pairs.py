"""Chess between pairs as fast as they may: each move waits for the opponent's, or for its time.

In here: precomputed games, two players of one lobby, and what passes between a move and the
opponent hearing of it. Not in here: how many pairs, for how long (``scenes``).
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from heapq import heapify, heapreplace
from time import perf_counter
from typing import Any

import chess

from tests.bench.wire import Wire, connect, text_frame

PATIENCE = 20
"""Seconds until a move counts as lost."""
TICK = 0.001
"""Seconds between two looks at whose time has come: less, and looking costs more than playing."""
PLIES = 80
"""Length of a game; then one resigns, both ask for a rematch, and colours are swapped."""


def random_games(count: int, seed: int = 1) -> list[list[bytes]]:
    """Legal games of ``PLIES`` moves that do not end before."""
    chance = random.Random(seed)
    games: list[list[bytes]] = []
    while len(games) < count:
        board = chess.Board()
        while len(board.move_stack) < PLIES and not board.is_game_over():
            board.push(chance.choice(list(board.legal_moves)))
        if len(board.move_stack) == PLIES:
            games.append([move.uci().encode() for move in board.move_stack])
    return games


class Trouble(Exception):
    """The server refused what it should have taken."""


class Player(Wire):
    """One of a pair: hears its acknowledgements and its opponent's moves.

    In the words of our protocol; those who play on other servers (``peers``) put them in theirs.
    """

    def __init__(self, path: str, port: int) -> None:
        super().__init__(path, port)
        self.pair: Pair | None = None
        self.games, self.over = 1, 0

    def make_move(self, uci: bytes, ref: int) -> None:
        """Send a move."""
        payload = b'{"action":"game/move","payload":{"uci":"%b"},"ref":"%d"}' % (uci, ref)
        self.transport.write(text_frame(payload))

    def resign(self, ref: int) -> None:
        """Give the game up."""
        payload = b'{"action":"game/resign","payload":{},"ref":"%d"}' % ref
        self.transport.write(text_frame(payload))

    def ask_rematch(self, ref: int) -> None:
        """Ask for another game, colours swapped."""
        payload = b'{"action":"game/rematch","payload":{},"ref":"%d"}' % ref
        self.transport.write(text_frame(payload))

    def text(self, payload: bytes) -> None:
        # A frame that carries a ref ends with it, all others end with their payload.
        if payload.startswith(b'{"type":"game/move"'):
            if payload[-2] != 0x22:
                self.pair.heard(self)  # type: ignore[union-attr]
        elif payload.startswith(b'{"type":"game/over"'):
            self.hear_over()
        elif payload.startswith(b'{"type":"game/started"'):
            self.hear_began(self.games + 1)
        elif payload.startswith(b'{"type":"error"'):
            raise Trouble(payload.decode())
        elif not self.ready.done():
            self.ready.set_result(payload)
        elif payload.startswith(b'{"type":"state"'):
            self._hear_state(json.loads(payload)["payload"]["game"])

    def hear_over(self) -> None:
        """The game is over; said more than once, it counts once."""
        if self.over < self.games:
            self.over = self.games
            self.pair.over_for(self)  # type: ignore[union-attr]

    def hear_began(self, number: int) -> None:
        """The game of this number has begun; said more than once, it counts once."""
        if self.games < number:
            self.games = number
            self.pair.began()  # type: ignore[union-attr]

    def _hear_state(self, game: dict[str, Any]) -> None:
        """The whole instead of news: what another process did came as rows before it came as news,
        as may happen between two of them. It tells what the news would have told."""
        pair = self.pair
        assert pair is not None
        self.hear_began(game["number"])
        if "result" in game:
            self.hear_over()
        elif len(game.get("moves", {})) > pair.ply and self is not pair.players[pair.ply % 2]:
            pair.heard(self)


class Pair:
    """Two players at one table, and where their game stands."""

    def __init__(self, games: list[list[bytes]], number: int) -> None:
        self.games = games
        self.number = number
        self.players: list[Player] = []
        self.ply = 0
        self.refs = 0
        self.sent = [0.0] * (PLIES + 1)
        self.overdue: deque[float] = deque()
        self.playing = False
        self.flying = False
        self.moves = 0
        self.times: list[float] = []
        self._agreed = 0

    def start(self) -> None:
        """Play on from where the game stands."""
        self.playing = True
        if not self.flying:
            self.move()

    def beat(self, due: float) -> None:
        """It is time for a move; if the one before is still on its way, as soon as it is there."""
        if self.flying:
            self.overdue.append(due)
        else:
            self.move()

    def _go_on(self) -> None:
        self.flying = False
        if self.playing:
            self.move()
        elif self.overdue:
            self.move(self.overdue.popleft())

    def move(self, due: float | None = None) -> None:
        """Send the next move; when the game is as long as it gets, resign."""
        mover = self.players[self.ply % 2]
        self.flying = True
        self.refs += 1
        moves = self.games[self.number % len(self.games)]
        self.sent[self.ply] = due or perf_counter()
        if self.ply < len(moves):
            mover.make_move(moves[self.ply], self.refs)
        else:
            mover.resign(self.refs)

    def expected(self, player: Player) -> bytes | None:
        """The move that this player is to hear of next, if one is on its way."""
        moves = self.games[self.number % len(self.games)]
        if not self.flying or self.ply >= len(moves) or player is self.players[self.ply % 2]:
            return None
        return moves[self.ply]

    def heard(self, player: Player) -> None:
        """The opponent has the move."""
        self.times.append(perf_counter() - self.sent[self.ply])
        self.moves += 1
        self.ply += 1
        self._go_on()

    def over_for(self, player: Player) -> None:
        """Both ask for another game as soon as they hear that this one is over."""
        self.refs += 1
        player.ask_rematch(self.refs)

    def began(self) -> None:
        """The next game began; once both know, White moves."""
        self._agreed += 1
        if self._agreed < 2:
            return
        self._agreed = 0
        self.players.reverse()
        self.ply = 0
        self.number += 1
        self._go_on()


async def seat(pair: Pair, lobby: dict, ports: list[int]) -> Pair:
    """Connect both players of a lobby, to different processes if there are several."""
    for number, token in enumerate(lobby["tokens"]):
        path = f"/ws/lobbies/{lobby['id']}/?token={token}"
        player = Player(path, ports[number % len(ports)])
        player.pair = pair
        pair.players.append(player)
        await connect(player)
    return pair


async def play_to(pair: Pair, ply: int) -> None:
    """Play until so many moves of the game are made."""
    while pair.ply < ply:
        pair.move()
        await rest([pair])


async def spread(pairs: list[Pair]) -> None:
    """Play on, each pair a little further than the one before, so that their games, which all began
    at once, end one after the other."""

    async def play_on(pair: Pair, moves: int) -> None:
        for _ in range(moves):
            pair.move()
            await rest([pair])

    await asyncio.gather(
        *(play_on(pair, PLIES * number // len(pairs)) for number, pair in enumerate(pairs))
    )


async def rest(pairs: list[Pair]) -> None:
    """Let what is under way arrive, and stop there.

    :raises Trouble: if something never arrives.
    """
    for pair in pairs:
        pair.playing = False
        pair.overdue.clear()
    for _ in range(PATIENCE * 100):
        if not any(pair.flying for pair in pairs):
            return
        await asyncio.sleep(0.01)
    players = [player for pair in pairs for player in pair.players]
    closed = {p.close_code for p in players if p.transport.is_closing()}
    lost = sum(pair.flying for pair in pairs)
    raise Trouble(f"{lost} moves were never told to the opponent; closed with {closed or 'none'}")


def collect(pairs: list[Pair]) -> tuple[int, list[float]]:
    """How many moves were made and how long each took, in seconds; counted anew from now."""
    moves, times = sum(pair.moves for pair in pairs), [t for pair in pairs for t in pair.times]
    for pair in pairs:
        pair.moves, pair.times = 0, []
    return moves, times


async def full_speed(pairs: list[Pair], seconds: float) -> tuple[float, list[float]]:
    """Closed loop: moves a second, and the times of the moves."""
    collect(pairs)
    began = perf_counter()
    for pair in pairs:
        pair.start()
    await asyncio.sleep(seconds)
    moves, times = collect(pairs)
    spent = perf_counter() - began
    await rest(pairs)
    collect(pairs)
    return moves / spent, times


async def steady(pairs: list[Pair], rate: float, seconds: float) -> tuple[float, list[float]]:
    """Open loop: every pair moves at its own beat, ``rate`` moves a second in all.

    A move whose time comes while the one before is still on its way counts from its time.
    """
    collect(pairs)
    chance = random.Random(7)
    beat = len(pairs) / rate
    began = perf_counter()
    beats = [(began + chance.random() * beat, number) for number in range(len(pairs))]
    heapify(beats)
    while (now := perf_counter()) - began < seconds:
        while beats[0][0] <= now:
            due, number = beats[0]
            pairs[number].beat(due)
            heapreplace(beats, (due + beat, number))
        await asyncio.sleep(max(TICK, beats[0][0] - now))
    moves, times = collect(pairs)
    spent = perf_counter() - began
    await rest(pairs)
    collect(pairs)
    return moves / spent, times
