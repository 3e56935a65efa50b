"""Hands at a card table in the browser: drag, hold, touch, keys, ears.

Not in here: breaks, files, the staff, who watches (test_card_tables_in_the_browser).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.cards import (
    Fingers,
    ask,
    at_rest,
    clock,
    committed,
    deck_of,
    join,
    lay,
    lies_at,
    middle,
    named,
    note_pointer,
    noted,
    open_cards,
    piece,
    state,
    until,
)
from tests.browser.conftest import Visit
from tests.browser.lines import turn_deaf
from tests.browser.people import live
from tests.live import Server

SEEN_WITHIN_MS = 150


def test_one_drags_and_the_other_sees_it_at_once_and_in_the_same_place(
    site: Server, visit: Visit
) -> None:
    anh, binh = visit(moving=True), visit(moving=True)
    address = open_cards(anh, site)
    join(binh, address)
    card = lay(anh, -120, 100)
    x, y = at_rest(anh, card)
    at_rest(binh, card)
    clock(binh, card)
    note_pointer(anh)
    anh.mouse.move(x, y)
    anh.mouse.down()
    for step in range(1, 13):
        anh.mouse.move(x - 6 * step, y - 12 * step)
        anh.wait_for_timeout(30)
    binh.wait_for_timeout(200)
    during = noted(binh, "moves")
    pointed = noted(anh, "pointed")
    # The first move lies within the slop of a click; the second lifts the card.
    late = during[0][0] - pointed[1]
    print(f"\nseen by the other after {late} ms, then {len(during)} steps of the way")
    assert 0 <= late <= SEEN_WITHIN_MS
    assert len(during) > 5, "it is seen on its way, not only at its end"
    assert committed(anh, card) == (-120, 100), "nothing is stored before the drop"
    expect(piece(binh, card)).to_have_attribute("data-held", "")
    anh.mouse.up()
    until(anh, lambda: committed(anh, card) != (-120, 100))
    place = committed(anh, card)
    for page in (anh, binh):
        until(page, lambda page=page: lies_at(page, card) == place)  # type: ignore[misc]
    expect(piece(binh, card)).not_to_have_attribute("data-held", "")
    # Bình sits a quarter round: what is right of the middle for Anh is above it for Bình.
    deck = deck_of(anh)
    (ax, ay), (bx, by) = at_rest(anh, card), at_rest(binh, card)
    (adx, ady), (bdx, bdy) = middle(anh, deck), middle(binh, deck)
    scale = (bx - bdx) / (ay - ady)
    assert by - bdy == pytest.approx(-(ax - adx) * scale, abs=2)


def test_a_reload_in_the_middle_of_a_drag_shows_what_is_committed(
    site: Server, visit: Visit
) -> None:
    anh, binh = visit(moving=True), visit(moving=True)
    join(binh, open_cards(anh, site))
    card = lay(anh, -120, 100)
    x, y = at_rest(anh, card)
    anh.mouse.move(x, y)
    anh.mouse.down()
    anh.mouse.move(x + 90, y - 60, steps=5)
    until(binh, lambda: lies_at(binh, card) != (-120, 100))
    # Anh says every now and then that she still holds it: that is not what a new page begins with.
    turn_deaf(binh, "board/drag")
    binh.reload()
    live(binh)
    expect(piece(binh, card)).to_be_visible()
    assert lies_at(binh, card) == (-120, 100)
    anh.reload()
    live(anh)
    expect(piece(anh, card)).to_be_visible()
    assert lies_at(anh, card) == (-120, 100)
    assert committed(anh, card) == (-120, 100)


def test_who_pulls_at_a_card_that_is_held_is_told_why_it_stays(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    join(binh, open_cards(anh, site))
    card = lay(anh, -120, 100)
    x, y = at_rest(anh, card)
    anh.mouse.move(x, y)
    anh.mouse.down()
    anh.mouse.move(x + 40, y, steps=4)
    expect(piece(binh, card)).to_have_attribute("data-held", "")
    bx, by = middle(binh, card)
    binh.mouse.move(bx, by)
    binh.mouse.down()
    binh.mouse.move(bx + 60, by, steps=4)
    expect(binh.locator(".toast").first).to_be_visible()
    expect(binh.locator(".air__load")).to_have_count(0)
    binh.mouse.up()
    anh.mouse.up()
    until(anh, lambda: committed(anh, card) != (-120, 100))


def test_on_a_phone_a_finger_drags_two_pinch_and_a_long_press_asks(
    site: Server, visit: Visit
) -> None:
    anh = visit(phone=True, moving=True)
    open_cards(anh, site)
    card = lay(anh, -60, 110)
    fingers = Fingers(anh)
    x, y = at_rest(anh, card)
    fingers.drag((x, y), (x + 70, y - 150))
    until(anh, lambda: committed(anh, card) != (-60, 110))
    place = committed(anh, card)
    until(anh, lambda: lies_at(anh, card) == place)
    moved = at_rest(anh, card)
    assert moved == pytest.approx((x + 70, y - 150), abs=4)
    # Into the hand, and out again.
    fingers.drag(moved, (195, anh.locator(".rim-ground").bounding_box()["y"] + 50))
    expect(anh.locator(".rim .piece")).to_have_count(1)
    hx, hy = at_rest(anh, named(anh, ".rim .piece"))
    fingers.drag((hx, hy - 20), (120, 300))
    expect(anh.locator(".rim .piece")).to_have_count(0)
    expect(anh.locator(".world .piece--card")).to_have_count(1)
    # Two fingers.
    before = anh.locator(".world").get_attribute("style")
    fingers.down((120, 450), (260, 450))
    fingers.move((100, 450), (300, 450))
    fingers.move((80, 440), (320, 460))
    fingers.up()
    until(anh, lambda: anh.locator(".world").get_attribute("style") != before)
    # A long press.
    key = named(anh, ".world .piece--card")
    fingers.down(at_rest(anh, key))
    expect(anh.get_by_role("menuitem", name="Flip")).to_be_visible()
    fingers.up()
    box = anh.get_by_role("menuitem", name="Flip").bounding_box()
    assert box["height"] >= 44
    anh.get_by_role("menuitem", name="Flip").tap()
    expect(piece(anh, key)).to_have_attribute("aria-label", re.compile("^card, face down"))


def test_everything_by_keyboard(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    join(binh, open_cards(anh, site))
    anh.keyboard.press("b")
    expect(anh.locator(".piece--deck")).to_be_focused()
    anh.keyboard.press("Shift+S")
    expect(binh.locator("#announce")).to_contain_text("shuffles the deck")
    anh.keyboard.press("3")
    expect(anh.locator(".rim .piece")).to_have_count(3)
    expect(binh.locator("#announce")).to_contain_text("draws 3 cards")
    anh.keyboard.press("Shift+H")
    expect(anh.locator(".rim .piece").first).to_be_focused()
    said = anh.locator(".rim .piece").first.get_attribute("aria-label") or ""
    face = said.split(",")[0]
    anh.keyboard.press("h")
    expect(anh.locator(".rim .piece")).to_have_count(2)
    expect(binh.locator("#announce")).to_contain_text(f"plays the {face}")
    card = binh.locator(".world .piece--card")
    expect(card).to_have_attribute("aria-label", re.compile(f"^{face}, face up"))
    key = card.get_attribute("data-id") or ""
    piece(anh, key).focus()
    place = committed(anh, key)
    for _ in range(3):
        anh.keyboard.press("ArrowRight")
    until(anh, lambda: committed(anh, key) == (place[0] + 48, place[1]))
    anh.keyboard.press("t")
    until(anh, lambda: state(anh)["board"][key].get("rotation") == 90)
    anh.keyboard.press("f")
    expect(piece(binh, key)).to_have_attribute("aria-label", re.compile("^card, face down"))
    anh.keyboard.press("Control+z")
    expect(piece(binh, key)).to_have_attribute("aria-label", re.compile(f"^{face}, face up"))
    anh.keyboard.press("Space")
    expect(anh.locator(".preview figcaption")).to_have_text(face)
    anh.keyboard.press("Escape")
    expect(anh.locator(".preview")).to_be_hidden()
    anh.keyboard.press("Enter")
    expect(anh.get_by_role("menuitem", name="Flip")).to_be_focused()
    anh.keyboard.press("End")
    expect(anh.get_by_role("menuitem", name="Remove")).to_be_focused()
    anh.keyboard.press("Escape")
    expect(piece(anh, key)).to_be_focused()
    anh.keyboard.press("?")
    expect(anh.locator("#keys")).to_contain_text("Draw that many")


def test_escape_puts_a_card_back_while_the_button_is_down(site: Server, visit: Visit) -> None:
    anh = visit()
    open_cards(anh, site)
    card = lay(anh, -120, 100)
    x, y = at_rest(anh, card)
    anh.mouse.move(x, y)
    anh.mouse.down()
    anh.mouse.move(x + 80, y, steps=4)
    expect(anh.locator(".air__load")).to_have_count(1)
    anh.keyboard.press("Escape")
    expect(anh.locator(".air__load")).to_have_count(0)
    anh.mouse.move(x + 120, y)
    anh.mouse.up()
    assert at_rest(anh, card) == (x, y)
    assert committed(anh, card) == (-120, 100)


def test_a_frame_selects_and_the_selected_move_and_flip_together(
    site: Server, visit: Visit
) -> None:
    anh = visit()
    open_cards(anh, site)
    cards = [lay(anh, -190 + 75 * number, -130) for number in range(3)]
    spots = [at_rest(anh, card) for card in cards]
    anh.mouse.move(spots[0][0] - 60, spots[0][1] - 65)
    anh.mouse.down()
    anh.mouse.move(spots[2][0] + 20, spots[2][1] + 20, steps=5)
    anh.mouse.up()
    expect(anh.locator(".piece[data-chosen]")).to_have_count(3)
    anh.mouse.move(*spots[1])
    anh.mouse.down()
    anh.mouse.move(spots[1][0], spots[1][1] + 60, steps=5)
    anh.mouse.up()
    until(anh, lambda: all(committed(anh, card)[1] > -130 for card in cards))
    anh.keyboard.press("f")
    until(anh, lambda: not any(state(anh)["board"][card].get("faceUp") for card in cards))
    anh.keyboard.press("g")
    expect(anh.locator(".world .piece--card")).to_have_count(0)
    expect(anh.locator(".piece--deck")).to_have_count(2)


def test_a_card_dropped_on_a_deck_goes_on_top_and_with_alt_under_it(
    site: Server, visit: Visit
) -> None:
    anh = visit(moving=True)
    open_cards(anh, site)
    deck = deck_of(anh)
    for alt, place in ((False, "52"), (True, "0")):
        card = lay(anh, -160, 0, face="7H")
        count = state(anh)["board"][deck]["count"]
        anh.mouse.move(*at_rest(anh, card))
        anh.mouse.down()
        dx, dy = middle(anh, deck)
        if alt:
            anh.keyboard.down("Alt")
        anh.mouse.move(dx, dy, steps=6)
        expect(piece(anh, deck)).to_have_attribute("data-target", "")
        anh.mouse.up()
        anh.keyboard.up("Alt")
        expect(piece(anh, card)).to_have_count(0)
        until(anh, lambda count=count: state(anh)["board"][deck]["count"] == count + 1)  # type: ignore[misc]
        ask(anh, "deck/peek", deck=deck, count=54 if alt else 1)
        seen = state(anh)["board"][deck]["cards"]
        assert seen[place]["face"] == "7H"
        ask(anh, "deck/close", deck=deck)
