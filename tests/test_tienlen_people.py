"""The check of what Tiến Lên players heard notices a card that is named too early."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tienlen_people import Mind, Truth, expect_secrets_kept


def told(kind: str, v: int, **payload: Any) -> str:
    return json.dumps({"type": kind, "v": v, "payload": payload})


def hand(*values: int) -> list[dict[str, int]]:
    return [{"rank": value // 4 + 3, "suit": value % 4, "value": value} for value in values]


def step(v: int, **game: Any) -> dict[str, Any]:
    return {"v": v, "patch": {"game": game}}


# Anh holds 3♠ and Bình 4♠. Anh plays in version 6, and Bình in 7, which ends the game.
LOG = (
    step(5, gameNumber=1),
    step(6, moves={"1": {"by": 0, "cards": [0]}}),
    step(7, moves={"2": {"by": 1, "cards": [4]}}, dealt={"0": [0], "1": [4]}),
)


def heard(*last: str) -> list[Mind]:
    """Chi watches, and hears ``last``; so does Anh, but for the game's beginning."""
    anh, chi = Mind("Anh", 0), Mind("Chi")
    anh.hear(told("game/started", 5, gameNumber=1, yourHand=hand(0), currentPlayer=0))
    chi.hear(told("game/started", 5, gameNumber=1, currentPlayer=0))
    for mind in (anh, chi):
        for text in last:
            mind.hear(text)
    return [anh, chi]


def whole(v: int) -> str:
    """The document once the game is over, in a frame of version ``v``."""
    game = {
        "gameNumber": 1, "moves": {"1": {"by": 0, "cards": [0]}, "2": {"by": 1, "cards": [4]}},
        "dealt": {"0": [0], "1": [4]}, "tourneyComplete": True,
    }  # fmt: skip
    return told("state", v, tourney={"status": "completed"}, game=game)


@pytest.mark.parametrize(
    "text",
    [
        told("game/move", 6, lastPlay={"cards": hand(0)}),
        told("game/over", 7, lastPlay={"cards": hand(4)}, dealt={"0": [0], "1": [4]}),
    ],
)
def test_what_was_played_may_be_named_from_then_on(text: str) -> None:
    assert expect_secrets_kept(heard(text), Truth.of(LOG)) > 0


def test_the_end_of_a_game_may_come_to_all_in_the_whole_document_only() -> None:
    """The server was killed after the commit and before the news; they all came back later."""
    assert expect_secrets_kept(heard(whole(7)), Truth.of(LOG)) > 0
    assert expect_secrets_kept(heard(whole(9)), Truth.of(LOG)) > 0


@pytest.mark.parametrize(
    "text",
    [
        told("game/move", 5, lastPlay={"cards": hand(0, 4)}),
        told("game/move", 6, lastPlay={"cards": hand(4)}),
        told("game/updated", 6, somethingNew=[4]),
        told("tourney/updated", 6, seats=[{"position": 1, "holds": 4}]),
        told("state", 6, tourney={}, game={"gameNumber": 1, "yourHand": hand(4)}),
        whole(6),
    ],
)
def test_a_card_that_is_named_too_early_is_noticed(text: str) -> None:
    for mind in heard(text):
        with pytest.raises(AssertionError):
            expect_secrets_kept([mind], Truth.of(LOG))
