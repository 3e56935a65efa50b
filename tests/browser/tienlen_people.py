"""What people do at a table of Tiến Lên, as steps of browser tests.

In here: four who sit down and play, each in a way of their own. Not in here: expectations.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import live, submit
from tests.live import Server

Way = Callable[[Page], None]


def open_tienlen(page: Page, site: Server, **options: str) -> str:
    """Anh opens a table by the form and sits; its address.

    Hands that win as they are dealt, as three of a hundred deals have one, do not: unless
    ``options`` say otherwise there is a game to be played.
    """
    page.goto(f"{site.http}/new/tienlen/")
    for name, value in {"instantWins": "simple", **options}.items():
        _set(page, name, value)
    return submit(page)


def _set(page: Page, name: str, value: str) -> None:
    """Set one option of the form, wherever it is folded away."""
    field = page.locator(f"main form [name={name}]")
    if not field.is_visible():
        page.locator("details", has=page.locator(f"[name={name}]")).locator("summary").click()
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def press(page: Page, name: str) -> None:
    page.locator("#actions").get_by_role("button", name=name, exact=True).click()


def come(page: Page, address: str) -> None:
    page.goto(address)
    live(page)


def four_at_a_table(visit: Visit, site: Server, moving: bool = False) -> tuple[str, list[Page]]:
    """Four sit down and are ready: at a desk, with a phone, at desks again. The cards are dealt.

    ``moving``: things move for the first two.
    """
    pages = [visit(phone=nth == 1, moving=moving and nth < 2) for nth in range(4)]
    address = open_tienlen(pages[0], site)
    for page in pages[1:]:
        come(page, address)
        press(page, "Sit down")
        expect(page.locator(".mine")).to_be_visible()
    for page in pages:
        press(page, "Ready")
    for page in pages:
        expect(page.locator(".hand__card")).to_have_count(13)
    return address, pages


def whose_turn(pages: list[Page]) -> Page:
    """The page of the one whose turn it is."""
    for _ in range(400):
        for page in pages:
            if page.locator(".hand[data-live]").count():
                return page
        pages[0].wait_for_timeout(25)
    raise AssertionError("It is nobody's turn.")


def by_mouse(page: Page) -> None:
    """Hint and play, or pass: with the buttons."""
    hint = page.locator("#actions").get_by_role("button", name="Hint")
    if hint.get_attribute("aria-disabled"):
        press(page, "Pass")
        return
    hint.click()
    press(page, "Play")


def by_touch(page: Page) -> None:
    """The same with a thumb; a single is tapped twice."""
    buttons = page.locator("#actions")
    hint = buttons.get_by_role("button", name="Hint")
    if hint.get_attribute("aria-disabled"):
        buttons.get_by_role("button", name="Pass").tap()
        return
    hint.tap()
    chosen = page.locator(".hand__card[data-chosen]")
    if chosen.count() > 1:
        buttons.get_by_role("button", name="Play").tap()
        return
    box = chosen.bounding_box()
    assert box is not None
    tap_twice(page, box["x"] + 8, box["y"] + 30)


def tap_twice(page: Page, x: float, y: float) -> None:
    """Two taps, a tenth of a second apart, however slowly they get there."""
    session, now = page.context.new_cdp_session(page), time.time() - 0.2
    for at in (now, now + 0.1):
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            touch = {"type": kind, "touchPoints": points, "timestamp": at}
            session.send("Input.dispatchTouchEvent", touch)
    session.detach()


def click_twice(page: Page, x: float, y: float) -> None:
    """The same with the mouse."""
    session, now = page.context.new_cdp_session(page), time.time() - 0.2
    for count, at in ((1, now), (2, now + 0.1)):
        for kind in ("mousePressed", "mouseReleased"):
            click = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": count}
            session.send("Input.dispatchMouseEvent", {**click, "timestamp": at})
    session.detach()


def by_keys(page: Page) -> None:
    """Without a pointer: hint and Enter, or P."""
    page.keyboard.press("h")
    page.keyboard.press("Enter" if page.locator(".hand__card[data-chosen]").count() else "p")


def plays_on(pages: list[Page], ways: Mapping[Page, Way], moves: int) -> list[str]:
    """So many moves, each in the way of the one whose turn it is; what the list says of them."""
    told = []
    for _ in range(moves):
        page = whose_turn(pages)
        listed = page.locator(".told li").count()
        ways[page](page)
        expect(page.locator(".told li")).to_have_count(listed + 1)
        expect(page.locator(".hand[data-live]")).to_have_count(0)
        told.append(page.locator(".told li").first.inner_text())
    return told
