"""Whole games against the computer: by mouse, by touch on a phone, by keyboard alone.

In here: what a person does with their hands; which moves they make is thought out by the house's
own small player. Not in here: processes that die one by one (test_bots_live).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import chess
import pytest
from playwright.sync_api import Page, expect

from games.chess.search import Search
from tests.browser.conftest import Visit
from tests.browser.people import live
from tests.live import Server

ROOK_AND_QUEEN = "4k3/8/8/8/8/8/5Q2/4K2R w K - 0 1"
"""A game that is won soon, from a position."""
PROMOTES = "8/4P3/8/1k6/8/8/8/4K2R w K - 0 1"

Hand = Callable[[Page, chess.Move], None]


def begin(page: Page, site: Server, level: str, start: str = "") -> None:
    """A fresh visitor is in a game against the computer by two clicks from the start page."""
    page.goto(site.http)
    page.get_by_role("link", name=re.compile("Play the computer")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chess against the computer")
    if start:
        field = f'<input type="hidden" name="start" value="{start}">'
        page.locator("main form").evaluate(
            "(form, field) => form.insertAdjacentHTML(`beforeend`, field)", field
        )
    page.get_by_role("button", name=level, exact=True).click()
    page.wait_for_url(re.compile("/l/[A-Z]{4,6}/"))
    live(page)
    expect(page.locator("body")).to_have_attribute("data-status", "playing")
    expect(page.locator(".plate[data-me]")).to_contain_text("White")


def game_of(page: Page, site: Server) -> dict:
    code = page.url.split("/l/")[1].strip("/")
    document: dict = page.request.get(f"{site.http}/api/lobbies/{code}/state/").json()
    game: dict = document["game"]
    return game


def board_of(game: dict) -> chess.Board:
    board = chess.Board(game["start"]) if "start" in game else chess.Board()
    for ply in range(1, len(game.get("moves", {})) + 1):
        board.push_uci(game["moves"][str(ply)])
    return board


def my_turn(page: Page) -> None:
    """Wait until it is the visitor's turn, or the game is over."""
    over = page.locator("body[data-status=over]")
    mine = page.locator("#table[data-turn=you]")
    expect(over.or_(mine).first).to_be_visible()


def play_on(page: Page, site: Server, hand: Hand, moves: int) -> chess.Board:
    """Make up to so many moves with one's hand, each answered by the computer."""
    board = board_of(game_of(page, site))
    for _ in range(moves):
        my_turn(page)
        board = board_of(game_of(page, site))
        if board.is_game_over():
            break
        [(_, move), *_] = Search(board, 4_000, lambda: False).ranked(3)
        board.push(move)
        make(page, site, hand, move, len(board.move_stack))
    return board


def make(page: Page, site: Server, hand: Hand, move: chess.Move, ply: int) -> None:
    """Make a move, so that the server has ``ply`` of them; once more if the first try slipped."""
    for _ in range(2):
        hand(page, move)
        for _ in range(100):
            if len(game_of(page, site).get("moves", {})) >= ply:
                return
            page.wait_for_timeout(50)
    raise AssertionError("The move did not arrive.")


def _middle(page: Page, square: chess.Square) -> tuple[float, float]:
    box = page.locator("cg-board").bounding_box()
    assert box is not None
    size = box["width"] / 8
    file, rank = chess.square_file(square), chess.square_rank(square)
    return box["x"] + (file + 0.5) * size, box["y"] + (7.5 - rank) * size


def _become(page: Page, move: chess.Move) -> None:
    if move.promotion:
        page.get_by_role("button", name=chess.piece_name(move.promotion), exact=False).first.click()


def by_mouse(page: Page, move: chess.Move) -> None:
    """Drag the man to its square."""
    page.mouse.move(*_middle(page, move.from_square))
    page.mouse.down()
    page.mouse.move(*_middle(page, move.to_square), steps=4)
    page.mouse.up()
    _become(page, move)


def by_touch(page: Page, move: chess.Move) -> None:
    """Tap the man, then the square."""
    page.touchscreen.tap(*_middle(page, move.from_square))
    page.touchscreen.tap(*_middle(page, move.to_square))
    _become(page, move)


