"""Who leaves together is asked about together: whether they are at another process.

In here: the rows, and what waits meanwhile. Not in here: real processes (test_cluster_company).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from lobbies import departures, gate, presence
from lobbies.departures import AT_ONCE, Departures
from lobbies.journal import Work
from lobbies.models import Connection, Player

HERE, THERE = UUID(int=7), UUID(int=8)


@pytest.mark.django_db
def test_only_a_socket_in_the_same_lobby_on_another_process_counts() -> None:
    anh, binh, chi, dung = (Player.objects.create(name=n) for n in ("Anh", "Bình", "Chi", "Dũng"))
    one, other = (str(gate.open_lobby(anh, "chess").pk) for _ in range(2))
    closing = uuid4()
    presence.opened(
        [
            (uuid4(), UUID(one), anh.pk, THERE, 1),
            (uuid4(), UUID(one), binh.pk, HERE, 1),
            (uuid4(), UUID(other), chi.pk, THERE, 1),
            (closing, UUID(one), dung.pk, THERE, 1),
        ]
    )
    presence.leaving([closing], 2)
    people = [(one, str(player.pk)) for player in (anh, binh, chi, dung)]
    assert presence.elsewhere(people, HERE) == {(one, str(anh.pk))}
    assert Connection.objects.get(pk=closing).seen == 2


class Held:
    """A journal and a reader that work when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[Work] = []
        self.reads: list[tuple[Callable[[], list[bool]], Callable[[Any], None]]] = []

    def submit(self, job: Work) -> None:
        self.jobs.append(job)

    def run(self, look: Callable[[], list[bool]], done: Callable[[Any], None]) -> None:
        self.reads.append((look, done))

    def read(self, trouble: Exception | None = None) -> None:
        look, done = self.reads.pop()
        done(trouble or look())

    def note(self, result: Any = None) -> None:
        job = self.jobs.pop()
        assert job.done is not None
        job.done(result)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held()
    monkeypatch.setattr(departures, "JOURNAL", held)
    there = {("a lobby", "0"), ("a lobby", "5")}
    monkeypatch.setattr(presence, "elsewhere", lambda pairs, process: there & {*pairs})
    return held


async def ask(held: Held, people: int) -> tuple[Departures, list[asyncio.Task[bool]]]:
    loop = asyncio.get_running_loop()
    leaving = Departures(loop, held.run, HERE)
    tasks = [
        loop.create_task(leaving.elsewhere(uuid4(), "a lobby", str(number)))
        for number in range(people)
    ]
    await asyncio.sleep(0)
    return leaving, tasks


async def test_very_many_are_asked_about_in_portions_one_after_the_other(held: Held) -> None:
    _, tasks = await ask(held, 1 + AT_ONCE + 10)
    portions = []
    while held.jobs:
        assert len(held.jobs) == 1
        held.note()
        held.read()
        await asyncio.sleep(0)
        portions.append(sum(task.done() for task in tasks))
    assert portions == [1, 1 + AT_ONCE, len(tasks)]
    assert [n for n, task in enumerate(tasks) if task.result()] == [0, 5]


@pytest.mark.parametrize("where", ["noted", "read"])
async def test_if_nobody_knows_all_are_told_so_and_the_next_are_asked_about(
    held: Held, where: str
) -> None:
    _, tasks = await ask(held, 2)
    trouble = DatabaseError("away")
    if where == "noted":
        held.note(trouble)
    else:
        held.note()
        held.read(trouble)
    held.note()
    held.read()
    first, second = await asyncio.gather(*tasks, return_exceptions=True)
    assert first is trouble
    assert second is False
