"""What people do at a table, as steps of browser tests."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.live import Server


def open_table(page: Page, site: Server, **choices: str) -> str:
    """Anh opens a chess table by the form and sits; its address."""
    page.goto(f"{site.http}/new/chess/")
    for label, value in choices.items():
        page.get_by_label(label).fill(value)
    return submit(page)


def submit(page: Page) -> str:
    """Send the form of a new table and wait until its page is connected; its address."""
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(re.compile("/l/[A-Z]{4,6}/"))
    live(page)
    return page.url.split("?")[0]


def live(page: Page) -> None:
    """Wait until the page says that it is connected."""
    expect(page.locator("#status")).to_have_attribute("data-state", "live")


def sit_and_start(host: Page, guest: Page, address: str) -> None:
    """The guest follows the link, sits down, and both are ready."""
    guest.goto(address)
    live(guest)
    begin(host, guest)


def begin(host: Page, guest: Page) -> None:
    """The guest, who looks at the table, sits down, and both are ready."""
    guest.locator("#actions").get_by_role("button", name="Sit down").click()
    for page in (guest, host):
        page.locator("#actions").get_by_role("button", name="Ready").click()
    expect(host.locator("body")).to_have_attribute("data-status", "playing")


def type_move(page: Page, san: str) -> None:
    """Type a move into the field beside the board and see it in the list."""
    if not page.locator("#typed-move").is_visible():
        page.get_by_role("tab", name="Moves").click()
    field = page.locator("#typed-move")
    field.fill(san)
    field.press("Enter")
    sees_move(page, san)


def sees_move(page: Page, san: str) -> None:
    """A move is the last one in the list."""
    expect(page.locator(".moves__ply").last).to_contain_text(san.rstrip("#+"))


def play(pages: tuple[Page, Page], sans: list[str], first: int = 0) -> None:
    """Both play their moves in turn; each is seen by the other before the next."""
    for ply, san in enumerate(sans, first):
        type_move(pages[ply % 2], san)
        sees_move(pages[1 - ply % 2], san)
