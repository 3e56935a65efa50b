"""Turns: what a play and a pass do to the game, and who is next.

In here: the course of a trick, going out. Not in here: whether a play is allowed (``judging``).

The next to move is the next seat in order with cards that has not passed. When nobody is left to
answer, the trick is over: who played last leads, or, if that was their last card, the next seat in
order with cards, passed or not; and everybody is back in.
"""

from __future__ import annotations

from collections.abc import Hashable

from msgspec.structs import replace

from games.tienlen.combos import Cards, combo_of
from games.tienlen.deal import NOBODY, SEATS, Deal, Marks, Move, following
from games.tienlen.presets import Rules


def played(deal: Deal, seat: int, cards: Cards, rules: Rules) -> Deal:
    """The game after ``seat`` has played ``cards``, which are allowed."""
    hand = tuple(card for card in deal.hands[seat] if card not in cards)
    locked = deal.locked
    if deal.last is None:
        combo = combo_of(cards)
        locked = rules.suited_runs and combo is not None and combo.suited
    move = Move(seat, cards)
    after = replace(
        deal,
        hands=tuple(hand if s == seat else h for s, h in enumerate(deal.hands)),
        last=move,
        passed=_marked(deal.passed, seat, False),
        moves=(*deal.moves, move),
        locked=locked,
        must=None,
        order=deal.order if hand else (*deal.order, seat),
    )
    return _ended(after) if len(after.order) >= SEATS - 1 else _onward(after, seat)


def passed(deal: Deal, seat: int) -> Deal:
    """The game after ``seat`` has passed."""
    marks = _marked(deal.passed, seat, True)
    after = replace(deal, passed=marks, moves=(*deal.moves, Move(seat)))
    return _onward(after, seat)


def _marked(marks: Marks, seat: int, mark: bool) -> Marks:
    return tuple(mark if s == seat else m for s, m in enumerate(marks))


def _ended(deal: Deal) -> Deal:
    """Three are out: who is left comes last, and keeps the cards."""
    last = [seat for seat in range(SEATS) if seat not in deal.order]
    return replace(deal, order=(*deal.order, *last))


def _onward(deal: Deal, acted: int) -> Deal:
    """The turn goes on from the seat that ``acted``."""
    assert deal.last is not None
    for step in range(1, SEATS):
        seat = (acted + step) % SEATS
        if deal.hands[seat] and not deal.passed[seat] and seat != deal.last.seat:
            return replace(deal, current=seat)
    leader = following(deal.hands, deal.last.seat)
    trick = len(deal.moves) + 1
    return replace(deal, current=leader, last=None, passed=NOBODY, locked=False, trick=trick)


def changed_by(deal: Deal) -> frozenset[Hashable]:
    """The keys of the document that the last move may have changed."""
    move = deal.moves[-1]
    keys: set[Hashable] = {len(deal.moves), "currentPlayer", "lastPlay", "passedPlayers", "trick"}
    keys |= {"suitedLock", "turnEndsAt"}
    if move.cards:
        keys |= {"handCounts", "mustInclude", "winOrder", ("hand", move.seat)}
    return frozenset(keys)
