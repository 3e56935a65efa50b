"""The pages as a browser without scripts gets them: what they show, whom they let in, what works.

The cast: Anh hosts, Bình plays, Chi watches. Not in here: the table once its script runs (browser).
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import signing
from django.test import Client, override_settings
from django.utils import timezone

from games import GAMES
from lobbies.gate import open_lobby
from lobbies.identity import COOKIE, new_player, set_passphrase
from lobbies.models import Ban, Lobby, Member, Player
from lobbies.modules import meant, named, needed
from lobbies.rows import in_words, public, sheet

pytestmark = pytest.mark.django_db(transaction=True)


def as_player(player: Player) -> Client:
    """A browser that is this player."""
    client = Client()
    client.cookies[COOKIE] = signing.dumps(str(player.pk), salt="parlour.player")
    return client


@pytest.fixture
def anh() -> Player:
    return new_player("Anh")


@pytest.fixture
def binh() -> Player:
    return new_player("Bình")


@pytest.fixture
def table(anh: Player) -> Lobby:
    options = {"minutes": 5, "increment": 3, "colors": "lot"}
    return open_lobby(anh, "chess", name="Sunday evening", options=options)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


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


def test_the_start_page_lists_open_tables_with_their_chairs(client: Client, table: Lobby) -> None:
    start = text(client, "/")
    assert "Sunday evening" in start
    assert f'href="/l/{table.code}/"' in start
    assert "1 of 2" in start
    assert "5 minutes each" in start


def test_private_and_closed_tables_are_not_listed(client: Client, anh: Player) -> None:
    open_lobby(anh, "chess", name="Behind the curtain", visibility="private")
    gone = open_lobby(anh, "chess", name="Long gone")
    Lobby.objects.filter(pk=gone.pk).update(status="closed")
    for address in ("/", "/lobbies/", "/lobbies/rows/", "/lobbies/?search=curtain"):
        listed = text(client, address)
        assert "Behind the curtain" not in listed
        assert "Long gone" not in listed


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


def test_the_qr_code_is_a_picture_of_the_link(client: Client, table: Lobby) -> None:
    answer = client.get(f"/l/{table.code}/qr.svg")
    assert answer["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    invited = client.get(f"/l/{table.code}/qr.svg?invite=abc").content
    assert invited != answer.content
    assert client.get(f"/l/{table.code}/qr.svg?invite=<script>").content == answer.content


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


def test_pairing_waits_with_the_options_of_the_address(client: Client) -> None:
    page = text(client, "/play/chess/?minutes=5&increment=0&colors=lot")
    waiting = re.search(r'id="waiting-for" type="application/json">(.*?)</script>', page)
    assert waiting is not None
    asked = json.loads(waiting[1])
    assert asked["kind"] == "chess"
    assert {"minutes": 5, "increment": 0, "colors": "lot"}.items() <= asked["options"].items()
    assert "The chair across is free." in page
    assert "How long shall it take?" in text(client, "/play/chess/?minutes=many")


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
