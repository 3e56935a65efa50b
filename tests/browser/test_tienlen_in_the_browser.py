"""Tiến Lên by mouse, thumb and keyboard; killed in mid-trick; refused; watched; a tournament."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import LOOKS, SIZES, audited, violations
from tests.browser.tienlen_people import (
    by_keys,
    by_mouse,
    by_touch,
    click_twice,
    come,
    four_at_a_table,
    open_tienlen,
    plays_on,
    press,
    whose_turn,
)
from tests.live import Server


def test_four_play_tricks_by_mouse_thumb_and_keyboard_and_chi_watches_without_a_card(
    site: Server, visit: Visit
) -> None:
    address, pages = four_at_a_table(visit, site, moving=True)
    chi = visit()
    come(chi, address)
    ways = dict(zip(pages, (by_mouse, by_touch, by_keys, by_keys), strict=True))
    told = plays_on(pages, ways, moves=14)
    for page in [*pages, chi]:
        lines = page.locator(".told li")
        expect(lines).to_have_count(len(told))
        assert [" ".join(line.split()) for line in lines.all_inner_texts()] == [
            " ".join(line.split()) for line in reversed(told)
        ]
    expect(chi.locator(".place")).to_have_count(4)
    expect(chi.locator(".hand__card, .place__cards--open")).to_have_count(0)
    state = chi.evaluate("fetch(`/api/lobbies/${location.pathname.slice(3, -1)}/state/`)"
                         ".then((answer) => answer.text())")  # fmt: skip
    assert '"handCounts"' in state and '"yourHand"' not in state


def test_a_selection_says_at_once_what_it_is_and_a_hand_is_sorted_by_tap_and_drag(
    site: Server, visit: Visit
) -> None:
    _, pages = four_at_a_table(visit, site)
    page = whose_turn(pages)
    hand = page.locator(".hand__card")
    advice = page.locator(".advice")
    expect(advice).to_contain_text("Begin with the")
    hand.nth(0).press(" ")
    expect(advice).to_have_attribute("data-tone", "good")
    hand.nth(12).press(" ")
    expect(advice).to_have_attribute("data-tone", "bad")
    play = page.locator("#actions").get_by_role("button", name="Play")
    expect(play).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".hand__card[data-chosen]")).to_have_count(0)
    by_rank = names(page)
    press(page, "Sort by suit")
    suits = [name.split(" of ")[1] for name in names(page)]
    assert suits == sorted(suits, key=("spades", "clubs", "diamonds", "hearts").index)
    press(page, "Sort by rank")
    assert names(page) == by_rank
    drag(page, 0, 12)
    expect(hand.nth(12)).to_have_attribute("aria-label", by_rank[0])


def test_a_card_dragged_on_to_the_table_is_played(site: Server, visit: Visit) -> None:
    _, pages = four_at_a_table(visit, site, moving=True)
    page = whose_turn(pages)
    first = names(page)[0]
    box = page.locator(".hand__card").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] - 200, steps=6)
    page.mouse.up()
    for other in pages:
        expect(other.locator(".play")).to_have_count(1)
        expect(other.get_by_role("img", name=re.compile(f": {first}$"))).to_be_visible()


def test_from_the_chair_to_the_first_trick_without_a_pointer(site: Server, visit: Visit) -> None:
    _, pages = four_at_a_table(visit, site)
    page = whose_turn(pages)
    expect(page.locator(".hand__card").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    expect(page.locator(".hand [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".hand__card")).to_have_count(12)
    other = whose_turn([each for each in pages if each != page])
    expect(other.locator("#announce-now")).to_contain_text("Your turn. Beat the")
    other.keyboard.press("p")
    expect(page.locator("#announce")).to_contain_text("passes.")


def test_a_refused_play_lies_in_the_hand_again(site: Server, visit: Visit) -> None:
    _, pages = four_at_a_table(visit, site)
    page = whose_turn(pages)
    twin = page.context.new_page()
    come(twin, page.url)
    expect(twin.locator(".hand__card")).to_have_count(13)
    page.evaluate(
        "() => { const send = WebSocket.prototype.send;"
        " WebSocket.prototype.send = function (text) {"
        " if (text.includes('game/')) window.letGo = () => send.call(this, text);"
        " else send.call(this, text); }; }"
    )
    by_keys(page)
    expect(page.locator(".play")).to_have_count(1)
    left = page.locator(".hand__card").count()
    assert left < 13
    box = twin.locator(".hand__card").first.bounding_box()
    assert box is not None
    click_twice(twin, box["x"] + 10, box["y"] + 40)
    expect(twin.locator(".hand__card")).to_have_count(12)
    page.evaluate("() => window.letGo()")
    expect(page.locator(".toast")).to_contain_text("turn")
    expect(page.locator(".hand__card")).to_have_count(12)


def test_the_server_is_killed_in_mid_trick_and_nobody_reloads(
    own_site: Server, visit: Visit
) -> None:
    _, pages = four_at_a_table(visit, own_site)
    ways = dict(zip(pages, (by_mouse, by_touch, by_keys, by_keys), strict=True))
    for page in pages:
        page.evaluate("window.stillTheSamePage = true")
    plays_on(pages, ways, moves=3)
    page = whose_turn(pages)
    own_site.kill()
    by_keys(page)
    own_site.start()
    for each in pages:
        expect(each.locator("#status")).to_have_attribute("data-state", "live")
        expect(each.locator(".told li")).to_have_count(4)
    plays_on(pages, ways, moves=5)
    for each in pages:
        expect(each.locator(".told li")).to_have_count(9)
        assert each.evaluate("window.stillTheSamePage")
    moves = own_site.rows(
        "SELECT count(*) FROM lobbies_move WHERE action IN ('game/play', 'game/pass')"
    )
    assert moves == [(9,)]


@pytest.mark.parametrize("phone", SIZES)
def test_a_table_is_accessible_while_people_come(site: Server, visit: Visit, phone: bool) -> None:
    anh, binh = visit(**audited(phone)), visit(**audited(phone))
    address = open_tienlen(anh, site)
    come(binh, address)
    for page in (anh, binh):
        expect(page.locator(".tienlen")).to_be_visible()
        assert violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def names(page: Page) -> list[str]:
    """The hand, card by card, as a screen reader hears it."""
    return page.locator(".hand__card").evaluate_all(
        "(cards) => cards.map((card) => card.getAttribute('aria-label'))"
    )


def drag(page: Page, start: int, end: int) -> None:
    """A card from one place in the hand to another, with the mouse."""
    boxes = [page.locator(".hand__card").nth(at).bounding_box() for at in (start, end)]
    (x, y), (to, _) = ((box["x"] + 10, box["y"] + 50) for box in boxes if box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to + 30, y, steps=12)
    page.mouse.up()


@pytest.mark.parametrize(("phone", "schemes"), LOOKS)
def test_a_whole_tournament_with_three_computer_players(
    site: Server, visit: Visit, phone: bool, schemes: list[str]
) -> None:
    page = visit(**audited(phone))
    open_tienlen(page, site, targetScore="5", botSeconds="0")
    fill(page)
    expect(page.locator(".place:not(.place--free)")).to_have_count(3)
    assert violations(page, schemes) == []
    games = 0
    while page.locator(".ceremony").count() == 0:
        press(page, "Ready")
        expect(page.locator(".hand")).to_be_visible()
        assert games or violations(page, schemes) == []
        plays_out(page)
        games += 1
        expect(page.locator(".ranks tbody tr")).to_have_count(4)
        assert violations(page, schemes) == []
    assert games >= 2
    expect(page.locator(".tally tbody tr")).to_have_count(games)
    points = [int(text) for text in page.locator(".ranks__total").all_inner_texts()]
    assert sum(points) == 7 * games and points[0] >= 5
    press(page, "New game")
    expect(page.locator(".ceremony")).to_have_count(0)
    expect(page.locator(".mine .place__note")).to_have_text("0 points")


def test_who_gives_up_is_played_for_and_the_host_starts_over(site: Server, visit: Visit) -> None:
    anh, binh = visit(), visit(phone=True)
    play_with_computers(anh, binh, open_tienlen(anh, site, botSeconds="0"))
    expect(binh.locator(".hand")).to_be_visible()
    give_up(binh, "Play on")
    expect(binh.locator(".hand")).to_be_visible()
    give_up(binh, "Give up")
    expect(binh.locator(".hand")).to_have_count(0)
    expect(anh.locator(".place[data-seat='1']")).to_have_attribute("data-state", "bot")
    plays_out(anh)
    expect(binh.locator("#actions").get_by_role("button", name="Start over")).to_have_count(0)
    press(anh, "Start over")
    anh.locator("#ask-actions").get_by_role("button", name="Start over").click()
    for page in (anh, binh):
        expect(page.locator(".ranks, .tally tbody tr")).to_have_count(0)
        expect(page.locator(".standing__title")).to_have_text("One more player and it can begin")
    expect(anh.locator(".mine .place__note")).to_have_text("0 points")


def play_with_computers(host: Page, guest: Page, address: str) -> None:
    """The guest follows the link and sits down; computers take the other chairs; it begins."""
    come(guest, address)
    press(guest, "Sit down")
    expect(guest.locator(".mine")).to_be_visible()
    fill(host)
    for page in (host, guest):
        press(page, "Ready")


def fill(host: Page) -> None:
    """Computer players on all chairs that are free."""
    press(host, "Add computers")
    host.locator("#ask-actions").get_by_role("button", name="Easy").click()


def give_up(page: Page, answer: str) -> None:
    """Press Give up beside the list of moves, and answer the question."""
    if not page.locator("#moves").is_visible():
        page.get_by_role("tab", name="Moves").click()
    page.locator("#moves").get_by_role("button", name="Give up").click()
    page.locator("#ask-actions").get_by_role("button", name=answer).click()


def plays_out(page: Page) -> None:
    """One game, played by hints as far as it goes, to the end of it."""
    for _ in range(4000):
        if page.locator(".ranks").count():
            return
        if page.locator(".hand[data-live]").count():
            by_keys(page)
        page.wait_for_timeout(30)
    raise AssertionError("The game does not end.")


def test_who_goes_away_is_awaited_then_played_for_and_welcome_back(
    tmp_path: Path, visit: Visit
) -> None:
    site = Server(tmp_path / "site", env={"AWAY_SECONDS": "6"}).prepare().start()
    try:
        anh, binh = visit(moving=True), visit(phone=True, moving=True)
        address = open_tienlen(anh, site)
        play_with_computers(anh, binh, address)
        expect(anh.locator(".hand")).to_be_visible()
        place = anh.locator(".place").first
        binh.goto("about:blank")
        expect(place.locator(".place__note")).to_have_text(re.compile(r"^away 0:0\d$"))
        expect(place).to_have_attribute("data-state", "bot")
        expect(place.locator(".place__note")).to_have_text("computer stands in")
        come(binh, address)
        expect(place).not_to_have_attribute("data-state", "bot")
        expect(binh.locator(".hand")).to_be_visible()
    finally:
        site.stop()
