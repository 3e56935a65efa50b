"""Real pages in a real browser, against a site that runs as in production.

In here: one Chromium for the run, one site for the run, and people with pages of their own. Not
in here: the raw wire (tests/clients), what the site is (tests/live).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import CHROMIUM_FLAGS
from tests.live import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
CALM = {"reduced_motion": "reduce"}
# What a browser says of a line that was cut on purpose, of an address that leads nowhere, and of a
# form that comes back with a word about what to mend.
EXPECTED = (
    "net::ERR_", "WebSocket connection to", "status of 404", "status of 403", "status of 400",
)  # fmt: skip

Visit = Callable[..., Page]

# A promise of these tests is that it happens, not how fast on a machine with other work to do.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with an empty database that is kept for the whole run."""
    server = Server(tmp_path_factory.mktemp("site")).prepare().start()
    yield server
    server.stop()


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Server]:
    """A site of this test's own, which it may kill."""
    server = Server(tmp_path / "site").prepare().start()
    yield server
    server.stop()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A new visitor's page; fails the test if its scripts stumble or its policy is broken.

    Things move for who is ``moving``: in a test of each way of playing. To draw sixty pictures a
    second in the others would take more than a third of their time.
    """
    complaints: list[str] = []
    contexts = []

    def open_page(phone: bool = False, moving: bool = False, **options: object) -> Page:
        calm = {} if moving else CALM
        context = browser.new_context(**{**(PHONE if phone else DESK), **calm, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in ("error", "warning")
                and not any(expected in said.text for expected in EXPECTED)
                else None
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
