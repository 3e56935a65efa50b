"""What the log says about whom, and what it never says.

In here: lines as they are written. Not in here: how often something is written (test_troubles).
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from lobbies import judge, logs, orders
from lobbies.identity import make_token
from lobbies.logs import About, Json, Text
from tests.clients import Client, hang_up
from tests.inside import House
from tests.live import Server


class Kept(logging.Handler):
    """Keeps the lines as they would be written."""

    def __init__(self, form: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(form)
        self.addFilter(About())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def last(self) -> dict:
        return json.loads(self.lines[-1])


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The log as JSON."""
    handler = Kept(Json())
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    logs.end()


log = logging.getLogger("lobbies.trial")


def test_a_line_is_one_object_with_time_level_place_and_message(kept: Kept) -> None:
    log.warning("A lobby\nwith %s", "lines")
    assert "\n" not in kept.lines[-1]
    line = kept.last
    assert (line["level"], line["logger"]) == ("WARNING", "lobbies.trial")
    assert line["message"] == "A lobby\nwith lines"
    assert line["time"].endswith("Z") and isinstance(line["process"], int)
    assert "lobby" not in line and "player" not in line and "ref" not in line


def test_what_a_task_is_about_stands_in_its_lines_and_a_record_knows_better(kept: Kept) -> None:
    logs.begin(lobby="table", player="Anh")
    logs.note(ref="7")
    log.warning("One")
    assert {k: kept.last[k] for k in ("lobby", "player", "ref")} == {
        "lobby": "table", "player": "Anh", "ref": "7",
    }  # fmt: skip
    log.warning("Two", extra={"player": "Bình"})
    assert kept.last["player"] == "Bình" and kept.last["lobby"] == "table"
    logs.end()
    log.warning("Three")
    assert "lobby" not in kept.last


@pytest.mark.django_db(transaction=True)
async def test_an_error_in_the_rules_tells_lobby_player_and_ref(
    kept: Kept, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    for line in (anh, binh):
        await line.open()

    def broken(*order: object) -> None:
        if type(order[2]).__name__ == "Say":
            raise RuntimeError("The rules are broken")
        return judge.judge(*order)  # type: ignore[arg-type]

    monkeypatch.setattr(orders, "judge", broken)
    assert await binh.refused("chat/say", {"text": "hi"}, ref="b1") == "INTERNAL_ERROR"
    line = kept.last
    assert line["error"] == "RuntimeError" and "The rules are broken" in line["traceback"]
    assert (line["lobby"], line["player"], line["ref"]) == (str(lobby.pk), binh.player, "b1")


@pytest.mark.django_db
def test_an_error_over_http_tells_lobby_and_player(
    kept: Kept, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lobbies import identity
    from lobbies.api import live

    anh = identity.new_player("Anh")
    token = make_token(anh)[0]

    def broken(*_asked: object) -> None:
        raise RuntimeError(f"It failed for token={token}")

    monkeypatch.setattr(live, "look_at", broken)
    answer = client.get(
        "/api/lobbies/GREEN/state/?token=secret", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 500
    mine = [json.loads(line) for line in kept.lines if "It failed" in line]
    assert mine[-1]["lobby"] == "GREEN" and mine[-1]["player"] == str(anh.pk)
    assert not any(token in line or "secret" in line for line in kept.lines)


@pytest.mark.parametrize(
    "text",
    [
        "/ws/lobbies/x/?token=hush&v=1",
        "Authorization: Bearer hush",
        "{'passphrase': 'hush', 'a': 1}",
        '{"invite":"hush"}',
        "sessionid=hush; csrftoken=hush",
        "postgres://parlour:hush@database/parlour",
        "null value\nDETAIL:  Failing row contains (hush, 1).",
        "eyJhbGciOi.eyJwbGF5ZXJ.hush",
    ],
)
def test_secrets_are_taken_out_of_lines_and_tracebacks(kept: Kept, text: str) -> None:
    log.warning("It was %s", text)
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("It broke")
    plain = Text().format(logging.LogRecord("x", logging.ERROR, "", 1, text, None, sys.exc_info()))
    assert "hush" not in "".join(kept.lines) + plain


def test_what_libraries_attach_to_their_records_is_not_written(kept: Kept, rf) -> None:
    request = rf.get("/l/GREEN/?token=hush")
    logging.getLogger("django.request").error("Trouble", extra={"request": request})
    assert "hush" not in kept.lines[-1] and "request" not in kept.last


def test_for_people_a_line_ends_with_what_it_is_about() -> None:
    handler = Kept(Text())
    logs.begin(lobby="table", player="Anh")
    handler.handle(logging.LogRecord("lobbies.x", logging.WARNING, "", 1, "So it is", None, None))
    logs.end()
    assert handler.lines[-1].endswith("WARNING lobbies.x: So it is  lobby=table  player=Anh")


def test_a_connection_that_is_lent_and_given_back_is_no_line() -> None:
    pool = logging.getLogger("psycopg.pool")
    assert not pool.isEnabledFor(logging.INFO) and pool.isEnabledFor(logging.WARNING)


async def test_a_production_site_writes_json_only_and_no_token(tmp_path: Path) -> None:
    env = {
        "ENVIRONMENT": "production", "ALLOWED_HOSTS": "play.example.org,127.0.0.1", "HTTPS": "0",
        "LOG_LEVEL": "DEBUG",
    }  # fmt: skip
    site = Server(tmp_path / "site", env=env).prepare()
    stage = site.one("Anh", sit=1)
    try:
        site.start()
        anh = Client(site.ws, stage.lobby, stage.tokens[0], stage.ids[0])
        await anh.open()
        await anh.ask("chat/say", {"text": "a word among us"})
        await hang_up()
        with pytest.raises(HTTPError):
            await asyncio.to_thread(urlopen, f"{site.http}/nowhere?token={stage.tokens[0]}")
    finally:
        site.stop()
    lines = site.log.splitlines()
    assert any("/nowhere" in line for line in lines)
    assert all(json.loads(line)["level"] for line in lines)
    for secret in (stage.tokens[0], "a word among us", "127.0.0.1"):
        assert secret not in site.log
