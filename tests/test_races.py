"""Two processes moved the same lobby at once: who lost judges again on the news of who won.

In here: one table whose journal and clock are ours. Not in here: two real processes (test_cluster,
test_dice_cluster).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lobbies import protocol
from lobbies.circle import Circle
from lobbies.journal import Commit, Lost
from lobbies.judge import Change, judge
from lobbies.news import news_of
from lobbies.orders import Order, Verdict
from lobbies.rooms import Room
from lobbies.table import Table
from tests.lobby_life import CAST, START, come_in, new_room


class Timers:
    """The event loop's timers: they run out when the test says so."""

    def __init__(self) -> None:
        self.set: list[Callable[[], None]] = []

    def call_later(self, _seconds: float, callback: Callable[[], None]) -> Timers:
        self.set.append(callback)
        return self

    def cancel(self) -> None:
        self.set.pop()


class Away:
    """A process with another beside it, whose reads are held back."""

    def __init__(self) -> None:
        self.loop = Timers()
        self.hub = self
        self.layer = object()
        self.desk = None
        self.reads: list[Callable[[Any], None]] = []

    def publish(self, _lobby: str, _news: object) -> None:
        """Nobody listens."""

    def run(self, _function: object, done: Callable[[Any], None]) -> None:
        self.reads.append(done)


class Held:
    """A journal that commits when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[Commit] = []

    def submit(self, job: Commit) -> None:
        self.jobs.append(job)


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held()
    monkeypatch.setattr("lobbies.table.JOURNAL", held)
    return held


@pytest.fixture
def table() -> Table:
    """A table where Anh and Bình are; one version has been told."""
    table = Table(Away(), "a lobby")  # type: ignore[arg-type]
    table.room = come_in(new_room(), "Anh", "Bình")
    table.circle = Circle("a lobby", table.room.version, table.others)
    return table


def say(table: Table, name: str, text: str) -> list[Any]:
    """Somebody says something through this process; what they are answered."""
    answers: list[Any] = []
    table.post(Order(CAST[name], protocol.Say(text), START, f"{name} {text}", done=answers.append))
    return answers


def elsewhere(room: Room, name: str, text: str) -> Change:
    """Somebody says something through the other process."""
    change = judge(room, CAST[name], protocol.Say(text), START)
    assert change is not None
    return change


def fail(journal: Held) -> None:
    job = journal.jobs.pop()
    assert job.done is not None
    job.done(Lost())


def succeed(journal: Held) -> Change:
    job = journal.jobs.pop()
    assert job.done is not None
    job.done(None)
    return job.changes[-1]


def test_who_won_was_heard_before_the_race_was_lost(table: Table, journal: Held) -> None:
    assert table.room is not None and table.circle is not None
    answers = say(table, "Anh", "one")
    won = elsewhere(table.room, "Bình", "two")
    table.circle.deliver(news_of(won))
    fail(journal)
    change = succeed(journal)
    assert change.before == won.after
    assert [line.text for line in table.room.chat.values()] == ["two", "one"]
    assert answers == [change.after.version]
    assert table.tables.reads == []  # type: ignore[attr-defined]


def test_who_won_is_heard_a_moment_after_the_race_was_lost(table: Table, journal: Held) -> None:
    assert table.room is not None and table.circle is not None
    answers = say(table, "Anh", "one")
    won = elsewhere(table.room, "Bình", "two")
    fail(journal)
    assert journal.jobs == [], "It waits for the news."
    table.circle.deliver(news_of(won))
    assert succeed(journal).before == won.after
    assert answers == [won.after.version + 1]
    assert table.tables.loop.set == [], "Nothing is waited for any more."  # type: ignore[attr-defined]


def test_who_won_is_never_heard_and_is_read(table: Table, journal: Held) -> None:
    assert table.room is not None
    answers = say(table, "Anh", "one")
    won = elsewhere(table.room, "Bình", "two")
    order = journal.jobs[0].changes[0].entry.ref
    fail(journal)
    table.tables.loop.set.pop()()  # type: ignore[attr-defined]
    (read,) = table.tables.reads  # type: ignore[attr-defined]
    again = Order(CAST["Anh"], protocol.Say("one"), START, order, done=answers.append, new=True)
    read((won.after, Verdict([], [again], [])))
    assert succeed(journal).before == won.after
    assert answers == [won.after.version + 1]


def test_what_was_read_is_older_than_what_was_heard_meanwhile(table: Table, journal: Held) -> None:
    assert table.room is not None and table.circle is not None
    old = table.room
    table.reload()
    won = elsewhere(table.room, "Bình", "two")
    table.circle.deliver(news_of(won))
    (read,) = table.tables.reads  # type: ignore[attr-defined]
    waiting = Order(CAST["Anh"], protocol.Say("one"), START, "a", new=True)
    read((old, Verdict([], [waiting], [])))
    assert succeed(journal).before == won.after
    assert not waiting.new, "The rows may have come to know it since."


def test_what_the_database_knows_is_read_if_it_is_not_heard_until_the_next_look(
    table: Table, journal: Held
) -> None:
    assert table.room is not None and table.circle is not None
    reads = table.tables.reads  # type: ignore[attr-defined]
    won = elsewhere(table.room, "Bình", "two")
    table.others.expect(won.after.version, at_once=False)
    assert reads == [], "The news may be on their way."
    table.circle.deliver(news_of(won))
    table.others.expect(won.after.version, at_once=False)
    assert reads == [], "They were."
    table.others.expect(won.after.version + 1, at_once=False)
    table.others.expect(won.after.version + 3, at_once=False)
    assert len(reads) == 1


def test_what_the_database_knows_is_read_at_once_if_news_were_missed(
    table: Table, journal: Held
) -> None:
    assert table.room is not None
    table.others.expect(table.room.version, at_once=True)
    assert table.tables.reads == []  # type: ignore[attr-defined]
    table.others.expect(table.room.version + 1, at_once=True)
    assert len(table.tables.reads) == 1  # type: ignore[attr-defined]
