"""The whole site in Vietnamese: every page, a table, and a game of chess as it is told.

In here: that no English is left, that nothing breaks, that the switch works. Not in here: how a
language is chosen (test_languages), the catalogs (test_catalogs).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lobbies.management.catalogs.files import stored
from lobbies.management.catalogs.sources import DOMAINS
from tests.browser.conftest import Visit
from tests.browser.people import live, open_table, play, submit
from tests.browser.test_every_page import audited, violations
from tests.live import Server

VIETNAMESE = {"locale": "vi-VN"}
PAGES = [
    "/", "/lobbies/", "/me/", "/help/", "/nowhere/", "/code/?code=WXYZ", "/l/WXYZ/",
    "/new/chess/", "/new/dice/", "/new/tienlen/", "/new/tabletop/",
    "/play/chess/", "/play/chess/?minutes=7&increment=9", "/me/games/",
    "/computer/chess/", "/ladder/chess/", "/study/chess/",
]  # fmt: skip
ENGLISH = re.compile(r"\b(?:the|you|your|is|are|of|and|with|this|that|not|nobody)\b", re.IGNORECASE)
SAID = """() => {
  const told = [];
  const skipped = "script, style, kbd, code, [lang=en], .lobby__name, #title, #share-link";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  for (let at = walker.currentNode; at; at = walker.nextNode()) {
    if (at.closest(skipped)) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      told.push(at.getAttribute(name) ?? "");
    for (const node of at.childNodes) if (node.nodeType === 3) told.push(node.textContent);
  }
  return [document.title, ...told].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
REMEMBER = """
  window.told = [];
  addEventListener("DOMContentLoaded", () => {
    const region = document.getElementById("announce");
    const hear = () => region.textContent && window.told.push(region.textContent);
    if (region) new MutationObserver(hear).observe(region, {childList: true});
  });
"""
MATE = ["e4", "e5", "Bc4", "Nc6", "Qh5", "Nf6", "Qxf7#"]
TOLD = [
    "Trắng đi tốt đến e4. Đến lượt bạn.",
    "Đen đi tốt đến e5.",
    "Trắng đi tượng đến c4. Đến lượt bạn.",
    "Đen đi mã đến c6.",
    "Trắng đi hậu đến h5. Đến lượt bạn.",
    "Đen đi mã đến f6.",
    "Trắng dùng hậu ăn tốt ở f7, chiếu hết.",
]


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """Every text that has a translation which is another one."""
    return frozenset(
        str(message.id)
        for domain in DOMAINS
        for message in stored("vi", domain)
        if isinstance(message.id, str) and message.id != message.string and len(message.id) > 2
    )


def left_in_english(page: Page, english: frozenset[str]) -> list[str]:
    """What of a page a Vietnamese reader would have to read in English."""
    return [text for text in page.evaluate(SAID) if text in english or ENGLISH.search(text)]


@pytest.mark.parametrize(("phone", "schemes"), [(True, ["dark"]), (False, ["light"])])
def test_every_page_is_vietnamese_throughout(
    site: Server, visit: Visit, english: frozenset[str], phone: bool, schemes: list[str]
) -> None:
    page = visit(**audited(phone), **VIETNAMESE)
    for path in PAGES:
        page.goto(f"{site.http}{path}")
        assert page.locator("html").get_attribute("lang") == "vi", path
        assert left_in_english(page, english) == [], path
        assert violations(page, schemes) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), path


@pytest.mark.parametrize("kind", ["chess", "dice", "tienlen", "tabletop"])
def test_a_table_is_vietnamese_throughout(
    site: Server, visit: Visit, english: frozenset[str], kind: str
) -> None:
    anh = visit(**audited(True), **VIETNAMESE)
    anh.goto(f"{site.http}/new/{kind}/")
    submit(anh)
    for tab in ("share", "moves", "chat", "people"):
        anh.locator(f"#tab-{tab}").click()
        assert left_in_english(anh, english) == [], tab
        assert violations(anh, ["light"]) == [], tab
    assert anh.evaluate("document.documentElement.scrollWidth <= screen.width")


def test_a_whole_game_of_chess_is_told_in_vietnamese(
    site: Server, visit: Visit, english: frozenset[str]
) -> None:
    anh, binh = visit(**VIETNAMESE), visit(**VIETNAMESE)
    binh.add_init_script(REMEMBER)
    address = open_table(anh, site)
    binh.goto(address)
    live(binh)
    binh.locator("#actions").get_by_role("button", name="Ngồi vào").click()
    for page in (binh, anh):
        page.locator("#actions").get_by_role("button", name="Sẵn sàng").click()
    expect(anh.locator("body")).to_have_attribute("data-status", "playing")
    play((anh, binh), MATE)
    expect(binh.locator("#result")).to_contain_text("cầm quân Trắng, chiếu hết, 4 nước")
    expect(binh.locator("#announce")).to_contain_text("chiếu hết, 4 nước")
    told = " ".join(binh.evaluate("window.told"))
    assert [each for each in TOLD if each not in told] == []
    for page in (anh, binh):
        assert left_in_english(page, english) == []


def test_the_switch_at_a_table_leads_back_to_the_table(site: Server, visit: Visit) -> None:
    anh = visit(phone=True)
    address = open_table(anh, site)
    expect(anh.locator("#status")).to_have_text("Live")
    anh.locator("#settings-button").click()
    anh.get_by_role("button", name="Tiếng Việt").click()
    expect(anh.locator("html")).to_have_attribute("lang", "vi")
    assert anh.url.split("?")[0] == address
    live(anh)
    expect(anh.locator("#status")).to_have_text("Trực tuyến")
    expect(anh.locator("#actions").get_by_role("button", name="Đứng dậy")).to_be_visible()


def test_vietnamese_letters_come_from_our_fonts(site: Server, visit: Visit) -> None:
    page = visit(**VIETNAMESE)
    page.goto(site.http, wait_until="networkidle")
    loaded = page.evaluate(
        "[...document.fonts].filter(face => face.status === 'loaded'"
        " && face.unicodeRange.includes('1EA0')).map(face => face.family.replaceAll('\"', ''))"
    )
    assert {"Fraunces Variable", "Source Sans 3 Variable"} <= set(loaded)
