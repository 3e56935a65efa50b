"""What a viewer sees of a tournament: the parts ``tourney`` and ``game`` of the document.

In here: one entry after the other, and the only place that keeps hands secret. Not in here: names
of people (the house has them; ``peopled`` says where they go), the match's id.

``playerId`` and positions are seats. Lists of four are by seat and are replaced whole, ``moves``
and ``gameHistory`` grow under their running number. Keys of a change are the names of entries of
``game``, ``("hand", seat)`` for what that seat holds, a whole number for the move of that number,
and ``"tourney"`` for that part.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from games.base import Document, Person, Views
from games.tienlen.combos import Cards, combo_of
from games.tienlen.deal import SEATS, Deal, Move
from games.tienlen.state import POINTS, Finished, Tourney, ranking, winner

CARDS: tuple[Document, ...] = tuple(
    {"rank": value // 4 + 3, "suit": value % 4, "value": value} for value in range(52)
)
"""Every card as it is on the wire; rank 3 to 15: 11 is the jack, 14 the ace, 15 the 2."""


def cards_of(values: Cards) -> list[Document]:
    return [CARDS[value] for value in values]


def tourney(state: Tourney, viewer: int | None) -> Document:
    """The part ``tourney``."""
    part: Document = {
        "status": state.status,
        "seats": [_seat(state, position) for position in range(len(state.seats))],
        "targetScore": state.options.target_score,
        "currentGameNumber": state.number,
        "readyCount": sum(seat.ready for seat in state.seats),
    }
    if viewer is not None:
        part["yourPosition"] = viewer
    if state.history:
        part["gameHistory"] = {str(each.number): _line(each) for each in state.history}
    if state.playing is None and state.due is not None:
        part["startsAt"] = state.due
    return part


def _seat(state: Tourney, position: int) -> Document:
    seat = state.seats[position]
    part: Document = {
        "position": position,
        "score": seat.score,
        "gamesWon": seat.won,
        "lastGamePoints": seat.last,
        "ready": seat.ready,
    }
    marks = {"taken": seat.taken, "bot": seat.bot, "away": seat.away, "back": seat.back}
    return part | {name: mark for name, mark in marks.items() if mark}


def _line(finished: Finished) -> Document:
    return {
        "gameNumber": finished.number,
        "winOrder": list(finished.order),
        "pointsAwarded": list(POINTS),
        "timestamp": finished.at,
    }


def _last_play(state: Tourney, deal: Deal) -> Document | None:
    if deal.last is None:
        return None
    combo = combo_of(deal.last.cards)
    assert combo is not None
    return {
        "playerId": deal.last.seat,
        "cards": cards_of(deal.last.cards),
        "combo": combo.kind,
    }


def _turn_ends(state: Tourney, deal: Deal) -> int | None:
    """When a player's time is up; computer players have no timer."""
    if state.playing is None or state.seats[deal.current].bot:
        return None
    return state.due


def _leaderboard(state: Tourney, deal: Deal) -> list[Document] | None:
    if not deal.over:
        return None
    seats = state.seats
    return [
        {
            "position": seat,
            "totalScore": seats[seat].score,
            "lastGamePoints": seats[seat].last,
            "gamesWon": seats[seat].won,
        }
        for seat in ranking(state)
    ]


_ENTRIES: dict[str, Callable[[Tourney, Deal], Any]] = {
    "gameNumber": lambda state, deal: deal.number,
    "currentPlayer": lambda state, deal: None if deal.over else deal.current,
    "lastPlay": _last_play,
    "passedPlayers": lambda state, deal: list(deal.passed),
    "handCounts": lambda state, deal: [len(hand) for hand in deal.hands],
    "trick": lambda state, deal: deal.trick,
    "suitedLock": lambda state, deal: deal.locked or None,
    "turnEndsAt": _turn_ends,
    "winOrder": lambda state, deal: list(deal.order) or None,
    "instantWins": lambda state, deal: {str(s): name for s, name in deal.instant} or None,
    "laidOpen": lambda state, deal: {str(s): list(deal.dealt[s]) for s, _ in deal.instant} or None,
    "pointsAwarded": lambda state, deal: list(POINTS) if deal.over else None,
    "leaderboard": _leaderboard,
    "tourneyComplete": lambda state, deal: state.status == "completed" if deal.over else None,
    "winner": lambda state, deal: winner(state),
    "dealt": lambda state, deal: (
        {str(seat): list(hand) for seat, hand in enumerate(deal.dealt)} if deal.over else None
    ),
}


