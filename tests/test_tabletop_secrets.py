"""Nobody at a card table receives a byte of what they may not know, and no id follows a card."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from games.base import Command, IllegalMove
from games.rng import Rng
from games.tabletop import commands, deck_commands, tray_commands
from games.tabletop.setups import Setup
from tests.card_tables import ANH, BINH, CHI, GAME, NOW, Laid, all_cards

PLAYERS = (0, 1, 2, 3)


def shows(table: Laid, seat: int, command: Command, viewer: int | None) -> bool:
    """Whether a command is meant to show ``viewer`` a card that was hidden until then."""
    if isinstance(command, (commands.Flip, tray_commands.Reveal, commands.Open, commands.Update)):
        return True
    if isinstance(command, (tray_commands.Play, deck_commands.Lay)):
        return command.face_up
    if isinstance(command, (tray_commands.Pass, tray_commands.Reveal)):
        return command.to == viewer
    if isinstance(command, deck_commands.Deal):
        return viewer in table.state.seats
    # One's own hands and looks: what oneself takes up is no secret any more.
    mine = (commands.Take, commands.Peek, commands.Undo, deck_commands.Draw, deck_commands.Pick,
            deck_commands.Look, deck_commands.Search)  # fmt: skip
    return seat == viewer and isinstance(command, mine)


def random_table(number: int, viewer: int | None) -> tuple[Laid, Random]:
    """A table at which people have played for a while; ``viewer`` holds cards too."""
    random = Random(f"secrets {number}")
    table = Laid(PLAYERS, pack="double", jokers=2)
    table.do(0, "deck/deal", {"deck": "1", "count": 3})
    table.do(1, "deck/import", {"text": "9 Forest\n5 Bear\n3 Rat", "back": "green"})
    for _ in range(60):
        seat = random.choice(PLAYERS)
        act(table, seat, random.choice(GAME.legal(table.state, seat)), viewer, only_quiet=False)
    return table, random


def act(
    table: Laid, seat: int, command: Command, viewer: int | None, *, only_quiet: bool = True
) -> bool:
    if isinstance(command, commands.Open) or (only_quiet and shows(table, seat, command, viewer)):
        return False
    table.take(GAME.apply(table.state, seat, command, table.rng(), NOW))
    return True


@pytest.mark.parametrize("viewer", [0, 1, None])
@pytest.mark.parametrize("number", range(6))
def test_other_hidden_cards_change_no_byte_of_what_a_viewer_receives(
    number: int, viewer: int | None
) -> None:
    table, random = random_table(number, viewer)
    turn_decks_down(table)
    other = Laid(PLAYERS)
    other.version = table.version
    table.state = replace(table.state, undo={})
    other.state = GAME.resample(table.state, viewer, Rng(b"other", number))
    assert other.state != table.state
    assert whole(other, viewer) == whole(table, viewer)
    played = 0
    for _ in range(150):
        seat = random.choice(PLAYERS)
        command = random.choice(GAME.legal(table.state, seat))
        try:
            done = act(table, seat, command, viewer)
        except IllegalMove as refusal:
            with pytest.raises(IllegalMove, match=refusal.message):
                act(other, seat, command, viewer)
            continue
        if done:
            assert act(other, seat, command, viewer)
            assert other.news(viewer) == table.news(viewer), command
            played += 1
            turn_decks_down(table), turn_decks_down(other)
    assert whole(other, viewer) == whole(table, viewer)
    assert played > 40


def turn_decks_down(table: Laid) -> None:
    """Decks that lie face up show the next card to whoever draws: none of them here."""
    for key, deck in table.state.decks.items():
        if deck.face_up:
            table.do(deck.owner or 0, "board/flip", {"ids": [key]})


def whole(table: Laid, viewer: int | None) -> bytes:
    return msgspec.json.encode(GAME.view(table.state, viewer))


def test_a_card_that_goes_through_deck_or_tray_comes_back_under_an_id_nobody_has_seen() -> None:
    table = Laid().do(ANH, "deck/lay", {"deck": "1", "at": [0, 0], "count": 4})
    first = list(table.state.things)
    table.do(ANH, "board/take", {"ids": first[:2]})
    held = table.tray(ANH)
    table.do(ANH, "tray/play", {"at": {key: [0, 0] for key in held}, "faceUp": False})
    table.do(BINH, "deck/put", {"deck": "1", "ids": first[2:]})
    table.do(BINH, "deck/lay", {"deck": "1", "at": [0, 0], "count": 2})
    table.do(ANH, "board/group", {"ids": list(table.state.things)})
    table.do(ANH, "deck/shuffle", {"deck": table.last})
    table.do(ANH, "deck/spread", {"deck": table.last})
    assert not {*first, *held} & {*table.state.things}


def test_ids_are_given_in_an_order_that_tells_nothing_of_the_cards() -> None:
    table = Laid().do(ANH, "deck/draw", {"deck": "1", "count": 3})
    one, two, three = table.tray(ANH)
    table.do(ANH, "tray/sort", {"cards": [three, one]})
    assert table.tray(ANH) == [three, one, two]
    assert table.news(BINH) == [], "How somebody sorts a hand is nobody's business."


def test_a_hand_is_seen_by_its_owner_and_by_whom_it_is_shown_to() -> None:
    table = Laid((0, 1, 2)).do(0, "deck/draw", {"deck": "1", "count": 3})
    first, second, _ = table.tray(0)
    assert all("tray" not in table.player(0, viewer) for viewer in (1, 2, CHI))
    table.do(0, "tray/reveal", {"cards": [first], "to": 1})
    assert [*table.player(0, 1)["tray"]] == [first] and "tray" not in table.player(0, 2)
    assert table.player(0, CHI)["shown"] == {"1": 1}, "Everybody knows that Bình sees one."
    table.do(0, "tray/reveal", {"cards": [second]})
    assert [*table.player(0, CHI)["tray"]] == [second]
    assert {*table.player(0, 1)["tray"]} == {first, second}
    table.do(0, "tray/hide")
    assert all("tray" not in table.player(0, viewer) for viewer in (1, 2, CHI))
    assert table.refuses(0, "tray/reveal", {"to": 5}) == "SEAT_EMPTY"
    assert table.refuses(1, "tray/reveal") == "CONFLICT", "There is nothing to show."


def test_who_peeks_sees_the_card_and_everybody_sees_that() -> None:
    table = Laid().do(ANH, "deck/lay", {"deck": "1", "at": [0, 0]})
    card = table.last
    table.do(BINH, "board/peek", {"ids": [card]})
    assert "face" in table.board(BINH)[card] and "face" not in table.board(ANH)[card]
    assert table.board(CHI)[card]["looks"] == {"1": 1}
    table.do(BINH, "board/hide", {"ids": [card]})
    assert "face" not in table.board(BINH)[card]


def test_looking_into_a_deck_is_announced_and_ends_when_somebody_else_changes_it() -> None:
    table = Laid().do(ANH, "deck/peek", {"deck": "1", "count": 3})
    assert table.board(CHI)["1"]["looks"] == {"0": 3} and "cards" not in table.board(CHI)["1"]
    assert [*table.board(ANH)["1"]["cards"]] == ["49", "50", "51"]
    chosen = table.board(ANH)["1"]["cards"]["50"]["face"]
    assert table.refuses(ANH, "deck/pick", {"deck": "1", "cards": [48]}) == "FORBIDDEN"
    assert table.refuses(BINH, "deck/pick", {"deck": "1", "cards": [51]}) == "FORBIDDEN"
    table.do(ANH, "deck/pick", {"deck": "1", "cards": [50]})
    assert table.player(ANH, ANH)["tray"][table.tray(ANH)[0]]["face"] == chosen
    assert [*table.board(ANH)["1"]["cards"]] == ["49", "50"]
    table.do(BINH, "deck/draw", {"deck": "1"})
    assert "cards" not in table.board(ANH)["1"], "Else the next card would slide into sight."


def test_only_ones_own_deck_is_searched_and_everybody_is_told() -> None:
    table = Laid()
    assert table.refuses(ANH, "deck/search", {"deck": "1"}) == "FORBIDDEN"
    table.do(ANH, "deck/claim", {"deck": "1"}).do(ANH, "deck/search", {"deck": "1"})
    assert len(table.player(ANH, ANH)["decks"]["1"]["cards"]) == 52
    assert table.player(ANH, BINH)["decks"]["1"]["looks"] == {"0": 52}
    assert "cards" not in table.player(ANH, BINH)["decks"]["1"]
    table.do(ANH, "deck/close", {"deck": "1"})
    assert "cards" not in table.player(ANH, ANH)["decks"]["1"]


def setup_of(table: Laid, seat: int | None) -> Any:
    return GAME.save(table.state, seat)


def test_a_saved_table_tells_nothing_that_its_saver_does_not_see() -> None:
    for number in range(6):
        table, _ = random_table(number, ANH)
        table.state = replace(table.state, undo={})
        other = GAME.resample(table.state, ANH, Rng(b"other", number))
        saved = msgspec.json.encode(setup_of(table, ANH))
        assert saved == msgspec.json.encode(GAME.save(other, ANH))
        assert b"Rat" not in saved or any(
            thing.face_up and thing.card and thing.card.face == "Rat"
            for thing in table.state.things.values()
        ), "Bình's deck is his own."


def test_a_saved_table_is_laid_out_again_and_no_card_is_there_twice() -> None:
    table = Laid(pack="standard").do(ANH, "deck/lay", {"deck": "1", "at": [9, 8], "faceUp": True})
    table.do(ANH, "deck/draw", {"deck": "1", "count": 5})
    table.do(ANH, "board/add", {"kind": "counter", "value": 20, "label": "Life", "x": 300})
    table.do(ANH, "board/add", {"kind": "die", "sides": 12}).do(ANH, "board/add", {"kind": "note"})
    saved = setup_of(table, BINH)
    again = Laid(pack="none")
    again.take(GAME.apply(again.state, None, GAME.load(saved), again.rng(), NOW))
    assert again.cards() == table.cards()
    kinds = sorted(part.get("kind", "card") for part in again.board().values())
    assert kinds == ["card", "counter", "deck", "die", "note"]
    (deck,) = again.state.decks.values()
    assert len(deck.cards) == 51 and list(deck.cards) != sorted(deck.cards, key=lambda c: c.face)
    assert msgspec.convert(setup_of(again, None), Setup) == msgspec.convert(saved, Setup)


@pytest.mark.parametrize("bad", [
    {"parlour": 2}, {"things": [{"x": 0}]}, {"extra": 1}, {"decks": [{"x": 0, "y": 0}]},
    {"things": 5},
    {"things": [{"x": 0, "y": 0, "image": "http://a.example/b"}]},
    {"things": [{"x": 0, "y": 0, "kind": "deck"}]},
])  # fmt: skip
def test_what_is_no_set_up_is_not_loaded(bad: Any) -> None:
    with pytest.raises(IllegalMove) as refusal:
        GAME.load(bad)
    assert refusal.value.code == "INVALID_MOVE"


def test_a_set_up_with_too_many_cards_is_refused() -> None:
    deck = {"x": 0, "y": 0, "cards": [{"face": "Rat", "count": 600}]}
    table = Laid()
    with pytest.raises(IllegalMove):
        GAME.apply(table.state, None, GAME.load({"decks": [deck] * 6}), table.rng(), NOW)
    assert len(all_cards(table.state)) == 52
