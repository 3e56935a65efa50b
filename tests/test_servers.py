"""The tests have real servers to run against, and a missing one is a failure."""

from __future__ import annotations

import psycopg
import redis


def test_a_real_postgresql_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        (version,) = connection.execute("show server_version_num").fetchone()
    assert int(version) >= 180000


def test_a_real_redis_protocol_server_answers(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("greeting", "hello")
        assert client.get("greeting") == b"hello"


def test_a_browser_starts(chromium_path: str) -> None:
    assert chromium_path
