"""The ladder: games between people count once, with their end; none without the setting."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from games import GAMES
from games.base import Result
from lobbies import ladder, limits, store
from lobbies.gate import open_lobby
from lobbies.ladder import SURE_AFTER, rate
from lobbies.models import Match, Player, RatedMatch, Rating
from tests.api import Caller, queries
from tests.test_pages import as_player

pytestmark = pytest.mark.django_db(transaction=True)

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


@pytest.fixture(autouse=True)
def with_a_ladder(settings: Any) -> None:
    settings.LADDER = True
    limits._limiter.cache_clear()


def begin(white: Caller, black: Caller, **options: Any) -> str:
    assert white.player is not None and black.player is not None
    seats = {0: white.player, 1: black.player}
    return str(open_lobby(white.player, "chess", seats=seats, start=True, options=options).pk)


def mate(white: Caller, black: Caller, **options: Any) -> str:
    """Black mates in four half moves; the lobby's id."""
    lobby = begin(white, black, **options)
    for ply, uci in enumerate(FOOLS_MATE):
        mover = (white, black)[ply % 2]
        assert mover.act(lobby, "game/move", {"uci": uci}).status_code == 200
    return lobby


def rating(player: Caller, name: str = "chess") -> Rating:
    return Rating.objects.get(player=player.player, ladder=f"chess:{name}")


def test_who_wins_goes_up_and_who_loses_goes_down(anh: Caller, binh: Caller) -> None:
    mate(anh, binh)
    assert ladder.points(rating(anh)) < 1500 < ladder.points(rating(binh))
    assert rating(anh).games == rating(binh).games == 1
    counted = RatedMatch.objects.get()
    assert counted.changes[binh.id][0] < counted.changes[binh.id][1]


def test_a_draw_between_equals_changes_nothing_but_the_uncertainty(
    anh: Caller, binh: Caller
) -> None:
    lobby = begin(anh, binh)
    anh.act(lobby, "game/move", {"uci": "e2e4"})
    binh.act(lobby, "game/move", {"uci": "e7e5"})
    anh.act(lobby, "game/draw", {"offer": True})
    binh.act(lobby, "game/draw", {"accept": True})
    assert ladder.points(rating(anh)) == ladder.points(rating(binh)) == 1500
    assert rating(anh).sigma < 25 / 3


def test_each_variant_is_a_ladder_of_its_own(anh: Caller, binh: Caller) -> None:
    mate(anh, binh)
    mate(binh, anh, variant="crazyhouse")
    assert ladder.points(rating(binh)) > 1500 > ladder.points(rating(binh, "crazyhouse"))


def test_without_the_setting_nobody_is_rated(anh: Caller, binh: Caller, settings: Any) -> None:
    settings.LADDER = False
    mate(anh, binh)
    assert not Rating.objects.exists() and not RatedMatch.objects.exists()
    assert Client().get("/ladder/chess/").status_code == 404


def test_what_does_not_count(anh: Caller, binh: Caller) -> None:
    lobby = begin(anh, binh)
    assert binh.act(lobby, "game/abort").status_code == 200
    mate(anh, binh, start="startpos moves a2a3 a7a6")
    against = begin(anh, binh)
    for ply, uci in enumerate(FOOLS_MATE[:3]):
        (anh, binh)[ply % 2].act(against, "game/move", {"uci": uci})
    Player.objects.filter(pk=anh.id).update(bot="expert")
    assert binh.act(against, "game/move", {"uci": FOOLS_MATE[3]}).status_code == 200
    assert not Rating.objects.exists()


def test_a_match_counts_once_however_often_its_end_is_written(anh: Caller, binh: Caller) -> None:
    lobby = mate(anh, binh)
    before = rating(binh).mu
    room = store.load(lobby)
    assert room is not None and room.play is not None
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        _again(room)
    assert rating(binh).mu == before and RatedMatch.objects.count() == 1


def _again(room: Any) -> None:
    from django.db import transaction  # The end of a match is one transaction, as in the journal.

    with transaction.atomic():
        rate(room, room.play, Result((1,), "checkmate"))


def test_a_rematch_counts_too(anh: Caller, binh: Caller) -> None:
    lobby = mate(anh, binh)
    anh.act(lobby, "game/rematch")
    binh.act(lobby, "game/rematch")
    binh.act(lobby, "game/move", {"uci": "e2e4"})
    anh.act(lobby, "game/move", {"uci": "e7e5"})
    anh.act(lobby, "game/resign")
    assert rating(binh).games == 2 == Match.objects.count()


def test_the_ladders_page_lists_who_has_played_enough(anh: Caller, binh: Caller) -> None:
    mate(anh, binh)
    assert "Bình" not in Client().get("/ladder/chess/").content.decode()
    for _ in range(SURE_AFTER - 1):
        mate(anh, binh)
    page = Client().get("/ladder/chess/").content.decode()
    assert page.index("Bình") < page.index("Anh")
    assert "Bình" not in Client().get("/ladder/chess/horde/").content.decode()
    assert Client().get("/ladder/chess/checkers/").status_code == 404


def test_the_ladders_page_asks_once_who_looks_at_it(anh: Caller, binh: Caller) -> None:
    assert anh.player is not None and binh.player is not None
    browser = as_player(binh.player)

    def asked() -> int:
        with queries() as sent:
            assert "data-me" in browser.get("/ladder/chess/").content.decode()
        return len(sent)

    rated = {"ladder": "chess:chess", "sigma": 5.0, "games": SURE_AFTER}
    Rating.objects.create(player=binh.player, mu=25.0, **rated)
    alone = asked()
    Rating.objects.create(player=anh.player, mu=26.0, **rated)
    assert asked() == alone


def test_the_plates_ask_for_the_ratings_of_those_who_sit(anh: Caller, binh: Caller) -> None:
    lobby = mate(anh, binh)
    told = Client().get(f"/l/{lobby}/ratings/").json()
    assert told == {
        anh.id: f"{ladder.points(rating(anh))}?", binh.id: f"{ladder.points(rating(binh))}?"
    }  # fmt: skip


def test_only_ladders_with_a_title_are_named_by_games() -> None:
    for game in GAMES.values():
        name = game.ladder(game.options())
        assert name is None or name in game.ladders
