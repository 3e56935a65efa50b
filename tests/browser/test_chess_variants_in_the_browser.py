"""Chess beyond the usual, each in a page of their own: hands, planned moves, other starts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.boards import click, drag, middle, open_chess, press, tap
from tests.browser.conftest import Visit
from tests.browser.people import play, sees_move, sit_and_start, type_move
from tests.live import Server

CASTLES = "r3k1r1/pppppppp/8/8/8/8/PPPPPPPP/R3K1R1 w GAga - 0 1"
GAME = "1. e4 e5 2. Nf3 Nc6 3. Bb5 *"


def test_in_crazyhouse_what_was_taken_is_put_back_by_drag_tap_and_keyboard(
    site: Server, visit: Visit
) -> None:
    anh, binh = visit(moving=True), visit(phone=True, moving=True)
    sit_and_start(anh, binh, open_chess(anh, site, variant="crazyhouse"))
    play((anh, binh), ["e4", "d5", "exd5", "Qxd5"])
    drag(anh, anh.locator('button.hand__card[data-role="pawn"]'), "e4")
    sees_move(binh, "@e4")
    binh.keyboard.press("Escape")
    binh.locator('button.hand__card[data-role="pawn"]').tap()
    expect(binh.locator('button.hand__card[data-role="pawn"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    tap(binh, "a6")
    sees_move(anh, "@a6")
    play((anh, binh), ["exd5", "Nf6"])
    anh.locator('button.hand__card[data-role="queen"]').focus()
    anh.keyboard.press("Enter")
    press(anh, "a4")
    sees_move(binh, "Q@a4")
    expect(anh.locator('button.hand__card[data-role="queen"]')).to_be_disabled()


def test_in_chess960_the_king_castles_onto_its_rook_by_click_and_by_drag(
    site: Server, visit: Visit
) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_chess(anh, site, variant="chess960", start=CASTLES))
    click(anh, "e1", "g1")
    sees_move(binh, "O-O")
    drag(binh, "e8", "a8")
    sees_move(anh, "O-O-O")
    rows = site.rows("SELECT payload FROM lobbies_move WHERE action = 'game/move' ORDER BY id")
    assert [row[0] for row in rows[-2:]] == ['{"uci":"e1g1"}', '{"uci":"e8a8"}']


def test_a_move_is_taken_back_and_a_game_paused_when_both_agree(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_chess(anh, site))
    play((anh, binh), ["e4", "e5", "Qh5"])
    anh.get_by_role("button", name="Take a move back").click()
    expect(binh.locator(".offer")).to_contain_text("asks to take a move back")
    binh.get_by_role("button", name="Accept").click()
    sees_move(anh, "e5")
    sees_move(binh, "e5")
    play((anh, binh), ["Nf3"])
    binh.get_by_role("button", name="Pause").click()
    anh.get_by_role("button", name="Accept").click()
    for page in (anh, binh):
        expect(page.locator(".offer")).to_contain_text("The game is paused")
        expect(page.locator(".clock[data-running]")).to_have_count(0)
    anh.get_by_role("button", name="Go on").click()
    expect(binh.locator(".offer")).to_contain_text("wants to go on")
    binh.get_by_role("button", name="Go on").click()
    expect(anh.locator(".clock[data-running]")).to_have_count(1)
    play((binh, anh), ["Nc6"])


def test_a_move_planned_before_ones_turn_is_played_at_once(site: Server, visit: Visit) -> None:
    anh, binh = visit(moving=True), visit(phone=True, moving=True)
    sit_and_start(anh, binh, open_chess(anh, site))
    tap(binh, "g8", "f6")
    expect(binh.locator(".chess square.current-premove:visible")).to_have_count(2)
    drag(anh, "e2", "e4")
    sees_move(anh, "Nf6")
    tap(binh, "a7", "a6")
    drag(anh, "e4", "e5")
    sees_move(anh, "a6")
    press(anh, "d2")
    press(anh, "d4")
    sees_move(binh, "d4")


def test_a_plan_that_turns_out_impossible_is_forgotten(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_chess(anh, site))
    play((anh, binh), ["e4"])
    drag(anh, "e4", "e5")
    expect(anh.locator(".chess square.current-premove:visible")).to_have_count(2)
    type_move(binh, "e5")
    expect(anh.locator(".chess square.current-premove:visible")).to_have_count(0)
    sees_move(anh, "e5")
    type_move(anh, "Nf3")


def test_a_half_played_game_goes_on_and_what_cannot_be_played_is_said(
    site: Server, visit: Visit
) -> None:
    anh, binh = visit(), visit()
    anh.goto(f"{site.http}/new/chess/")
    anh.locator("details.more--inside summary").click()
    anh.locator("textarea[name=start]").fill("8/8/8/8/8/8/8/4K3 w - - 0 1")
    anh.locator("main form").get_by_role("button").last.click()
    expect(anh.get_by_role("alert").first).to_contain_text("Black has no king")
    sit_and_start(anh, binh, open_chess(anh, site, start=GAME))
    sees_move(binh, "Bb5")
    expect(binh.locator(".moves__rule")).to_contain_text("5 half moves came with the start")
    play((binh, anh), ["a6", "Ba4"])
    assert middle(binh, "a8")[1] > middle(binh, "a1")[1]
