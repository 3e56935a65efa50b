"""A card table in the house: drags and leases past the database, rows, files, coming and going."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from games import GAMES
from lobbies import store
from lobbies.leases import LEASE_MS
from lobbies.models import BoardObject, Deck, Lobby, Match, Move
from lobbies.rooms import with_guest
from lobbies.tables import Tables
from tests.api import Caller, code, person
from tests.inside import House, Inside, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


async def at_table(house: House) -> tuple[Lobby, list[Inside]]:
    """A card table with Anh and Bình at it, Chi watching, and a card that lies on it."""
    lobby, lines = await house.open("Anh", "Bình", "Chi", sit=2, kind="tabletop")
    for line in lines:
        await line.open()
    await lines[0].ask("deck/lay", {"deck": "1", "at": [0, 0]})
    for line in lines[1:]:
        await line.at(lines[0].v)
    return lobby, lines


def card_on(line: Inside) -> str:
    return next(key for key, part in line.document["board"].items() if "kind" not in part)


def passing(line: Inside) -> list[dict[str, Any]]:
    """The messages heard that have no version."""
    return [m for m in line.heard if "v" not in m and m.get("type", "").startswith("board/")]


async def test_a_drag_is_shown_to_the_others_and_written_nowhere(house: House) -> None:
    lobby, (anh, binh, chi) = await at_table(house)
    card, v = card_on(anh), anh.v
    for x in range(5):
        await anh.tell("board/drag", {card: [x, 7]})
    await anh.tell("board/hover", {"at": [3, 4]})
    for line in (binh, chi):
        await line.until(lambda line=line: len(passing(line)) == 6)
        assert passing(line)[0] == {"type": "board/drag", "payload": {card: [0, 7], "by": 0}}
        assert passing(line)[-1] == {"type": "board/hover", "payload": {"at": [3, 4], "by": 0}}
        assert all(len(text) <= 64 for text in line.texts if "board/drag" in text)
    await anh.echo()
    assert passing(anh) == [] and anh.v == v
    moves = await in_thread(lambda: Move.objects.filter(lobby=lobby, action="board/drag").count())
    assert moves == 0


async def test_who_drags_a_card_holds_it_and_others_are_told(house: House) -> None:
    _, (anh, binh, _) = await at_table(house)
    card = card_on(anh)
    assert (await anh.ask("board/drag", {card: [1, 1]}))["type"] == "ok"
    assert await binh.refused("board/drag", {card: [2, 2]}) == "LEASED"
    for action, payload in (
        ("board/drop", {"at": {card: [2, 2]}}), ("board/take", {"ids": [card]}),
        ("board/update", {card: {"x": 1}}), ("deck/put", {"deck": "1", "ids": [card]}),
    ):  # fmt: skip
        answer = await binh.ask(action, payload)
        assert answer["payload"]["code"] == "LEASED"
        assert answer["payload"]["message"].endswith(".")
    await binh.tell("board/drag", {card: [9, 9]})
    await binh.echo()
    assert passing(anh) == [], "Without a ref a refused drag is simply not shown."
    assert await binh.refused("board/drop", {"at": {"1": [2, 2]}}) is None, "The deck is free."
    assert await anh.refused("board/drop", {"at": {card: [5, 5]}}) is None
    assert await binh.refused("board/drag", {card: [2, 2]}) is None, "It was dropped."


async def test_a_lease_ends_with_silence_with_a_release_and_with_the_line(house: House) -> None:
    _, (anh, binh, chi) = await at_table(house)
    card = card_on(anh)
    await anh.ask("board/drag", {card: [1, 1]})
    house.later((LEASE_MS - 100) / 1000)
    assert await binh.refused("board/drag", {card: [2, 2]}) == "LEASED"
    house.later(0.2)
    assert await binh.refused("board/drag", {card: [2, 2]}) is None
    assert await anh.refused("board/turn", {"ids": [card]}) == "LEASED"
    await binh.tell("board/release", {"ids": [card]})
    await binh.echo()
    assert await anh.refused("board/drag", {card: [2, 2]}) is None
    await anh.cut()
    await chi.until(lambda: "players/away" in chi.types())
    assert await binh.refused("board/turn", {"ids": [card]}) is None


async def test_only_who_sits_drags_and_only_what_they_may_handle(house: House) -> None:
    _, (anh, binh, chi) = await at_table(house)
    card = card_on(anh)
    await chi.ask("board/drag", {card: [1, 1]})
    assert await binh.refused("board/drop", {"at": {card: [3, 3]}}) is None
    assert await anh.refused("board/drag", {"999": [1, 1]}) == "CONFLICT"
    await anh.ask("deck/claim", {"deck": "1"})
    assert await binh.refused("board/drag", {"1": [1, 1]}) == "CONFLICT"
    assert await anh.refused("board/drag", {"tray": [1, 1]}) is None
    assert await anh.refused("board/drag", {"1": [1, "x"]}) == "INVALID_MESSAGE"


async def test_a_command_sent_again_is_not_refused_because_somebody_drags_now(house: House) -> None:
    _, (anh, binh, _) = await at_table(house)
    card = card_on(anh)
    first = await anh.ask("board/turn", {"ids": [card]}, ref="once")
    await binh.ask("board/drag", {card: [1, 1]})
    again = await anh.ask("board/turn", {"ids": [card]}, ref="once")
    assert again == first


async def test_a_version_of_two_parts_says_that_there_is_more(house: House) -> None:
    _, (anh, binh, chi) = await at_table(house)
    await anh.ask("board/take", {"ids": [card_on(anh)]})
    for line in (anh, binh, chi):
        await line.at(anh.v)
        last = [m for m in line.heard if m.get("v") == anh.v]
        assert [m["type"] for m in last] == ["board/taken", "players/taken"]
        assert [m.get("more") for m in last] == [True, None]


async def test_a_killed_process_leaves_the_committed_table_in_mid_drag(house: House) -> None:
    lobby, (anh, binh, _) = await at_table(house)
    await anh.ask("deck/deal", {"deck": "1", "count": 5})
    await binh.ask("deck/import", {"text": "3 Forest\n2 Bear", "name": "Woods"})
    await anh.ask("player/update", {"metadata": {"life": 20}})
    card = card_on(anh)
    await anh.tell("board/drag", {card: [44, 44]})
    await anh.echo()
    before = {line: await line.fresh() for line in (anh, binh)}
    house.die()
    for line in (anh, binh):
        await line.open()
        for part in ("board", "game", "you"):
            assert line.document[part] == before[line][part]
        mine = line.document["players"][line.player]
        assert mine["tray"] == before[line]["players"][line.player]["tray"]
        assert mine["decks"] == before[line]["players"][line.player]["decks"]
    assert await binh.refused("board/drop", {"at": {card: [1, 1]}}) is None, "No lease is left."
    match = await in_thread(lambda: Match.objects.get(lobby=lobby))
    play, _ = await in_thread(lambda: store.replay(match))
    told, _ = await in_thread(
        lambda: store.replay(match, upto=Lobby.objects.get(pk=lobby.pk).version)
    )
    game = GAMES["tabletop"]
    assert game.rows(play.state) == game.rows(told.state), "The log tells the same table."


async def test_rows_are_readable_and_follow_every_change(house: House) -> None:
    lobby, (anh, _, _) = await at_table(house)
    card = card_on(anh)
    await anh.ask("board/drop", {"at": {card: [70, 80]}})
    await anh.ask("deck/draw", {"deck": "1", "count": 2})

    def rows() -> tuple[Any, Any]:
        match = Match.objects.get(lobby=lobby)
        objects = {o.key: (o.kind, o.data["x"]) for o in BoardObject.objects.filter(match=match)}
        decks = {d.key: (d.seat, len(d.cards)) for d in Deck.objects.filter(match=match)}
        return objects, decks

    objects, decks = await in_thread(rows)
    assert objects == {card: ("card", 70)}
    assert decks == {"1": (None, 49), "tray.0": (0, 2), "pack.1": (None, 52)}
    await anh.ask("board/take", {"ids": [card]})
    await anh.ask("board/reset", {"pack": "none"})
    assert await in_thread(rows) == ({}, {})


async def test_who_stays_away_keeps_chair_and_hand_and_who_leaves_puts_it_down(
    house: House,
) -> None:
    _, (anh, binh, chi) = await at_table(house)
    await binh.ask("deck/draw", {"deck": "1", "count": 3})
    tray = binh.document["players"][binh.player]["tray"]
    await binh.cut()
    await chi.until(lambda: "players/away" in chi.types())
    house.later(61)
    await house.round()
    await chi.until(lambda: chi.document["players"][binh.player].get("gone"))
    assert chi.document["players"][binh.player]["trayCount"] == 3
    await binh.open()
    assert binh.document["players"][binh.player]["tray"] == tray
    await binh.ask("lobby/stand")
    await anh.at(binh.v)
    assert "trayCount" not in anh.document["players"][binh.player]
    assert [d["count"] for d in anh.document["board"].values() if d.get("kind") == "deck"] == [
        48,
        3,
    ]


def opened(host: Caller, **wanted: Any) -> dict[str, Any]:
    answer = host.post("lobbies/", {"kind": "tabletop", **wanted})
    assert answer.status_code == 201, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_a_table_is_saved_as_a_file_and_another_one_starts_from_it() -> None:
    anh, binh = person("Anh"), person("Bình")
    lobby = opened(anh, options={"pack": "standard", "jokers": 2})["id"]
    assert anh.act(lobby, "board/add", {"kind": "counter", "value": 20}).status_code == 200
    assert anh.act(lobby, "deck/draw", {"deck": "1", "count": 7}).status_code == 200
    file = binh.get(f"lobbies/{lobby}/setup/")
    assert file.status_code == 200
    assert file.headers["Content-Disposition"].startswith("attachment")
    saved = file.json()
    assert sum(card.get("count", 1) for card in saved["decks"][0]["cards"]) == 54
    other = opened(binh, setup=saved)["id"]
    board = binh.get(f"lobbies/{other}/state/").json()["board"]
    assert sorted(part["kind"] for part in board.values()) == ["counter", "deck"]
    assert anh.call("PUT", f"lobbies/{other}/setup/", saved).status_code == 403
    assert binh.call("PUT", f"lobbies/{other}/setup/", {"parlour": 1}).status_code == 200
    assert binh.get(f"lobbies/{other}/state/").json()["board"] == {}


def test_tables_are_saved_at_a_pace(settings: Any) -> None:
    anh = person("Anh")
    address = f"lobbies/{opened(anh)['id']}/setup/"
    settings.REPLAYS_PER_MINUTE = 1
    assert anh.get(address).status_code == 200
    assert code(anh.get(address)) == (429, "RATE_LIMITED")


def test_a_file_that_is_no_set_up_opens_no_table() -> None:
    anh = person("Anh")
    for bad in ({"things": 5}, {"parlour": 7}):
        answer = anh.post("lobbies/", {"kind": "tabletop", "setup": bad})
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_MOVE")
    assert not Lobby.objects.exists()
    chess = anh.post("lobbies/", {"kind": "chess", "setup": {}})
    assert chess.json()["code"] == "INVALID_STATE"
    lobby = opened(anh)["id"]
    huge = {"things": [{"x": 0, "y": 0, "kind": "note", "text": "x" * 500}] * 600}
    assert anh.call("PUT", f"lobbies/{lobby}/setup/", huge).status_code == 413


def test_pictures_come_from_where_the_hoster_lets_them(client: Any, settings: Any) -> None:
    assert "img-src 'self' data: blob:;" in client.get("/").headers["Content-Security-Policy"]
    settings.IMAGE_HOSTS = ["cards.example", "*.art.example"]
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://cards.example https://*.art.example;" in policy


async def test_the_host_alone_cannot_lay_the_cards_open_by_an_option(house: House) -> None:
    _, (anh, binh, _) = await at_table(house)
    refused = await anh.ask("lobby/options", {"options": {"openInformation": True}})
    assert refused["payload"]["code"] == "FORBIDDEN"
    assert "agree" in refused["payload"]["message"]
    assert not anh.document["lobby"]["options"]["openInformation"]
    await anh.ask("lobby/options", {"options": {"jokers": 2}})
    assert anh.document["lobby"]["options"]["jokers"] == 2
    await binh.at(anh.v)
    assert "tray" not in binh.document["players"][anh.player]


async def test_who_only_a_private_table_still_lists_leaves_chair_and_hand_when_it_turns_public(
    house: House,
) -> None:
    lobby, (anh, binh, _) = await at_table(house)
    await binh.ask("tray/draw", {"deck": "1", "count": 2})
    await anh.ask("lobby/options", {"visibility": "private"})
    table = Tables.here().at(str(lobby.pk))
    room = table.room
    assert room is not None
    absent = replace(room.guests[binh.player], connected=False)
    table.room = with_guest(room, absent)
    await anh.ask("lobby/options", {"visibility": "public"})
    assert anh.document["players"][binh.player]["awayUntil"] == house.now
    assert table.room.alarm_at == house.now
    table.ring(house.now)
    await anh.at(table.room.version + 1)
    assert anh.document["players"][binh.player]["gone"] is True
