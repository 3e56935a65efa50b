"""The bench plays on other projects' servers in the least of their protocols that will do.

In here: what is sent and understood, without any of those servers; which of them are measured,
and the table. Not in here: figures.
"""

from __future__ import annotations

import psutil
import pytest

from tests.bench.__main__ import _arguments
from tests.bench.crowd import Board
from tests.bench.figures import Figures
from tests.bench.pairs import Pair, Player
from tests.bench.peers import field, install
from tests.bench.peers.boardgame import BoardgamePlayer, BoardgameWatcher
from tests.bench.peers.colyseus import ColyseusPlayer, ColyseusWatcher
from tests.bench.peers.field import Entrant, compare
from tests.bench.peers.houses import OURS, PEERS, Running
from tests.bench.peers.ratios import ratios
from tests.bench.peers.tutorial import TutorialPlayer, TutorialWatcher
from tests.bench.plan import QUICK

GAMES = [[b"e2e4", b"e7e5"]]
START = b"rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
EVENT = b'42/chess,["'


class Line:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, frame: bytes) -> None:
        """Take a frame; its head is six bytes."""
        self.sent.append(frame[6:])


def seated(anh: Player, binh: Player) -> Pair:
    """Both at one table, on lines that only note."""
    pair = Pair(GAMES, 0)
    for player in (anh, binh):
        player.pair, player.transport = pair, Line()
        pair.players.append(player)
    return pair


def sent(player: Player) -> bytes:
    """What a player sent last."""
    frame: bytes = player.transport.sent[-1]
    return frame


async def test_on_colyseus_a_move_is_heard_by_the_opponent_and_a_game_follows_the_other() -> None:
    anh, binh = ColyseusPlayer("/", 0), ColyseusPlayer("/", 0)
    pair = seated(anh, binh)
    binh.binary(b"\n\t0y2V6ygn2\x06schema")
    assert sent(binh) == b"\n"
    binh.binary(b"\x0e\x80\xd98" + START + b"\x82\xa0\x83\x01\x00")
    assert binh.ready.done()
    for mover, uci in ((anh, b"e2e4"), (binh, b"e7e5")):
        pair.move()
        assert sent(mover) == b"\x0d\xa4move\xa4" + uci
        for player in (mover, *pair.players):
            player.binary(b"\x0f\x80\xd98" + START + b"\x81\xa4" + uci)
    assert pair.moves == 2
    pair.move()
    for player in (anh, binh):
        player.binary(b"\x0f\x82\xa8resigned")
        assert sent(player) == b"\x0d\xa7rematch"
    for player in (anh, binh):
        player.binary(b"\x0f\x80\xd98" + START + b"\x81\xa0\x82\xa0\x83\x02\x00")
    assert pair.players == [binh, anh] and pair.ply == 0


async def test_on_boardgame_io_a_move_names_its_match_and_each_game_is_a_new_one() -> None:
    anh, binh = BoardgamePlayer(0, 7, 0), BoardgamePlayer(0, 7, 1)
    pair = seated(anh, binh)
    for heard, answer in (
        (b'0{"sid":"lJ7Hkf5P"}', b"40/chess,"),
        (b'40/chess,{"sid":"447T"}', EVENT + b'sync","7-1","1",null,2]'),
        (b"2", b"3"),
    ):
        binh.text(heard)
        assert sent(binh) == answer
    for player in (anh, binh):
        player.text(EVENT + b'sync","7-1",{"state":{}}]')
    pair.move()
    assert sent(anh) == (
        EVENT + b'update",{"type":"MAKE_MOVE","payload":'
        b'{"type":"move","args":["e2e4"],"playerID":"0"}},0,"7-1","0"]'
    )
    binh.text(EVENT + b'update","7-1",{"G":{}},[{"action":{"payload":{"args":["e2e4"]}}}]]')
    assert pair.moves == 1
    for player in (anh, binh):
        player.text(EVENT + b'update","7-1",{"G":{},"ctx":{"gameover":{}}},[]]')
    assert sent(anh) == EVENT + b'sync","7-2","1",null,2]'
    for player in (anh, binh):
        player.text(EVENT + b'sync","7-2",{"state":{}}]')
    pair.move()
    assert sent(binh).endswith(b',0,"7-2","0"]')


