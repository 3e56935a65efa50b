"""The simulation behind docs/scaling.md: near what was measured, and never silently impossible."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.scaling.__main__ import PARTS
from tests.scaling.comeback import comeback
from tests.scaling.figures import FULL, OVER, Figures
from tests.scaling.measured import Check, checks
from tests.scaling.street import SECONDS, Journey, Street
from tests.scaling.town import load_of, planned, town
from tests.scaling.tree import grown, told
from tests.servers import ROOT

FIGURES = Figures()
MEASURED = list(checks(FIGURES))
PAPER = (ROOT / "docs" / "scaling.md").read_text()


@pytest.mark.parametrize("check", MEASURED, ids=[check.what for check in MEASURED])
def test_one_process_is_foretold_in_the_order_of_what_was_measured(check: Check) -> None:
    assert check.off < 4, f"the model says {check.model:.1f} {check.unit}"


@pytest.mark.parametrize("watchers", [100, 1_000])
def test_the_fan_out_is_foretold_within_a_half(watchers: int) -> None:
    (check,) = (c for c in MEASURED if c.what.startswith(f"full speed to {watchers:,} "))
    assert check.off < 1.5


def test_every_figure_says_where_it_is_from() -> None:
    for figure in FIGURES.all.values():
        assert figure.value > 0 and figure.what
        assert figure.source.startswith(
            ("performance", "prototype", "bound", "RFC", "IEEE", "Linux", "VmRSS", "`", "as above")
        ), figure


def test_a_readers_own_figure_changes_the_answer_and_a_name_that_is_not_one_is_refused() -> None:
    slow = Figures({"deliver": 60})
    tree = grown(10_000, 1_000)
    assert told(tree, slow, 2).p99 > 5 * told(tree, FIGURES, 2).p99
    with pytest.raises(KeyError):
        Figures({"delivery": 60})


@pytest.mark.parametrize("watchers", [1, 999, 1_000, 1_001, 123_456, 1_000_000])
@pytest.mark.parametrize("fan", [10, 1_000, 25_000])
def test_a_tree_reaches_everybody_and_nobody_tells_more_than_the_fan_out(
    watchers: int, fan: int
) -> None:
    tree = grown(watchers, fan)
    below = [tree.below(level) for level in range(len(tree.levels))]
    assert tree.levels[0] == 1 and max(below) <= fan
    for level, number in enumerate(tree.levels):
        following = [*tree.levels, watchers][level + 1]
        assert number * below[level] >= following


def test_more_relays_are_each_less_busy_and_tell_sooner() -> None:
    seen = [told(grown(100_000, fan), FIGURES, 2) for fan in (25_000, 10_000, 5_000, 1_000)]
    for fewer, more in pairwise(seen):
        assert more.tree.relays > fewer.tree.relays
        assert more.busiest < fewer.busiest and more.p99 < fewer.p99
        assert more.bandwidth == fewer.bandwidth and more.memory > fewer.memory


def test_a_relay_asked_for_too_much_says_so_and_tells_no_times() -> None:
    for fan, rate, word in ((100_000, 2, "busy"), (10_000, 20, "busy"), (50_000, 0.5, "ports")):
        seen = told(grown(100_000, fan), FIGURES, rate)
        assert seen.over.startswith(OVER) and word in seen.over and seen.p99 != seen.p99


def test_who_is_here_is_too_much_for_one_database_before_a_million_watch() -> None:
    assert not told(grown(100_000, 10_000), FIGURES, 2).crowded
    assert told(grown(1_000_000, 10_000), FIGURES, 2).crowded.startswith(OVER)


@pytest.mark.parametrize("lobbies", [100, 1_000, 5_000, 20_000])
def test_a_town_is_simulated_as_planned_or_said_to_be_over_capacity(lobbies: int) -> None:
    for journey in Journey:
        seen = planned(lobbies, FIGURES, journey)
        possible = seen.busy <= FULL and seen.stored <= FULL
        assert possible == (not seen.over) == (seen.p99 == seen.p99)
        assert possible or journey is Journey.SQLITE


def test_more_processes_are_each_less_busy() -> None:
    load = load_of(10_000)
    seen = [town(load, FIGURES, Journey.CLUSTER, processes) for processes in (2, 4, 8)]
    assert seen[0].over.startswith(OVER)
    assert seen[0].busy > seen[1].busy > seen[2].busy
    assert seen[1].p50 >= seen[2].p50


def test_a_busier_journal_writes_more_moves_in_a_transaction() -> None:
    batches = []
    for rate in (100, 1_000, 3_000, 4_000):
        street = Street(FIGURES, Journey.SQLITE, processes=1, rate=rate)
        street.run()
        batches.append(sum(street.batches) / len(street.batches))
        assert len(street.commits) <= street.moves
    assert batches == sorted(batches) and batches[0] < 1.1 and batches[-1] > 2


@pytest.mark.parametrize("journey", Journey)
def test_every_move_is_answered_once_unless_it_still_waits(journey: Journey) -> None:
    street = Street(FIGURES, journey, processes=3, rate=2_000)
    street.run()
    on_the_way = street.moves - len(street.latencies) - street.waiting
    assert 0 <= on_the_way < 30
    assert street.moves == pytest.approx(2_000 * SECONDS, rel=0.05)
    assert min(street.latencies) > FIGURES["turn"]


def test_the_more_processes_are_left_the_sooner_everybody_is_back() -> None:
    seen = [comeback(10_000, others, FIGURES) for others in (2, 9, 99)]
    assert [one.last for one in seen] == sorted((one.last for one in seen), reverse=True)
    assert seen[0].over.startswith(OVER) and seen[0].gave_up
    assert not seen[2].over and seen[2].last < 2


def test_tries_that_were_hung_up_on_make_it_worse() -> None:
    best = comeback(10_000, 1, FIGURES, wasted=0.0)
    assert best.last >= 10_000 * FIGURES["admit"]
    assert comeback(10_000, 1, FIGURES).last > best.last


@pytest.mark.parametrize("part", PARTS)
def test_the_paper_shows_what_is_printed(part: str) -> None:
    for line in "\n".join(PARTS[part](FIGURES, 2.0)).splitlines():
        assert line in PAPER, "python -m tests.scaling prints what is to stand in docs/scaling.md"
