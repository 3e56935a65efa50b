"""How often somebody may knock: counted by all processes together, and by each alone without Redis.

In here: the shared counters and what becomes of them when Redis goes. Not in here: what is refused
(test_protocol_closing, test_api).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lobbies import limits
from tests.servers import Valkey

MOST = 3


@pytest.fixture
def valkey(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    server = Valkey(tmp_path).start()
    settings.REDIS_URL, settings.TOKENS_PER_MINUTE = server.url, MOST
    monkeypatch.setattr(limits._Silence, "until", 0.0)
    limits._limiter.cache_clear()
    limits._own.cache_clear()
    yield server
    server.stop()


def knocks(address: str, times: int) -> list[bool]:
    return [limits.may_ask_token(address) for _ in range(times)]


def test_processes_count_together(valkey: Valkey) -> None:
    assert knocks("a", MOST) == [True] * MOST
    limits._limiter.cache_clear()  # Another process remembers nothing.
    assert knocks("a", 1) == [False]
    assert knocks("b", 1) == [True]


def test_without_redis_a_process_counts_alone_and_nobody_waits(valkey: Valkey) -> None:
    assert knocks("a", 1) == [True]
    valkey.kill()
    began = time.monotonic()
    assert knocks("a", MOST + 2) == [True] * MOST + [False] * 2
    assert time.monotonic() - began < 1, "Redis is asked once, and then left alone for a while."


def test_redis_that_is_back_is_asked_again(valkey: Valkey, monkeypatch) -> None:
    knocks("a", 1)
    valkey.kill()
    assert not all(knocks("a", MOST + 1))
    valkey.start()
    monkeypatch.setattr(limits._Silence, "until", 0.0)
    assert knocks("a", MOST + 1) == [True] * MOST + [False]
