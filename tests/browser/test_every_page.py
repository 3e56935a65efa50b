"""Every page: readable by everybody, light, calm while it loads, in both schemes and sizes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.boards import click, open_chess
from tests.browser.conftest import Visit
from tests.browser.people import open_table, sit_and_start
from tests.live import Server

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NOWHERE = "/nowhere/"
PAGES = [
    "/",
    "/lobbies/",
    "/new/chess/",
    "/new/tienlen/",
    "/new/tabletop/",
    "/me/",
    "/me/games/",
    "/help/",
    "/play/chess/",
    NOWHERE,
]
SCHEMES = ("light", "dark")
SIZES = [pytest.param(False, id="desk"), pytest.param(True, id="phone")]
LOOKS = [
    pytest.param(False, ["dark"], id="desk-dark"),
    pytest.param(True, ["light"], id="phone-light"),
]
"""One of the schemes in each size, where both would show nothing more."""
ALL_RULES = "{resultTypes: ['violations']}"
RULES_OF_COLOUR = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"


def audited(phone: bool) -> dict[str, object]:
    """A visitor whose page axe may style while it measures; the site's policy forbids that."""
    return {"phone": phone, "bypass_csp": True}


def violations(page: Page, schemes: Iterable[str] = SCHEMES) -> list[str]:
    """What axe finds wrong with the page as it stands, by daylight and by lamplight.

    Another scheme changes colours and nothing else: for the second, only the rules that judge them.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = []
    for nth, scheme in enumerate(schemes):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        told = page.evaluate(f"axe.run(document, {RULES_OF_COLOUR if nth else ALL_RULES})")
        found += [
            f"{scheme}: {rule['id']}: {node['html']}"
            for rule in told["violations"]
            for node in rule["nodes"]
        ]
    return found


@pytest.mark.parametrize("phone", SIZES)
def test_every_page_is_accessible(site: Server, visit: Visit, phone: bool) -> None:
    page = visit(**audited(phone))
    for path in PAGES:
        page.goto(f"{site.http}{path}")
        assert violations(page) == [], path
        # A phone's window grows with the page, so it is measured by what was asked for.
        width = (page.viewport_size or {})["width"]
        too_wide = page.evaluate(f"document.documentElement.scrollWidth > {width}")
        assert not too_wide, f"{path} scrolls sideways"


@pytest.mark.parametrize("phone", SIZES)
def test_a_table_is_accessible_before_during_and_after_the_game(
    site: Server, visit: Visit, phone: bool
) -> None:
    look = audited(phone)
    anh, binh = visit(**look), visit(**look)
    address = open_table(anh, site)
    assert violations(anh) == []
    sit_and_start(anh, binh, address)
    assert violations(anh) == []
    anh.locator("#actions").get_by_role("button", name="Abort").click()
    expect(binh.locator("body")).to_have_attribute("data-status", "over")
    assert violations(anh) == []


@pytest.mark.parametrize("phone", SIZES)
def test_hands_and_questions_at_a_table_are_accessible(
    site: Server, visit: Visit, phone: bool
) -> None:
    look = audited(phone)
    anh, binh = visit(**look), visit(**look)
    sit_and_start(anh, binh, open_chess(anh, site, variant="crazyhouse"))
    click(anh, "e2", "e4")
    click(binh, "d7", "d5")
    click(anh, "e4", "d5")
    anh.get_by_role("button", name="Take a move back").click()
    expect(binh.locator(".offer")).to_be_visible()
    assert violations(anh) == []
    assert violations(binh) == []


def test_a_cold_visit_on_a_phone_is_light_and_calm(site: Server, visit: Visit) -> None:
    page = visit(phone=True, moving=True)
    weights: list[int] = []

    def weigh(response: Response) -> None:
        if response.request.resource_type not in ("image", "media"):
            weights.append(int(response.headers.get("content-length", "0")))

    page.on("response", weigh)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of"
        " list.getEntries()) window.shift += entry.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site.http, wait_until="networkidle")
    assert 0 < sum(weights) < 150_000
    assert page.evaluate("window.shift") < 0.01


def test_a_page_that_came_only_in_part_says_so(site: Server, visit: Visit) -> None:
    anh = visit()
    open_table(anh, site)
    binh = visit(phone=True)
    binh.route("**/heartbeat*.js", lambda route: route.abort())
    binh.goto(anh.url)
    note = binh.get_by_role("alert").filter(has_text="Only a part of this page has come.")
    expect(note).to_be_visible()
    binh.unroute("**/heartbeat*.js")
    note.get_by_role("link", name="Load it again").click()
    expect(binh.get_by_role("status").filter(has_text="Live")).to_be_visible()
    expect(note).to_be_hidden()


def test_a_table_can_be_opened_before_any_script_has_run(site: Server, visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto(site.http)
    page.get_by_role("link", name="Play a friend").first.click()
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/l/" in page.url
