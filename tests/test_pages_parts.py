"""What pages are made of: no inline style or handler, and every file, font and module is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from lobbies.models import Lobby
from lobbies.modules import meant, named, needed
from tests import pages
from tests.pages import text

pytestmark = pytest.mark.django_db(transaction=True)
anh, table = pages.anh, pages.table


class Strict(HTMLParser):
    """What our Content-Security-Policy would refuse, and ids that stand twice."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.faults += [f"{tag} {name}" for name in given if name == "style" or name[:2] == "on"]
        if tag == "style" or (tag == "script" and not self._allowed(given)):
            self.faults.append(f"inline {tag}")
        if tag == "img" and "alt" not in given:
            self.faults.append("img without alt")
        name = given.get("id")
        if name and name in self.ids:
            self.faults.append(f"id {name} twice")
        self.ids.add(name or "")

    @staticmethod
    def _allowed(given: dict[str, str | None]) -> bool:
        return (
            bool(given.get("src") or given.get("nonce")) or given.get("type") == "application/json"
        )


def test_no_page_needs_inline_styles_or_handlers(client: Client, table: Lobby) -> None:
    pages = ["/", "/lobbies/", "/new/chess/", "/play/chess/", "/play/chess/?minutes=1&increment=0",
             "/me/", "/help/", f"/l/{table.code}/", "/nowhere/", "/me/device/forged/"]  # fmt: skip
    for address in pages:
        reader = Strict()
        reader.feed(client.get(address).content.decode())
        assert reader.faults == [], address


def test_every_file_a_page_names_is_there(client: Client, table: Lobby) -> None:
    for address in ("/", "/lobbies/", "/new/chess/", "/me/", f"/l/{table.code}/"):
        page = text(client, address)
        for name in set(re.findall(rf'"{settings.STATIC_URL}([^"]+[^/"])"', page)):
            assert finders.find(name), f"{address} names {name}"


def test_the_styles_name_fonts_that_are_there() -> None:
    css = Path(finders.find("parlour/css/fonts.css")).read_text()
    fonts = re.findall(r'url\("../../(vendor/[^"]+)"\)', css)
    assert len(fonts) == 6
    assert all(finders.find(font) for font in fonts)


def test_every_module_a_table_imports_is_found_before_a_browser_asks() -> None:
    modules = needed("parlour/table.js", "games/chess/board.js")
    assert {"parlour/session.js", "vendor/chessops/chess.js"} <= set(modules)
    for path in modules:
        for name in named(finders.find(path)):
            target = meant(name, path)
            assert target, f"{path} imports {name}, which the import map does not know"
            assert target in modules, f"{path} imports {name}, which is not there"
