"""The pages as a browser without scripts gets them: what they show, and what works.

The cast: Anh hosts, Bình plays, Chi watches. Not in here: whom they let in (test_pages_doors), who
one is (test_pages_me), what they are made of (test_pages_parts), the table once its script runs
(browser).
"""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from games import GAMES
from lobbies.gate import open_lobby
from lobbies.identity import COOKIE
from lobbies.models import Lobby, Player
from lobbies.rows import in_words, public, sheet
from lobbies.tables import look
from tests import pages
from tests.pages import as_player, text

pytestmark = pytest.mark.django_db(transaction=True)
anh, binh, table = pages.anh, pages.binh, pages.table


def test_the_start_page_is_two_clicks_from_a_game(client: Client) -> None:
    start = text(client, "/")
    assert 'href="/play/chess/"' in start
    assert 'href="?minutes=5&amp;increment=0' in text(client, "/play/chess/")


def test_the_start_page_says_how_many_a_game_is_for(client: Client) -> None:
    start = text(client, "/")
    assert "4 people" in start and "1 to 4 people" not in start
    assert "1 to 60 people" in start and "2 people" in start


@pytest.mark.parametrize("kind", [kind for kind, game in GAMES.items() if game.levels])
def test_the_form_against_the_computer_begins_with_what_is_usual(client: Client, kind: str) -> None:
    form = text(client, f"/computer/{kind}/")
    assert 'value="None"' not in form
    for name, value in GAMES[kind].alone.items():
        if isinstance(value, int) and not isinstance(value, bool):
            assert re.search(rf'name="{name}"[^>]*value="{value}"', form), name


@pytest.mark.parametrize("kind", [kind for kind, game in GAMES.items() if game.levels])
def test_who_chooses_how_strong_the_computer_is_need_not_say_that_they_are_ready(
    client: Client, kind: str
) -> None:
    level = next(iter(GAMES[kind].levels))
    answer = client.post(f"/computer/{kind}/", {**GAMES[kind].alone, "level": level})
    lobby = Lobby.objects.get(code=answer["Location"].split("/")[2])
    play = look(str(lobby.pk)).play
    assert play is not None
    if kind == "tienlen":
        assert play.state.playing is not None


def test_the_start_page_lists_open_tables_with_their_chairs(client: Client, table: Lobby) -> None:
    start = text(client, "/")
    assert "Sunday evening" in start
    assert f'href="/l/{table.code}/"' in start
    assert "1 of 2" in start
    assert "5 minutes each" in start


def test_the_list_is_filtered_by_status_and_words(client: Client, table: Lobby) -> None:
    assert "Sunday evening" in text(client, "/lobbies/?status=waiting&search=sunday")
    assert "Sunday evening" in text(client, "/lobbies/?search=anh")
    assert "Sunday evening" not in text(client, "/lobbies/?status=playing")
    assert "No table fits that" in text(client, "/lobbies/?search=monday")


@pytest.mark.parametrize(
    "query", ["status=x&kind=y&page=z", "page=99999999999", "page=-1", "page=²"]
)
def test_a_query_nobody_wrote_by_hand_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"/lobbies/?{query}").status_code == 200


def test_a_long_list_comes_in_pages_and_costs_as_much_as_a_short_one(
    anh: Player, django_assert_num_queries
) -> None:
    for number in range(5):
        open_lobby(anh, "chess", name=f"Table {number}")
    with django_assert_num_queries(2):
        first = sheet(public(), "1", 2)
    assert [row.name for row in first.rows] == ["Table 4", "Table 3"]
    assert first.has_next
    assert not sheet(public(), "3", 2).has_next


def test_a_code_leads_to_its_table_however_it_is_typed(client: Client, table: Lobby) -> None:
    for typed in (table.code, table.code.lower(), f" {table.code} ", str(table.pk)):
        answer = client.get("/code/", {"code": typed})
        assert answer.status_code == 302
        assert client.get(answer["location"], follow=True).status_code == 200


