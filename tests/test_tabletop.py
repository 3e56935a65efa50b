"""What people can do at a card table, verb by verb, and who may not.

In here: things that lie on the table, and the table as a whole. Not in here: cards in piles, decks
and hands (test_tabletop_decks), who may see what (test_tabletop_secrets).
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from games.tabletop.company import place_of
from lobbies.protocol import BadMessage, payload_of
from tests.card_tables import ANH, BINH, CHI, GAME, NOW, PACK, Laid, of, with_cards


def test_the_first_visitor_finds_a_shuffled_pack_in_the_middle() -> None:
    table = Laid()
    assert table.board() == {table.deck: {"kind": "deck", "x": 0, "y": 0, "z": 1, "count": 52}}
    assert table.cards() == PACK
    order = [card.face for card in table.state.decks[table.deck].cards]
    assert order != sorted(order)


@pytest.mark.parametrize(("pack", "jokers", "count"), [
    ("standard", 0, 52), ("standard", 4, 56), ("double", 2, 108), ("none", 4, 0),
])  # fmt: skip
def test_a_table_begins_with_the_pack_of_its_options(pack: str, jokers: int, count: int) -> None:
    table = Laid(pack=pack, jokers=jokers)
    assert len(table.cards()) == count
    assert table.cards().count("1J") + table.cards().count("2J") == (count > 0) * jokers * (
        2 if pack == "double" else 1
    )


def test_dropped_things_lie_on_top_or_at_the_bottom_and_keep_their_order_among_themselves() -> None:
    table, (one, two, three) = with_cards((0, 0), (10, 0), (20, 0))
    table.do(BINH, "board/drop", {"at": {one: [5, 5], two: [6, 6]}})
    heights = {key: part["z"] for key, part in table.board().items()}
    assert heights[two] > heights[one] > heights[three]
    table.do(ANH, "board/drop", {"at": {two: [0, 0]}, "bottom": True})
    assert min(table.board(), key=lambda key: table.board()[key]["z"]) == two


def test_two_who_change_different_properties_of_one_thing_both_succeed() -> None:
    table, (one,) = with_cards((0, 0))
    table.do(ANH, "board/update", {one: {"x": 300}})
    table.do(BINH, "board/update", {one: {"rotation": 90, "owner": BINH}})
    part = table.board()[one]
    assert (part["x"], part["rotation"], part["owner"]) == (300, 90, BINH)
    table.do(ANH, "board/update", {one: {"x": 7, "rotation": None}})
    assert table.board()[one]["x"] == 7 and "rotation" not in table.board()[one]
    assert table.refuses(ANH, "board/update", {one: {"owner": BINH}}) == "FORBIDDEN"


def test_what_is_gone_is_a_conflict_and_what_does_not_fit_is_said() -> None:
    table, (one,) = with_cards((0, 0))
    table.do(ANH, "board/add", {"kind": "token", "x": 5, "y": 5, "color": 3})
    token = table.last
    table.do(BINH, "board/update", {one: None})
    for action, payload in (
        ("board/drop", {"at": {one: [1, 1]}}), ("board/flip", {"ids": [one]}),
        ("board/take", {"ids": [one]}), ("deck/put", {"deck": table.deck, "ids": [one]}),
        ("deck/put", {"deck": "999", "ids": [token]}), ("deck/draw", {"deck": "999"}),
        ("tray/play", {"at": {"999": [0, 0]}}), ("tray/put", {"cards": ["999"], "deck": "1"}),
    ):  # fmt: skip
        assert table.refuses(ANH, action, payload) == "CONFLICT", action
    for action, payload in (
        ("board/flip", {"ids": [token]}), ("board/roll", {"ids": [token]}),
        ("board/count", {"id": token}), ("board/update", {token: {"text": "no"}}),
        ("board/update", {token: {"name": "no"}}), ("deck/draw", {"deck": token}),
        ("board/roll", {"ids": [table.deck]}), ("board/group", {"ids": [table.deck]}),
        ("deck/put", {"deck": table.deck, "ids": [table.deck]}), ("board/add", {"kind": "image"}),
        ("tray/pass", {"cards": ["1"], "to": ANH}),
    ):  # fmt: skip
        assert table.refuses(ANH, action, payload) == "INVALID_MOVE", action


@pytest.mark.parametrize("payload", [
    {"1": {"x": 10_001}}, {"1": {"rotation": 360}}, {"1": {"face": "QS"}}, {"1": {"z": 4}}, {},
    {"1": {"x": 1.5}}, {"a": None}, {"1": {"label": "x" * 41}}, {"1": {"owner": 8}}, [], None,
    {str(n): None for n in range(121)}, {"1": {"color": True}}, {"1": {"text": "x" * 501}},
])  # fmt: skip
def test_what_is_out_of_bounds_is_not_even_read(payload: Any) -> None:
    if payload is None:
        payload = "null"
    with pytest.raises(BadMessage) as refusal:
        of("board/update", payload)
    assert refusal.value.code == "INVALID_MESSAGE"


def test_only_addresses_of_the_allowed_kind_are_pictures() -> None:
    for address in ("http://a.example/b.png", "https://u:p@a.example/b", "https://a.example:8/b",
                    "javascript:alert(1)", "data:image/png;base64,AA", "//a.example/b",
                    "https://a.example/b c", "https://a.example/" + "b" * 300):  # fmt: skip
        with pytest.raises(BadMessage):
            of("board/add", {"kind": "image", "image": address})
    assert of("board/add", {"kind": "image", "image": "https://a.example/b.png?c=1"})


def test_locked_things_stay_where_they_are() -> None:
    table, (one,) = with_cards((0, 0))
    table.do(ANH, "board/update", {one: {"locked": True}})
    for action, payload in (
        ("board/drop", {"at": {one: [1, 1]}}), ("board/update", {one: {"x": 4}}),
        ("board/take", {"ids": [one]}), ("board/turn", {"ids": [one]}),
        ("board/update", {one: None}),
    ):  # fmt: skip
        assert table.refuses(BINH, action, payload) == "INVALID_STATE"
    table.do(BINH, "board/update", {one: {"locked": None}}).do(ANH, "board/take", {"ids": [one]})


def test_a_spectator_changes_nothing() -> None:
    table, (one,) = with_cards((0, 0))
    for command in GAME.legal(table.state, ANH):
        payload = msgspec.to_builtins(payload_of(command))
        assert table.refuses(CHI, command.action, payload) == "FORBIDDEN"
    assert GAME.legal(table.state, 5) == ()
    assert table.refuses(5, "board/flip", {"ids": [one]}) == "FORBIDDEN"


def test_the_host_lays_the_table_anew_even_when_only_watching() -> None:
    table, _ = with_cards((0, 0))
    table.do(ANH, "deck/draw", {"deck": table.deck, "count": 4})
    table.do(CHI, "board/reset", {"pack": "double", "jokers": 1})
    assert len(table.cards()) == 106 and len(table.board()) == 1 and table.tray(ANH) == []
    table.do(CHI, "board/reset")
    assert table.cards() == PACK


def test_metadata_is_merged_bounded_and_holds_no_null() -> None:
    table = Laid().do(ANH, "player/update", {"metadata": {"life": 20, "notes": {"poison": 1}}})
    table.do(ANH, "player/update", {"metadata": {"notes": {"poison": None, "energy": 2}}})
    assert table.player(ANH, CHI)["metadata"] == {"life": 20, "notes": {"energy": 2}}
    deep: Any = 1
    for _ in range(7):
        deep = {"a": deep}
    for bad in ({"deep": deep}, {"list": [1, None]}, {"long": "ă" * 2_050}):
        assert table.refuses(ANH, "player/update", {"metadata": bad}) == "INVALID_MOVE"
    table.do(ANH, "player/update", {"metadata": {"life": None, "notes": None}})
    assert "metadata" not in table.player(ANH)


def test_dice_counters_and_notes() -> None:
    table = Laid().do(ANH, "board/add", {"kind": "die", "sides": 20, "count": 2})
    dice = list(table.state.things)
    table.do(BINH, "board/roll", {"ids": dice})
    parts = [table.board()[key] for key in dice]
    assert all(1 <= part["value"] <= 20 and part["rolls"] == 1 for part in parts)
    assert parts[0]["x"] != parts[1]["x"]
    table.do(ANH, "board/add", {"kind": "counter", "value": 20, "label": "Life"})
    counter = table.last
    table.do(ANH, "board/count", {"id": counter, "by": -3})
    table.do(BINH, "board/count", {"id": counter, "by": -1})
    assert table.board()[counter]["value"] == 16
    assert table.refuses(ANH, "board/count", {"id": counter, "by": 999_999}) == "INVALID_MOVE"
    table.do(ANH, "board/add", {"kind": "note", "text": " <b>Ai đi trước?</b>\x07\u202e "})
    assert table.board()[table.last]["text"] == "<b>Ai đi trước?</b>"


@pytest.mark.parametrize("action", ["board/drop", "board/flip", "board/turn", "board/take"])
def test_ones_last_action_is_taken_back(action: str) -> None:
    table, (one, two) = with_cards((0, 0), (5, 5))
    before = GAME.view(table.state, ANH)
    payload = {"at": {one: [9, 9], two: [3, 3]}} if action == "board/drop" else {"ids": [one, two]}
    table.do(ANH, action, payload)
    assert GAME.view(table.state, ANH) != before
    table.do(BINH, "board/add", {"kind": "token"}).do(BINH, "board/undo")
    table.do(ANH, "board/undo")
    assert GAME.view(table.state, ANH) == before
    assert table.refuses(ANH, "board/undo") == "CONFLICT", "Once is enough."


def test_nobody_takes_back_what_others_have_built_on_or_what_chance_gave() -> None:
    table, (one, _) = with_cards((0, 0), (5, 5))
    table.do(ANH, "board/turn", {"ids": [one]}).do(BINH, "board/drop", {"at": {one: [1, 2]}})
    assert table.refuses(ANH, "board/undo") == "CONFLICT"
    table.do(BINH, "board/undo").do(ANH, "board/undo")
    for action in ("deck/draw", "deck/shuffle", "deck/cut", "deck/deal", "deck/peek"):
        table.do(ANH, "board/turn", {"ids": [one]}).do(ANH, action, {"deck": table.deck})
        assert table.refuses(ANH, "board/undo") == "CONFLICT", action


def test_who_leaves_puts_the_hand_down_and_who_is_away_keeps_it() -> None:
    table = Laid().do(BINH, "deck/draw", {"deck": "1", "count": 5})
    table.do(BINH, "deck/import", {"text": "3 Forest", "name": "Woods"})
    table.do(BINH, "player/update", {"metadata": {"life": 3}})
    woods = next(key for key, deck in table.state.decks.items() if deck.owner == BINH)
    away = GAME.away(table.state, BINH, table.rng(), NOW)
    assert (
        away.state == table.state and GAME.holds(table.state) and not GAME.holds(table.state, True)
    )
    table.take(GAME.vacated(table.state, BINH, table.rng(), NOW))
    pile = table.board()[table.last]
    assert (pile["count"], pile["x"], pile["y"]) == (5, *place_of(BINH)) and "face" not in pile
    assert table.board()[woods]["count"] == 3
    table.take(GAME.seated(table.state, BINH, table.rng(), NOW))
    assert table.player(BINH) == {"decks": {}}
    assert len(table.cards()) == 55


def test_the_table_opens_only_when_all_who_sit_agree() -> None:
    table = Laid().do(ANH, "deck/draw", {"deck": "1"})
    table.do(ANH, "board/open")
    assert GAME.view(table.state, CHI)["game"] == {"agreed": {"0": 1}}
    assert "tray" not in table.player(ANH, BINH)
    table.do(BINH, "board/open")
    assert GAME.view(table.state, CHI)["game"] == {"open": True}
    assert table.player(ANH, CHI)["tray"] and len(table.board()["1"]["cards"]) == 51
    assert table.refuses(ANH, "board/open") == "INVALID_STATE"
    table.do(BINH, "board/open", {"open": False})
    assert "tray" not in table.player(ANH, CHI)


def test_a_table_is_never_too_full() -> None:
    table = Laid(pack="none")
    for _ in range(75):
        table.do(ANH, "board/add", {"kind": "token", "count": 20})
    assert table.refuses(ANH, "board/add", {"kind": "token"}) == "CONFLICT"
    assert table.refuses(ANH, "deck/import", {"text": "601 Rat"}) == "INVALID_MOVE"
    for _ in range(5):
        table.do(ANH, "deck/import", {"text": "600 Rat"})
    assert table.refuses(ANH, "deck/add") == "CONFLICT"
