"""Quick pairing: those who wish for the same meet, once, and never themselves."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from django.db import connection

from lobbies import identity, matchmaking
from lobbies.models import Lobby, Player, Waiting
from lobbies.protocol import Refusal
from lobbies.table import now_ms
from lobbies.tables import look
from tests.api import code, person

pytestmark = pytest.mark.django_db(transaction=True)
BLITZ = {"minutes": 3, "increment": 2}


def people(*names: str) -> list[Player]:
    return [identity.new_player(name) for name in names]


def test_the_second_who_wishes_for_the_same_is_paired_and_the_first_hears_of_it() -> None:
    anh, binh = people("Anh", "Bình")
    now = now_ms()
    assert matchmaking.pair(anh, "chess", BLITZ, now) is None
    lobby = matchmaking.pair(binh, "chess", BLITZ, now + 500)
    assert lobby is not None and lobby.status == Lobby.Status.PLAYING
    assert matchmaking.pair(anh, "chess", BLITZ, now + 1500) == lobby
    assert matchmaking.pair(binh, "chess", BLITZ, now + 1600) == lobby
    assert Lobby.objects.count() == 1


def test_the_game_has_begun_with_both_at_the_table_as_they_wished() -> None:
    anh, binh = people("Anh", "Bình")
    matchmaking.pair(anh, "chess", BLITZ, now_ms())
    lobby = matchmaking.pair(binh, "chess", BLITZ, now_ms())
    assert lobby is not None
    room = look(str(lobby.pk))
    assert room.playing is not None
    assert set(room.playing.seats.values()) == {str(anh.pk), str(binh.pk)}
    assert room.options.minutes == 3 and room.options.increment == 2
    assert room.host == str(anh.pk)


def test_nobody_is_paired_with_themselves() -> None:
    (anh,) = people("Anh")
    for late in range(5):
        assert matchmaking.pair(anh, "chess", BLITZ, now_ms() + late) is None
    assert Waiting.objects.count() == 1 and not Lobby.objects.exists()


def test_different_wishes_do_not_meet() -> None:
    anh, binh, chi = people("Anh", "Bình", "Chi")
    assert matchmaking.pair(anh, "chess", BLITZ, now_ms()) is None
    assert matchmaking.pair(binh, "chess", {"minutes": 10, "increment": 0}, now_ms()) is None
    assert matchmaking.pair(chi, "chess", {**BLITZ, "colors": "lot"}, now_ms()) is None


def test_the_same_wish_in_other_words_meets() -> None:
    anh, binh = people("Anh", "Bình")
    assert matchmaking.pair(anh, "chess", {"minutes": 10.0, "increment": 5}, now_ms()) is None
    assert matchmaking.pair(binh, "chess", {}, now_ms()) is not None


def test_who_has_withdrawn_is_not_paired() -> None:
    anh, binh = people("Anh", "Bình")
    matchmaking.pair(anh, "chess", BLITZ, now_ms())
    matchmaking.withdraw(anh)
    assert matchmaking.pair(binh, "chess", BLITZ, now_ms()) is None


def test_who_has_stopped_asking_is_not_paired() -> None:
    anh, binh = people("Anh", "Bình")
    now = now_ms()
    matchmaking.pair(anh, "chess", BLITZ, now)
    assert matchmaking.pair(binh, "chess", BLITZ, now + matchmaking.STALE_MS + 1) is None


def test_who_has_waited_longest_is_next_and_asking_again_keeps_the_place() -> None:
    anh, binh, chi = people("Anh", "Bình", "Chi")
    now = now_ms()
    matchmaking.pair(anh, "chess", BLITZ, now)
    Waiting.objects.create(
        player=binh, kind="chess", key=Waiting.objects.get().key, since=now + 5, seen=now + 5
    )
    Waiting.objects.filter(player=anh).update(seen=now + 9)
    lobby = matchmaking.pair(chi, "chess", BLITZ, now + 10)
    assert lobby is not None and lobby.host == anh
    assert Waiting.objects.get(player=binh).lobby is None


def test_another_wish_replaces_the_first() -> None:
    anh, binh = people("Anh", "Bình")
    matchmaking.pair(anh, "chess", BLITZ, now_ms())
    matchmaking.pair(anh, "chess", {}, now_ms())
    assert matchmaking.pair(binh, "chess", BLITZ, now_ms()) is None
    assert Waiting.objects.count() == 2


def test_after_the_game_the_same_wish_looks_for_somebody_new() -> None:
    anh, binh = people("Anh", "Bình")
    matchmaking.pair(anh, "chess", BLITZ, now_ms())
    lobby = matchmaking.pair(binh, "chess", BLITZ, now_ms())
    assert lobby is not None
    Lobby.objects.filter(pk=lobby.pk).update(status=Lobby.Status.OVER)
    assert matchmaking.pair(anh, "chess", BLITZ, now_ms()) is None
    again = matchmaking.pair(binh, "chess", BLITZ, now_ms())
    assert again is not None and again != lobby


def test_chairs_are_drawn_by_lot() -> None:
    first: Counter[bool] = Counter()
    for _ in range(24):
        anh, binh = people("Anh", "Bình")
        matchmaking.pair(anh, "chess", BLITZ, now_ms())
        lobby = matchmaking.pair(binh, "chess", BLITZ, now_ms())
        assert lobby is not None
        first[lobby.members.get(seat=0).player_id == anh.pk] += 1
    assert len(first) == 2, "24 times the same side is no lot"


def test_options_that_do_not_fit_are_refused_with_a_reason() -> None:
    (anh,) = people("Anh")
    with pytest.raises(Refusal, match="does not fit"):
        matchmaking.pair(anh, "chess", {"minutes": 1000}, now_ms())
    with pytest.raises(Refusal, match="no such game"):
        matchmaking.pair(anh, "halma", {}, now_ms())


def test_many_who_ask_at_once_are_paired_two_by_two() -> None:
    crowd = people(*(f"Guest {n}" for n in range(8)))
    start, breath = threading.Barrier(len(crowd)), threading.Event()
    errors: list[BaseException] = []

    def ask(player: Player) -> None:
        try:
            start.wait(10)
            give_up = time.monotonic() + 60
            while time.monotonic() < give_up:
                if matchmaking.pair(player, "chess", BLITZ, now_ms()) is not None:
                    return
                breath.wait(0.01)
            raise AssertionError(f"{player} was never paired")
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(player,)) for player in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(70)
    assert not errors
    assert Lobby.objects.count() == 4
    seats = [str(m.player_id) for lobby in Lobby.objects.all() for m in lobby.members.all()]
    assert sorted(seats) == sorted(str(player.pk) for player in crowd)


def test_over_http_one_waits_the_other_goes_and_both_find_the_lobby() -> None:
    anh, binh = person("Anh"), person("Bình")
    wish = {"kind": "chess", "options": BLITZ}
    assert anh.post("quickplay/", wish).json() == {"waiting": True}
    told = binh.post("quickplay/", wish).json()
    assert set(told) == {"lobbyId", "code"}
    assert anh.post("quickplay/", wish).json() == told
    state = anh.get(f"lobbies/{told['lobbyId']}/state/").json()
    assert state["lobby"]["status"] == "playing" and "seat" in state["you"]


def test_over_http_one_withdraws() -> None:
    anh, binh = person("Anh"), person("Bình")
    wish = {"kind": "chess", "options": BLITZ}
    anh.post("quickplay/", wish)
    assert anh.call("DELETE", "quickplay/", wish).status_code == 204
    assert binh.post("quickplay/", wish).json() == {"waiting": True}


def test_over_http_bad_wishes_are_refused() -> None:
    anh = person("Anh")
    assert code(anh.post("quickplay/", {"kind": "halma"})) == (404, "NOT_FOUND")
    assert code(anh.post("quickplay/", {})) == (400, "INVALID_MESSAGE")
    bad = {"kind": "chess", "options": {"speed": "fast"}}
    assert code(anh.post("quickplay/", bad)) == (400, "INVALID_MESSAGE")
