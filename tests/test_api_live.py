"""The socket's part over HTTP: commands, the document, being there."""

from __future__ import annotations

import pytest
from django.test import override_settings

from lobbies import limits, presence
from lobbies.gate import open_lobby
from lobbies.models import Connection, Match
from lobbies.table import now_ms
from lobbies.tables import look
from tests.api import Caller, code, person, queries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lobby(anh: Caller, binh: Caller) -> str:
    """Anh has White and Bình Black, and the game has begun."""
    assert anh.player is not None and binh.player is not None
    seats = {0: anh.player, 1: binh.player}
    return str(open_lobby(anh.player, "chess", seats=seats, start=True).pk)


def play(lobby: str, *moves: tuple[Caller, str]) -> None:
    for player, uci in moves:
        assert player.act(lobby, "game/move", {"uci": uci}).status_code == 200


# Commands


def test_a_move_is_acknowledged_with_its_version(lobby: str, anh: Caller) -> None:
    answer = anh.act(lobby, "game/move", {"uci": "e2e4"}, ref="m1").json()
    assert answer == {"type": "ok", "v": look(lobby).version, "ref": "m1"}


def test_a_command_sent_again_is_answered_the_same_and_applied_once(
    lobby: str, anh: Caller
) -> None:
    first = anh.act(lobby, "game/move", {"uci": "e2e4"}, ref="m1").json()
    assert anh.act(lobby, "game/move", {"uci": "e2e4"}, ref="m1").json()["type"] == "ok"
    assert look(lobby).version == first["v"]


def test_refusals_have_the_status_of_their_code(lobby: str, anh: Caller, binh: Caller) -> None:
    seen = anh.act(lobby, "game/move", {"uci": "e2e4"}).json()["v"]
    refusals = [
        (anh.act(lobby, "game/move", {"uci": "d2d4"}), (409, "NOT_YOUR_TURN")),
        (binh.act(lobby, "game/move", {"uci": "e7e4"}), (422, "INVALID_MOVE")),
        (binh.act(lobby, "game/move", {"uci": "e7e5"}, v=seen - 1), (409, "STALE_STATE")),
        (binh.act(lobby, "lobby/kick", {"playerId": anh.id}), (403, "FORBIDDEN")),
        (binh.act(lobby, "game/fly"), (400, "UNKNOWN_ACTION")),
        (binh.act(lobby, "game/move", {"uci": "e7e5", "x": 1}), (400, "INVALID_MESSAGE")),
        (binh.act(lobby, "game/move", {"uci": "e7e5"}, colour=1), (400, "INVALID_MESSAGE")),
        (binh.call("POST", f"lobbies/{lobby}/actions/", b"{"), (400, "INVALID_JSON")),
        (binh.call("POST", f"lobbies/{lobby}/actions/", b"x" * 40_000), (413, "TOO_LARGE")),
    ]
    for answer, expected in refusals:
        assert code(answer) == expected
    assert look(lobby).play is not None and look(lobby).play.state.moves == ("e2e4",)


def test_sync_ping_and_passing_messages_are_answered(lobby: str, anh: Caller) -> None:
    anh.act(lobby, "lobby/hello", {"gameVersion": "1"})
    synced = anh.act(lobby, "lobby/sync", ref="s").json()
    assert synced["type"] == "state" and synced["ref"] == "s" and synced["now"]
    assert synced["payload"] == anh.get(f"lobbies/{lobby}/state/").json()
    assert anh.act(lobby, "ping", {"timestamp": 5}).json()["payload"] == {"timestamp": 5}
    before = look(lobby).version
    assert anh.act(lobby, "lobby/typing", ref="t").json()["type"] == "ok"
    assert look(lobby).version == before


def test_commands_and_chat_have_the_limits_of_the_socket(lobby: str, anh: Caller) -> None:
    with override_settings(CHAT_PER_10_SECONDS=1):
        assert anh.act(lobby, "chat/say", {"text": "Chào!"}).status_code == 200
        assert code(anh.act(lobby, "chat/say", {"text": "Ơi!"})) == (429, "RATE_LIMITED")
    with override_settings(COMMANDS_PER_MINUTE=1):
        limits._limiter.cache_clear()
        assert anh.act(lobby, "lobby/sync").status_code == 200
        assert code(anh.act(lobby, "lobby/sync")) == (429, "RATE_LIMITED")


# The document


def test_the_document_is_what_the_caller_may_see(lobby: str, anh: Caller, chi: Caller) -> None:
    mine = anh.get(f"lobbies/{lobby}/state/").json()
    assert mine["you"]["seat"] == 0 and mine["you"]["invite"]
    for other in (chi, Caller()):
        theirs = other.get(f"lobbies/{lobby}/state/").json()
        assert theirs["game"] == mine["game"]
        assert theirs["you"] == {"playerId": other.id, "role": "guest", "spectator": True}


def test_the_name_of_a_table_turns_no_other_text_round(lobby: str, anh: Caller) -> None:
    anh.act(lobby, "lobby/options", {"name": "\u202eSun\u2066  day\x07"})
    assert look(lobby).name == "Sun day"
    anh.act(lobby, "lobby/options", {"name": "\u202e"})
    assert look(lobby).name == "Sun day"


