"""Card tables for tests: who does what, and what each of them sees.

In here: a table with Anh on chair 0, Bình on chair 1 and Chi watching, and short ways to act and
look. Not in here: sockets, and what must hold.
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from games.base import Command, IllegalMove, Step
from games.patch import diff
from games.rng import Rng
from games.tabletop.commands import TableOptions
from games.tabletop.piles import pack_of
from games.tabletop.rules import CardTable
from games.tabletop.state import Table
from lobbies import protocol
from lobbies.protocol_frames import frame

GAME = CardTable()
NOW = 1_760_000_000_000
ANH, BINH, CHI = 0, 1, None
SEED = b"a table of the tests"
PACK = sorted(card.face for card in pack_of("standard", 0))
"""The faces of the pack that a table begins with."""


class Laid:
    """A table that people act at. ``steps``: what came of it; ``state``: how it is now."""

    def __init__(self, seats: tuple[int, ...] = (ANH, BINH), **options: Any) -> None:
        self.version = 1
        self.options = TableOptions(**options)
        self.state: Table = GAME.setup(seats, self.options, Rng(SEED, 1), NOW)
        self.before = self.state
        self.steps: list[Step[Table]] = []

    def do(self, seat: int | None, action: str, payload: Any = None) -> Laid:
        """Somebody sends a command, as it comes on the wire."""
        return self.take(GAME.apply(self.state, seat, of(action, payload), self.rng(), NOW))

    def take(self, step: Step[Table]) -> Laid:
        self.version += 1
        self.before, self.state = self.state, step.state
        self.steps.append(step)
        return self

    def rng(self) -> Rng:
        return Rng(SEED, self.version + 1)

    def refuses(self, seat: int | None, action: str, payload: Any = None) -> str:
        """The code with which a command is refused, for a reason that is a sentence."""
        kept = self.state
        with pytest.raises(IllegalMove) as refusal:
            GAME.apply(self.state, seat, of(action, payload), self.rng(), NOW)
        assert refusal.value.message[0].isupper() and refusal.value.message[-1] in ".!?"
        assert self.state == kept
        return refusal.value.code

    def board(self, viewer: int | None = CHI) -> Any:
        return GAME.view(self.state, viewer)["board"]

    def player(self, seat: int, viewer: int | None = CHI) -> Any:
        return GAME.view(self.state, viewer)["players"][str(seat)]

    def tray(self, seat: int) -> list[str]:
        """The ids of what somebody holds, from the left."""
        held = self.player(seat, seat).get("tray", {})
        return sorted(held, key=lambda key: held[key]["at"])

    def news(self, viewer: int | None) -> list[str]:
        """The frames of the last step for a viewer of this game."""
        step = self.steps[-1]
        old = GAME.view(self.before, viewer, step.touched)
        new = GAME.view(self.state, viewer, step.touched)
        patches = {part: diff(old[part], new[part]) for part in new}
        return [frame(f"{p}/{step.facts[p]}", c, v=12345) for p, c in patches.items() if c]

    @property
    def deck(self) -> str:
        """The id of the first deck."""
        return next(iter(self.state.decks))

    @property
    def last(self) -> str:
        """The id that was given last."""
        return str(self.state.made)

    def cards(self) -> list[str]:
        """The faces of all cards, wherever they are, in order of their names."""
        return sorted(card.face for card in all_cards(self.state))


def with_cards(*places: tuple[int, int], face_up: bool = True) -> tuple[Laid, list[str]]:
    """A table with cards at some points, and their ids."""
    table = Laid()
    for x, y in places:
        table.do(ANH, "deck/lay", {"deck": table.deck, "at": [x, y], "faceUp": face_up})
    return table, list(table.state.things)


def of(action: str, payload: Any = None) -> Command:
    """A command from the wire, read as the server reads it."""
    text = msgspec.json.encode({"action": action, "payload": {} if payload is None else payload})
    return protocol.decode(text, "tabletop").command


def all_cards(table: Table) -> list[Any]:
    """Every card of a table."""
    cards = [thing.card for thing in table.things.values() if thing.card is not None]
    cards += [card for deck in table.decks.values() for card in deck.cards]
    return cards + [held.card for tray in table.trays.values() for held in tray.values()]
