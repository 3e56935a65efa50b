"""Players and watchers on the server that Channels' tutorials lead to: JSON with a type.

Not in here: the server (``servers/tutorial.py``).
"""

from __future__ import annotations

from tests.bench.crowd import Board
from tests.bench.pairs import Pair, Player, Trouble
from tests.bench.wire import Wire, connect, text_frame

_MOVED = b'{"type": "moved"'


class TutorialPlayer(Player):
    """One of a pair."""

    def make_move(self, uci: bytes, ref: int) -> None:
        self.transport.write(text_frame(b'{"type":"move","uci":"%b"}' % uci))

    def resign(self, ref: int) -> None:
        self.transport.write(text_frame(b'{"type":"resign"}'))

    def ask_rematch(self, ref: int) -> None:
        self.transport.write(text_frame(b'{"type":"rematch"}'))

    def text(self, payload: bytes) -> None:
        pair = self.pair
        assert pair is not None
        if payload.startswith(_MOVED):
            wanted = pair.expected(self)
            if wanted is not None and b'"%b"' % wanted in payload:
                pair.heard(self)
        elif payload.startswith(b'{"type": "over"'):
            self.hear_over()
        elif payload.startswith(b'{"type": "began"'):
            self.hear_began(self.games + 1)
        elif payload.startswith(b'{"type": "refused"'):
            raise Trouble(payload.decode())
        elif not self.ready.done():
            self.ready.set_result(payload)


class TutorialWatcher(Wire):
    """Counts the moves it is shown."""

    def __init__(self, path: str, port: int, board: Board) -> None:
        super().__init__(path, port)
        self.board = board

    def text(self, payload: bytes) -> None:
        if payload.startswith(_MOVED):
            self.board.arrived += 1
        else:
            super().text(payload)


class TutorialHouse:
    """Games that are numbered from 1, in a database that has them already.

    The two players of each are on different processes, if there are several.
    """

    def __init__(self, *ports: int) -> None:
        self.ports = ports

    async def seat(self, games: list[list[bytes]], number: int) -> Pair:
        """The two players of a game."""
        pair = Pair(games, number)
        for place, name in enumerate(("anh", "binh")):
            port = self.ports[place % len(self.ports)]
            player = TutorialPlayer(f"/ws/games/{number + 1}/?player={name}", port)
            player.pair = pair
            pair.players.append(player)
            await connect(player)
        return pair

    async def watcher(self, board: Board) -> Wire:
        """One more who watches the first pair."""
        return await connect(TutorialWatcher("/ws/games/1/?player=chi", self.ports[0], board))