def by_keyboard(page: Page, move: chess.Move) -> None:
    """Walk over the squares with the arrows, pick up and put down with Enter."""
    for square in (move.from_square, move.to_square):
        _walk(page, square)
        page.keyboard.press("Enter")
    if move.promotion:
        page.keyboard.press(chess.piece_symbol(move.promotion))


def _walk(page: Page, square: chess.Square) -> None:
    while (at := _focused(page)) != square:
        files = chess.square_file(square) - chess.square_file(at)
        ranks = chess.square_rank(square) - chess.square_rank(at)
        key = "ArrowRight" if files > 0 else "ArrowLeft" if files else None
        page.keyboard.press(key or ("ArrowUp" if ranks > 0 else "ArrowDown"))


def _focused(page: Page) -> int:
    """The square that has the keyboard; Tab leads there from anywhere."""
    for _ in range(60):
        square = page.evaluate("document.activeElement?.dataset?.square")
        if square is not None:
            return int(square)
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead to the board.")


def won(page: Page, board: chess.Board) -> None:
    assert board.is_checkmate(), board
    expect(page.locator("body")).to_have_attribute("data-status", "over")
    expect(page.locator("#result")).to_be_visible()


def test_a_whole_game_by_mouse_goes_on_after_the_server_was_killed_while_the_computer_thought(
    own_site: Server, visit: Visit
) -> None:
    anh = visit(moving=True)
    begin(anh, own_site, "Master")
    anh.evaluate("window.stillTheSamePage = true")
    play_on(anh, own_site, by_mouse, 2)
    my_turn(anh)
    board = board_of(game_of(anh, own_site))
    move = next(move for move in board.legal_moves if not move.promotion)
    make(anh, own_site, by_mouse, move, len(board.move_stack) + 1)
    own_site.kill()
    expect(anh.locator("#status")).not_to_have_attribute("data-state", "live")
    own_site.start()
    live(anh)
    my_turn(anh)
    play_on(anh, own_site, by_mouse, 1)
    assert anh.evaluate("window.stillTheSamePage")
    anh.get_by_role("button", name="Resign").first.click()
    anh.locator("dialog[open]").get_by_role("button", name="Resign").click()
    expect(anh.locator("body")).to_have_attribute("data-status", "over")
    rows = own_site.rows("SELECT event FROM lobbies_move WHERE action = 'game/move' ORDER BY id")
    assert [event for (event,) in rows][:7] == ["command", "bot"] * 3 + ["command"]


def test_the_computer_is_beaten_by_mouse_and_wants_a_rematch_with_colours_swapped(
    site: Server, visit: Visit
) -> None:
    anh = visit()
    begin(anh, site, "Beginner", ROOK_AND_QUEEN)
    won(anh, play_on(anh, site, by_mouse, 30))
    anh.get_by_role("button", name="Rematch").first.click()
    expect(anh.locator("body")).to_have_attribute("data-status", "playing")
    expect(anh.locator(".plate[data-me]")).to_contain_text("Black")


@pytest.mark.parametrize(("hand", "phone"), [(by_touch, True), (by_keyboard, False)])
def test_the_computer_is_beaten_by_touch_on_a_phone_and_by_keyboard_alone(
    site: Server, visit: Visit, hand: Hand, phone: bool
) -> None:
    anh = visit(phone=phone)
    begin(anh, site, "Beginner", PROMOTES)
    won(anh, play_on(anh, site, hand, 30))


def test_the_host_gives_the_computer_a_chair_and_takes_it_away_by_keyboard(
    site: Server, visit: Visit
) -> None:
    anh = visit()
    anh.goto(f"{site.http}/new/chess/")
    anh.locator("main form").get_by_role("button").last.press("Enter")
    anh.wait_for_url(re.compile("/l/[A-Z]{4,6}/"))
    live(anh)
    anh.get_by_role("button", name="Computer player: Black").press("Enter")
    anh.get_by_role("dialog").get_by_role("button", name="Easy").press("Enter")
    plate = anh.locator(".plate[data-seat='1']")
    expect(plate).to_contain_text("computer, easy")
    anh.get_by_role("button", name=re.compile("Send .* away")).press("Enter")
    expect(anh.get_by_role("button", name="Computer player: Black")).to_be_visible()