def game(state: Tourney, viewer: int | None, only: frozenset[Hashable] | None) -> Document:
    """The part ``game``: all of it, or the entries named in ``only``."""
    deal = state.deal
    if deal is None:
        return {}
    document: Document = {}
    for name in _ENTRIES if only is None else only:
        if not isinstance(name, str) or name not in _ENTRIES:
            continue
        value = _ENTRIES[name](state, deal)
        if value is not None:
            document[name] = value
    if viewer is not None and (only is None or ("hand", viewer) in only):
        document["yourPosition"] = viewer
        document["yourHand"] = cards_of(deal.hands[viewer])
    leads = deal.must is not None and viewer == deal.current
    if leads and (only is None or "mustInclude" in only):
        document["mustInclude"] = deal.must
    if deal.moves:
        document["moves"] = _moves(deal.moves, only)
    return document


def _moves(moves: tuple[Move, ...], only: frozenset[Hashable] | None) -> Document:
    numbers: Any = range(1, len(moves) + 1)
    if only is not None:
        numbers = [key for key in only if type(key) is int and key <= len(moves)]
    return {str(number): _move(moves[number - 1]) for number in numbers}


def _move(move: Move) -> Document:
    """A move in the list of all; no cards are a pass, and cards are values only."""
    return {"by": move.seat, "cards": list(move.cards)} if move.cards else {"by": move.seat}


def is_told(deal: Deal, now: Tourney) -> bool:
    """Whether this game is finished in the tournament as it stands now."""
    return any(finished.dealt == deal.dealt for finished in now.history)


def hands(deal: Deal, only: frozenset[Hashable] | None) -> Document:
    """What everybody held, by seat: cards are values. For games whose hands are no secret."""
    held = enumerate(deal.hands)
    return {str(s): list(hand) for s, hand in held if only is None or ("hand", s) in only}


def view(state: Tourney, viewer: int | None, only: frozenset[Hashable] | None) -> Views:
    """What the viewer in seat ``viewer`` (None: a spectator) may know."""
    views: Views = {}
    if only is None or "tourney" in only:
        views["tourney"] = tourney(state, viewer)
    if state.deal is not None and (only is None or only - {"tourney"}):
        views["game"] = game(state, viewer, only)
    return views


def peopled(views: Views, people: Mapping[int, Person]) -> Views:
    """The same views with ``people`` (by seat) where the messages have them: a new document."""
    peopled = {part: dict(document) for part, document in views.items()}
    tourney, game = peopled.get("tourney", {}), peopled.get("game", {})
    if "seats" in tourney:
        tourney["seats"] = [_with_person(row, people) for row in tourney["seats"]]
    if "leaderboard" in game:
        game["leaderboard"] = [_with_name(row, people) for row in game["leaderboard"]]
    if "gameNumber" in game:  # The whole of it.
        game["players"] = [_name(seat, people) for seat in range(SEATS)]
    return peopled


def _name(seat: int, people: Mapping[int, Person]) -> str:
    return people[seat].name if seat in people else f"Player {seat + 1}"


def _with_name(row: Document, people: Mapping[int, Person]) -> Document:
    return {**row, "playerName": _name(row["position"], people)}


def _with_person(row: Document, people: Mapping[int, Person]) -> Document:
    """A seat with who sits there, and whether they are away at the moment."""
    if not row.get("taken"):
        return row
    person = people.get(row["position"])
    away = {} if person is None or person.connected else {"disconnected": True}
    return {**_with_name(row, people), **away}
