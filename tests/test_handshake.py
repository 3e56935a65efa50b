"""Many who open a socket at once are looked up and noted together, and each gets an own answer.

In here: handshakes by the dozen, the roll of open sockets. Not in here: tokens (test_identity),
what being here means (test_presence).
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lobbies import gate, handshake, identity, protocol
from lobbies.handshake import Caller, Doorman, Refused, look
from lobbies.journal import JOURNAL
from lobbies.models import Ban, Connection, Player
from lobbies.roll import ROLL
from lobbies.tables import Tables

NOW = 1_760_000_000_000


def knock(key: str, player: Player | None, **headers: str) -> dict[str, Any]:
    """A handshake's scope, as a server gives it."""
    query = "" if player is None else f"token={identity.make_token(player)[0]}"
    return {
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "query_string": query.encode(),
        "url_route": {"kwargs": {"key": key}},
    }  # fmt: skip


@pytest.mark.django_db
def test_each_of_many_is_told_who_they_are_or_why_they_may_not_come_in() -> None:
    anh, binh, chi = (identity.new_player(name) for name in ("Anh", "Bình", "Chi"))
    lobby = gate.open_lobby(anh, "chess")
    Ban.objects.create(player=binh, until=NOW + 1)
    Ban.objects.create(player=chi, until=NOW - 1)
    robot = Player.objects.create(name="Robot", bot="casual")
    code, id_ = lobby.code.lower(), str(lobby.pk)
    answers = look(
        [
            knock(code, anh), knock(id_, chi, **{"accept-language": "vi"}), knock(id_, binh),
            knock(id_, None), knock(id_, robot), knock("NOWHERE", anh),
            knock(str(uuid.uuid4()), anh), knock(id_, anh, origin="https://elsewhere.example"),
            {"headers": None},
        ],
        NOW,
    )  # fmt: skip
    assert answers[:2] == [
        Caller(str(anh.pk), "Anh", "en", id_, "chess"),
        Caller(str(chi.pk), "Chi", "vi", id_, "chess"),
    ]
    assert [each.code for each in answers[2:] if isinstance(each, Refused)] == [
        protocol.KEPT_OUT, protocol.NO_IDENTITY, protocol.NO_IDENTITY, protocol.NO_LOBBY,
        protocol.NO_LOBBY, protocol.KEPT_OUT, protocol.BAD_HANDSHAKE,
    ]  # fmt: skip


@pytest.mark.django_db
def test_fifty_are_looked_up_by_as_many_statements_as_one() -> None:
    players = [identity.new_player(f"Chi {number}") for number in range(50)]
    lobby = str(gate.open_lobby(players[0], "chess").pk)
    counts = []
    for count in (1, 50):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look([knock(lobby, player) for player in players[:count]], NOW)
        counts.append(len(queries))
    assert counts == [2, 2]


async def test_all_who_knock_during_a_look_are_in_the_next_one(monkeypatch) -> None:
    looks: list[list[Any]] = []
    waiting: list[Any] = []

    def noted(scopes: list[Any], now: int) -> list[Any]:
        looks.append(scopes)
        return [Refused(4000) if scope == "stranger" else scope for scope in scopes]

    monkeypatch.setattr(handshake, "look", noted)
    doorman = Doorman(asyncio.get_running_loop(), lambda read, done: waiting.append((read, done)))
    asked = [asyncio.create_task(doorman.ask(who, NOW)) for who in ("anh", "binh", "stranger")]
    await asyncio.sleep(0)
    while waiting:
        read, done = waiting.pop()
        done(read())
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert looks == [["anh"], ["binh", "stranger"]]
    assert answers[:2] == ["anh", "binh"] and isinstance(answers[2], Refused)


@pytest.mark.django_db(transaction=True)
async def test_sockets_that_open_and_close_at_once_are_noted_in_a_statement_each_way() -> None:
    tables, lobby, player = Tables.here(), str(uuid.uuid4()), str(uuid.uuid4())
    keys = [uuid.uuid4() for _ in range(300)]
    for key in keys:
        ROLL.connected(key, lobby, player, tables.hub.process, NOW)
    for key in keys[:200]:
        ROLL.disconnected(key)
    await JOURNAL.work(lambda: None)
    assert await tables.read(lambda: set(Connection.objects.values_list("pk", flat=True))) == set(
        keys[200:]
    )


def test_a_visitor_s_address_counts_before_anything_is_read(monkeypatch) -> None:
    monkeypatch.setattr(settings, "CONNECTIONS_PER_MINUTE", 1)
    scope = knock("ABCD", Player(name="Anh"))
    handshake.claim(scope)
    with pytest.raises(Refused) as refused:
        handshake.claim(scope)
    assert refused.value.code == protocol.FLOODING
