"""The short form of ``python -m tests.faults``: broken under load, nothing is lost or doubled.

In here: fewer people, one or two seconds of each fault, and no bound on seconds, which a busy
machine would break. Not in here: the faults (tests/faults), what is promised without any.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import breaking, trial
from tests.faults.breaking import Fault
from tests.faults.houses import House, large, small
from tests.faults.tally import Findings
from tests.faults.trial import Crowd

CROWD = Crowd(pairs=2, cards=2, talkers=2, warm=30)
SECONDS = 1.0


@pytest.fixture(scope="module")
def sqlite() -> Iterator[House]:
    """One process on SQLite."""
    with small() as house:
        yield house


@pytest.fixture(scope="module")
def cluster() -> Iterator[House]:
    """Two processes on PostgreSQL and Valkey."""
    with large() as house:
        yield house


async def expect_to_hold(house: House, fault: Fault) -> trial.Outcome:
    outcome = await trial.attempt(house, fault.__name__, fault, CROWD, SECONDS)
    report = "\n".join([trial.HEAD, trial.line(outcome), *trial.remarks(outcome)])
    assert outcome.found == Findings(), report
    assert outcome.tally.wrong == [], report
    assert outcome.recoveries[-1] < trial.GIVE_UP_SECONDS, report
    return outcome


async def test_the_process_is_killed(sqlite: House) -> None:
    outcome = await expect_to_hold(sqlite, breaking.kill_a_process)
    assert outcome.tally.counts["came back"] >= len(outcome.players)


async def test_lines_are_cut_and_frames_come_late_twice_or_in_another_order(sqlite: House) -> None:
    outcome = await expect_to_hold(sqlite, breaking.all_at_once)
    assert outcome.tally.counts["frames treated"] > 0


async def test_somebody_does_not_read(sqlite: House) -> None:
    await expect_to_hold(sqlite, breaking.stop_reading)


async def test_the_disk_is_full_and_has_room_again(sqlite: House) -> None:
    outcome = await expect_to_hold(sqlite, breaking.fill_disk)
    assert outcome.tally.refused["INTERNAL_ERROR"] > 0, "They were told."


async def test_the_clock_is_set_forward_and_back(sqlite: House) -> None:
    await expect_to_hold(sqlite, breaking.set_clock)


async def test_each_of_two_processes_is_killed(cluster: House) -> None:
    await expect_to_hold(cluster, breaking.kill_a_process)


async def test_valkey_is_killed_and_comes_back(cluster: House) -> None:
    await expect_to_hold(cluster, breaking.kill_valkey)


async def test_postgresql_is_killed_and_comes_back(cluster: House) -> None:
    await expect_to_hold(cluster, breaking.kill_postgres)
