"""A card table in the browser: who watches, a server that breaks, files, the staff's looks, axe.

Not in here: what hands do with cards (test_cards_on_a_table).
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cards import (
    ask,
    at_rest,
    committed,
    deck_of,
    join,
    lay,
    lies_at,
    open_cards,
    piece,
    until,
)
from tests.browser.conftest import Visit
from tests.browser.lines import Line
from tests.browser.people import live
from tests.browser.test_every_page import SIZES, audited, violations
from tests.live import Server


def test_who_watches_sees_no_hand_and_moves_nothing(site: Server, visit: Visit) -> None:
    anh, chi = visit(), visit()
    address = open_cards(anh, site)
    card = lay(anh, -120, 100)
    ask(anh, "deck/draw", deck=deck_of(anh), count=5)
    chi.goto(address)
    live(chi)
    expect(chi.locator(".place__count")).to_have_text("5 cards")
    expect(chi.locator(".rim .piece")).to_have_count(0)
    x, y = at_rest(chi, card)
    chi.mouse.move(x, y)
    chi.mouse.down()
    chi.mouse.move(x + 80, y, steps=4)
    chi.mouse.up()
    expect(chi.locator(".toast")).to_contain_text("You are watching")
    assert committed(chi, card) == (-120, 100)


def test_a_killed_server_comes_back_and_the_game_goes_on_without_a_reload(
    own_site: Server, visit: Visit
) -> None:
    anh, binh = visit(moving=True), visit(moving=True)
    join(binh, open_cards(anh, own_site))
    deck = deck_of(anh)
    ask(anh, "deck/draw", deck=deck, count=2)
    card = lay(anh, -120, 100)
    anh.evaluate("window.stayed = true")
    x, y = at_rest(anh, card)
    anh.mouse.move(x, y)
    anh.mouse.down()
    anh.mouse.move(x + 60, y - 40, steps=4)
    own_site.kill()
    # Dropped while nobody is there to hear it: it is sent again when there is.
    anh.mouse.up()
    own_site.start()
    live(anh)
    live(binh)
    until(anh, lambda: committed(anh, card) != (-120, 100))
    place = committed(anh, card)
    for page in (anh, binh):
        until(page, lambda page=page: lies_at(page, card) == place)  # type: ignore[misc]
    expect(anh.locator(".rim .piece")).to_have_count(2)
    piece(anh, deck).focus()
    anh.keyboard.press("1")
    expect(anh.locator(".rim .piece")).to_have_count(3)
    assert anh.evaluate("window.stayed")


def test_a_list_of_cards_is_pasted_and_a_table_saved_and_laid_out_again(
    site: Server, visit: Visit
) -> None:
    anh = visit()
    open_cards(anh, site, "none")
    expect(anh.locator(".empty")).to_be_visible()
    anh.locator("#actions").get_by_role("button", name="Bring").click()
    anh.locator("#ask").get_by_role("button", name="A list of cards").click()
    anh.locator("#ask textarea").fill("4 Island\n2x Forest\n# a remark\nMox")
    anh.locator("#ask").get_by_role("button", name="Bring the deck").click()
    expect(anh.locator(".piece--deck .piece__count")).to_have_text("7")
    anh.locator("#actions").get_by_role("button", name="More").click()
    with anh.expect_download() as saved:
        anh.get_by_role("menuitem", name="Save this table").click()
    path = saved.value.path()
    anh.locator("#actions").get_by_role("button", name="More").click()
    anh.get_by_role("menuitem", name="Clear the table").click()
    anh.locator("#ask").get_by_role("button", name="Clear the table").click()
    expect(anh.locator(".world .piece")).to_have_count(0)
    anh.locator("#actions").get_by_role("button", name="More").click()
    with anh.expect_file_chooser() as chooser:
        anh.get_by_role("menuitem", name="Load a table").click()
    chooser.value.set_files(path)
    expect(anh.locator(".piece--deck .piece__count")).to_have_text("7")


def test_that_the_staff_looked_is_said_and_written_down(site: Server, visit: Visit) -> None:
    page = visit()
    line = Line(page)
    open_cards(page, site)
    expect(page.locator("#moves")).to_contain_text("is written down here")
    line.tells("lobby/inspected", {"inspectedAt": 1_760_000_000_000})
    words = "The staff have looked at the hidden cards."
    expect(page.locator("#announce")).to_contain_text(words)
    expect(page.locator("#moves .told li").first).to_have_text(words)


@pytest.mark.parametrize("phone", SIZES)
def test_a_card_table_is_accessible(site: Server, visit: Visit, phone: bool) -> None:
    anh, binh = visit(**audited(phone)), visit()
    join(binh, open_cards(anh, site))
    assert violations(anh) == []
    deck = deck_of(anh)
    ask(anh, "deck/deal", deck=deck, count=4)
    ask(anh, "deck/lay", deck=deck, at=[-90, 20], count=3, faceUp=True)
    for kind in ("token", "counter", "note", "die"):
        ask(anh, "board/add", kind=kind, x=90, y=70)
    expect(anh.locator(".rim .piece")).to_have_count(4)
    expect(anh.locator(".world .piece")).to_have_count(8)
    anh.wait_for_timeout(600)
    assert violations(anh) == []
    anh.locator(".piece--deck").focus()
    anh.keyboard.press("Enter")
    assert violations(anh) == []
    anh.keyboard.press("Escape")
    ask(anh, "deck/peek", deck=deck, count=3)
    expect(anh.locator(".looking__card")).to_have_count(3)
    assert violations(anh) == []
    binh.close()
