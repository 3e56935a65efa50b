"""Cards in piles, decks and hands: none is lost, the order is what people expect, owners decide.

In here: rules alone. Not in here: things that lie on the table (test_tabletop), who may see what
(test_tabletop_secrets).
"""

from __future__ import annotations

from tests.card_tables import ANH, BINH, PACK, Laid, with_cards


def test_a_pile_is_grouped_as_it_lies_and_spread_out_again() -> None:
    table, (one, two, three) = with_cards((100, 50), (110, 0), (120, 0))
    faces = [table.board()[key]["face"] for key in (one, two, three)]
    table.do(BINH, "board/group", {"ids": [three, one, two], "name": "Trick"})
    pile = table.last
    part = table.board()[pile]
    assert (part["x"], part["y"], part["count"], part["name"]) == (100, 50, 3, "Trick")
    assert part["faceUp"] and part["face"] == faces[-1]
    table.do(ANH, "deck/spread", {"deck": pile, "step": [30, 5]})
    laid = [part for part in table.board().values() if "kind" not in part]
    assert [(p["x"], p["y"], p["face"]) for p in laid] == [
        (100 + 30 * n, 50 + 5 * n, face) for n, face in enumerate(faces)
    ]
    assert pile not in table.board() and table.cards() == PACK


def test_cards_go_round_through_trays_and_decks_and_none_is_lost() -> None:
    table = Laid()
    table.do(ANH, "deck/deal", {"deck": table.deck, "count": 3})
    assert len(table.tray(ANH)) == len(table.tray(BINH)) == 3
    one, two, three = table.tray(ANH)
    table.do(ANH, "tray/play", {"at": {one: [5, 6]}, "rotation": 45})
    laid = table.last
    assert table.board()[laid] | {"z": 0, "face": ""} == {
        "x": 5, "y": 6, "z": 0, "rotation": 45, "faceUp": True, "face": "",
    }  # fmt: skip
    table.do(ANH, "tray/pass", {"cards": [two], "to": BINH})
    assert (len(table.tray(ANH)), len(table.tray(BINH))) == (1, 4)
    table.do(ANH, "tray/put", {"cards": [three], "deck": table.deck, "bottom": True})
    table.do(BINH, "board/take", {"ids": [laid]})
    assert (table.tray(ANH), len(table.tray(BINH))) == ([], 5)
    assert table.player(BINH)["trayCount"] == 5 and "trayCount" not in table.player(ANH)
    assert table.cards() == PACK


def test_top_is_where_one_draws_and_the_first_given_lies_deepest() -> None:
    table, (one, two) = with_cards((0, 0), (9, 9))
    first, second = (table.board()[key]["face"] for key in (one, two))
    deck = table.deck
    table.do(ANH, "deck/put", {"deck": deck, "ids": [one, two]})
    assert [card.face for card in table.state.decks[deck].cards[-2:]] == [first, second]
    table.do(ANH, "deck/draw", {"deck": deck})
    assert table.player(ANH, ANH)["tray"][table.tray(ANH)[0]]["face"] == second
    table.do(ANH, "tray/put", {"cards": table.tray(ANH), "deck": deck, "bottom": True})
    assert table.state.decks[deck].cards[0].face == second
    table.do(ANH, "deck/draw", {"deck": deck, "bottom": True})
    assert table.player(ANH, ANH)["tray"][table.tray(ANH)[0]]["face"] == second


def test_a_deck_turned_over_shows_what_was_its_bottom() -> None:
    table = Laid()
    bottom = table.state.decks[table.deck].cards[0].face
    table.do(BINH, "board/flip", {"ids": [table.deck]})
    assert table.board()[table.deck]["face"] == bottom
    table.do(BINH, "board/update", {table.deck: {"faceUp": None, "name": "Stock"}})
    assert "face" not in table.board()[table.deck]


def test_cutting_brings_the_upper_cards_under_the_others() -> None:
    table = Laid()
    cards = table.state.decks[table.deck].cards
    table.do(ANH, "deck/cut", {"deck": table.deck, "count": 10})
    assert table.state.decks[table.deck].cards == cards[-10:] + cards[:-10]
    table.do(ANH, "deck/cut", {"deck": table.deck})
    assert table.board()[table.deck]["shuffles"] == 2
    assert table.cards() == PACK


def test_too_many_cards_are_not_drawn_or_dealt() -> None:
    table = Laid()
    table.do(ANH, "deck/draw", {"deck": table.deck, "count": 50})
    assert table.refuses(ANH, "deck/deal", {"deck": table.deck, "count": 2}) == "CONFLICT"
    table.do(ANH, "deck/deal", {"deck": table.deck})
    assert table.refuses(ANH, "deck/draw", {"deck": table.deck}) == "CONFLICT"
    assert table.refuses(ANH, "deck/shuffle", {"deck": "7777"}) == "CONFLICT"


def test_a_deck_with_an_owner_obeys_only_its_owner() -> None:
    table = Laid().do(ANH, "deck/claim", {"deck": "1"})
    assert table.board() == {} and table.player(ANH)["decks"]["1"]["count"] == 52
    for action, more in (
        ("deck/draw", {}), ("deck/deal", {}), ("deck/lay", {"at": [0, 0]}), ("deck/shuffle", {}),
        ("deck/cut", {}), ("deck/spread", {}), ("deck/peek", {}), ("deck/search", {}),
        ("deck/share", {}), ("deck/claim", {}), ("deck/pick", {"cards": [0]}),
    ):  # fmt: skip
        assert table.refuses(BINH, action, {"deck": "1", **more}) == "FORBIDDEN", action
    for action, payload in (
        ("board/flip", {"ids": ["1"]}), ("board/turn", {"ids": ["1"]}),
        ("board/drop", {"at": {"1": [0, 0]}}), ("board/update", {"1": None}),
        ("player/update", {"decks": {"1": None}}),
    ):  # fmt: skip
        assert table.refuses(BINH, action, payload) == "FORBIDDEN", action
    table.do(ANH, "player/update", {"decks": {"1": {"name": "Mine", "x": 40}}})
    assert table.player(ANH)["decks"]["1"]["name"] == "Mine"
    table.do(ANH, "deck/share", {"deck": "1"}).do(BINH, "deck/draw", {"deck": "1"})
    assert table.refuses(BINH, "player/update", {"decks": {"1": None}}) == "FORBIDDEN"
