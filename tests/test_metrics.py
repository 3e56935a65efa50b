"""What is counted while people play: read at ``/metrics`` as Prometheus reads it.

In here: figures of one process after a known game. Not in here: what is done with them (deploy/).
"""

from __future__ import annotations

import asyncio
import logging
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from lobbies.metrics import ByKind, Spread
from lobbies.pulse import EVERY, Pulse
from lobbies.troubles import ERRORS, Count
from tests import sites
from tests.clients import Client
from tests.live import Server

site, every_line_ends = sites.uvicorn_site, sites.every_line_ends

Figures = dict[tuple[str, str], float]


async def figures(site: Server) -> Figures:
    """Every sample by its name and its label's value ("" without one; buckets by ``le``)."""

    def read() -> str:
        with urllib.request.urlopen(site.http + "/metrics", timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    families = text_string_to_metric_families(await asyncio.to_thread(read))
    samples = (sample for family in families for sample in family.samples)
    return {(s.name, next(iter(s.labels.values()), "")): s.value for s in samples}


async def company(site: Server) -> list[Client]:
    stage = site.one("Anh", "Bình", "Chi", sit=2)
    people = zip(stage.tokens, stage.ids, strict=True)
    return [await Client(site.ws, stage.lobby, token, who).open() for token, who in people]


async def test_a_game_leaves_its_figures(site: Server) -> None:
    before = await figures(site)
    anh, binh, chi = await company(site)
    await anh.ask("lobby/start")
    for number, move in enumerate(("e2e4", "e7e5", "g1f3")):
        await (anh, binh)[number % 2].ask("game/move", {"uci": move})
    assert await anh.refused("game/move", {"uci": "a2a4"}) == "NOT_YOUR_TURN"
    assert await anh.refused("game/nonsense", {}) == "UNKNOWN_ACTION"
    again = await binh.ask("game/move", {"uci": "b8c6"}, ref="once")
    assert await binh.ask("game/move", {"uci": "b8c6"}, ref="once") == again
    await chi.at(anh.v or 0)
    await chi.resume()
    after = await figures(site)

    def more(name: str, label: str = "") -> float:
        return after.get((name, label), 0.0) - before.get((name, label), 0.0)

    assert more("parlour_command_seconds_count", "game") == 5
    assert 0 < more("parlour_command_seconds_sum", "game") < 60
    assert more("parlour_changes_total") >= 4
    assert more("parlour_deliveries_total") >= 3 * 4
    assert more("parlour_refusals_total", "NOT_YOUR_TURN") == 1
    assert more("parlour_refusals_total", "UNKNOWN_ACTION") == 1
    assert more("parlour_repeats_total") == 1
    assert more("parlour_welcomes_total", "whole") == 3
    assert more("parlour_welcomes_total", "resumed") == 1
    assert more("parlour_commit_seconds_count") > 0
    assert more("parlour_http_seconds_count", "2xx") == 1


async def test_who_is_here_is_looked_up_when_asked(site: Server) -> None:
    people = await company(site)
    now = await figures(site)
    assert now["parlour_sockets", ""] == 3 and now["parlour_players", ""] == 3
    assert now["parlour_watchers", ""] == 1
    assert now["parlour_lobbies_live", ""] >= 1
    for waiting in ("orders", "journal", "layer", "readers", "thoughts"):
        assert now[f"parlour_{waiting}_waiting", ""] == 0
    for client in people:
        await client.close()
    assert (await figures(site))["parlour_sockets", ""] == 0


async def test_with_a_pool_its_connections_are_counted(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("pool")
    server = Server(home, env={"DATABASE_URL": postgres_url}).prepare()
    try:
        now = await figures(server.start())
    finally:
        server.stop()
    assert now["parlour_database_pool", "open"] >= 1
    assert now["parlour_database_pool", "asked"] >= 0


def test_a_spread_counts_each_value_once_and_its_buckets_pile_up() -> None:
    spread = Spread((1, 2, 5))
    for value in (0.5, 1, 1.5, 7):
        spread.observe(value)
    assert spread.buckets() == [("1", 2), ("2", 3), ("5", 3), ("+Inf", 4)]
    assert spread.total == 10


def test_commands_are_told_apart_by_the_first_word_only() -> None:
    class Move:
        action = "game/move"

    class Resign:
        action = "game/resign"

    kinds = ByKind()
    kinds[Move].observe(1)
    kinds[Resign].observe(1)
    assert list(kinds.kinds) == ["game"] and sum(kinds.kinds["game"].counts) == 2


async def test_a_loop_that_was_blocked_shows_how_late_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lag = Spread()
    monkeypatch.setattr("lobbies.pulse.LAG", lag)
    loop = asyncio.get_running_loop()
    pulse = Pulse(loop)
    begun = pulse._due - EVERY
    monkeypatch.setattr(loop, "time", lambda: begun + EVERY + 3, raising=False)
    pulse._beat()
    monkeypatch.undo()
    pulse.stop()
    assert sum(lag.counts) == 1 and 2.9 < lag.total < 3.1


def test_every_error_in_a_log_is_counted_by_its_place() -> None:
    def known(where: str) -> float:
        return ERRORS.labels(where)._value.get()

    place, other = known("lobbies.table"), known("other")
    count = Count()
    for name in ("lobbies.table", "a.stranger", "another.stranger"):
        count.handle(logging.LogRecord(name, logging.ERROR, "", 1, "It broke", None, None))
    assert known("lobbies.table") == place + 1
    assert known("other") == other + 2
