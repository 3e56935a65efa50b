"""A finished game is looked at again: by keyboard, by mouse, by touch; and thought about."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import live, open_table, play, sit_and_start
from tests.browser.test_chess_in_the_browser import SCHOLARS_MATE
from tests.browser.test_every_page import SIZES, audited, violations
from tests.live import Server

LAST = len(SCHOLARS_MATE)


@pytest.fixture(scope="module")
def replay(site: Server, browser: object) -> str:
    """The address of a game that was played and won, found from the table."""
    context = browser.new_context()  # type: ignore[attr-defined]
    anh, binh = context.new_page(), browser.new_context().new_page()  # type: ignore[attr-defined]
    sit_and_start(anh, binh, open_table(anh, site))
    play((anh, binh), SCHOLARS_MATE)
    anh.locator("#actions").get_by_role("link", name="Replay").click()
    anh.wait_for_url(re.compile("/games/"))
    address: str = anh.url
    context.close()
    return address


def loaded(page: Page, address: str) -> None:
    page.goto(address)
    live(page)


def stands_at(page: Page, number: int, san: str = "") -> None:
    """The slider, the list and the words agree where the replay stands."""
    expect(page.locator("#scrub")).to_have_value(str(number))
    if san:
        expect(page.locator('.moves__ply[aria-current="true"]')).to_have_text(san)


def test_a_game_is_gone_through_by_keyboard(replay: str, visit: Visit) -> None:
    page = visit()
    loaded(page, replay)
    stands_at(page, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    stands_at(page, 2, "e5")
    expect(page.locator("#announce-now")).to_have_text("Black plays pawn to e5")
    page.keyboard.press("ArrowLeft")
    stands_at(page, 1, "e4")
    page.keyboard.press("End")
    stands_at(page, LAST, "Qxf7#")
    expect(page.locator("#result")).to_contain_text("wins")
    page.keyboard.press("Home")
    stands_at(page, 0)
    expect(page.locator("#result")).to_be_hidden()
    page.keyboard.press(" ")
    stands_at(page, 2)
    page.keyboard.press(" ")


def test_a_game_is_gone_through_by_mouse_and_its_positions_have_links(
    replay: str, visit: Visit
) -> None:
    page = visit(moving=True)
    loaded(page, replay)
    page.get_by_role("button", name="A step on").click()
    stands_at(page, 1, "e4")
    page.get_by_role("button", name="To the end").click()
    stands_at(page, LAST)
    page.get_by_role("button", name="Nc6").click()
    stands_at(page, 4, "Nc6")
    page.locator("#scrub").fill("5")
    stands_at(page, 5, "Qh5")
    page.wait_for_url(re.compile("#5$"))
    page.get_by_role("tab", name="Share and keep").click()
    expect(page.locator("#share-link")).to_have_value(f"{replay}#5")
    page.reload()
    stands_at(page, 5, "Qh5")
    with page.expect_download() as file:
        page.get_by_role("tab", name="Share and keep").click()
        page.get_by_role("link", name="Download PGN").click()
    assert "Qxf7#" in file.value.path().read_text()


def test_a_game_is_gone_through_by_touch(replay: str, visit: Visit) -> None:
    page = visit(phone=True, moving=True)
    loaded(page, replay)
    page.get_by_role("button", name="A step on").tap()
    page.get_by_role("button", name="A step on").tap()
    stands_at(page, 2)
    page.get_by_role("tab", name="Moves").tap()
    page.get_by_role("button", name="Bc4").tap()
    stands_at(page, 3, "Bc4")
    page.get_by_role("button", name="A step back").tap()
    page.get_by_role("button", name="A step on").tap()
    stands_at(page, 3, "Bc4")
    page.get_by_role("tab", name="Moves").tap()
    page.get_by_role("button", name="Play", exact=True).tap()
    stands_at(page, 4)


def test_nothing_can_be_played_in_a_replay(replay: str, visit: Visit) -> None:
    page = visit()
    loaded(page, replay)
    page.locator('[data-square="12"]').press("Enter")
    page.locator('[data-square="28"]').press("Enter")
    stands_at(page, 0)
    assert not page.locator("#typed-move").is_visible()


@pytest.mark.parametrize("phone", SIZES)
def test_a_replay_and_the_analysis_are_accessible(replay: str, visit: Visit, phone: bool) -> None:
    page = visit(**audited(phone))
    loaded(page, replay)
    assert violations(page) == []
    page.keyboard.press("End")
    assert violations(page) == []
    page.get_by_role("tab", name="Share and keep").click()
    assert violations(page) == []
    page.get_by_role("link", name="Analyse").click()
    expect(page.locator(".study__head")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="Position").click()
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_line_of_ones_own_is_judged_and_taken_home(replay: str, visit: Visit) -> None:
    page = visit()
    loaded(page, replay)
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.get_by_role("tab", name="Share and keep").click()
    expect(page.locator("#study-link")).to_have_attribute("href", re.compile("#6$"))
    page.get_by_role("link", name="Analyse").click()
    expect(page.locator('.lines__move[aria-current="true"]')).to_have_text("Nf6")
    expect(page.locator(".study__opening")).to_contain_text("C2")
    expect(page.locator(".study__line strong")).to_have_text("#1")
    page.get_by_role("button", name="Qxf7#").first.click()
    page.keyboard.press("ArrowLeft")
    page.locator('[data-square="39"]').focus()
    page.keyboard.press("Enter")
    page.locator('[data-square="36"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('.lines__move[aria-current="true"]')).to_have_text("Qxe5+")
    page.get_by_role("tab", name="Position").click()
    expect(page.locator("#fen")).to_have_value(re.compile("^r1bqkb1r/"))
    with page.expect_download() as file:
        page.get_by_role("button", name="Download PGN").click()
    assert "( 4. Qxe5+ )" in file.value.path().read_text()


def test_one_plays_on_from_a_position(site: Server, visit: Visit) -> None:
    page, fen = visit(), "8/8/8/8/8/4k3/4p3/R3K3 w - - 0 1"
    page.goto(f"{site.http}/study/chess/?start={fen}")
    page.get_by_role("tab", name="Position").click()
    expect(page.locator("#fen")).to_have_value(fen)
    page.get_by_role("button", name="Play on from here").click()
    page.wait_for_url(re.compile("/l/[A-Z]{4,6}/"))
    live(page)
    code = page.url.split("/l/")[1].strip("/")
    rows = site.rows(f"SELECT options FROM lobbies_lobby WHERE code = '{code}'")
    assert fen in rows[0][0]


def test_a_piece_in_hand_is_put_down_in_the_analysis_too(site: Server, visit: Visit) -> None:
    page = visit()
    fen = "rnb1kbnr/ppp1pppp/8/3q4/8/8/PPPP1PPP/RNBQKBNR[Pp] w KQkq - 0 3"
    page.goto(f"{site.http}/study/chess/?variant=crazyhouse&start={fen}")
    page.locator('.hand__card[data-role="pawn"]').click()
    page.locator('[data-square="28"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('.lines__move[aria-current="true"]')).to_have_text("@e4")
