"""What a card table costs: bytes on the wire, rows in the database, time by the size of a table."""

from __future__ import annotations

import msgspec
import pytest

from games.tabletop.commands import Drag
from lobbies.protocol import payload_of
from lobbies.protocol_frames import frame
from tests.card_tables import ANH, BINH, CHI, GAME, Laid, of


def full(count: int) -> Laid:
    """A table with ``count`` tokens."""
    table = Laid(pack="none")
    for _ in range(count // 20):
        table.do(ANH, "board/add", {"kind": "token", "count": 20})
    return table


def test_a_dropped_card_is_told_in_100_bytes_and_written_in_one_row() -> None:
    table = full(1_000).do(ANH, "board/add", {"kind": "card", "face": "QS"})
    card = table.last
    for x in (-1412, 380):
        table.do(BINH, "board/drop", {"at": {card: [x, -1380]}})
        assert [*table.steps[-1].rows] == [("object", card)]
        (text,) = table.news(CHI)
        assert len(text.encode()) <= 100, text


def test_a_drag_step_is_64_bytes_up_and_down() -> None:
    up = '{"action":"board/drag","payload":{"412":[-412,1380]}}'
    command = msgspec.json.decode(up)
    drag = of(command["action"], command["payload"])
    assert isinstance(drag, Drag)
    down = frame(drag.action, {**payload_of(drag), "by": 7})
    assert len(up) <= 64 and len(down) <= 64, down
    assert drag.grips() == {"412"}


@pytest.mark.parametrize("seats", [(0, 1), tuple(range(8))])
def test_52_cards_on_the_table_are_4_kb_of_state(seats: tuple[int, ...]) -> None:
    table = Laid(seats)
    table.do(ANH, "deck/lay", {"deck": "1", "at": [-400, 200], "count": 52, "faceUp": True})
    whole = GAME.view(table.state, BINH)
    assert len(whole["board"]) == 53
    assert len(msgspec.json.encode(whole)) <= 4_000


def test_a_table_as_it_begins_is_small() -> None:
    assert len(msgspec.json.encode(GAME.view(Laid().state, CHI))) <= 200


def test_every_verb_writes_only_the_rows_of_what_it_changed() -> None:
    table = full(400).do(ANH, "deck/add").do(ANH, "board/add", {"kind": "card", "face": "QS"})
    card = table.last
    for action, payload, most in (
        ("board/turn", {"ids": [card]}, 1), ("board/flip", {"ids": [card]}, 1),
        ("board/update", {card: {"x": 3}}, 1), ("board/peek", {"ids": [card]}, 1),
        ("deck/draw", {"deck": str(int(card) - 1)}, 2), ("board/take", {"ids": [card]}, 3),
        ("player/update", {"metadata": {"life": 1}}, 1),
    ):  # fmt: skip
        if action == "board/peek":
            table.do(ANH, "board/update", {card: {"faceUp": None}})
        table.do(ANH, action, payload)
        assert len(table.steps[-1].rows) <= most, (action, [*table.steps[-1].rows])


def test_what_a_verb_looks_at_does_not_grow_with_the_table() -> None:
    """Counted, not timed: a loaded machine must not decide about this."""
    table = full(1_000)
    last = table.last
    step = GAME.apply(table.state, ANH, of("board/drop", {"at": {last: [1, 2]}}), table.rng(), 0)
    assert step.touched == {last}
    shown = GAME.view(step.state, CHI, step.touched)
    assert [*shown["board"]] == [last]
    assert step.state.decks is table.state.decks and step.state.trays is table.state.trays
    kept = [key for key, thing in step.state.things.items() if table.state.things[key] is thing]
    assert len(kept) == 999
