"""Whether a process may be sent visitors: what it needs is asked, and answers in time or does not.

In here: this process. Not in here: how it drains (test_environment), what is measured
(test_metrics).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from lobbies import health
from lobbies.health import DRAINING, within
from lobbies.journal import JOURNAL, Work


@pytest.fixture(autouse=True)
def not_so_patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits two seconds for what a test lets hang."""
    monkeypatch.setattr(health, "PATIENCE", 0.3)
    yield
    DRAINING.clear()


def ready(client) -> tuple[int, set[str]]:
    """The status, and what is not well."""
    answer = client.get("/readyz")
    return answer.status_code, {name for name, well in answer.json().items() if not well}


@pytest.mark.django_db(transaction=True)
def test_a_process_that_has_all_it_needs_is_ready(client, monkeypatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 15)
    assert ready(client) == (200, set())


@pytest.mark.django_db(transaction=True)
def test_one_that_drains_is_not(client, monkeypatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 15)
    DRAINING.set()
    assert ready(client) == (503, {"staying"})


@pytest.mark.django_db(transaction=True)
def test_one_whose_journal_hangs_is_not(client) -> None:
    hangs, begun = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        hangs.wait(20)

    JOURNAL.submit(Work(hang))
    assert begun.wait(20)
    try:
        status, unwell = ready(client)
    finally:
        hangs.set()
    assert status == 503 and "journal" in unwell


@pytest.mark.django_db(transaction=True)
def test_one_whose_database_fails_is_not(client, monkeypatch) -> None:
    def fail() -> None:
        raise OSError("No database")

    monkeypatch.setattr(health, "_select", fail)
    status, unwell = ready(client)
    assert status == 503 and "database" in unwell


@pytest.mark.django_db(transaction=True)
def test_one_whose_layer_is_silent_is_not(client, monkeypatch) -> None:
    class Silent:
        async def new_channel(self) -> str:
            return "to myself"

        async def send(self, channel: str, message: object) -> None:
            pass

        async def receive(self, channel: str) -> dict:
            await asyncio.Event().wait()
            return {}

    monkeypatch.setattr(health, "get_channel_layer", Silent)
    status, unwell = ready(client)
    assert status == 503 and "channelLayer" in unwell


async def test_what_does_not_even_let_itself_be_ended_is_not_waited_for() -> None:
    done = asyncio.Event()

    async def stubborn() -> None:
        while not done.is_set():
            try:
                await done.wait()
            except asyncio.CancelledError:
                continue

    began = time.monotonic()
    assert not await within(stubborn(), 0.01)
    assert time.monotonic() - began < 5
    done.set()


def test_that_it_lives_is_told_without_the_database(client) -> None:
    assert client.get("/healthz").content == b"ok"
