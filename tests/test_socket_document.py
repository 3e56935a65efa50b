"""The one rule of the wire: the document before, with the messages, is the document after.

In here: that rule for every viewer over random lives of a lobby, in memory and once over real
sockets. Not in here: single messages (test_protocol).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from games import GAMES
from games.patch import merge
from lobbies.document import document
from lobbies.judge import Change
from lobbies.news import News, news_of
from lobbies.rooms import Room
from tests.lobby_life import IDS, NAMES, STRANGER, Life

LIVES = [(kind, number) for kind in GAMES for number in range(25)]
STEPS = 250


def as_seen(room: Room, player: str) -> Any:
    """The document as it goes over the wire."""
    return json.loads(json.dumps(document(room, player)))


class Viewer:
    """Somebody who reads the document once, and from then on only the news."""

    def __init__(self, room: Room, player: str) -> None:
        self.player = player
        self.seat = room.seat_of(player)
        self.document = as_seen(room, player)

    def hear(self, news: News) -> tuple[str, ...]:
        """Take one change's frames, as a socket does."""
        if self.player in news.seats:
            self.seat = news.seats[self.player]
        frames = news.frames(self.player, self.seat)
        for text in frames:
            message = json.loads(text)
            assert message["v"] == news.v
            part, _, event = message.get("type", "").partition("/")
            if event:
                self.document[part] = merge(self.document.get(part, {}), message["payload"])
        return frames


def nulls(value: Any, path: str = "") -> Iterator[str]:
    """Where a document holds null."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from nulls(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from nulls(inner, f"{path}/{index}")


def check_room(room: Room) -> None:
    """What is true of every room, whatever happened in it."""
    seats = [g.seat for g in room.guests.values() if g.seat is not None]
    assert len(seats) == len(set(seats)), "Two people on one chair."
    assert all(0 <= seat < room.game.max_seats for seat in seats)
    assert room.host is None or room.host in room.guests, "The host is not here."
    for guest in room.guests.values():
        assert not (guest.connected and guest.away_until), "Here and away at once."
        assert not (guest.connected and guest.gone), "Here and gone at once."
    if room.playing is not None and not room.game.opens:
        # Staff may show out who plays: then a chair is empty, and the other can claim the win.
        taken = {seat: guest.player for seat, guest in room.seated().items()}
        assert taken.items() <= room.playing.seats.items(), "Who sits there does not play."
        assert len(room.playing.seats) >= room.game.min_seats, "Somebody plays alone."
    if room.visibility == "public" and room.status != "closed":
        for guest in room.guests.values():
            assert guest.connected or guest.away_until or guest.gone, "A ghost that never leaves."


@pytest.mark.parametrize(("kind", "number"), LIVES)
def test_document_and_messages_are_the_next_document_for_everybody(kind: str, number: int) -> None:
    life = Life(kind, number)
    viewers = [Viewer(life.room, player) for player in (*IDS.values(), STRANGER)]
    version = life.room.version
    for change in life.changes(STEPS):
        version += 1
        assert change.after.version == version, "Versions have no holes."
        check_room(change.after)
        news = news_of(change)
        for viewer in viewers:
            viewer.hear(news)
            fresh = as_seen(change.after, viewer.player)
            assert viewer.document == fresh, change.entry
            assert list(nulls(fresh)) == []


def test_random_lives_reach_what_a_lobby_can_be() -> None:
    seen: set[str] = set()
    for kind, number in LIVES:
        for change in Life(kind, number).changes(STEPS):
            seen |= _marks(change)
    assert {"waiting", "playing", "over", "closed", "rematch", "gone", "banned", "muted",
            "new host", "away", "expired", "no host"} <= seen  # fmt: skip


def _marks(change: Change) -> set[str]:
    before, after = change.before, change.after
    guests = after.guests.values()
    marks = {after.status, *(["no host"] if after.host is None else [])}
    marks |= {"new host"} if before.host and after.host != before.host else set()
    marks |= {"gone"} if any(g.gone for g in guests) else set()
    marks |= {"away"} if any(g.away_until for g in guests) else set()
    marks |= {"muted"} if any(g.muted for g in guests) else set()
    marks |= {"banned"} if after.banned else set()
    if change.entry.action == "house/ring" and len(after.guests) < len(before.guests):
        marks.add("expired")
    if before.play and after.play and after.play.number > before.play.number:
        marks.add("rematch" if change.entry.action == "game/rematch" else "next game")
    return marks


def test_everybody_has_a_name_in_the_cast() -> None:
    assert len(IDS) == len(NAMES)
