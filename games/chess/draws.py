"""Draws by agreement and by claim.

In here: offers, answers and claims. Not in here: draws that come by themselves (``moves``).
"""

from __future__ import annotations

from msgspec.structs import replace

from games.base import IllegalMove, Result
from games.chess.moves import FIFTY_MOVES
from games.chess.state import ChessState, both_have_moved, moves_made, repetitions


def offered(state: ChessState, seat: int) -> ChessState:
    """``seat`` offers a draw: open until the opponent answers or moves.

    :raises IllegalMove: too early, or a second offer between two moves of one's own.
    """
    if not both_have_moved(state):
        raise IllegalMove("You can offer a draw once both have moved.", "INVALID_STATE")
    if state.draw == seat:
        raise IllegalMove("Your draw offer is still open.", "INVALID_STATE")
    made = moves_made(state, seat)
    if state.offers[seat] == made:
        raise IllegalMove(
            "You have offered a draw already: make a move before you offer again.",
            "INVALID_STATE",
        )
    offers = (made, state.offers[1]) if seat == 0 else (state.offers[0], made)
    return replace(state, draw=seat, offers=offers)


def expect_offer(state: ChessState, seat: int) -> None:
    """Make sure that there is an offer ``seat`` can answer.

    :raises IllegalMove: when the opponent has offered nothing.
    """
    if state.draw != 1 - seat:
        raise IllegalMove("There is no draw offer to answer.", "INVALID_STATE")


def claimed(state: ChessState) -> Result:
    """The draw that the position on the board allows a player to claim.

    Either player may: on his own turn he claims what stands there (FIDE 9.2.2, 9.3.2), right
    after his move what he has brought about (9.2.1, 9.3.1).

    :raises IllegalMove: when there is nothing to claim.
    """
    if repetitions(state.seen) >= 3:
        return Result((), "threefold-repetition")
    if state.board.halfmove_clock >= FIFTY_MOVES:
        return Result((), "fifty-moves")
    raise IllegalMove(
        "There is no draw to claim: the position must have been there three times, "
        "or fifty moves gone by without a capture or a pawn move.",
        "INVALID_STATE",
    )
