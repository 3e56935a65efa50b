"""Matches that begin and end together are written so: as many statements for sixteen as for one.

In here: the rows of matches, of who takes part, and of their lobbies. Not in here: what is replayed
from them (test_store).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.chess.commands import Move, Rematch, Resign
from lobbies import gate, journal, models, protocol, store
from lobbies.document import document
from lobbies.journal import Commit, Lost, write_changes
from lobbies.judge import Change, judge
from lobbies.manners import Arrive
from lobbies.models import Player
from lobbies.rooms import Room
from tests.lobby_life import CAST, IDS, START

pytestmark = pytest.mark.django_db

TABLES = 17


@pytest.fixture
def rooms() -> list[Room]:
    people = [Player.objects.create(id=UUID(IDS[name]), name=name) for name in ("Anh", "Bình")]
    lobbies = [gate.open_lobby(people[0], "chess", visibility="public") for _ in range(TABLES)]
    return [room for lobby in lobbies if (room := store.load(str(lobby.pk))) is not None]


def together(rooms: Sequence[Room], *deeds: tuple[str, Any]) -> tuple[list[Room], int]:
    """Everybody does the same at every table; the rooms then, and how many statements that took."""
    commits: list[Commit] = []
    for room in rooms:
        changes: list[Change] = []
        for name, command in deeds:
            change = judge(changes[-1].after if changes else room, CAST[name], command, START)
            assert change is not None
            changes.append(change)
        commits.append(Commit(changes))
    with CaptureQueriesContext(connection) as asked:
        write_changes(commits)
    return [commit.changes[-1].after for commit in commits], len(asked)


def seated(rooms: Sequence[Room]) -> Sequence[Room]:
    rooms, _ = together(rooms, ("Anh", Arrive()), ("Bình", Arrive()))
    return together(rooms, ("Bình", protocol.Sit(1)))[0]


READY = (("Anh", protocol.Ready()), ("Bình", protocol.Ready()))
RESIGNED = (("Bình", Resign()),)
AGAIN = (("Anh", Rematch()), ("Bình", Rematch()))


def played(rooms: Sequence[Room]) -> tuple[Sequence[Room], list[int]]:
    """Two games at each table; how many statements each step took."""
    rooms = seated(rooms)
    counts = []
    for deeds in (READY, RESIGNED, AGAIN, RESIGNED):
        rooms, count = together(rooms, *deeds)
        counts.append(count)
    return rooms, counts


def test_sixteen_matches_begin_and_end_in_as_many_statements_as_one(rooms: list[Room]) -> None:
    _, one = played(rooms[:1])
    after, many = played(rooms[1:])
    assert len(after) == TABLES - 1
    assert many == one
    assert max(one) <= 4


def test_what_is_written_together_is_what_is_in_memory(rooms: list[Room]) -> None:
    for room in played(rooms)[0]:
        loaded = store.load(room.id)
        assert loaded is not None
        assert document(loaded, IDS["Anh"]) == document(room, IDS["Anh"])
        first, second = models.Match.objects.filter(lobby=UUID(room.id)).order_by("number")
        assert {str(part.player_id) for part in second.parts.all()} == {IDS["Anh"], IDS["Bình"]}
        assert (first.result["reason"], first.ended_at) == ("resignation", START)
        assert first.seats != second.seats
        assert second.result == {"winners": [seat_of(second, "Anh")], "reason": "resignation"}


def seat_of(match: models.Match, name: str) -> int:
    return next(int(seat) for seat, player in match.seats.items() if player == IDS[name])


def test_a_match_that_begins_and_ends_in_one_batch_has_ended(rooms: list[Room]) -> None:
    after, _ = together(seated(rooms), *READY, *RESIGNED)
    ended = models.Match.objects.filter(ended_at=START, result__reason="resignation")
    assert ended.count() == len(after)


def test_matches_of_different_tables_move_begin_and_end_in_one_batch(rooms: list[Room]) -> None:
    ready = seated(rooms[:3])
    playing, _ = together(ready[:2], *READY)
    white = next(g.name for g in playing[0].seated().values() if g.seat == 0)
    moved = judge(playing[0], CAST[white], Move("e2e4"), START)
    ended = judge(playing[1], CAST["Bình"], Resign(), START)
    began = [judge(ready[2], CAST["Anh"], protocol.Ready(), START)]
    assert moved and ended and began[0]
    began.append(judge(began[0].after, CAST["Bình"], protocol.Ready(), START))
    assert began[1]
    write_changes([Commit([moved]), Commit([ended]), Commit([began[0], began[1]])])
    for room in (moved.after, ended.after, began[1].after):
        loaded = store.load(room.id)
        assert loaded is not None
        assert document(loaded, IDS["Anh"]) == document(room, IDS["Anh"])


@pytest.mark.django_db(transaction=True)
def test_a_table_that_lost_a_race_is_told_so_and_the_others_of_its_batch_are_written(
    rooms: list[Room],
) -> None:
    playing, _ = together(seated(rooms[:3]), *READY)
    ends = [judge(room, CAST["Bình"], Resign(), START) for room in playing]
    commits = [Commit([change]) for change in ends if change is not None]
    models.Lobby.objects.filter(pk=UUID(playing[1].id)).update(version=99)
    journal.commit([*commits])
    assert [type(commit.result) for commit in commits] == [type(None), Lost, type(None)]
    ended = models.Match.objects.filter(ended_at=START).values_list("lobby", flat=True)
    assert {str(lobby) for lobby in ended} == {playing[0].id, playing[2].id}
