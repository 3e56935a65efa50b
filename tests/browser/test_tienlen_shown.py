"""What a table of Tiến Lên shows of rare hands: chops, and hands that win as they are dealt.

The hands are chosen: the page is told of them on its line by a document that the rules made, in
place of the dealt ones. Not in here: playing (test_tienlen_in_the_browser).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from games.base import Person, Views
from games.patch import diff
from tests.browser.conftest import Visit
from tests.browser.lines import Line
from tests.browser.test_every_page import LOOKS, audited, violations
from tests.browser.tienlen_people import open_tienlen
from tests.live import Server
from tests.tienlen_tables import GAME, Table

PAIRS = (
    "3s 2s 4s 5s 6s 7s 8s 9s 10s Js Qs Ks As",
    "3c 2c 4c 5c 6c 7c 8c 9c 10c Jc Qc Kc Ac",
    "3d 3h 4d 4h 5d 5h 6d 6h 7d 7h 9d Jd Kd",
    "2d 2h 8d 8h 9h 10d 10h Jh Qd Qh Kh Ad Ah",
)
"""Seat 2 has pairs in a row, which chop a two."""
TWOS = (
    "3c 4c 5c 6c 7c 8c 9c Jc Qc Kc Ac 3h Ks",
    "2s 2c 2d 2h 3s 4s 6s 7s 8s 9s Js Qs As",
    "3d 4d 5d 6d 7d 8d 10d Jd Qd Kd Ad 5s Jh",
    "4h 5h 6h 7h 8h 9h 10h Qh Kh Ah 10s 10c 9d",
)
"""Seat 1 has all the twos, nobody else anything that wins at once."""
PEOPLE = {seat: Person(name) for seat, name in enumerate(("Anh", "Bình", "Chi", "Dũng"))}


def seen(table: Table) -> Views:
    """What Anh knows in seat 0."""
    return GAME.peopled(GAME.view(table.state, 0), PEOPLE)


@pytest.mark.parametrize(("phone", "schemes"), LOOKS)
def test_a_chop_is_named_where_it_lies_and_said(
    site: Server, visit: Visit, phone: bool, schemes: list[str]
) -> None:
    page = visit(**audited(phone))
    line = Line(page)
    open_tienlen(page, site)
    table = Table(*PAIRS).plays(0, "2s").passes(1)
    line.has(seen(table))
    expect(page.locator(".play")).to_have_count(1)
    expect(page.locator(".play__chop")).to_have_count(0)
    before, after = seen(table), seen(table.plays(2, "3d 3h 4d 4h 5d 5h"))
    line.tells("game/move", diff(before["game"], after["game"]))
    chop = page.locator(".play[data-chop]")
    expect(chop).to_contain_text("Chop!")
    expect(chop).to_contain_text("Chi")
    expect(chop.locator(".card")).to_have_count(6)
    expect(page.locator("#announce")).to_contain_text("A chop!")
    assert violations(page, schemes) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize(("phone", "schemes"), LOOKS)
def test_a_hand_that_wins_at_once_lies_open_and_is_named_to_the_end_of_the_game(
    site: Server, visit: Visit, phone: bool, schemes: list[str]
) -> None:
    page = visit(**audited(phone))
    line = Line(page)
    open_tienlen(page, site)
    table = Table(*TWOS, instant_wins="southern")
    line.has(seen(table))
    place = page.locator(".place[data-seat='1']")
    expect(place.locator(".place__note")).to_have_text("1st: four twos")
    expect(place.locator(".place__cards--open .card")).to_have_count(13)
    expect(page.locator(".place__cards--open")).to_have_count(1)
    assert violations(page, schemes) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    while table.state.playing is not None:
        seat = table.state.playing.current
        table.does(seat, GAME.legal(table.state, seat)[0])
    line.has(seen(table))
    expect(page.locator(".standing__title")).to_have_text("Bình wins game 2")
    expect(page.locator(".instant")).to_have_text("Bình wins at once: four twos")
    assert violations(page, schemes) == []
