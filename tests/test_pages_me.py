"""Who somebody is: a name, a passphrase that brings one back, a link for another device.

Not in here: tokens and cookies (test_identity).
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from lobbies.identity import COOKIE, set_passphrase
from lobbies.models import Player
from tests import pages
from tests.pages import as_player, text

pytestmark = pytest.mark.django_db(transaction=True)
anh = pages.anh


def test_a_name_is_changed_and_cleaned(anh: Player) -> None:
    browser = as_player(anh)
    page = browser.post("/me/name/", {"name": "  Anh \u202e  the   First "}, follow=True)
    assert "You are called Anh the First now." in page.content.decode()
    anh.refresh_from_db()
    assert anh.name == "Anh the First"
    assert browser.post("/me/name/", {"name": " "}).status_code == 400


def test_a_passphrase_brings_a_player_back(anh: Player, client: Client) -> None:
    assert as_player(anh).post("/me/passphrase/", {"passphrase": "short"}).status_code == 400
    as_player(anh).post("/me/passphrase/", {"passphrase": "four green chairs"})
    form = {"player": str(anh.pk), "passphrase": "wrong words here"}
    assert client.post("/me/come-back/", form).status_code == 403
    form["passphrase"] = "four green chairs"
    page = client.post("/me/come-back/", form, follow=True).content.decode()
    assert "Welcome back, Anh." in page
    assert "You are Anh" in page


def test_nobody_without_a_passphrase_is_taken_over(anh: Player, client: Client) -> None:
    for phrase in ("", "anything at all"):
        form = {"player": str(anh.pk), "passphrase": phrase}
        assert client.post("/me/come-back/", form).status_code == 403
    set_passphrase(anh, "four green chairs")
    assert client.post("/me/come-back/", {"player": "nonsense"}).status_code == 403


def test_a_link_makes_another_device_the_same_player_once_asked(
    anh: Player, client: Client
) -> None:
    page = text(as_player(anh), "/me/")
    link = re.search(r'value="http://testserver(/me/device/[^"]+)"', page)
    assert link is not None
    assert "Be Anh here too?" in text(client, link[1])
    assert COOKIE not in client.cookies
    client.post(link[1])
    assert "You are Anh" in text(client, "/me/")


def test_a_device_link_runs_out(anh: Player, client: Client, monkeypatch) -> None:
    token = signing.dumps(str(anh.pk), salt="parlour.device")
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert "This link has run out." in text(client, f"/me/device/{token}/", 410)
    assert "This link has run out." in text(client, "/me/device/forged/", 410)
