"""The check of what Tiến Lên players heard notices a card that is named too early."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tienlen_people import Mind, expect_secrets_kept


def told(kind: str, v: int, **payload: Any) -> str:
    return json.dumps({"type": kind, "v": v, "payload": payload})


def hand(*values: int) -> list[dict[str, int]]:
    return [{"rank": value // 4 + 3, "suit": value % 4, "value": value} for value in values]


def heard(*last: str) -> list[Mind]:
    """Anh holds 3♠ and Bình 4♠; Anh plays in version 6. Chi watches, and hears ``last``."""
    anh, binh, chi = Mind("Anh", 0), Mind("Bình", 1), Mind("Chi")
    played = told("game/move", 6, moves={"1": {"by": 0, "cards": [0]}}, handCounts=[0, 1])
    for mind, own in ((anh, hand(0)), (binh, hand(4))):
        mind.hear(told("game/started", 5, gameNumber=1, yourHand=own, currentPlayer=0))
        mind.hear(played)
    for text in (told("game/started", 5, gameNumber=1, currentPlayer=0), *last):
        chi.hear(text)
    return [anh, binh, chi]


def test_what_was_played_may_be_named_from_then_on() -> None:
    assert expect_secrets_kept(heard(told("game/move", 6, lastPlay={"cards": hand(0)}))) > 0


@pytest.mark.parametrize(
    "text",
    [
        told("game/move", 5, lastPlay={"cards": hand(0)}),
        told("game/move", 6, lastPlay={"cards": hand(4)}),
        told("game/updated", 6, somethingNew=[4]),
        told("tourney/updated", 6, seats=[{"position": 1, "holds": 4}]),
        told("state", 6, tourney={}, game={"gameNumber": 1, "yourHand": hand(4)}),
    ],
)
def test_a_card_that_is_named_too_early_is_noticed(text: str) -> None:
    with pytest.raises(AssertionError):
        expect_secrets_kept(heard(text))
