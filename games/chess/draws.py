"""Draws by agreement and by claim.

In here: offers, answers and claims. Not in here: draws that come by themselves (``moves``).
"""

from __future__ import annotations

from games.base import Command, IllegalMove, Result, Step
from games.chess import asking
from games.chess.commands import Draw
from games.chess.ending import end
from games.chess.moves import FIFTY_MOVES
from games.chess.state import ChessState, both_have_moved, repetitions


def judge(state: ChessState, seat: int, command: Draw, now: int) -> Step[ChessState]:
    """Offer, answer or claim; two offers that cross are an agreement."""
    if command.claim:
        return end(state, _claimed(state), now)
    if command.decline:
        asking.expect(state, "draw", seat)
        declined = asking.with_wish(state, "draw", None)
        return Step(declined, {"game": "drawDeclined"}, frozenset({"draw"}))
    if command.accept or state.draw == 1 - seat:
        asking.expect(state, "draw", seat)
        return end(state, Result((), "agreement"), now)
    if not both_have_moved(state):
        raise IllegalMove("You can offer a draw once both have moved.", "INVALID_STATE")
    offered = asking.ask(state, "draw", seat)
    return Step(offered, {"game": "drawOffered"}, frozenset({"draw"}))


def legal(state: ChessState, seat: int) -> list[Command]:
    """What ``seat`` can do about a draw now."""
    found: list[Command] = []
    if state.draw == 1 - seat:
        found += [Draw(offer=True), Draw(accept=True), Draw(decline=True)]
    elif both_have_moved(state) and asking.may_ask(state, "draw", seat):
        found.append(Draw(offer=True))
    if claimable(state):
        found.append(Draw(claim=True))
    return found


def claimable(state: ChessState) -> str | None:
    """The reason for which either player may claim a draw now, or None.

    On his own turn he claims what stands there (FIDE 9.2.2, 9.3.2), right after his move what he
    has brought about (9.2.1, 9.3.1).
    """
    if repetitions(state.seen) >= 3:
        return "threefold-repetition"
    if state.board.halfmove_clock >= FIFTY_MOVES and state.board.is_fifty_moves():
        return "fifty-moves"
    return None


def _claimed(state: ChessState) -> Result:
    reason = claimable(state)
    if reason is None:
        raise IllegalMove(
            "There is no draw to claim: the position must have been there three times, "
            "or fifty moves gone by without a capture or a pawn move.",
            "INVALID_STATE",
        )
    return Result((), reason)
