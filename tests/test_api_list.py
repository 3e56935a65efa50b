"""The list of public lobbies over HTTP: filters, pages, live counts, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from lobbies import gate
from lobbies.models import Lobby
from tests.api import Caller, code

pytestmark = pytest.mark.django_db(transaction=True)


def opened(host: Caller, **wish: Any) -> dict[str, Any]:
    return dict(host.post("lobbies/", {"kind": "chess", **wish}).json())


def names(caller: Caller, query: str = "") -> list[str]:
    return [lobby["name"] for lobby in caller.get(f"lobbies/{query}").json()["results"]]


def test_the_list_shows_public_open_lobbies_newest_first(anh: Caller, binh: Caller) -> None:
    opened(anh, name="First")
    opened(anh, name="Hidden", visibility="private")
    closed = opened(anh, name="Shut")["id"]
    opened(binh, name="Second")
    anh.call("DELETE", f"lobbies/{closed}/")
    assert names(Caller()) == ["Second", "First"]
    assert names(anh) == ["Second", "First"]
    assert names(anh, "?status=closed") == ["Shut"]


def test_the_list_is_filtered(anh: Caller, binh: Caller) -> None:
    tea = opened(anh, name="Tea time")
    opened(binh, name="Coffee")
    assert names(anh, "?search=tea") == ["Tea time"]
    assert names(anh, "?search=anh") == ["Tea time"]
    assert names(anh, f"?search={tea['code'].lower()}") == ["Tea time"]
    assert names(anh, "?kind=chess&status=waiting") == ["Coffee", "Tea time"]
    assert names(anh, "?kind=halma") == []
    assert names(anh, "?status=playing") == []
    for query in (
        "?colour=red",
        "?status=lost",
        "?pageSize=0",
        "?pageSize=x",
        "?page=x",
        "?search=%00",
    ):
        assert code(anh.get(f"lobbies/?{query}")) == (400, "INVALID_MESSAGE")


def test_pages_follow_each_other_without_gap_or_repetition(anh: Caller) -> None:
    assert anh.player is not None
    for n in range(7):
        gate.open_lobby(anh.player, "chess", name=f"Table {n}")
    Lobby.objects.filter(name__in=["Table 2", "Table 3"]).update(
        created=Lobby.objects.get(name="Table 3").created
    )
    seen, address = [], "/api/lobbies/?pageSize=3&search=table"
    while address:
        page = anh.client.get(address).json()
        seen += [lobby["name"] for lobby in page["results"]]
        address = page.get("next", "")
        if len(seen) == 3:
            gate.open_lobby(anh.player, "chess", name="A table that came meanwhile")
    assert sorted(seen) == [f"Table {n}" for n in range(7)]


def test_the_list_counts_seats_and_those_who_watch_now(anh: Caller, binh: Caller) -> None:
    lobby = opened(anh)["id"]
    binh.post(f"lobbies/{lobby}/join/", {"spectate": True})
    assert anh.get("lobbies/").json()["results"][0]["watching"] == 0
    binh.get(f"lobbies/{lobby}/state/?poll=1")
    row = anh.get("lobbies/").json()["results"][0]
    assert (row["taken"], row["watching"]) == (1, 1)


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    anh: Caller, django_assert_num_queries: Any
) -> None:
    assert anh.player is not None
    for many in (1, 30):
        for _ in range(many):
            gate.open_lobby(anh.player, "chess")
        with django_assert_num_queries(2):
            Caller().get("lobbies/?pageSize=100")
