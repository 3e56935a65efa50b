"""kill -9 in the middle of games: nothing that was acknowledged is lost, nothing is done twice.

In here: the short form of ``python -m tests.crash``. Not in here: how it is played (crash).
"""

from __future__ import annotations

from pathlib import Path

from tests.crash import play
from tests.crash_tally import Findings, Plan, read_log
from tests.live import Server


async def test_killed_in_the_middle_of_games_the_server_has_lost_and_doubled_nothing(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path).prepare().start()
    try:
        tally = await play(server, Plan(games=8, moves=600, kills=4, cuts=40))
    finally:
        server.stop()
    assert tally.refused == []
    assert tally.counts["kill"] == 4 and tally.counts["cut"] == 40
    assert tally.counts["documents that differ"] == tally.counts["gaps heard"] == 0
    assert read_log(server, tally) == Findings()
