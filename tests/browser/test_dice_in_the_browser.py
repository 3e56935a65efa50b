"""Death Dice on a phone and on a desk: roll, hear it, lose, check the dice, thirty at a table."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import live, submit
from tests.browser.test_every_page import SIZES, audited, violations
from tests.live import Server


def open_dice(page: Page, site: Server) -> str:
    """Anh opens a dice table by the form; its address."""
    page.goto(f"{site.http}/new/dice/")
    return submit(page)


def join(page: Page, address: str) -> None:
    page.goto(address)
    live(page)
    press(page, "Join in")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("#actions").get_by_role("button", name=name).click()


def roll_out(page: Page) -> None:
    """Roll as long as it is one's turn."""
    turn = page.locator(".tray--mine[data-turn]")
    for _ in range(20):
        if not turn.count():
            return
        known = page.locator(".tray--mine .die[data-face]").count()
        press(page, re.compile("^Roll"))
        expect(page.locator(".tray--mine .die[data-face]")).not_to_have_count(known)
    raise AssertionError("Nobody rolls that often.")


def round_of(*pages: Page) -> None:
    """A whole round; a three-way tie goes on."""
    again = pages[0].locator("#actions").get_by_role("button", name="New round")
    again.click()
    expect(again).to_have_count(0)
    while again.count() == 0:
        for page in pages:
            expect(page.locator(".dice__round")).to_contain_text("Round")
            roll_out(page)
        pages[0].wait_for_timeout(50)


def test_two_play_a_round_on_a_phone_and_a_desk(site: Server, visit: Visit) -> None:
    anh, binh = visit(phone=True, moving=True), visit(moving=True)
    join(binh, open_dice(anh, site))
    expect(anh.locator(".dice__others .tray")).to_have_count(1)
    round_of(anh, binh)
    for page in (anh, binh):
        expect(page.locator(".dice__round")).to_contain_text(re.compile("wins|tie|out"))
        expect(page.locator(".tray__note strong")).to_have_count(2)
    assert anh.locator("#actions .button--primary").bounding_box()["height"] >= 56
    totals = [sorted(page.locator(".tray__total").all_inner_texts()) for page in (anh, binh)]
    assert totals[0] == totals[1]


def test_the_game_is_played_by_keyboard_and_told_to_the_ear(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    address = open_dice(anh, site)
    binh.goto(address)
    live(binh)
    binh.keyboard.press("j")
    expect(binh.locator(".tray--mine")).to_be_visible()
    anh.keyboard.press("n")
    expect(binh.locator("#announce-now")).to_have_text("Your roll.")
    binh.keyboard.press("r")
    name = binh.locator(".tray--mine .tray__name").inner_text()
    expect(anh.locator("#announce")).to_contain_text(re.compile(f"{name} rolls \\d and \\d"))
    expect(binh.locator("#announce")).to_contain_text(re.compile("You roll \\d and \\d"))
    label = binh.locator(".tray--mine .tray__dice").get_attribute("aria-label")
    assert re.fullmatch(r"Dice: \d, \d", label or "")


def test_dice_tumble_unless_nothing_shall_move(site: Server, visit: Visit) -> None:
    for motion, animation in (("no-preference", re.compile("throw")), ("reduce", "none")):
        anh = visit(reduced_motion=motion)
        open_dice(anh, site)
        press(anh, "New round")
        press(anh, "Roll")
        die = anh.locator(".tray--mine .die[data-fresh] .die__throw").first
        expect(die).to_have_css("animation-name", animation)
        anh.reload()
        expect(anh.locator(".tray--mine .die[data-face]").first).to_be_visible()
        expect(anh.locator(".die[data-fresh]")).to_have_count(0)


def test_the_host_ends_the_game_and_everybody_checks_the_dice(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit(phone=True)
    join(binh, open_dice(anh, site))
    round_of(anh, binh)
    press(binh, "Check the dice")
    before = binh.locator("#ask code").inner_text()
    binh.locator("#ask").get_by_role("button", name="Close").click()
    press(anh, "End the game")
    anh.locator("#ask").get_by_role("button", name="End the game").click()
    for page in (anh, binh):
        expect(page.locator("#result")).to_be_visible()
        press(page, "Check the dice")
        expect(page.locator("#ask-title")).to_have_text("The dice were honest")
        expect(page.locator("#ask-body")).to_contain_text(re.compile("this page saw follow"))
        assert page.locator("#ask code").first.inner_text() == before
        page.locator("#ask").get_by_role("button", name="Close").click()
    expect(binh.locator("#actions")).to_contain_text("The host begins the next game.")
    press(anh, "New game")
    expect(binh.locator("#actions").get_by_role("button", name="New round")).to_be_visible()


def crowd(site: Server, address: str, count: int) -> None:
    """People who sit down without a browser."""

    def call(path: str, body: dict[str, object], token: str = "") -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{site.http}/api/{path}", data, headers)
        with urllib.request.urlopen(request, timeout=15) as answer:
            return dict(json.load(answer))

    code = address.rstrip("/").rpartition("/")[2]
    for number in range(count):
        token = call("token/", {"playerName": f"Guest {number + 1}"})["token"]
        call(f"lobbies/{code}/join/", {"seat": number + 1}, token)


def test_thirty_at_a_table_fit_on_a_phone(site: Server, visit: Visit) -> None:
    anh = visit(phone=True)
    address = open_dice(anh, site)
    crowd(site, address, 29)
    expect(anh.locator(".dice__others .tray")).to_have_count(29)
    press(anh, "New round")
    roll_out(anh)
    assert not anh.evaluate("document.documentElement.scrollWidth > innerWidth")
    mine = anh.locator(".tray--mine").bounding_box()
    assert mine["y"] + mine["height"] <= 844, "my dice are in sight"
    last = anh.locator(".dice__others .tray").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    names = anh.locator(".dice__others .tray__name").all_inner_texts()
    assert names == [f"Guest {number}" for number in range(1, 30)], "by the time they joined"


@pytest.mark.parametrize("phone", SIZES)
def test_a_dice_table_is_accessible(site: Server, visit: Visit, phone: bool) -> None:
    anh = visit(**audited(phone))
    open_dice(anh, site)
    assert violations(anh) == []
    press(anh, "New round")
    roll_out(anh)
    assert violations(anh) == []
    press(anh, "Check the dice")
    assert violations(anh) == []
