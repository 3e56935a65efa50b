"""Eight at one card table act at once while lines are cut and the server is killed: all agree.

In here: the short form of ``python -m tests.storm``. Not in here: how it is played (storm).
"""

from __future__ import annotations

from pathlib import Path

from tests.live import Server
from tests.storm import Plan, rage


async def test_at_every_version_everybody_counts_52_cards_and_in_the_end_all_see_the_same(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path).prepare().start()
    try:
        tally = await rage(server, Plan(verbs=400, cuts=15, kills=1))
    finally:
        server.stop()
    assert tally.wrong == []
    assert tally.answers.total() == tally.sent >= 400, "Every verb has its one answer."
    assert not tally.answers["INTERNAL_ERROR"] and not tally.counts["gaps heard"]
    assert tally.counts["came back"] >= 8 and tally.answers["board/dropped"]
