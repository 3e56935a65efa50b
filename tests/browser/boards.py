"""A chess board as a hand meets it: squares in pixels, by mouse and by finger.

In here: where squares are, clicking, dragging, tapping. Not in here: people (people).
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.people import submit
from tests.live import Server


def open_chess(page: Page, site: Server, *, start: str = "", **options: str) -> str:
    """Open a chess table by the form with these options; its address."""
    page.goto(f"{site.http}/new/chess/")
    if start or "days" in options:
        page.locator("details.more--inside summary").click()
    if start:
        page.locator("textarea[name=start]").fill(start)
    for name, value in options.items():
        field = page.locator(f"main form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    return submit(page)


def middle(page: Page, square: str) -> tuple[float, float]:
    """The middle of a square on the screen, from whichever side one looks."""
    box = page.locator(".chess cg-board").bounding_box()
    assert box is not None
    black = page.locator(".chess.orientation-black").count() > 0
    file, rank = ord(square[0]) - ord("a"), int(square[1]) - 1
    across, down = (7 - file, rank) if black else (file, 7 - rank)
    size = box["width"] / 8
    return box["x"] + (across + 0.5) * size, box["y"] + (down + 0.5) * size


def click(page: Page, *squares: str) -> None:
    """Click one square after the other."""
    for square in squares:
        page.mouse.click(*middle(page, square))


def tap(page: Page, *squares: str) -> None:
    """Touch one square after the other."""
    for square in squares:
        page.touchscreen.tap(*middle(page, square))


def drag(page: Page, source: str | Locator, target: str) -> None:
    """Drag what stands on a square, or something beside the board, to a square."""
    if isinstance(source, str):
        x, y = middle(page, source)
    else:
        box = source.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 12, steps=3)
    page.mouse.move(*middle(page, target), steps=6)
    page.mouse.up()


def press(page: Page, square: str) -> None:
    """Press a square by keyboard."""
    number = ord(square[0]) - ord("a") + 8 * (int(square[1]) - 1)
    page.locator(f'[data-square="{number}"]').focus()
    page.keyboard.press("Enter")
