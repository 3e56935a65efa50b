"""What a card table can grow to: no list, deed or file of anybody makes it larger than that."""

from __future__ import annotations

import time

import pytest

from games.tabletop.draft import cards_on
from games.tabletop.terms import MOST_CARDS, MOST_DECKS
from tests.card_tables import ANH, BINH, GAME, NOW, Laid


def test_a_hostile_line_of_a_deck_list_is_read_as_fast_as_any_other() -> None:
    table = Laid()
    began = time.process_time()
    table.do(ANH, "deck/import", {"text": "2 a" + " " * 29_000 + "b"})
    assert time.process_time() - began < 1
    assert [card.face for card in table.state.decks[table.last].cards] == ["a b"] * 2


def test_hands_do_not_grow_without_end_by_cards_that_are_brought_one_by_one() -> None:
    table = Laid()
    table.do(ANH, "deck/import", {"cards": [{"name": "Rat", "count": 600}]})
    for _ in range(3):
        table.do(BINH, "deck/import", {"cards": [{"name": "Rat", "count": 600}]})
    table.do(BINH, "deck/import", {"cards": [{"name": "Rat", "count": MOST_CARDS - 2452}]})
    assert cards_on(table.state) == MOST_CARDS
    assert table.refuses(ANH, "board/add", {"kind": "card", "face": "KS"}) == "CONFLICT"
    table.do(ANH, "board/add", {"kind": "token"})
    table.do(ANH, "deck/draw", {"deck": table.deck})


def test_taking_back_brings_no_more_cards_than_a_table_has_room_for() -> None:
    table = Laid()
    table.do(ANH, "board/update", {table.deck: None})
    for _ in range(5):
        table.do(BINH, "deck/import", {"cards": [{"name": "Rat", "count": 600}]})
    assert table.refuses(ANH, "board/undo") == "CONFLICT"


def test_decks_that_are_brought_and_put_together_are_not_remembered_without_end() -> None:
    table = Laid()
    for _ in range(10):
        for _ in range(2):
            table.do(ANH, "deck/import", {"cards": [{"name": "Rat", "count": 300}]})
            table.do(ANH, "deck/share", {"deck": table.last})
        one, two = list(table.state.decks)[-2:]
        table.do(ANH, "deck/put", {"deck": two, "ids": [one]})
        table.do(ANH, "board/update", {two: None})
    assert sum(len(pack.cards) for pack in table.state.packs.values()) <= MOST_CARDS
    assert table.deck in table.state.packs, "a deck that lies there is remembered longest"
    saved = GAME.save(table.state, ANH)
    assert saved is not None
    table.take(GAME.apply(table.state, None, GAME.load(saved), table.rng(), NOW))


def test_a_table_has_so_many_decks_and_no_more_and_who_leaves_still_puts_down_a_hand() -> None:
    table = Laid()
    for _ in range(MOST_DECKS - 1):
        table.do(BINH, "deck/import", {"text": "Rat"})
    assert table.refuses(BINH, "deck/import", {"text": "Rat"}) == "CONFLICT"
    table.do(ANH, "deck/draw", {"deck": table.deck})
    table.take(GAME.vacated(table.state, ANH, table.rng(), NOW))
    assert len(table.state.decks) == MOST_DECKS + 1


def test_a_deck_of_a_set_up_is_no_larger_than_another() -> None:
    cards = [{"face": "Rat", "count": 600}, {"face": "Bat"}]
    setup = {"parlour": 1, "decks": [{"x": 0, "y": 0, "cards": cards}]}
    assert Laid().refuses(ANH, "board/load", {"setup": setup}) == "INVALID_MOVE"


@pytest.mark.parametrize("depth", [7, 600, 900])
def test_metadata_that_is_nested_too_deeply_is_refused_in_words(depth: int) -> None:
    deep: object = 1
    for _ in range(depth):
        deep = [deep]
    assert Laid().refuses(ANH, "player/update", {"metadata": {"a": deep}}) == "INVALID_MOVE"


def test_nobody_looks_at_a_card_because_others_take_back_what_ended_the_look_of_who_left() -> None:
    table = Laid()
    table.do(BINH, "deck/lay", {"deck": table.deck, "at": [0, 0]})
    card = table.last
    table.do(BINH, "board/peek", {"ids": [card]})
    table.do(ANH, "board/flip", {"ids": [card]})
    table.do(ANH, "board/flip", {"ids": [card]})
    table.do(BINH, "board/peek", {"ids": [card]})
    table.do(ANH, "board/flip", {"ids": [card]})
    table.take(GAME.vacated(table.state, BINH, table.rng(), NOW))
    table.take(GAME.seated(table.state, BINH, table.rng(), NOW))
    assert table.refuses(ANH, "board/undo") == "CONFLICT"
    assert "looks" not in table.board(BINH)[card]
