"""Computer players on a real server: they think in processes that may die, and so may the server.

In here: a lobby's socket, kill -9. Not in here: the rules of coming and going (test_bots), what
they choose (test_chess_computer).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chess

from tests import sites
from tests.clients import Client
from tests.live import Server

site, every_line_ends = sites.uvicorn_site, sites.every_line_ends
UNHURRIED = {"minutes": 0, "increment": 0, "botSeconds": 0}


async def against(site: Server, level: str) -> Client:
    """Anh has White against the computer, and the game has begun."""
    stage = site.one("Anh", options=UNHURRIED)
    anh = await Client(site.ws, stage.lobby, stage.tokens[0], stage.ids[0]).open()
    await anh.ask("lobby/add_bot", {"level": level})
    await anh.ask("lobby/ready")
    assert anh.document["lobby"]["status"] == "playing"
    return anh


def moves(client: Client) -> list[str]:
    return [uci for _, uci in sorted(client.document["game"].get("moves", {}).items(), key=_ply)]


def _ply(entry: tuple[str, str]) -> int:
    return int(entry[0])


async def move(client: Client, uci: str) -> None:
    answer = await client.ask("game/move", {"uci": uci})
    assert answer["type"] == "game/move", answer


async def answered(client: Client, plies: int) -> None:
    await client.until(lambda: len(moves(client)) == plies, seconds=30)


def lobby_of(client: Client) -> str:
    lobby: str = client.document["lobby"]["id"]
    return lobby


async def thinking(site: Server, client: Client) -> None:
    """Wait until a process has claimed the thought that is due."""
    for _ in range(200):
        [(alarm,)] = site.rows("SELECT alarm_at FROM lobbies_lobby WHERE id = ?", lobby_of(client))
        if alarm is not None and alarm > time.time() * 1000 + 1_000:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("Nobody thinks.")


def log_of(site: Server, client: Client) -> list[tuple[Any, ...]]:
    """The game's moves as they are logged: event, seat, move."""
    rows = site.rows(
        "SELECT event, seat, payload FROM lobbies_move WHERE lobby_id = ? "
        "AND action = 'game/move' ORDER BY version", lobby_of(client),
    )  # fmt: skip
    return [(event, seat, json.loads(payload)["uci"]) for event, seat, payload in rows]


def children(pid: int, called: bytes = b"spawn_main") -> list[int]:
    """The processes a process has begun that think (or are ``called`` otherwise)."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    found = [child for each in listed for child in each.read_text().split()]
    return [int(c) for c in found if called in Path(f"/proc/{c}/cmdline").read_bytes()]


def engines(site: Server) -> list[int]:
    """The engines that the thinkers of a server have begun."""
    assert site.process is not None
    return [e for child in children(site.process.pid) for e in children(child, b"sunfish")]


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def vanish(pids: list[int]) -> None:
    for _ in range(200):
        if not any(map(lives, pids)):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("A process that thought for a dead server goes on.")


async def test_a_person_plays_the_computer_and_its_moves_are_logged_like_a_persons(site) -> None:
    anh = await against(site, "easy")
    board = chess.Board()
    for number in range(6):
        uci = next(iter(board.legal_moves)).uci()
        await move(anh, uci)
        await answered(anh, 2 * number + 2)
        board.push_uci(uci)
        board.push_uci(moves(anh)[-1])
    log = log_of(site, anh)
    assert [(event, seat) for event, seat, _ in log] == [("command", 0), ("bot", 1)] * 6
    assert [uci for _, _, uci in log] == moves(anh)
    assert anh.document == await anh.fresh()


async def test_the_computer_answers_offers_and_plays_again_with_colours_swapped(site) -> None:
    anh = await against(site, "beginner")
    await move(anh, "e2e4")
    await answered(anh, 2)
    await anh.ask("game/draw", {"offer": True})
    await anh.until(lambda: "draw" not in anh.document["game"])
    await anh.ask("game/resign")
    first = anh.document["game"]["id"]
    await anh.ask("game/rematch")
    await anh.until(lambda: anh.document["game"]["id"] != first)
    assert anh.document["you"]["seat"] == 1
    await answered(anh, 1)


async def _killed(site: Server, client: Client, kill: Callable[[], None]) -> None:
    """Kill something while the computer thinks about Anh's first move: it moves, and only once."""
    await move(client, "e2e4")
    await thinking(site, client)
    await asyncio.to_thread(kill)
    await client.resume()
    await answered(client, 2)
    await client.echo()
    log = log_of(site, client)
    assert [(event, seat) for event, seat, _ in log] == [("command", 0), ("bot", 1)]


async def test_a_thinker_that_is_killed_is_replaced_and_the_game_goes_on(site) -> None:
    anh = await against(site, "master")
    assert site.process is not None
    pid = site.process.pid

    def kill() -> None:
        for child in children(pid):
            os.kill(child, signal.SIGKILL)

    await _killed(site, anh, kill)
    assert children(pid)


async def test_an_engine_that_is_killed_while_it_thinks_is_replaced_and_the_game_goes_on(
    site,
) -> None:
    anh = await against(site, "master")
    await move(anh, "d2d4")
    await answered(anh, 2)
    [engine] = engines(site)
    await move(anh, "c2c4")
    await thinking(site, anh)
    os.kill(engine, signal.SIGKILL)
    await answered(anh, 4)
    assert engines(site) != [engine]
    assert [event for event, _, _ in log_of(site, anh)] == ["command", "bot"] * 2


async def test_a_server_that_is_killed_while_the_computer_thinks_loses_nothing(site) -> None:
    binh = await against(site, "master")
    await move(binh, "e2e4")
    await answered(binh, 2)
    anh = await against(site, "master")
    assert site.process is not None
    orphans = children(site.process.pid) + engines(site)
    assert orphans

    def kill() -> None:
        site.kill()
        site.start()

    await _killed(site, anh, kill)
    await vanish(orphans)


async def test_a_thinker_that_hangs_is_stopped_and_the_game_goes_on(tmp_path: Path) -> None:
    server = Server(tmp_path, env={"THINKING_SECONDS": "1"}).prepare().start()
    try:
        anh = await against(server, "beginner")
        await move(anh, "e2e4")
        await answered(anh, 2)
        assert server.process is not None
        [thinker] = children(server.process.pid)
        os.kill(thinker, signal.SIGSTOP)
        await move(anh, "d2d4")
        await answered(anh, 4)
        assert thinker not in children(server.process.pid)
    finally:
        server.stop()
