"""The minute somebody is missed at a Tiến Lên tournament, over a restart of the server.

In here: sockets of this process, a clock that tests turn, kill -9 in each state of the tournament.
Not in here: a real process that is killed (test_tienlen_crash), the manners alone
(test_tienlen_house).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.inside import House, Inside
from tests.tienlen_people import choose

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Anh", "Bình", "Chi", "Dũng")
BEFORE = ("waiting", "starting")
DURING = ("in_progress", "between_games")
UNHURRIED = {"turnSeconds": 0, "instantWins": "simple"}


async def four(house: House, state: str) -> list[Inside]:
    """Four people in a tournament that has come to ``state``; Bình has seat 1."""
    options = UNHURRIED | {"targetScore": 4 if state == "completed" else 21}
    sit = 3 if state == "waiting" else 4
    _, lines = await house.open(*NAMES, sit=sit, kind="tienlen", options=options)
    for line in lines:
        await line.open()
    if state not in BEFORE:
        for line in lines:
            await line.ask("tourney/ready")
    while state in ("between_games", "completed") and tourney(lines[0])["status"] == "in_progress":
        await _move(lines)
    assert tourney(lines[0])["status"] == state
    await house.round()
    return lines


async def _move(lines: list[Inside]) -> None:
    """Whoever is to move does."""
    seat = lines[0].document["game"]["currentPlayer"]
    mover = lines[seat]
    await mover.until(lambda: mover.v is not None and mover.v >= (lines[0].v or 0))
    game = mover.document["game"]
    cards = choose(game["yourHand"], game.get("lastPlay"))
    answer = await mover.ask(*(("game/play", {"cards": cards}) if cards else ("game/pass", {})))
    await lines[0].at(answer["v"])


def tourney(line: Inside) -> dict[str, Any]:
    shown: dict[str, Any] = line.document["tourney"]
    return shown


def seat_of_binh(line: Inside) -> dict[str, Any]:
    seat: dict[str, Any] = tourney(line)["seats"][1]
    return seat


async def killed(house: House, lines: list[Inside]) -> None:
    """The server is killed and started again; all but Bình come back at once."""
    house.die()
    for line in lines:
        if line is not lines[1]:
            await line.open()
    await house.round()


@pytest.mark.parametrize("state", [*BEFORE, *DURING, "completed"])
async def test_a_minute_that_began_before_the_restart_ends_when_it_would_have(
    house: House, state: str
) -> None:
    anh, binh, *_ = lines = await four(house, state)
    await binh.cut()
    await anh.until(lambda: seat_of_binh(anh).get("disconnected"))
    house.later(40)
    await killed(house, lines)
    house.later(19)
    await house.round()
    assert seat_of_binh(anh)["disconnected"] and "bot" not in seat_of_binh(anh)
    house.later(1)
    await house.round()
    await anh.echo()
    if state in BEFORE:
        assert "taken" not in seat_of_binh(anh) and tourney(anh)["status"] == "waiting"
    elif state in DURING:
        assert seat_of_binh(anh)["bot"] == "greedy" and seat_of_binh(anh)["away"]
        assert tourney(anh)["status"] == state
    else:
        assert binh.player not in anh.document["players"]
        assert "Bình" in [row["playerName"] for row in anh.document["game"]["leaderboard"]]
    assert anh.document == await anh.fresh()


@pytest.mark.parametrize("state", [*BEFORE, *DURING])
async def test_who_is_back_within_the_minute_has_the_seat_as_before(
    house: House, state: str
) -> None:
    anh, binh, *_ = lines = await four(house, state)
    await binh.cut()
    await anh.until(lambda: seat_of_binh(anh).get("disconnected"))
    house.later(40)
    await killed(house, lines)
    house.later(19)
    await binh.open()
    await anh.until(lambda: "disconnected" not in seat_of_binh(anh))
    assert "players/back" in anh.types() and binh.document["you"]["seat"] == 1
    house.later(3600)
    await house.round()
    assert "bot" not in seat_of_binh(anh) and tourney(anh)["status"] == state


@pytest.mark.parametrize("state", DURING)
async def test_who_is_back_later_gets_the_seat_from_the_computer(house: House, state: str) -> None:
    anh, binh, *_ = lines = await four(house, state)
    await binh.cut()
    await anh.until(lambda: seat_of_binh(anh).get("disconnected"))
    await killed(house, lines)
    house.later(60)
    await house.round()
    await anh.until(lambda: seat_of_binh(anh).get("bot"))
    house.die()
    for line in lines:
        await line.open()
    mine = seat_of_binh(binh)
    at_the_turn = state == "in_progress" and binh.document["game"]["currentPlayer"] == 1
    assert mine.get("back") if at_the_turn else "bot" not in mine
    assert binh.document["tourney"]["yourPosition"] == 1


async def test_who_lost_the_line_with_the_server_has_a_minute_from_when_that_is_known(
    house: House,
) -> None:
    anh, _, *_ = lines = await four(house, "in_progress")
    house.later(30)
    await killed(house, lines)
    await anh.until(lambda: seat_of_binh(anh).get("disconnected"))
    house.later(59)
    await house.round()
    assert "bot" not in seat_of_binh(anh)
    house.later(1)
    await house.round()
    await anh.until(lambda: seat_of_binh(anh).get("bot"))