def test_a_pasted_link_keeps_its_invitation(client: Client, anh: Player) -> None:
    secret = open_lobby(anh, "chess", visibility="private")
    link = f"http://testserver/l/{secret.code}/?invite={secret.invite}"
    answer = client.get("/code/", {"code": link})
    assert answer["location"] == f"/l/{secret.code}/?invite={secret.invite}"


def test_a_wrong_code_says_so_beside_the_field(client: Client) -> None:
    page = text(client, "/code/?code=<b>QQ", 404)
    assert "There is no table with the code" in page
    assert "<b>QQ" not in page


def test_a_table_is_set_up_with_a_plain_form(client: Client) -> None:
    form = {"minutes": "3", "increment": "2", "colors": "lot", "visibility": "public", "name": ""}
    answer = client.post("/new/chess/", form)
    lobby = Lobby.objects.get()
    assert answer["location"] == f"/l/{lobby.code}/"
    assert {"minutes": 3, "increment": 2, "colors": "lot"}.items() <= lobby.options.items()
    assert lobby.host == Player.objects.get()
    assert answer.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize(
    "wrong", [{"minutes": "-1"}, {"minutes": "9999"}, {"increment": "x"}, {"colors": "green"}]
)
def test_options_that_do_not_fit_are_refused_beside_their_field(
    client: Client, wrong: dict[str, str]
) -> None:
    form = {"minutes": "3", "increment": "2", "colors": "lot", "visibility": "public", **wrong}
    answer = client.post("/new/chess/", form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Lobby.objects.exists()


def test_a_game_that_is_not_here_is_a_page_not_an_error(client: Client) -> None:
    assert "Nothing stands here" in text(client, "/new/bridge/", 404)
    assert "Nothing stands here" in text(client, "/no/such/page/", 404)


def test_the_table_page_shows_who_sits_and_how_to_bring_others(table: Lobby, binh: Player) -> None:
    page = text(as_player(binh), f"/l/{table.code}/")
    assert "Sunday evening" in page
    assert "Anh" in page
    assert "Empty chair" in page
    assert "5 minutes each, 3 seconds per move, white by lot, public." in page
    assert f'value="http://testserver/l/{table.code}/"' in page
    assert f'"lobbyId": "{table.pk}"' in page


def test_an_address_with_the_id_or_small_letters_becomes_the_usual_one(table: Lobby) -> None:
    for key in (str(table.pk), table.code.lower()):
        assert Client().get(f"/l/{key}/")["location"] == f"/l/{table.code}/"


def test_the_qr_code_is_a_picture_of_the_link(client: Client, table: Lobby) -> None:
    answer = client.get(f"/l/{table.code}/qr.svg")
    assert answer["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    invited = client.get(f"/l/{table.code}/qr.svg?invite=abc").content
    assert invited != answer.content
    assert client.get(f"/l/{table.code}/qr.svg?invite=<script>").content == answer.content


def test_pairing_waits_with_the_options_of_the_address(client: Client) -> None:
    page = text(client, "/play/chess/?minutes=5&increment=0&colors=lot")
    waiting = re.search(r'id="waiting-for" type="application/json">(.*?)</script>', page)
    assert waiting is not None
    asked = json.loads(waiting[1])
    assert asked["kind"] == "chess"
    assert {"minutes": 5, "increment": 0, "colors": "lot"}.items() <= asked["options"].items()
    assert "The chair across is free." in page
    assert "How long shall it take?" in text(client, "/play/chess/?minutes=many")


@pytest.mark.parametrize(
    ("minutes", "increment", "colors", "words"),
    [
        (5, 3, "lot", "5 minutes each, 3 seconds per move, white by lot"),
        (1.0, 0, "lot", "1 minute each, white by lot"),
        (0.5, 1, "chosen", "0.5 minutes each, 1 second per move, first chair is white"),
        (0, 0, "chosen", "no clock, first chair is white"),
    ],
)
def test_options_read_as_a_sentence(
    minutes: float, increment: int, colors: str, words: str
) -> None:
    options = {"minutes": minutes, "increment": increment, "colors": colors}
    assert ", ".join(in_words("chess", options)) == words
