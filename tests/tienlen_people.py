"""Tiến Lên players who know nothing but the messages of its seed, and the check of what they heard.

In here: what such a player keeps in mind, what they do next, which cards a frame names. Not in
here: connections. They need no version, no ref and no document; what they play is always allowed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

from tests.live import Server

Message = dict[str, Any]
_HARMLESS = {
    "position", "yourPosition", "score", "gamesWon", "lastGamePoints", "targetScore",
    "currentGameNumber", "gameNumber", "readyCount", "currentPlayer", "playerId", "handCounts",
    "trick", "turnEndsAt", "startsAt", "by", "winOrder", "pointsAwarded", "timestamp", "rank",
    "suit", "number", "totalScore", "winner", "winners", "seat", "v", "now", "awayUntil",
}  # fmt: skip
"""Keys of numbers that are no cards. Whatever is not in here counts as one."""


class Mind:
    """One of four, or (``seat`` None) somebody who watches.

    ``frames``: all that came, as it came, if that is to be kept. ``errors``: what was refused.
    """

    def __init__(self, name: str, seat: int | None = None, *, keep: bool = True) -> None:
        self.name, self.seat, self.keep = name, seat, keep
        self.tourney: Message = {}
        self.game: Message = {}
        self.frames: list[str] = []
        self.errors: list[Message] = []
        self.moves = 0
        self._asked: Any = None

    def hear(self, text: str) -> Message:
        """Take one message in."""
        if self.keep:
            self.frames.append(text)
        message: Message = json.loads(text)
        kind, payload = message.get("type", ""), message.get("payload", {})
        if kind == "error":
            self.errors.append(payload)
        elif kind == "state":
            self.tourney, self.game = payload["tourney"], payload["game"]
            self._asked = None
        elif kind.startswith("tourney/"):
            self._assign(self.tourney, payload)
        elif kind == "game/started":
            self.game = {k: v for k, v in payload.items() if v is not None}
            self.moves = 0
        elif kind.startswith("game/"):
            self.moves += kind == "game/move"
            self._assign(self.game, payload)
        return message

    @staticmethod
    def _assign(known: Message, payload: Message) -> None:
        for key, value in payload.items():
            if value is None:
                known.pop(key, None)
            else:
                known[key] = value

    @staticmethod
    def text(message: Message) -> str:
        """A message as it is sent."""
        return json.dumps(message, separators=(",", ":"))

    @property
    def status(self) -> str:
        return str(self.tourney.get("status", ""))

    def next(self) -> Message | None:
        """What to send now, each thing once; None: it is for others to act."""
        moment, message = self._next()
        if message is None or moment == self._asked:
            return None
        self._asked = moment
        return message

    def again(self) -> None:
        """Nobody knows whether the last thing sent was heard: say it again if it is still due."""
        self._asked = None

    def _next(self) -> tuple[Any, Message | None]:
        if self.seat is None:
            return None, None
        if self.status in ("", "waiting") and "yourPosition" not in self.tourney:
            payload = {"playerName": self.name, "seatPosition": self.seat}
            return "seat", {"action": "tourney/claim_seat", "payload": payload}
        mine = (self.tourney.get("seats") or [{}] * 4)[self.seat]
        number = self.tourney.get("currentGameNumber")
        if self.status in ("starting", "between_games"):
            ready = {"action": "tourney/ready", "payload": {}}
            return ("ready", number), None if mine.get("ready") else ready
        if self.status == "in_progress" and self.game.get("currentPlayer") == self.seat:
            return ("move", number, self.moves), self._move()
        return None, None

    def _move(self) -> Message:
        cards = choose(self.game["yourHand"], self.game.get("lastPlay"))
        if not cards:
            return {"action": "game/pass", "payload": {}}
        return {"action": "game/play", "payload": {"cards": cards}}


def choose(hand: list[Message], last: Message | None) -> list[Message]:
    """A pair or else a single: the lowest to lead, the lowest that beats ``last``; else nothing."""
    pairs = [[a, b] for a, b in pairwise(hand) if a["value"] // 4 == b["value"] // 4]
    if last is None:
        return next((pair for pair in pairs if pair[0] == hand[0]), hand[:1])
    top = last["cards"][-1]["value"]
    if last["combo"] == "single":
        return next(([card] for card in hand if card["value"] > top), [])
    if last["combo"] == "pair":
        return next((pair for pair in pairs if pair[1]["value"] > top), [])
    return []


# What was heard


def named(value: Any, key: str = "") -> Iterator[int]:
    """Every number in a message that may be a card."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from named(inner, key if name.isdigit() else name)
    elif isinstance(value, list):
        for inner in value:
            yield from named(inner, key)
    elif isinstance(value, int) and not isinstance(value, bool) and key not in _HARMLESS:
        yield value


