"""Playing cards on any page: drawn once as pixels, in two or four colours, with our backs."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.people import open_table
from tests.live import Server

SHOWN = """async () => {
  const { render, html } = await import("lit-html");
  const { effect } = await import("@preact/signals-core");
  const { faceUp, faceDown } = await import("parlour/cards/card.js");
  const { BACKS } = await import("parlour/cards/backs.js");
  const { PACK, JOKERS } = await import("parlour/cards/names.js");
  const style = document.createElement("link");
  style.rel = "stylesheet";
  const base = document.querySelector('link[href*="parlour/css/base.css"]').href;
  style.href = base.replace("base.css", "cards.css");
  document.head.append(style);
  const board = document.getElementById("board");
  board.replaceChildren();
  board.style.setProperty("--card-w", "58px");
  window.draws = 0;
  effect(() => {
    window.draws += 1;
    render(html`${[...PACK, ...JOKERS].map((face) => faceUp(face))}${BACKS.map(faceDown)}`, board);
  });
}"""
WAITING = """() => [...document.querySelectorAll("#board img")].every(
  (image) => image.src.startsWith("blob:") && image.complete && image.naturalWidth >= 240)"""


def test_all_cards_are_drawn_once_as_pixels_and_again_in_four_colours(
    site: Server, visit: Visit
) -> None:
    page = visit()
    open_table(page, site)
    page.evaluate(SHOWN)
    page.wait_for_function(WAITING)
    assert page.evaluate("draws") <= 3
    expect(page.get_by_role("img", name="seven of hearts")).to_have_count(1)
    club = page.get_by_role("img", name="seven of clubs").locator("img")
    black = club.get_attribute("src")
    page.evaluate("import('parlour/cards/inks.js').then((inks) => inks.wantFourColours(true))")
    expect(club).not_to_have_attribute("src", black or "")
    page.wait_for_function(WAITING)
    page.reload()
    page.evaluate(SHOWN)
    page.wait_for_function(WAITING)
    kept = page.evaluate("import('parlour/cards/inks.js').then((inks) => inks.fourColours.value)")
    assert kept


def test_a_face_that_cannot_be_fetched_is_shown_as_the_drawing_itself(
    site: Server, visit: Visit
) -> None:
    page = visit()
    open_table(page, site)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('off line')); }")
    page.evaluate(SHOWN)
    picture = page.get_by_role("img", name="seven of clubs").locator("img")
    expect(picture).to_have_attribute("src", re.compile("/vendor/cards/2color-bf/7C.svg$"))
