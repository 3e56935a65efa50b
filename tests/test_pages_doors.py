"""Whom a page lets in: private tables, the banned, strangers without end, forms from elsewhere.

Not in here: what a page shows (test_pages), whom a socket lets in (test_secrecy).
"""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from lobbies.gate import open_lobby
from lobbies.models import Ban, Lobby, Member, Player
from tests import pages
from tests.pages import as_player, text

pytestmark = pytest.mark.django_db(transaction=True)
anh, binh, table = pages.anh, pages.binh, pages.table


def test_private_and_closed_tables_are_not_listed(client: Client, anh: Player) -> None:
    open_lobby(anh, "chess", name="Behind the curtain", visibility="private")
    gone = open_lobby(anh, "chess", name="Long gone")
    Lobby.objects.filter(pk=gone.pk).update(status="closed")
    for address in ("/", "/lobbies/", "/lobbies/rows/", "/lobbies/?search=curtain"):
        listed = text(client, address)
        assert "Behind the curtain" not in listed
        assert "Long gone" not in listed


def test_a_private_table_asks_for_its_passphrase_and_remembers(anh: Player, binh: Player) -> None:
    room = open_lobby(anh, "chess", name="Sesame", visibility="private", passphrase="open it up")
    browser, address = as_player(binh), f"/l/{room.code}/"
    door = text(browser, address, 403)
    assert "This table is private" in door
    assert "Sesame" not in door
    wrong = browser.post(address, {"passphrase": "open"})
    assert wrong.status_code == 403
    assert "That is not the passphrase." in wrong.content.decode()
    assert browser.post(address, {"passphrase": "open it up"})["location"] == address
    assert "Sesame" in text(browser, address)


def test_an_invitation_opens_a_private_table_and_leaves_the_address(
    anh: Player, binh: Player
) -> None:
    room = open_lobby(anh, "chess", visibility="private")
    browser, address = as_player(binh), f"/l/{room.code}/"
    assert "Passphrase" not in text(browser, address, 403)
    assert browser.get(f"{address}?invite=guessed").status_code == 403
    assert browser.get(f"{address}?invite={room.invite}")["location"] == address
    assert room.invite not in text(browser, address)
    assert Member.objects.filter(lobby=room, player=binh).exists()


def test_tries_at_a_passphrase_run_out(anh: Player, binh: Player) -> None:
    room = open_lobby(anh, "chess", visibility="private", passphrase="open it up")
    browser = as_player(binh)
    with override_settings(PASSPHRASES_PER_MINUTE=2):
        codes = [
            browser.post(f"/l/{room.code}/", {"passphrase": "x"}).status_code for _ in range(3)
        ]
    assert codes == [403, 403, 429]


def test_nobody_shown_out_comes_back_in(table: Lobby, binh: Player) -> None:
    Ban.objects.create(lobby=table, player=binh)
    page = text(as_player(binh), f"/l/{table.code}/", 403)
    assert "You cannot come to this table." in page
    assert "You were shown out" in page


def test_a_closed_table_says_that_it_is_closed(client: Client, table: Lobby) -> None:
    Lobby.objects.filter(pk=table.pk).update(status="closed")
    assert "This table is closed." in text(client, f"/l/{table.code}/", 410)


def test_no_preview_of_a_private_table_tells_its_name(client: Client, anh: Player) -> None:
    room = open_lobby(anh, "chess", name="Surprise party", visibility="private")
    assert "Surprise party" not in text(client, f"/l/{room.code}/", 403)


def test_strangers_from_one_address_do_not_fill_the_database(table: Lobby) -> None:
    with override_settings(TOKENS_PER_MINUTE=3):
        codes = [
            Client(REMOTE_ADDR="203.0.113.7").get(f"/l/{table.code}/").status_code for _ in range(5)
        ]
    assert codes == [200, 200, 200, 429, 429]


def test_a_form_from_elsewhere_is_refused(anh: Player) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/me/name/", {"name": "Mallory"})
    assert answer.status_code == 403
    assert "That did not go through." in answer.content.decode()
