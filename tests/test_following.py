"""A memo in another process follows by the news alone, to the room the first one has.

In here: random lives of a lobby, in memory. Not in here: two real processes (test_cluster).
"""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from msgspec.structs import replace

from games import GAMES
from lobbies.following import Sequel, followed, sequel_of
from lobbies.judge import Change
from lobbies.news import News, news_of
from tests.lobby_life import Life, new_room

STEPS = 300
LIVES = 10


def _sent(change: Change) -> Sequel | None:
    """What comes of a change in another process."""
    news = msgspec.msgpack.encode(news_of(change))
    return msgspec.msgpack.decode(news, type=News).sequel


@pytest.mark.parametrize("kind", GAMES)
def test_who_follows_has_the_room_of_who_judged(kind: str) -> None:
    told: Counter[str] = Counter()
    lives = (Life(kind, number) for number in range(LIVES))
    for change in (change for life in lives for change in life.changes(STEPS)):
        sequel = _sent(change)
        assert sequel is not None, "All that people do is followed without the database."
        told["moved"] += sequel.line is not None
        told["began"] += sequel.begun is not None
        told["stayed"] += sequel.line is None and sequel.begun is None
        room = followed(change.before, sequel)
        assert room == change.after
    assert min(told["moved"], told["stayed"]) > 10
    assert told["began"] > 0 or GAMES[kind].opens, told


def _moved(kind: str, action: str) -> tuple[Change, Sequel]:
    """Some change of that kind of game, and what others are told of it."""
    lives = (Life(kind, number) for number in range(LIVES))
    changes = (change for life in lives for change in life.changes(STEPS))
    change = next(c for c in changes if c.entry.action == action and c.entry.match is not None)
    sequel = sequel_of(change)
    assert sequel is not None
    return change, sequel


def test_what_is_of_another_version_or_match_is_not_followed() -> None:
    change, sequel = _moved("dice", "game/roll")
    assert followed(change.after, sequel) is None
    other = replace(new_room("dice"), version=sequel.version - 1)
    assert followed(other, sequel) is None


def test_what_is_refused_here_is_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    change, sequel = _moved("chess", "game/move")
    assert sequel.line is not None
    wrong = replace(sequel, line=replace(sequel.line, payload=b'{"uci":"a1a8"}'))
    assert followed(change.before, wrong) is None
    assert "does not follow here" in caplog.text


def test_a_match_that_moved_without_a_line_is_read() -> None:
    change, _ = _moved("chess", "game/move")
    assert sequel_of(replace(change, entry=replace(change.entry, match=None))) is None


def test_what_cannot_even_be_read_is_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    change, sequel = _moved("chess", "game/move")
    assert sequel.line is not None
    newer = replace(sequel, line=replace(sequel.line, action="game/of_a_later_release"))
    assert followed(change.before, newer) is None
    assert "does not follow here" in caplog.text
