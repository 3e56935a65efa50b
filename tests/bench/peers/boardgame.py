"""Players and watchers on boardgame.io: socket.io over one WebSocket, every message a text.

``0`` opens, ``40/chess,`` enters the game's namespace, ``42/chess,[name, …]`` is an event, ``2``
asks whether we live and ``3`` says so. Not in here: polling, acknowledgements, other versions.
"""

from __future__ import annotations

from tests.bench.crowd import Board
from tests.bench.pairs import Pair, Player, Trouble
from tests.bench.wire import Wire, connect, text_frame

PATH = "/socket.io/?EIO=4&transport=websocket"
_EVENT = b'42/chess,["'
_UPDATE, _SYNC = _EVENT + b'update"', _EVENT + b'sync"'


def action(name: bytes, args: bytes, seat: int, ply: int, match: str) -> bytes:
    """A frame that makes a move (``args``: JSON) in the state that has this number."""
    return text_frame(
        b'%bupdate",{"type":"MAKE_MOVE","payload":{"type":"%b","args":[%b],"playerID":"%d"}},%d,"%b","%d"]'
        % (_EVENT, name, args, seat, ply, match.encode(), seat)
    )


def sync(match: str, seat: int | None) -> bytes:
    """A frame that comes to a match, and makes it if nobody came before; ``None`` watches."""
    who = b"null" if seat is None else b'"%d"' % seat
    return text_frame(b'%bsync","%b",%b,null,2]' % (_EVENT, match.encode(), who))


def enters(wire: Wire, payload: bytes, match: str, seat: int | None) -> None:
    """Take the steps up to the match, and stay alive in it."""
    if payload[:1] == b"0":
        wire.transport.write(text_frame(b"40/chess,"))
    elif payload[:2] == b"40":
        wire.transport.write(sync(match, seat))
    elif payload == b"2":
        wire.transport.write(text_frame(b"3"))
    elif payload.startswith(_SYNC) and not wire.ready.done():
        wire.ready.set_result(payload)
    elif payload[:2] == b"44":
        raise Trouble(payload.decode())


class BoardgamePlayer(Player):
    """One of a pair. A match is one game; for the next one both come to a new match."""

    def __init__(self, port: int, table: int, seat: int) -> None:
        super().__init__(PATH, port)
        self.table, self.seat = table, seat

    @property
    def match(self) -> str:
        """The id of the match that is on."""
        return name_of(self.table, self.games)

    def make_move(self, uci: bytes, ref: int) -> None:
        assert self.pair is not None
        made = action(b"move", b'"%b"' % uci, self.seat, self.pair.ply, self.match)
        self.transport.write(made)

    def resign(self, ref: int) -> None:
        assert self.pair is not None
        self.transport.write(action(b"resign", b"", self.seat, self.pair.ply, self.match))

    def ask_rematch(self, ref: int) -> None:
        self.seat = 1 - self.seat
        self.transport.write(sync(name_of(self.table, self.games + 1), self.seat))

    def text(self, payload: bytes) -> None:
        if payload.startswith(_UPDATE):
            self._update(payload)
        elif payload.startswith(_SYNC) and self.ready.done():
            self.hear_began(self.games + 1)
        else:
            enters(self, payload, self.match, self.seat)

    def _update(self, payload: bytes) -> None:
        pair = self.pair
        assert pair is not None
        wanted = pair.expected(self)
        if wanted is not None and b'["%b"]' % wanted in payload:
            pair.heard(self)
        elif b'"gameover":' in payload:
            self.hear_over()


class BoardgameWatcher(Wire):
    """Counts the moves it is shown, and follows the players from match to match."""

    def __init__(self, port: int, board: Board) -> None:
        super().__init__(PATH, port)
        self.board = board

    def text(self, payload: bytes) -> None:
        player = self.board.pair.players[0]
        assert isinstance(player, BoardgamePlayer)
        if not payload.startswith(_UPDATE):
            enters(self, payload, player.match, None)
        elif b'"gameover":' in payload:
            self.transport.write(sync(name_of(player.table, player.games + 1), None))
        else:
            self.board.arrived += 1


def name_of(table: int, game: int) -> str:
    """The id of the match of a pair's game."""
    return f"{table}-{game}"


class BoardgameHouse:
    """A match for each pair and game."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def seat(self, games: list[list[bytes]], number: int) -> Pair:
        """The two players of a new match."""
        pair = Pair(games, number)
        for seat in (0, 1):
            player = BoardgamePlayer(self.port, number, seat)
            player.pair = pair
            pair.players.append(player)
            await connect(player)
        return pair

    async def watcher(self, board: Board) -> Wire:
        """One more who watches the pair."""
        return await connect(BoardgameWatcher(self.port, board))
