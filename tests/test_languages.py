"""Everybody reads the site in a language of theirs: pages, answers over HTTP and by socket.

In here: how the language is chosen, and refusals in it. Not in here: the catalogs themselves
(test_catalogs), every page in Vietnamese (browser).
"""

from __future__ import annotations

import asyncio

import pytest
from django.test import Client as Browser

from lobbies.languages import language_of, worded
from lobbies.protocol import BadMessage, Refusal, decode
from tests import sites
from tests.api import person
from tests.clients import Client
from tests.sites import company

site, every_line_ends = sites.site, sites.every_line_ends

VIETNAMESE = {"accept-language": "vi-VN,vi;q=0.9,en;q=0.8"}
ONLY_THE_HOST = "Chỉ chủ bàn mới làm được việc này."


@pytest.mark.django_db
def test_a_page_comes_in_the_language_the_browser_prefers() -> None:
    page = Browser().get("/", headers=VIETNAMESE)
    assert '<html lang="vi">' in page.text
    assert "Kéo ghế ngồi chơi." in page.text
    assert page.headers["Content-Language"] == "vi"
    assert {"accept-language", "cookie"} <= set(page.headers["Vary"].lower().split(", "))


@pytest.mark.django_db
def test_a_language_that_is_not_spoken_here_gets_english() -> None:
    page = Browser().get("/", headers={"accept-language": "eo"})
    assert '<html lang="en">' in page.text and "Pull up a chair." in page.text


@pytest.mark.django_db
def test_the_switch_is_remembered_and_leads_back_to_the_page() -> None:
    browser = Browser(enforce_csrf_checks=True)
    token = browser.get("/help/").context["csrf_token"]
    form = {"language": "vi", "next": "/help/", "csrfmiddlewaretoken": str(token)}
    answer = browser.post("/language/", form)
    assert answer.status_code == 302 and answer.headers["Location"] == "/help/"
    assert '<html lang="vi">' in browser.get("/help/", headers={"accept-language": "en"}).text


@pytest.mark.django_db
def test_the_switch_leads_to_no_other_site() -> None:
    answer = Browser().post("/language/", {"language": "vi", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_only_a_page_that_is_not_english_loads_a_catalog() -> None:
    assert "parlour/catalogs/" not in Browser().get("/").text
    assert "parlour/catalogs/vi.js" in Browser().get("/", headers=VIETNAMESE).text


@pytest.mark.django_db(transaction=True)
def test_a_program_reads_the_same_code_and_a_person_their_own_sentence() -> None:
    anh = person("Anh")
    english = anh.get("lobbies/NONE/")
    assert english.headers["Content-Language"] == "en"
    assert english.json() == {"code": "NOT_FOUND", "message": "There is no such table."}
    vietnamese = anh.get("lobbies/NONE/", **VIETNAMESE)
    assert vietnamese.headers["Content-Language"] == "vi"
    assert vietnamese.json() == {"code": "NOT_FOUND", "message": "Không có bàn nào như vậy."}


async def test_two_at_one_table_are_refused_each_in_their_language(site) -> None:
    async with company(site) as (_, binh, chi):
        chi.headers = VIETNAMESE
        await chi.open()
        for guest, sentence in ((binh, "Only the host can do that."), (chi, ONLY_THE_HOST)):
            answer = await guest.ask("lobby/close", ref="same")
            assert answer["payload"] == {"code": "FORBIDDEN", "message": sentence}
            assert await guest.ask("lobby/close", ref="same") == answer


async def test_what_the_connection_itself_refuses_is_in_its_language_too(site) -> None:
    stage = site.one()
    anh = Client(site.ws, stage.lobby, stage.tokens[0])
    anh.headers = {"cookie": "language=vi"}
    await anh.open()
    answer = await anh.ask("lobby/dance")
    assert answer["payload"]["code"] == "UNKNOWN_ACTION"
    assert answer["payload"]["message"] == "Bàn này không biết lệnh “lobby/dance”."
    await anh.close()


def test_the_switch_counts_more_than_what_the_browser_prefers() -> None:
    assert language_of({b"accept-language": b"vi"}) == "vi"
    assert language_of({b"accept-language": b"vi", b"cookie": b"language=en"}) == "en"
    assert language_of({b"cookie": b"language=klingon"}) == "en"
    assert language_of({}) == "en"


def test_a_sentence_is_translated_before_its_values_are_put_in() -> None:
    with pytest.raises(BadMessage) as caught:
        decode('{"action": "Only the host can do that."}', "chess")
    assert caught.value.message == "This table does not know “Only the host can do that.”."
    assert worded(caught.value, "vi") == "Bàn này không biết lệnh “Only the host can do that.”."


def test_braces_that_somebody_wrote_are_left_alone() -> None:
    refusal = BadMessage("INVALID_MESSAGE", "Read {why}", None, why="{nothing}")
    assert refusal.message == worded(refusal, "vi") == "Read {nothing}"
    assert worded(Refusal("CONFLICT", "No {values} at all"), "vi") == "No {values} at all"


async def test_the_language_of_one_refusal_is_not_that_of_the_next() -> None:
    refusal = Refusal("FORBIDDEN", "Only the host can do that.")
    said = await asyncio.gather(
        *(asyncio.to_thread(worded, refusal, each) for each in ("vi", "en"))
    )
    assert said == [ONLY_THE_HOST, refusal.message]
