"""A match told again: every position as anybody may see it now, each as the patch to the next.

In here: from the log to documents and merge patches. Not in here: what may be seen of an earlier
position (``Game.hindsight`` alone), who may ask (``api``), drawing (the browser).

A match is played again from its first move, so its second page costs as much as the first two
together; ``REPLAYED`` bounds that. Three queries (five, if something is still secret), whatever its
length.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from games import GAMES
from games.base import Document, Game, Person, Step, Views
from games.patch import diff
from games.rng import commitment
from lobbies import store
from lobbies.following import step_of
from lobbies.models import Match, Move, Player
from lobbies.rooms import Play

STEPS_AT_ONCE = 500
BYTES_AT_ONCE = 512 * 1024
REPLAYED = 5_000
"""Changes of one match that can be looked at again; a free table may have more."""


class Told(msgspec.Struct, frozen=True):
    """One change and what it showed. ``move``: its line of the log, None for the house's end.

    ``open``: nothing of it is a secret (any more), so the command itself may be told.
    """

    move: Move | None
    at: int
    chapter: int
    facts: Mapping[str, str]
    patch: Document
    open: bool


class Tape(msgspec.Struct, frozen=True):
    """A part of a replay: the ``document`` after ``first`` changes, and the changes after it.

    ``count``: how many changes there are in all.
    """

    first: int
    document: Views
    chapter: int
    steps: list[Told]
    count: int


def tape(match: Match, first: int = 0) -> Tape:
    """The replay from the position after ``first`` changes on, as far as one answer goes."""
    play = store.set_up(match)
    moves = list(match.moves.order_by("version")[: first + STEPS_AT_ONCE])
    count = match.moves.count()
    teller = _Teller(match, play, _now(match), _names(moves))
    for move in moves[:first]:
        teller.forward(move)
    start, chapter = teller.document(), teller.chapter()
    steps, size = [], 0
    for move in moves[first:REPLAYED]:
        steps.append(teller.told(move))
        size += len(msgspec.json.encode(steps[-1].patch))
        if size > BYTES_AT_ONCE:
            break
    told = first + len(steps)
    if told == count and (last := teller.stopped()):
        return Tape(first, start, chapter, [*steps, last], count + 1)
    return Tape(first, start, chapter, steps, min(count, REPLAYED))


def _now(match: Match) -> Any:
    """Where the match stands, if something of it may still be secret; None: it is over."""
    if match.ended_at is not None or not GAMES[match.kind].secret:
        return None
    return store.replay(match)[0].state


def _names(moves: list[Move]) -> dict[str, str]:
    """How those are called who sat down while the match was on."""
    came = {move.player_id for move in moves if move.event == "taken" and move.player_id}
    rows = Player.objects.filter(pk__in=came).values_list("pk", "name") if came else []
    return {str(key): name for key, name in rows}


class _Teller:
    """A match on its way from move to move."""

    def __init__(self, match: Match, play: Play, now: Any, names: Mapping[str, str]) -> None:
        self._match, self._play, self._now, self._names = match, play, now, names
        self._game: Game[Any] = GAMES[match.kind]
        self._secret = self._game.secret and match.ended_at is None
        self._seats = dict(play.seats)
        self._called = {seat: Person(name) for seat, name in play.names.items()}
        self._people: dict[str, Document] = {
            player: _person(play.names.get(seat, ""), seat) for seat, player in play.seats.items()
        }

    def chapter(self) -> int:
        return self._game.chapter(self._play.state)

    def document(self) -> Views:
        """All there is to see."""
        views = self._views(self._play.state)
        views["game"] = {**self._house(), **views.get("game", {})}
        return {**views, "players": self._players(views.get("players", {}))}

    def forward(self, move: Move) -> Step[Any]:
        """Go on by one change."""
        step = step_of(self._play, self._match.kind, self._play.state, move)
        self._seat(move)
        self._play = replace(self._play, state=step.state)
        return step

    def told(self, move: Move) -> Told:
        """Go on by one change, and tell it."""
        moves_people = move.event in ("taken", "vacated")
        before, state = (self.document() if moves_people else {}), self._play.state
        step = self.forward(move)
        patch = _difference(before, self.document()) if moves_people else self._patch(state, step)
        return Told(move, move.at, self.chapter(), step.facts, patch, not self._secret)

    def stopped(self) -> Told | None:
        """The house's word that the match ended, where its rules did not end it."""
        result, ended = self._match.result, self._match.ended_at
        if ended is None or result is None or self._game.result(self._play.state) is not None:
            return None
        patch = {"game": {"result": {"reason": result["reason"]}}}
        return Told(None, ended, self.chapter(), {"game": "over"}, patch, True)

    def _patch(self, before: Any, step: Step[Any]) -> Document:
        was, now = self._views(before, step.touched), self._views(step.state, step.touched)
        mine = diff(self._by_id(was.pop("players", {})), self._by_id(now.pop("players", {})))
        patch = _difference(was, now)
        return {**patch, "players": mine} if mine else patch

    def _views(self, state: Any, only: frozenset[Hashable] | None = None) -> Views:
        """What the game shows, in a new document, with the people in it where it wants them."""
        views = self._game.hindsight(state, self._now, only)
        return dict(self._game.peopled(views, self._called) if self._game.shows_people else views)

    def _house(self) -> Document:
        part: Document = {"id": str(self._match.pk), "number": self._match.number}
        if self._game.random:
            part["seedHash"] = commitment(self._play.seed)
            if self._match.ended_at is not None:
                part["seed"] = self._play.seed.hex()
        return part

    def _players(self, by_seat: Document) -> Document:
        added = self._by_id(by_seat)
        return {player: {**part, **added.get(player, {})} for player, part in self._people.items()}

    def _by_id(self, by_seat: Document) -> Document:
        ids = {str(seat): player for seat, player in self._seats.items()}
        return {ids[seat]: part for seat, part in by_seat.items() if seat in ids}

    def _seat(self, move: Move) -> None:
        """Who sits where after this change."""
        if move.seat is None or move.event not in ("taken", "vacated"):
            return
        if move.event == "taken":
            player = _who(move)
            self._unseat(move.seat)
            self._seats[move.seat] = player
            known = self._people.get(player, {}).get("name", "")
            name = self._names.get(player, known) if player == str(move.player_id) else "Computer"
            self._people[player] = _person(name or known, move.seat)
            self._called[move.seat] = Person(name or known)
        elif self._game.holds(self._play.state):
            self._mark_away(move.seat)
        else:
            self._unseat(move.seat)

    def _mark_away(self, seat: int) -> None:
        player = self._seats.get(seat)
        if player is not None:
            self._people[player] = {**self._people[player], "connected": False}

    def _unseat(self, seat: int) -> None:
        player = self._seats.pop(seat, None)
        if player is not None:
            self._people[player] = {
                key: value for key, value in self._people[player].items() if key != "seat"
            }


def _who(move: Move) -> str:
    """Who sat down: the one who asked, or the computer player that the host put there."""
    by_hand = move.player_id is not None and not move.action.endswith("bot")
    return str(move.player_id) if by_hand else f"computer-{move.seat}"


def _person(name: str, seat: int) -> Document:
    return {"name": name, "role": "guest", "connected": True, "seat": seat}


def _difference(before: Views, after: Views) -> Document:
    parts = {part: diff(before.get(part, {}), after.get(part, {})) for part in {**before, **after}}
    return {part: patch for part, patch in parts.items() if patch}
