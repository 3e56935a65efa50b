"""Company: talk, the host's powers, closed doors, strangers, lines that are blocked."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import begin, live, open_table, sees_move, sit_and_start, type_move
from tests.live import Server

NO_SOCKETS = """
window.WebSocket = class extends EventTarget {
  constructor() {
    super();
    this.readyState = 0;
    setTimeout(() => {
      this.readyState = 3;
      const error = new Event("error"), close = new CloseEvent("close", {code: 1006});
      this.dispatchEvent(error); this.onerror?.(error);
      this.dispatchEvent(close); this.onclose?.(close);
    }, 1);
  }
  close() {}
  send() {}
};
"""


def say(page: Page, text: str) -> None:
    page.get_by_role("tab", name=re.compile("Chat")).click()
    field = page.locator("#chat").get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def test_what_somebody_says_is_shown_as_text_and_nothing_else(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    binh.goto(open_table(anh, site))
    live(binh)
    say(anh, "<img src=x onerror=window.hacked=1> hello & welcome")
    binh.get_by_role("tab", name=re.compile("Chat")).click()
    line = binh.locator("#chat").get_by_text("<img src=x onerror=window.hacked=1> hello & welcome")
    expect(line).to_be_visible()
    assert binh.evaluate("window.hacked") is None


def test_who_was_shown_out_is_told_so_and_stays_out(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    address = open_table(anh, site)
    binh.goto(address)
    live(binh)
    anh.get_by_role("tab", name="People").click()
    anh.get_by_role("button", name=re.compile("^About")).last.click()
    anh.get_by_text("Show out for good").click()
    expect(binh.locator("#status")).not_to_have_attribute("data-state", "live")
    binh.goto(address)
    expect(binh.locator("main")).to_contain_text(re.compile("shown out|not|closed", re.I))


def test_two_strangers_who_ask_for_a_game_get_one_together(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit(phone=True)
    for page in (anh, binh):
        page.goto(f"{site.http}/play/chess/")
        page.get_by_role("button", name=re.compile("5.*0")).or_(
            page.get_by_role("radio", name=re.compile("5.*0"))
        ).or_(page.get_by_role("link", name=re.compile("5.*0"))).first.click()
    for page in (anh, binh):
        page.wait_for_url(re.compile("/l/"))
        live(page)
        expect(page.locator("body")).to_have_attribute("data-status", "playing")
    assert anh.url.split("?")[0] == binh.url.split("?")[0]


def test_where_sockets_are_blocked_the_game_goes_on_over_http(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    binh.add_init_script(NO_SOCKETS)
    address = open_table(anh, site)
    binh.goto(address)
    expect(binh.locator("#status")).to_have_attribute("data-state", "slow")
    begin(anh, binh)
    type_move(anh, "e4")
    sees_move(binh, "e4")
    type_move(binh, "e5")
    sees_move(anh, "e5")


def test_a_whole_game_by_keyboard_alone(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_table(anh, site))
    # Black sees the board from Black's side: up is towards White.
    for page, other, start, way, san in (
        (anh, binh, "f2", ["ArrowUp"], "f3"),
        (binh, anh, "e7", ["ArrowUp", "ArrowUp"], "e5"),
        (anh, binh, "g2", ["ArrowUp", "ArrowUp"], "g4"),
        (binh, anh, "d8", ["ArrowUp"] * 4 + ["ArrowLeft"] * 4, "Qh4#"),
    ):
        square = page.locator(f".squares__square[aria-label^='{start}']")
        square.focus()
        page.keyboard.press("Enter")
        for key in way:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        sees_move(other, san)
    expect(anh.locator("body")).to_have_attribute("data-status", "over")
    expect(anh.locator("#announce")).to_contain_text("checkmate")


def test_a_move_by_touch_and_one_by_dragging(site: Server, visit: Visit) -> None:
    anh, binh = visit(moving=True), visit(phone=True, moving=True)
    sit_and_start(anh, binh, open_table(anh, site))
    square = middle_of(anh, "e2"), middle_of(anh, "e4")
    anh.mouse.move(*square[0])
    anh.mouse.down()
    anh.mouse.move(*square[1], steps=4)
    anh.mouse.up()
    sees_move(binh, "e4")
    binh.touchscreen.tap(*middle_of(binh, "e7", black=True))
    binh.touchscreen.tap(*middle_of(binh, "e5", black=True))
    sees_move(anh, "e5")


def middle_of(page: Page, square: str, black: bool = False) -> tuple[float, float]:
    """Where a square of the board is on the screen."""
    box = page.locator("#board cg-board").bounding_box()
    assert box is not None
    file, rank = ord(square[0]) - ord("a"), int(square[1]) - 1
    column, row = (7 - file, rank) if black else (file, 7 - rank)
    size = box["width"] / 8
    return box["x"] + (column + 0.5) * size, box["y"] + (row + 0.5) * size