def test_an_unchanged_document_is_not_sent_again(lobby: str, anh: Caller) -> None:
    address = f"lobbies/{lobby}/state/"
    tag = anh.get(address).headers["ETag"]
    assert tag == f'"{look(lobby).version}"'
    for known in (tag, f"W/{tag}", f'"0", {tag}', "*"):
        same = anh.get(address, If_None_Match=known)
        assert same.status_code == 304 and not same.content
        assert same.headers["ETag"] == tag
    anh.act(lobby, "game/move", {"uci": "e2e4"})
    fresh = anh.get(address, If_None_Match=tag)
    assert fresh.status_code == 200 and fresh.headers["ETag"] != tag


def test_a_private_lobby_shows_itself_to_those_on_its_list_only(
    lobby: str, anh: Caller, binh: Caller, chi: Caller
) -> None:
    game = str(Match.objects.get().pk)
    anh.act(lobby, "lobby/options", {"visibility": "private"})
    reads = [f"lobbies/{lobby}/", *(f"lobbies/{lobby}/{part}/" for part in ("state", "moves"))]
    reads += [f"games/{game}/", *(f"games/{game}/{part}/" for part in ("replay", "pgn"))]
    for read in reads:
        assert binh.get(read).status_code == 200
        assert code(chi.get(read)) == (403, "FORBIDDEN")
        assert code(Caller().get(read)) == (401, "UNAUTHORIZED")
    assert code(chi.act(lobby, "lobby/sync")) == (403, "FORBIDDEN")


def test_who_was_shown_out_sees_nothing_more(lobby: str, anh: Caller, chi: Caller) -> None:
    chi.post(f"lobbies/{lobby}/join/", {"spectate": True})
    anh.act(lobby, "lobby/kick", {"playerId": chi.id, "ban": True})
    assert code(chi.get(f"lobbies/{lobby}/state/")) == (403, "FORBIDDEN")
    assert code(chi.act(lobby, "chat/say", {"text": "x"})) == (403, "FORBIDDEN")


def test_reading_the_state_costs_the_same_however_much_has_happened(
    lobby: str, anh: Caller, binh: Caller
) -> None:
    def cost(**headers: str) -> int:
        with queries() as sent:
            anh.get(f"lobbies/{lobby}/state/", **headers)
        return len(sent)

    play(lobby, (anh, "e2e4"), (binh, "e7e5"))
    first = cost()
    play(lobby, (anh, "g1f3"), (binh, "b8c6"), (anh, "f1c4"), (binh, "g8f6"))
    for n in range(5):
        anh.act(lobby, "chat/say", {"text": f"Line {n}"})
        person(f"Guest {n}").post(f"lobbies/{lobby}/join/", {"spectate": True})
    assert cost() == first
    assert cost(If_None_Match=f'"{look(lobby).version}"') == 2


# Being there


def absences(now: int) -> set[str]:
    return {player for _, player in presence.expire_polls(now)}


def test_who_polls_is_there_and_who_stops_is_not(lobby: str, anh: Caller) -> None:
    assert not look(lobby).guests[anh.id].connected
    anh.get(f"lobbies/{lobby}/state/?poll=1")
    assert look(lobby).guests[anh.id].connected
    now = now_ms()
    assert absences(now + 10_000) == set()
    assert absences(now + presence.POLLED_MS + 1_000) == {anh.id}
    assert not Connection.objects.exists()


def test_polling_changes_the_document_once(lobby: str, anh: Caller) -> None:
    tag = anh.get(f"lobbies/{lobby}/state/?poll=1").headers["ETag"]
    again = anh.get(f"lobbies/{lobby}/state/?poll=1", If_None_Match=tag)
    assert again.status_code == 304 and Connection.objects.count() == 1


def test_reading_without_polling_makes_nobody_present(lobby: str, chi: Caller) -> None:
    version = look(lobby).version
    chi.get(f"lobbies/{lobby}/state/")
    assert look(lobby).version == version and not Connection.objects.exists()


def test_who_has_a_socket_too_is_still_there_when_the_polls_end(lobby: str, anh: Caller) -> None:
    import uuid

    anh.get(f"lobbies/{lobby}/state/?poll=1")
    presence.opened([(uuid.uuid4(), uuid.UUID(lobby), uuid.UUID(anh.id), uuid.uuid4(), now_ms())])
    assert absences(now_ms() + presence.POLLED_MS + 1_000) == set()


def test_who_only_acts_over_http_is_there_too(lobby: str, anh: Caller) -> None:
    anh.act(lobby, "game/move", {"uci": "e2e4"})
    assert look(lobby).guests[anh.id].connected
    assert Connection.objects.get().process == presence.POLLING


def test_nobody_polls_without_saying_who_they_are(lobby: str) -> None:
    assert code(Caller().get(f"lobbies/{lobby}/state/?poll=1")) == (401, "UNAUTHORIZED")
