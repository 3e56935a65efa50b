"""Two people play chess, each in a page of their own."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.boards import middle, open_chess
from tests.browser.conftest import Visit
from tests.browser.people import live, open_table, play, sees_move, sit_and_start, type_move
from tests.live import Server

SCHOLARS_MATE = ["e4", "e5", "Bc4", "Nc6", "Qh5", "Nf6", "Qxf7#"]


def test_a_whole_game_goes_on_after_the_server_was_killed_in_the_middle(
    own_site: Server, visit: Visit
) -> None:
    anh, binh = visit(moving=True), visit(phone=True, moving=True)
    address = open_table(anh, own_site)
    sit_and_start(anh, binh, address)
    anh.evaluate("window.stillTheSamePage = true")
    play((anh, binh), SCHOLARS_MATE[:3])
    own_site.kill()
    expect(anh.locator("#status")).not_to_have_attribute("data-state", "live")
    own_site.start()
    live(anh)
    live(binh)
    play((anh, binh), SCHOLARS_MATE[3:6], first=3)
    type_move(anh, "Qxf7")
    expect(binh.locator("body")).to_have_attribute("data-status", "over")
    expect(anh.locator("body")).to_have_attribute("data-status", "over")
    assert anh.evaluate("window.stillTheSamePage")
    moves = own_site.rows("SELECT payload FROM lobbies_move WHERE event = 'command' ORDER BY id")
    assert len(moves) == len(SCHOLARS_MATE)


def test_a_move_made_while_the_server_was_away_is_kept_and_sent(
    own_site: Server, visit: Visit
) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_table(anh, own_site))
    expect(anh.locator("#typed-move")).to_be_visible()
    own_site.kill()
    type_move(anh, "e4")
    own_site.start()
    sees_move(binh, "e4")
    live(anh)
    rows = own_site.rows("SELECT count(*) FROM lobbies_move WHERE action = 'game/move'")
    assert rows == [(1,)]


def test_rematch_swaps_the_colours(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit()
    sit_and_start(anh, binh, open_table(anh, site))
    play((anh, binh), SCHOLARS_MATE)
    for page in (anh, binh):
        page.get_by_role("button", name="Rematch").first.click()
    expect(binh.locator("body")).to_have_attribute("data-status", "playing")
    play((binh, anh), ["d4", "d5"])


def test_a_watcher_sees_every_move_and_cannot_make_one(site: Server, visit: Visit) -> None:
    anh, binh, chi = visit(moving=True), visit(moving=True), visit(moving=True)
    address = open_table(anh, site)
    sit_and_start(anh, binh, address)
    chi.goto(address)
    live(chi)
    play((anh, binh), ["e4", "e5"])
    sees_move(chi, "e5")
    assert not chi.locator("#typed-move").is_visible()


def test_the_corner_on_a_players_right_is_light_and_the_letters_lie_over_the_pieces(
    site: Server, visit: Visit
) -> None:
    page = visit()
    open_chess(page, site)
    expect(page.locator(".chess coords.files coord")).to_have_count(8)
    assert brightness(page, "h1") > brightness(page, "a1") + 60
    assert brightness(page, "a8") > brightness(page, "h8") + 60
    covers = "(letters) => Number(getComputedStyle(letters).zIndex)"
    pieces = "(piece) => Number(getComputedStyle(piece).zIndex)"
    letters = page.locator(".chess coords.files").evaluate(covers)
    assert letters > page.locator(".chess cg-board piece").first.evaluate(pieces)


def brightness(page: Page, square: str) -> float:
    """How light a square is at its upper right corner, where nothing lies: 0 to 255."""
    board = page.locator(".chess cg-board").bounding_box()
    assert board is not None
    size, (x, y) = board["width"] / 8, middle(page, square)
    clip = {"x": x + 0.42 * size, "y": y - 0.46 * size, "width": 3, "height": 3}
    return float(
        page.evaluate(
            """async (png) => {
              const bytes = Uint8Array.from(png);
              const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
              const drawn = new OffscreenCanvas(3, 3).getContext("2d");
              drawn.drawImage(image, 0, 0);
              const [red, green, blue] = drawn.getImageData(1, 1, 1, 1).data;
              return (red + green + blue) / 3;
            }""",
            list(page.screenshot(clip=clip)),
        )
    )
