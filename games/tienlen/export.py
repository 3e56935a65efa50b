"""Finished games in full: every hand as it was dealt, every move.

In here: games that are over. Not in here: anything of a game that is still being played.
"""

from __future__ import annotations

from collections.abc import Mapping

from games.base import Document
from games.tienlen.combos import Cards, label
from games.tienlen.deal import SEATS
from games.tienlen.state import POINTS, Finished, Tourney


def games(state: Tourney) -> list[Document]:
    """The finished games for programs: cards are values, moves of no cards are passes."""
    return [_game(finished) for finished in state.history]


def _game(finished: Finished) -> Document:
    document: Document = {
        "gameNumber": finished.number,
        "winOrder": list(finished.order),
        "pointsAwarded": list(POINTS),
        "timestamp": finished.at,
        "dealt": [list(hand) for hand in finished.dealt],
        "moves": [[move.seat, *move.cards] for move in finished.moves],
    }
    if finished.instant:
        document["instantWins"] = {str(seat): name for seat, name in finished.instant}
    return document


def text(state: Tourney, names: Mapping[int, str]) -> str:
    """The finished games for people who play cards."""
    called = {seat: names.get(seat, f"Player {seat + 1}") for seat in range(SEATS)}
    return "\n".join(_told(finished, called) for finished in state.history)


def _told(finished: Finished, names: Mapping[int, str]) -> str:
    lines = [f"Game {finished.number}"]
    lines += [f"  {names[seat]}: {_cards(hand)}" for seat, hand in enumerate(finished.dealt)]
    lines += [f"  {names[seat]} wins at once: {name}" for seat, name in finished.instant]
    for number, move in enumerate(finished.moves, 1):
        lines.append(f"{number:4}. {names[move.seat]}: {_cards(move.cards) or 'pass'}")
    places = zip(finished.order, POINTS, strict=True)
    lines.append("  " + ", ".join(f"{names[seat]} {points}" for seat, points in places))
    return "\n".join(lines) + "\n"


def _cards(cards: Cards) -> str:
    return " ".join(map(label, cards))
