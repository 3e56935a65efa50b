"""Two server processes on PostgreSQL and Valkey: one lobby, whoever serves whom.

In here: news between processes, races, one process killed. Not in here: one process (test_protocol,
test_presence), long games (test_crash).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import sites
from tests.clients import Client
from tests.crash import Pair, play
from tests.crash_tally import Findings, Plan, read_log
from tests.live import Server, Stage

MOVES = "e2e4 e7e5 g1f3 b8c6 f1b5 a7a6 b5a4 g8f6 e1g1 f8e7 f1e1 b7b5 a4b3 d7d6 c2c3 e8g8"

every_line_ends = sites.every_line_ends


@pytest.fixture(scope="module")
def pair(
    postgres_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Server]]:
    """Two processes over one database and one channel layer."""
    env = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    home = tmp_path_factory.mktemp("pair")
    one, other = Server(home, env=env), Server(home, env=env)
    one.prepare()
    try:
        yield one.start(), other.start()
    finally:
        one.stop()
        other.stop()
    assert "Traceback" not in one.log + other.log


def line(server: Server, stage: Stage, number: int) -> Client:
    return Client(server.ws, stage.lobby, stage.tokens[number], stage.ids[number])


async def company(pair: tuple[Server, Server], *names: str, **wanted) -> list[Client]:
    """Players of one lobby, on one process and the other in turn."""
    stage = pair[0].one(*names, **wanted)
    people = [line(pair[number % 2], stage, number) for number in range(len(stage.ids))]
    for client in people:
        await client.open()
    return people


async def all_at(people: list[Client], v: int) -> None:
    for client in people:
        await client.at(v)


def check(people: list[Client]) -> None:
    """Everybody heard every version in order and has the same document."""
    for client in people:
        first, last = client.versions()[0], client.versions()[-1]
        assert client.versions() == list(range(first, last + 1))
        assert client.gaps == 0
        for part in ("lobby", "players", "game", "chat"):
            assert client.document[part] == people[0].document[part]


async def test_players_on_two_processes_see_every_version_in_order(pair) -> None:
    people = await company(pair, "Anh", "Bình", "Chi", "Dũng", sit=2)
    anh, binh, chi, dung = people
    await anh.ask("lobby/start")
    await binh.at(anh.v)
    for number, uci in enumerate(MOVES.split()):
        mover = (anh, binh)[number % 2]
        answer = await mover.ask("game/move", {"uci": uci})
        await (binh, anh)[number % 2].at(answer["v"])
    said = await binh.ask("chat/say", {"text": "đến lượt bạn"})
    await all_at(people, said["v"])
    check(people)
    await chi.tell("lobby/typing")
    await dung.until(lambda: "lobby/typing" in dung.types())
    for client in people:
        assert client.document == await client.fresh()


async def test_who_changes_process_gets_the_whole_and_the_same_answers(pair) -> None:
    anh, binh = await company(pair, "Anh", "Bình", sit=2)
    await anh.ask("lobby/start")
    await anh.ask("game/move", {"uci": "e2e4"}, ref="m1")
    stage = Stage(anh.document["lobby"]["id"], "", [anh.token], [anh.player])
    moved = line(pair[1], stage, 0)
    await anh.cut()
    moved.document, moved.v = anh.document, anh.v
    await moved.resume()
    assert moved.document["game"]["moves"] == {"1": "e2e4"}
    answer = await moved.ask("game/move", {"uci": "e2e4"}, ref="m1")
    assert answer["type"] == "ok", answer
    assert (await binh.ask("game/move", {"uci": "e7e5"}))["type"] == "game/move"
    await moved.until(lambda: len(moved.document["game"]["moves"]) == 2)
    await binh.until(lambda: binh.document["players"][anh.player]["connected"])


async def test_commands_that_race_are_all_carried_out_and_nobody_starves(pair) -> None:
    people = await company(pair, "Anh", "Bình", "Chi", "Dũng")

    async def chatter(client: Client) -> None:
        for number in range(40):
            answer = await client.ask("chat/say", {"text": f"{number}"})
            assert answer["type"] == "chat/said" and answer["payload"], answer

    await asyncio.wait_for(asyncio.gather(*map(chatter, people)), 60)
    await all_at(people, max(client.v for client in people))
    for client in people:
        assert client.document["chat"] == (await client.fresh())["chat"]
    lobby = people[0].document["lobby"]["id"]
    rows = pair[0].rows(
        "SELECT version FROM lobbies_move WHERE lobby_id = ? ORDER BY version", lobby
    )
    assert [v for (v,) in rows] == list(range(2, len(rows) + 2))
    said = "SELECT number FROM lobbies_chatmessage WHERE lobby_id = ? ORDER BY number"
    assert [n for (n,) in pair[0].rows(said, lobby)] == list(range(1, 161))


async def test_of_two_who_want_one_chair_one_gets_it(pair) -> None:
    people = await company(pair, "Anh", "Bình", "Chi", "Dũng")
    for _ in range(10):
        asked = [client.refused("lobby/sit", {"seat": 1}) for client in people[1:]]
        codes = await asyncio.gather(*asked)
        assert sorted(codes, key=str) == [None, "SEAT_TAKEN", "SEAT_TAKEN"], codes
        winner = people[1:][codes.index(None)]
        await winner.ask("lobby/stand")
        await all_at(people, winner.v)
    for client in people:
        assert client.document == await client.fresh()


async def test_who_is_shown_out_is_out_of_every_process(pair) -> None:
    anh, binh, chi = await company(pair, "Anh", "Bình", "Chi")
    await anh.ask("lobby/kick", {"playerId": binh.player, "ban": True})
    await binh.until(lambda: binh.code)
    assert binh.code == 4403
    await binh.open()
    assert (binh.code, binh.heard) == (4403, [])
    assert binh.player not in (await chi.fresh())["players"]


async def test_two_lines_on_two_processes_are_one_player_who_is_here(pair) -> None:
    anh, binh = await company(pair, "Anh", "Bình")
    stage = Stage(anh.document["lobby"]["id"], "", [binh.token], [binh.player])
    second = line(pair[0], stage, 0)
    for at_once in (False, True, True, True):
        await second.open()
        await binh.open()
        if at_once:
            await asyncio.gather(second.close(), binh.close())
        else:
            await second.close()
            await binh.close()
        away = anh.types().count("players/away")
        await anh.until(lambda: not anh.document["players"][binh.player]["connected"])
        assert away <= anh.types().count("players/away") <= away + 1


async def test_what_cannot_be_kept_is_refused_and_stops_nothing(pair) -> None:
    anh, binh = await company(pair, "Anh", "Bình")
    nobody = "00000000-0000-4000-8000-000000000000"
    assert await anh.refused("chat/say", {"text": "a\0b"}) == "INVALID_MESSAGE"
    assert await anh.refused("lobby/options", {"name": "a\0b"}) == "INVALID_MESSAGE"
    assert await anh.refused("lobby/hello", {"gameVersion": "\0"}) == "INVALID_MESSAGE"
    await anh.say('{"action":"chat/say","payload":{"text":"x"},"ref":"\\u0000"}')
    await anh.until(lambda: anh.heard[-1].get("type") == "error")
    assert await anh.refused("lobby/kick", {"playerId": nobody, "ban": True}) is None
    assert (await binh.ask("chat/say", {"text": "😀 “tiếng Việt”"}))["type"] == "chat/said"


async def test_games_go_on_while_one_process_after_the_other_is_killed(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = {"DATABASE_URL": _database(postgres_url, "games"), "REDIS_URL": redis_url}
    one, other = Server(tmp_path, env=env).prepare(), Server(tmp_path, env=env)
    try:
        one.start()
        other.start()
        both = Pair(one, other)
        tally = await play(both, Plan(games=4, moves=240, kills=2, cuts=20))
        assert tally.refused == []
        assert tally.counts["kill"] == 2 and tally.counts["gaps heard"] == 0
        assert tally.counts["documents that differ"] == 0
        assert read_log(both, tally) == Findings()
    finally:
        one.stop()
        other.stop()


async def test_one_process_killed_the_other_goes_on_and_clears_up(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    own = _database(postgres_url, "killed")
    env = {"DATABASE_URL": own, "REDIS_URL": redis_url, "AWAY_SECONDS": "1"}
    one, other = Server(tmp_path, env=env).prepare(), Server(tmp_path, env=env)
    try:
        one.start()
        other.start()
        anh, binh, chi = await company((one, other), "Anh", "Bình", "Chi", sit=2)
        await anh.ask("lobby/start")
        await anh.ask("game/move", {"uci": "e2e4"})
        await binh.at(anh.v)
        # Its last heartbeat was long ago: what a test need not wait for.
        other.kill()
        _age_processes(one)
        await anh.until(lambda: not anh.document["players"][binh.player]["connected"], 30)
        assert (await anh.ask("chat/say", {"text": "Bình?"}))["type"] == "chat/said"
        await chi.at(anh.v)
        # The window closes, and the game knows.
        await anh.until(lambda: anh.document["game"].get("gone") == 1, 30)
        back = Client(one.ws, anh.document["lobby"]["id"], binh.token, binh.player)
        await back.open()
        assert (await back.ask("game/move", {"uci": "e7e5"}))["type"] == "game/move"
        await anh.at(back.v)
        assert anh.document == await anh.fresh()
    finally:
        one.stop()
        other.stop()


def _database(server: str, name: str) -> str:
    """An empty database of its own: else processes of other tests clear up, by their own rules."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.removesuffix('/postgres')}/{name}"


def _age_processes(server: Server) -> None:
    """Let every heartbeat be long ago; who lives says so again at once."""
    with psycopg.connect(server.env["DATABASE_URL"]) as connection:
        connection.execute("UPDATE lobbies_process SET seen = 1")
