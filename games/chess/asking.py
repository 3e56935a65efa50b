"""What one player asks and the other answers: the manners that draws, takebacks and pauses share.

In here: one question of a kind at a time, once between two moves of one's own. Not in here: what
comes of a yes.
"""

from __future__ import annotations

from msgspec.structs import replace

from games.base import N_, IllegalMove
from games.chess.state import ChessState, Wish

_OPEN: dict[Wish, str] = {
    "draw": N_("Your draw offer is still open."),
    "takeback": N_("Your request is still open."),
    "pause": N_("Your request is still open."),
}
_AGAIN: dict[Wish, str] = {
    "draw": N_("You have offered a draw already: make a move before you offer again."),
    "takeback": N_("You have asked for that already: make a move before you ask again."),
    "pause": N_("You have asked for a pause already: make a move before you ask again."),
}
_NOTHING: dict[Wish, str] = {
    "draw": N_("There is no draw offer to answer."),
    "takeback": N_("There is no request to answer."),
    "pause": N_("There is no request to answer."),
}


def asker(state: ChessState, wish: Wish) -> int | None:
    """The seat that asks for it now, or None."""
    found: int | None = getattr(state, wish)
    return found


def may_ask(state: ChessState, wish: Wish, seat: int) -> bool:
    """Whether ``seat`` has not asked for it since its last move, and nobody asks now."""
    return asker(state, wish) is None and (wish, seat) not in state.asked


def ask(state: ChessState, wish: Wish, seat: int) -> ChessState:
    """``seat`` asks: open until the opponent answers or moves.

    :raises IllegalMove: for a question that is open, or a second one between two moves.
    """
    if asker(state, wish) == seat:
        raise IllegalMove(_OPEN[wish], "INVALID_STATE")
    if (wish, seat) in state.asked:
        raise IllegalMove(_AGAIN[wish], "INVALID_STATE")
    return with_wish(replace(state, asked=state.asked | {(wish, seat)}), wish, seat)


def with_wish(state: ChessState, wish: Wish, seat: int | None) -> ChessState:
    """The state with ``seat`` asking for ``wish``; None: nobody."""
    if wish == "draw":
        return replace(state, draw=seat)
    if wish == "takeback":
        return replace(state, takeback=seat)
    return replace(state, pause=seat)


def expect(state: ChessState, wish: Wish, seat: int) -> None:
    """Make sure that there is a question ``seat`` can answer.

    :raises IllegalMove: when the opponent has asked nothing.
    """
    if asker(state, wish) != 1 - seat:
        raise IllegalMove(_NOTHING[wish], "INVALID_STATE")
