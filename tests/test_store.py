"""The rows are the truth: what is loaded from them is what was in memory.

In here: random lives of a lobby through the door, with a database. Not in here: what happens in
memory (test_socket_document), what a killed server leaves (test_crash).
"""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError
from django.db.models import F

from games import GAMES
from lobbies import gate, store
from lobbies.document import document
from lobbies.manners import Rename
from lobbies.models import Lobby, Move, Player
from lobbies.protocol import Refusal
from lobbies.rooms import Line, Room
from lobbies.tables import Tables
from tests.inside import in_thread
from tests.lobby_life import CAST, IDS, STAFF, STRANGER, Life

pytestmark = pytest.mark.django_db(transaction=True)


def open_lobby(kind: str, visibility: str) -> str:
    for actor in (*CAST.values(), STAFF):
        Player.objects.create(id=UUID(actor.player), name=actor.name)
    anh = Player.objects.get(pk=UUID(IDS["Anh"]))
    return str(gate.open_lobby(anh, kind, visibility=visibility).pk)


def compare(memo: Room) -> None:
    """What everybody is shown from the rows is what they are shown from memory."""
    loaded = store.load(memo.id)
    assert loaded is not None
    assert (loaded.version, loaded.alarm_at) == (memo.version, memo.alarm_at)
    assert (loaded.banned, loaded.invite) == (memo.banned, memo.invite)
    for player in (*IDS.values(), STRANGER):
        assert document(loaded, player) == document(memo, player)
    refs = Move.objects.filter(lobby=UUID(memo.id)).order_by("version")
    assert list(refs.values_list("version", flat=True)) == list(range(2, memo.version + 1))


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("kind", GAMES)
async def test_a_lobby_loaded_from_its_rows_is_the_one_in_memory(house, kind, number) -> None:
    life = Life(kind, number)
    house.now = life.now
    lobby = await in_thread(lambda: open_lobby(kind, life.room.visibility))
    table = Tables.here().at(lobby)
    life.room = await table.fresh()
    for step in range(200):
        life.now += life.random.choice((0, 30, 2_000, 20_000))
        actor, command = life._idea()
        if isinstance(command, Rename):
            continue  # The name belongs to the player's row, which pages change beside it.
        house.now = life.now
        try:
            await table.submit(actor, command)
        except Refusal:
            continue
        await house.settle()
        assert table.room is not None
        life.room = table.room
        if step % 10 == 0:
            await in_thread(lambda: compare(life.room))
    await in_thread(lambda: compare(life.room))
    assert life.room.version > 5


def _moving(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The lobby moves on while its talk is being read, so many times."""
    read, left = store._chat, [times]

    def moving(key: UUID | str, said: int) -> dict[int, Line]:
        if left[0]:
            left[0] -= 1
            Lobby.objects.update(version=F("version") + 1, games=F("games") + 1)
        return read(key, said)

    monkeypatch.setattr(store, "_chat", moving)


def test_a_lobby_that_moves_on_while_it_is_read_is_read_again(monkeypatch) -> None:
    lobby = open_lobby("chess", "public")
    before = store.load(lobby)
    assert before is not None
    _moving(monkeypatch, 2)
    room = store.load(lobby)
    assert room is not None
    assert (room.version, room.games) == (before.version + 2, before.games + 2)


def test_a_lobby_that_never_holds_still_is_not_read_at_all(monkeypatch) -> None:
    lobby = open_lobby("chess", "public")
    _moving(monkeypatch, 1_000)
    with pytest.raises(DatabaseError):
        store.load(lobby)