async def test_on_the_tutorials_server_it_is_json() -> None:
    anh, binh = TutorialPlayer("/", 0), TutorialPlayer("/", 0)
    pair = seated(anh, binh)
    pair.move()
    assert sent(anh) == b'{"type":"move","uci":"e2e4"}'
    for player in (anh, binh):
        player.text(b'{"type": "moved", "uci": "e2e4", "fen": "", "result": ""}')
    assert pair.moves == 1
    binh.text(b'{"type": "over", "result": "0-1"}')
    assert sent(binh) == b'{"type":"rematch"}'


async def test_watchers_count_moves_and_nothing_else() -> None:
    player = BoardgamePlayer(0, 7, 0)
    board = Board(seated(player, BoardgamePlayer(0, 7, 1)))
    watchers = ColyseusWatcher("/", 0, board), TutorialWatcher("/", 0, board)
    for payload in (
        b"\x0f\x80\xd98" + START + b"\x81\xa4e2e4",
        b"\x0f\x82\xa8resigned",
        b"\x0f\x80\xd98" + START + b"\x81\xa0\x82\xa0\x83\x02\x00",
    ):
        watchers[0].binary(payload)
    assert board.arrived == 1
    watchers[1].text(b'{"type": "began", "fen": ""}')
    watchers[1].text(b'{"type": "moved", "uci": "e2e4"}')
    assert board.arrived == 2
    third = BoardgameWatcher(0, board)
    third.transport = Line()
    third.text(EVENT + b'update","7-1",{"G":{}},[]]')
    third.text(EVENT + b'update","7-1",{"ctx":{"gameover":{}}},[]]')
    assert board.arrived == 3
    assert third.transport.sent == [EVENT + b'sync","7-2",null,null,2]']


def test_who_asks_for_no_peers_installs_nothing_and_who_names_none_gets_all() -> None:
    assert _arguments([]).peers is None
    assert _arguments(["--peers"]).peers == []
    assert _arguments(["--quick", "--peers", "colyseus,tutorial"]).peers == ["colyseus", "tutorial"]
    with pytest.raises(SystemExit):
        _arguments(["--peers", "nobody"])


def test_without_node_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.shutil, "which", lambda program, path: None)
    with pytest.raises(install.Missing, match="no Node on this machine"):
        install.node()
    assert "chess.js 1.4.0" in install.versions()
    assert install.is_new_enough("v24.19.0") and not install.is_new_enough("v20.20.2")


def test_the_table_shows_ours_first_and_the_others_as_ratios() -> None:
    entrants = [Entrant(_running(OURS["sqlite"])), Entrant(_running(PEERS["tutorial"]))]
    for entrant, rate in zip(entrants, (4_000.0, 500.0), strict=True):
        entrant.figures = Figures()
        entrant.figures.add(moves=rate, p50=25, p99=50, server=200, fan=rate, load=9)
        entrant.figures.add(steady=min(rate, 980), steady_p99=9)
    _, ours, theirs, load = ratios(entrants)
    assert "4,000" in ours and "25 / 50" in ours and "9 ms" in ours and "×" not in ours
    assert "0.12" in theirs and "only 500/s" in theirs
    assert load.startswith("The load generator's core was busy 9 to 9 %")


async def test_a_server_that_fails_does_not_take_the_others_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(field, "random_games", lambda count: GAMES)

    class Broken:
        async def seat(self, games: list[list[bytes]], number: int) -> Pair:
            raise OSError("nobody answers")

    broken = Running(PEERS["colyseus"], Broken(), [psutil.Process()])  # type: ignore[arg-type]
    (entrant,) = await compare([broken], QUICK, lambda what: None)
    *_, told = [line for line in ratios([entrant]) if "broke" in line]
    assert told == "  broke off: nobody answers"


def _running(peer: object) -> Running:
    return Running(peer, None, [])  # type: ignore[arg-type]
