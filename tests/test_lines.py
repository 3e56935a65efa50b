"""A memo in another process moves on by the log's line alone, to the room the first one has.

In here: random lives of a lobby, in memory. Not in here: two real processes (test_cluster).
"""

from __future__ import annotations

import msgspec
import pytest

from games import GAMES
from lobbies.judge import Change
from lobbies.lines import followed, line_of
from lobbies.news import News, news_of
from tests.lobby_life import Life, new_room

STEPS = 300
LIVES = 10


@pytest.mark.parametrize("kind", GAMES)
def test_who_follows_by_lines_has_the_room_of_who_judged(kind: str) -> None:
    lines = 0
    lives = (Life(kind, number) for number in range(LIVES))
    for change in (change for life in lives for change in life.changes(STEPS)):
        sent = msgspec.msgpack.encode(news_of(change))
        line = msgspec.msgpack.decode(sent, type=News).line
        assert line == line_of(change)
        if line is None:
            continue
        lines += 1
        assert followed(change.before, line) == change.after
    assert lines > 10


def _moved(kind: str, action: str) -> Change:
    """Some change of that kind of game that others follow."""
    lives = (Life(kind, number) for number in range(LIVES))
    changes = (change for life in lives for change in life.changes(STEPS))
    return next(c for c in changes if c.entry.action == action and line_of(c) is not None)


def test_a_line_of_another_match_or_version_is_not_followed() -> None:
    change = _moved("dice", "game/roll")
    line = line_of(change)
    assert line is not None
    assert followed(change.after, line) is None
    other = new_room("dice")
    assert followed(msgspec.structs.replace(other, version=line.version - 1), line) is None


def test_what_is_refused_here_is_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    change = _moved("chess", "game/move")
    line = line_of(change)
    assert line is not None
    wrong = msgspec.structs.replace(line, payload=b'{"uci":"a1a8"}')
    assert followed(change.before, wrong) is None
    assert "refused here" in caplog.text