@dataclass
class Truth:
    """What happened by the committed log, by game; times are versions.

    ``dealt``: hands by seat; ``played``: when each card was; ``ended``: when the game was over.
    """

    dealt: dict[int, dict[int, set[int]]] = field(default_factory=dict)
    played: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    ended: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Iterable[Message]) -> Truth:
        """Read the steps of a replay (``/api/games/{id}/replay/``) that is over."""
        truth, number = cls(), 0
        for step in steps:
            part, v = step["patch"].get("game", {}), step["v"]
            number = part.get("gameNumber") or number
            moves = (move.get("cards", ()) for move in (part.get("moves") or {}).values() if move)
            # A hand that wins at once is laid open.
            for cards in (*moves, *(part.get("laidOpen") or {}).values()):
                for card in cards or ():
                    truth.played[number].setdefault(card, v)
            if part.get("dealt"):
                truth.dealt[number] = {int(s): set(hand) for s, hand in part["dealt"].items()}
                truth.ended[number] = v
        return truth


def replayed(server: Server, game: str) -> Iterator[Message]:
    """Every step of the replay of a match, as anybody may read it."""
    path: str | None = f"/api/games/{game}/replay/"
    while path:
        with urlopen(server.http + path, timeout=15) as answer:
            page = json.load(answer)
        yield from page["moves"]
        path = page.get("next")


def expect_secrets_kept(minds: Iterable[Mind], truth: Truth) -> int:
    """Make sure that nobody heard of another's card before it was played; how many cards were read.

    A card may be named in a frame of version ``v`` if it is the hearer's own, if it was played (or
    laid open, to win at once) in a version up to ``v``, or if its game was over by then. That is
    known from the log alone: a frame proves nothing about itself.
    """
    read = 0
    for mind in minds:
        number = 0
        for text in mind.frames:
            message = json.loads(text)
            payload, v = message.get("payload", {}), message.get("v", 0)
            number = _number(payload, message.get("type", ""), number)
            cards = _cards(message)
            read += len(cards)
            if not cards or v >= truth.ended.get(number, 1 << 60):
                continue
            own = set() if mind.seat is None else truth.dealt[number][mind.seat]
            open_ones = {card for card, at in truth.played[number].items() if at <= v}
            assert cards <= own | open_ones, (mind.name, cards - own - open_ones, text)
    return read


def _cards(message: Message) -> set[int]:
    """The cards a frame names: all numbers of the parts of the game."""
    kind, payload = message.get("type", ""), message.get("payload", {})
    if kind == "state":
        return set(named({k: payload[k] for k in ("tourney", "game")}))
    return set(named(payload)) if kind.startswith(("game/", "tourney/")) else set()


def _number(payload: Message, kind: str, number: int) -> int:
    """Which game a frame is about."""
    found: Any = payload.get("game", {}).get("gameNumber") if kind == "state" else None
    if kind == "game/started":
        found = payload["gameNumber"]
    return int(found) if found is not None else number
