"""What staff may do through the door: end a game, show out, pardon; and that nobody else may."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync

from games.chess.commands import Move, Rematch
from lobbies import identity, store
from lobbies.document import document
from lobbies.gate import open_lobby
from lobbies.manners import EndGame, Pardon
from lobbies.manners.effect import Join
from lobbies.models import Ban, Lobby, Match, Player
from lobbies.protocol import Close, Kick, Refusal, ReportLine, Say, Sit
from lobbies.rooms import Actor, Room
from lobbies.tables import Tables, act, look
from tests import staff_room
from tests.staff_room import fresh

pytestmark = pytest.mark.django_db(transaction=True)

STAFF = Actor("", "staff", staff=True)
anh, binh = staff_room.anh, staff_room.binh


@pytest.fixture
def game(anh: Player, binh: Player) -> Lobby:
    """Anh plays Bình, and has made the first move."""
    lobby = open_lobby(anh, "chess", seats={0: anh, 1: binh}, start=True)
    act(str(lobby.pk), identity.actor_of(anh), Move("e2e4"))
    return lobby


@async_to_sync
async def _live(lobby: Lobby, command: EndGame | Close) -> Room:
    """The room as the process that carried the command out holds it."""
    table = Tables.here().at(str(lobby.pk))
    await table.submit(STAFF, command)
    assert table.room is not None
    return table.room


def test_staff_end_a_game_and_everybody_sees_that_it_is_over(game: Lobby, anh: Player) -> None:
    act(str(game.pk), STAFF, EndGame())
    seen = document(fresh(game), str(anh.pk))
    assert seen["lobby"]["status"] == "over"
    assert seen["game"]["result"] == {"reason": "ended"}
    match = Match.objects.get(lobby=game)
    assert match.result == {"winners": [], "reason": "ended"} and match.ended_at is not None


@pytest.mark.parametrize(("command", "reason"), [(EndGame(), "ended"), (Close(), "closed")])
def test_a_game_the_house_ended_is_the_same_in_memory_and_after_a_restart(
    game: Lobby, anh: Player, command: EndGame | Close, reason: str
) -> None:
    seen = document(_live(game, command), str(anh.pk))
    assert seen["game"]["result"] == {"reason": reason}
    assert document(fresh(game), str(anh.pk)) == seen


@pytest.mark.parametrize("command", [Move("e7e5"), Rematch()])
def test_nobody_moves_in_a_game_that_staff_ended(
    game: Lobby, binh: Player, command: Move | Rematch
) -> None:
    act(str(game.pk), STAFF, EndGame())
    with pytest.raises(Refusal) as refused:
        act(str(game.pk), identity.actor_of(binh), command)
    assert refused.value.code == "NO_ACTIVE_GAME"


def test_an_earlier_position_of_an_ended_game_is_not_called_ended(game: Lobby) -> None:
    act(str(game.pk), STAFF, EndGame())
    match = Match.objects.get(lobby=game)
    play, _ = store.replay(match, upto=match.started_version)
    assert play.stopped == "" and play.state.moves == ()


@pytest.mark.parametrize("command", [EndGame(), Pardon("0" * 32)])
def test_not_even_the_host_has_the_powers_of_staff(
    game: Lobby, anh: Player, command: EndGame | Pardon
) -> None:
    with pytest.raises(Refusal, match="Only the staff"):
        act(str(game.pk), identity.actor_of(anh), command)


def test_without_a_game_there_is_nothing_to_end(anh: Player) -> None:
    lobby = open_lobby(anh, "chess")
    with pytest.raises(Refusal, match="No game is being played"):
        act(str(lobby.pk), STAFF, EndGame())


def test_a_pardoned_player_may_come_in_again(game: Lobby, binh: Player) -> None:
    player = str(binh.pk)
    act(str(game.pk), STAFF, Kick(player, ban=True))
    assert Ban.objects.filter(lobby=game, player=binh).exists()
    act(str(game.pk), STAFF, Pardon(player))
    assert not Ban.objects.filter(lobby=game).exists()
    assert player not in look(str(game.pk)).banned


@pytest.mark.parametrize("command", [Join(sit=True), Sit(None), ReportLine(1)])
def test_staff_who_are_no_player_take_no_place_and_report_nothing(
    game: Lobby, anh: Player, command: Join | Sit | ReportLine
) -> None:
    act(str(game.pk), identity.actor_of(anh), Say("Chào!"))
    before = look(str(game.pk))
    with pytest.raises(Refusal, match="Say who you are") as refused:
        act(str(game.pk), STAFF, command)
    assert refused.value.code == "UNAUTHORIZED"
    assert look(str(game.pk)).guests == before.guests


def test_staff_close_the_connection_of_somebody_who_is_on_no_list(game: Lobby) -> None:
    chi = identity.new_player("Chi")
    before = look(str(game.pk)).version
    assert act(str(game.pk), STAFF, Kick(str(chi.pk))) == before + 1
