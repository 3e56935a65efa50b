"""A card table in the browser: opening it, what lies on it, hands that drag.

In here: steps and questions of browser tests. Not in here: tests; the rules (tests/test_tabletop*).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.people import live, submit
from tests.live import Server

Point = tuple[float, float]

_ASK = """async ([action, payload]) => {
  const {lobbyId, csrf} = JSON.parse(document.getElementById("page").textContent);
  const headers = {"Content-Type": "application/json", "X-CSRFToken": csrf};
  const body = JSON.stringify({action, payload});
  const init = {method: "POST", headers, body};
  return (await fetch(`/api/lobbies/${lobbyId}/actions/`, init)).json();
}"""
_STATE = """async () => {
  const {lobbyId} = JSON.parse(document.getElementById("page").textContent);
  return (await fetch(`/api/lobbies/${lobbyId}/state/`)).json();
}"""


def open_cards(page: Page, site: Server, pack: str = "standard") -> str:
    """Anh opens a card table by the form; its address."""
    page.goto(f"{site.http}/new/tabletop/")
    page.locator("select[name=pack]").select_option(pack)
    return submit(page)


def join(page: Page, address: str) -> None:
    page.goto(address)
    live(page)
    page.locator("#actions").get_by_role("button", name="Sit down").click()
    expect(page.locator(".tabletop[data-seated]")).to_be_visible()


def ask(page: Page, action: str, **payload: Any) -> dict[str, Any]:
    """Send a command as the page's player, past its board."""
    answer: dict[str, Any] = page.evaluate(_ASK, [action, payload])
    return answer


def state(page: Page) -> dict[str, Any]:
    """The whole document as the page's player may see it."""
    document: dict[str, Any] = page.evaluate(_STATE)
    return document


def deck_of(page: Page) -> str:
    """The id of the one deck on the table."""
    [deck] = [key for key, one in state(page)["board"].items() if one.get("kind") == "deck"]
    return str(deck)


def lay(page: Page, x: int, y: int, **more: Any) -> str:
    """Lay a card on the table; its id."""
    before = set(state(page)["board"])
    payload = {"kind": "card", "face": "7H", "x": x, "y": y, **more}
    assert ask(page, "board/add", **payload)["type"] == "ok"
    [fresh] = set(state(page)["board"]) - before
    expect(piece(page, fresh)).to_be_visible()
    return fresh


def piece(page: Page, key: str) -> Any:
    """A thing on the table or in the hand."""
    return page.locator(f'.tabletop :is(.world, .rim) .piece[data-id="{key}"]')


def lies_at(page: Page, key: str) -> Point:
    """Where the page draws a thing, in table units."""
    style = piece(page, key).get_attribute("style") or ""
    found = re.search(r"translate\((-?[\d.]+)px, (-?[\d.]+)px\)", style)
    assert found, style
    return float(found[1]), float(found[2])


def middle(page: Page, key: str) -> Point:
    """The middle of a thing on the screen."""
    box = piece(page, key).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def at_rest(page: Page, key: str) -> Point:
    """The middle of a thing, once it glides no more."""
    before = middle(page, key)
    for _ in range(100):
        page.wait_for_timeout(50)
        now = middle(page, key)
        if now == before:
            return now
        before = now
    raise AssertionError("It never comes to rest.")


class Fingers:
    """Fingers on a touch screen."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, points: tuple[Point, ...]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def down(self, *points: Point) -> None:
        self._send("touchStart", points)

    def move(self, *points: Point) -> None:
        self._send("touchMove", points)

    def up(self) -> None:
        self._send("touchEnd", ())

    def drag(self, start: Point, end: Point, steps: int = 6) -> None:
        self.down(start)
        for step in range(1, steps + 1):
            part = step / steps
            self.move(
                (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            )
        self.up()


def clock(page: Page, key: str) -> None:
    """Begin to note when a thing's place changes (``window.moves``: [ms since 1970, transform])."""
    page.evaluate(
        """key => {
          window.moves = [];
          const thing = document.querySelector(`.world .piece[data-id="${key}"]`);
          let last = thing.style.transform;
          new MutationObserver(() => {
            if (thing.style.transform === last) return;
            last = thing.style.transform;
            window.moves.push([Date.now(), last]);
          }).observe(thing, {attributes: true, attributeFilter: ["style"]});
        }""",
        key,
    )


def note_pointer(page: Page) -> None:
    """Begin to note when the pointer moves (``window.pointed``: ms since 1970)."""
    page.evaluate(
        """() => {
          window.pointed = [];
          addEventListener("pointermove", () => window.pointed.push(Date.now()), true);
        }"""
    )


def noted(page: Page, name: str) -> list[Any]:
    """What was noted."""
    return list(json.loads(page.evaluate(f"JSON.stringify(window.{name})")))


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that no locator can tell."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come to hold.")


def named(page: Page, selector: str) -> str:
    """The id of the one thing there, once the server has named it."""
    until(page, lambda: (page.locator(selector).get_attribute("data-id") or "~")[0] != "~")
    return page.locator(selector).get_attribute("data-id") or ""


def committed(page: Page, key: str) -> tuple[int, int]:
    thing = state(page)["board"][key]
    return thing["x"], thing["y"]
