"""Lobbies move on in one statement, each as a whole, never from a version that has passed."""

from __future__ import annotations

import itertools
import uuid
from functools import partial
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, transaction

from lobbies import journal, statements
from lobbies.models import Lobby, Move, Player
from lobbies.statements import LogLine

pytestmark = pytest.mark.django_db

LETTERS = "ABCDEFGH"
CODES = itertools.cycle(itertools.product(range(len(LETTERS)), repeat=4))


def table(version: int = 1) -> Lobby:
    code = "".join(LETTERS[number] for number in next(CODES))
    return Lobby.objects.create(code=code, kind="chess", name="Anh's", version=version)


def line(lobby: Lobby, version: int, **more: Any) -> LogLine:
    values = {
        "lobby": lobby.pk.hex, "version": version, "alarm": None, "at": 1000 + version,
        "match": None, "player": None, "seat": 1, "event": "command", "action": "game/move",
        "payload": '{"uci":"e2e4"}', "ref": None,
    }  # fmt: skip
    return LogLine(**values | more)


def at(lobby: Lobby) -> tuple[int, int | None, int]:
    lobby.refresh_from_db()
    return lobby.version, lobby.alarm_at, lobby.changed_at


def test_each_lobby_moves_on_by_its_lines_and_the_log_has_them() -> None:
    first, second = table(), table(version=7)
    lines = [line(first, 2), line(second, 8, alarm=5000), line(first, 3, ref="tự do “7”")]
    statements.move_on(lines)
    assert at(first) == (3, None, 1003)
    assert at(second) == (8, 5000, 1008)
    logged = Move.objects.filter(lobby=first).order_by("version")
    assert [(m.version, m.payload, m.ref, m.seat) for m in logged] == [
        (2, {"uci": "e2e4"}, None, 1),
        (3, {"uci": "e2e4"}, "tự do “7”", 1),
    ]


@pytest.mark.parametrize("version", [2, 4])
def test_nothing_is_written_of_a_lobby_that_is_elsewhere_and_all_of_the_others(
    version: int,
) -> None:
    first, second, third = table(), table(version=2), table()
    lines = [line(first, 2), line(second, version), line(second, version + 1), line(third, 2)]
    assert statements.move_on(lines) == {second.pk.hex}
    assert [at(lobby)[0] for lobby in (first, second, third)] == [2, 2, 2]
    assert at(second)[2] == 0
    assert set(Move.objects.values_list("lobby", flat=True)) == {first.pk, third.pk}
    assert statements.move_on([line(first, 3)]) == frozenset()


def test_a_lobby_that_is_gone_is_lost_alone() -> None:
    first, gone = table(), Lobby(pk=uuid.uuid4())
    assert statements.move_on([line(first, 2), line(gone, 2)]) == {gone.pk.hex}
    assert at(first)[0] == 2


def test_a_ref_that_is_there_takes_everything_back() -> None:
    anh, first, second = Player.objects.create(name="Anh"), table(), table()
    mine = {"player": anh.pk.hex, "ref": "1"}
    statements.move_on([line(first, 2, **mine)])
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.move_on([line(second, 2), line(first, 3, **mine)])
    assert (at(first)[0], at(second)[0]) == (2, 1)


def test_many_lobbies_move_on_at_once() -> None:
    lobbies = [table() for _ in range(300)]
    statements.move_on([line(lobby, 2) for lobby in lobbies])
    assert set(Lobby.objects.values_list("version", flat=True)) >= {2}
    assert Move.objects.count() == 300


@pytest.mark.django_db(transaction=True)
def test_one_job_that_fails_costs_few_transactions_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []
    together = journal._together

    def counted(batch: list[journal.Job]) -> None:
        sizes.append(len(batch))
        together(batch)

    monkeypatch.setattr(journal, "_together", counted)
    codes = [table().code for _ in range(64)]

    def rename(code: str) -> str:
        Lobby.objects.filter(code=code).update(name="renamed")
        if code == codes[37]:
            raise ValueError(code)
        return code

    batch: list[journal.Job] = [journal.Work(partial(rename, code)) for code in codes]
    journal.commit(batch)
    assert [job.result for job in batch if not isinstance(job.result, ValueError)] == (
        codes[:37] + codes[38:]
    )
    assert isinstance(batch[37].result, ValueError)
    assert Lobby.objects.filter(code__in=codes, name="renamed").count() == 63
    assert sizes == [64, 32, 32, 16, 8, 4, 4, 2, 1, 1, 2, 8, 16]


def test_rows_change_in_one_statement_whatever_their_columns_are() -> None:
    anh = Player.objects.create(name="Anh")
    first, second, other = table(), table(), table()
    rows: list[dict[str, Any]] = [
        {"id": first.pk, "host_id": None, "options": '{"minutes":3}', "said": 4, "invite": "“a”"},
        {"id": second.pk, "host_id": anh.pk, "options": "{}", "said": 5, "invite": ""},
    ]
    statements.update("lobbies_lobby", [{**row, "inspected_at": None} for row in rows])
    for row in rows:
        lobby = Lobby.objects.get(pk=row["id"])
        assert (lobby.host_id, lobby.said, lobby.invite) == (
            row["host_id"], row["said"], row["invite"],
        )  # fmt: skip
        assert lobby.options == msgspec.json.decode(row["options"])
        assert lobby.inspected_at is None
    assert Lobby.objects.get(pk=other.pk).said == 0
