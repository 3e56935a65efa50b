"""The staff's live page in a browser: it goes on by itself, stops when asked, and says so.

In here: a site with somebody at a table. Not in here: what the figures mean (test_live_page).
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_every_page import audited, violations
from tests.live import Server
from tests.servers import ROOT

BOSS = "User.objects.create_superuser('boss', password='come in')"
PATIENCE = 30_000


@pytest.fixture(scope="module")
def office(site: Server) -> Server:
    """The site, with somebody on its staff."""
    code = f"from django.contrib.auth.models import User; {BOSS}"
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
    subprocess.run(command, cwd=ROOT, env=site.environment(), check=True)
    return site


def look(page: Page, site: Server) -> None:
    """Log in and wait until the page lives."""
    page.goto(f"{site.http}/admin/login/?next=/admin/lobbies/process/")
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill("come in")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Live, every two seconds.", timeout=PATIENCE)


def test_the_page_goes_on_by_itself_until_it_is_paused(office: Server, visit: Visit) -> None:
    page = visit()
    look(page, office)
    row = page.locator("tbody tr").first
    row.wait_for(timeout=PATIENCE)
    row.evaluate("row => { row.known = true }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/figures/", timeout=PATIENCE):
        pass
    with page.expect_response("**/figures/", timeout=PATIENCE):
        pass
    assert row.evaluate("row => row.known"), "A reader would lose their place in the table."
    page.get_by_role("button", name="Pause").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Paused.")
    asked.clear()
    page.wait_for_timeout(2500)
    assert not [url for url in asked if url.endswith("/figures/")]
    page.get_by_role("button", name="Go on").click()
    with page.expect_response("**/figures/", timeout=PATIENCE):
        pass


def test_a_site_that_does_not_answer_is_told_and_asked_again(office: Server, visit: Visit) -> None:
    page = visit()
    look(page, office)
    page.route("**/figures/", lambda route: route.abort())
    lost = "The site does not answer; this goes on trying."
    expect(page.get_by_role("status")).to_have_text(lost, timeout=PATIENCE)
    page.unroute("**/figures/")
    expect(page.get_by_role("status")).to_have_text("Live, every two seconds.", timeout=PATIENCE)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_it_is_accessible_and_fits(office: Server, visit: Visit, phone: bool) -> None:
    page = visit(**audited(phone))
    look(page, office)
    page.locator("tbody tr").first.wait_for(timeout=PATIENCE)
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
