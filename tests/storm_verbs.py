"""What somebody does at a card table who does anything that can be done.

In here: choosing a verb by what is seen, and counting cards. Not in here: sending it (storm).
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from games.tabletop.terms import SEATS
from tests.clients import Client

Choice = tuple[str, Any]


class Whim(Client):
    """A client that chooses. ``seat``: its own; ``random``: its dice."""

    seat: int
    random: Random

    def choose(self) -> Choice:
        """Anything that can be done with what is seen, however stale that is by now."""
        choices = [*_SHARED]
        if self.things:
            choices += _WITH_CARDS
        if self.decks:
            choices += _WITH_DECKS
        if self.held:
            choices += _WITH_HAND
        return self.random.choice(choices)(self)

    @property
    def board(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document.get("board", {})
        return found

    @property
    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document["players"][self.player]
        return found

    @property
    def things(self) -> list[str]:
        return [key for key, part in self.board.items() if "kind" not in part]

    @property
    def decks(self) -> list[str]:
        shared = [key for key, part in self.board.items() if part.get("kind") == "deck"]
        return [*shared, *self.me.get("decks", {})]

    @property
    def held(self) -> list[str]:
        return [*self.me.get("tray", {})]

    def thing(self) -> str:
        return self.random.choice(self.things)

    def deck(self) -> str:
        return self.random.choice(self.decks)

    def card(self) -> str:
        return self.random.choice(self.held)

    def some(self, keys: list[str]) -> list[str]:
        return self.random.sample(keys, self.random.randint(1, min(3, len(keys))))

    def spot(self) -> list[int]:
        return [self.random.randint(-600, 600), self.random.randint(-400, 400)]

    def coin(self) -> bool:
        return self.random.random() < 0.5

    def other(self) -> int:
        return (self.seat + self.random.randrange(1, SEATS)) % SEATS


Chooser = Callable[[Whim], Choice]
_SHARED: list[Chooser] = [
    lambda p: ("board/undo", {}),
    lambda p: ("player/update", {"metadata": {"life": p.random.randint(0, 20)}}),
]
_WITH_CARDS: list[Chooser] = [
    lambda p: ("board/drop", {"at": {key: p.spot() for key in p.some(p.things)}}),
    lambda p: ("board/drop", {"at": {p.thing(): p.spot()}, "bottom": p.coin()}),
    lambda p: ("board/update", {p.thing(): {"x": p.spot()[0]}}),
    lambda p: ("board/update", {p.thing(): {"y": p.spot()[1], "owner": p.seat}}),
    lambda p: ("board/flip", {"ids": p.some(p.things)}),
    lambda p: ("board/turn", {"ids": p.some(p.things)}),
    lambda p: ("board/take", {"ids": p.some(p.things)}),
    lambda p: ("board/peek", {"ids": [p.thing()]}),
    lambda p: ("board/group", {"ids": p.some(p.things)}),
]
_WITH_DECKS: list[Chooser] = [
    lambda p: ("deck/draw", {"deck": p.deck(), "count": p.random.randint(1, 3)}),
    lambda p: ("deck/draw", {"deck": p.deck(), "bottom": True}),
    lambda p: ("deck/lay", {"deck": p.deck(), "at": p.spot(), "faceUp": p.coin()}),
    lambda p: ("deck/lay", {"deck": p.deck(), "at": p.spot(), "count": 2}),
    lambda p: ("deck/deal", {"deck": p.deck()}),
    lambda p: ("deck/shuffle", {"deck": p.deck()}),
    lambda p: ("deck/cut", {"deck": p.deck()}),
    lambda p: ("deck/peek", {"deck": p.deck()}),
    lambda p: ("deck/claim" if p.coin() else "deck/share", {"deck": p.deck()}),
    lambda p: ("deck/put", {"deck": p.deck(), "ids": p.some(p.things or ["1"])}),
    lambda p: ("deck/spread", {"deck": p.deck()}),
    lambda p: ("board/drop", {"at": {p.deck(): p.spot()}}),
    lambda p: ("board/flip", {"ids": [p.deck()]}),
]
_WITH_HAND: list[Chooser] = [
    lambda p: ("tray/play", {"at": {key: p.spot() for key in p.some(p.held)}, "faceUp": p.coin()}),
    lambda p: ("tray/put", {"cards": p.some(p.held), "deck": p.random.choice([*p.decks, "1"])}),
    lambda p: ("tray/put", {"cards": [p.card()], "deck": "1", "bottom": True}),
    lambda p: ("tray/pass", {"cards": [p.card()], "to": p.other()}),
    lambda p: ("tray/reveal", {"cards": [p.card()], "to": p.other()}),
    lambda p: ("tray/hide", {}),
    lambda p: ("tray/sort", {"cards": p.some(p.held)}),
]


def cards_in(document: dict[str, Any]) -> int:
    """How many cards there are, by what anybody can count."""
    count = 0
    for part in document.get("board", {}).values():
        count += part.get("count", 0) if part.get("kind") == "deck" else "kind" not in part
    for player in document.get("players", {}).values():
        count += player.get("trayCount", 0)
        count += sum(deck.get("count", 0) for deck in player.get("decks", {}).values())
    return count
