"""How smoothly the card table moves in a real browser: ``python -m tests.browser.frames``.

In here: 300 cards on a table, hands that drag, push and zoom, and a counter of frames. It prints
figures and judges nothing: a machine with other work to do draws fewer frames.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.cards import ask, at_rest, open_cards, state
from tests.browser.conftest import DESK
from tests.chromium import CHROMIUM_FLAGS, chromium
from tests.live import Server

PACKS = 6
STEPS = 90
_COUNT = """() => {
  window.frames60 = [];
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    window.frames60.push(now - last);
    last = now;
    window.counting = requestAnimationFrame(tick);
  };
  window.counting = requestAnimationFrame(tick);
}"""
_FIGURES = """() => {
  cancelAnimationFrame(window.counting);
  const times = window.frames60.slice(2).sort((one, other) => one - other);
  const sum = times.reduce((all, one) => all + one, 0);
  return [1000 * times.length / sum, times[Math.floor(times.length * 0.95)], times.at(-1)];
}"""


def spread_out(page: Page) -> None:
    """Six packs, spread out face up in rows."""
    for number in range(PACKS - 1):
        ask(page, "deck/add", pack="standard", x=0, y=-220 + 110 * number)
    decks = [key for key, one in state(page)["board"].items() if one.get("kind") == "deck"]
    for row, deck in enumerate(decks):
        ask(page, "board/update", **{deck: {"x": -520, "y": -300 + 110 * row}})
        ask(page, "board/flip", ids=[deck])
        ask(page, "deck/spread", deck=deck, step=[20, 0])
    page.wait_for_timeout(1500)
    page.keyboard.press("0")
    page.wait_for_timeout(800)


def count(page: Page, what: str, run: Callable[[], None]) -> None:
    """Print how many frames are drawn while something runs."""
    page.evaluate(_COUNT)
    run()
    frames, slow, slowest = page.evaluate(_FIGURES)
    print(
        f"{what:24} {frames:5.1f} frames/s  95 % within {slow:4.1f} ms  longest {slowest:5.1f} ms"
    )


def sweep(page: Page, x: float, y: float) -> None:
    """Move the mouse as a hand does, about sixty times a second."""
    begun = time.monotonic()
    for step in range(STEPS):
        page.mouse.move(x + 200 * math.sin(step / 8), y + 120 * math.cos(step / 11) - 60)
        page.wait_for_timeout(max(0.0, begun + (step + 1) / 60 - time.monotonic()) * 1000)


def drag(page: Page, what: str, x: float, y: float, button: str = "left") -> None:
    page.mouse.move(x, y)
    page.mouse.down(button=button)  # type: ignore[arg-type]
    page.mouse.move(x + 12, y)
    count(page, what, lambda: sweep(page, x, y))
    page.keyboard.press("Escape")
    page.mouse.up(button=button)  # type: ignore[arg-type]
    page.wait_for_timeout(400)


def zoom(page: Page) -> None:
    for step in range(60):
        page.mouse.wheel(0, 40 if step // 10 % 2 else -40)
        page.wait_for_timeout(12)


def measure(page: Page, site: Server) -> None:
    open_cards(page, site)
    spread_out(page)
    cards = page.locator(".world .piece--card")
    print(f"{cards.count()} cards on the table")
    keys = [card.get_attribute("data-id") or "" for card in cards.all()[::16][:20]]
    x, y = at_rest(page, keys[-1])
    x -= 20
    count(page, "at rest", lambda: page.wait_for_timeout(1000))
    drag(page, "one card dragged", x, y)
    drag(page, "the table pushed", x, y, "right")
    page.mouse.move(x, y)
    count(page, "nearer and farther", lambda: zoom(page))
    page.keyboard.press("0")
    page.wait_for_timeout(600)
    for key in keys:
        page.locator(f'.world .piece[data-id="{key}"]').focus()
        page.keyboard.press("x")
    drag(page, f"{page.locator('.piece[data-chosen]').count()} cards dragged", x, y)


def main() -> None:
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        site = Server(Path(home)).prepare().start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        try:
            measure(browser.new_page(**DESK), site)  # type: ignore[arg-type]
        finally:
            browser.close()
            site.stop()


if __name__ == "__main__":
    main()
