"""What a tournament asks of the house, and whom it lets sit down.

In here: seats and computer players asked for by the names of the seed, a new beginning. Not in
here: the house (it judges an ``Errand`` like a command of its own), what a taken seat does to the
tournament (``tourney``).
"""

from __future__ import annotations

from games.base import N_, Command, Errand, IllegalMove
from games.tienlen.commands import AddBot, ClaimSeat, KickBot, Leave, Reset
from games.tienlen.deal import SEATS
from games.tienlen.state import BEFORE, Tourney

NO_GAME = {
    "waiting": N_("The first game begins when all four seats are taken and everybody is ready."),
    "starting": N_("The first game begins when everybody is ready."),
    "between_games": N_("This game is over. The next one begins when everybody is ready."),
    "completed": N_("This tournament is over: the host can begin a new one."),
}
"""Why nobody can play, by status; not while a game is being played."""


def admit(state: Tourney, seat: int | None) -> None:
    """Make sure that somebody new may take ``seat``, or (None) any.

    :raises IllegalMove: from the first game on, and when all four are taken.
    """
    if state.status == "completed":
        raise IllegalMove(NO_GAME["completed"], "INVALID_STATE")
    if state.status not in BEFORE:
        raise IllegalMove(
            "The tournament is being played: watch it, and play in the next one.",
            "TOURNEY_IN_PROGRESS",
        )
    if seat is None and state.status == "starting":
        raise IllegalMove("All four seats are taken.", "TOURNEY_FULL")


def errand(state: Tourney, command: Command) -> Errand | None:
    """What ``command`` asks of the house, if it does.

    :raises IllegalMove: if it cannot be asked now.
    """
    if isinstance(command, ClaimSeat):
        return Errand("sit", _seat_of(command), name=command.player_name)
    if isinstance(command, Leave):
        return Errand("stand")
    if isinstance(command, AddBot | KickBot):
        return _about_bots(state, command)
    if not isinstance(command, Reset):
        return None
    if state.status in BEFORE:
        raise IllegalMove("Nothing has been played yet, so all is as new.", "INVALID_STATE")
    return Errand("restart")


def _about_bots(state: Tourney, command: AddBot | KickBot) -> Errand:
    """Computer players come and go as people do, before the first game only."""
    seat = _seat_of(command)
    if isinstance(command, AddBot):
        return Errand("add_bot", seat, level=command.level)
    if state.status not in BEFORE:
        raise IllegalMove(
            "The tournament is being played: computer players stay to its end.",
            "TOURNEY_IN_PROGRESS",
        )
    return Errand("remove_bot", seat)


def _seat_of(command: ClaimSeat | AddBot | KickBot) -> int | None:
    """The seat that is asked for.

    :raises IllegalMove: if there is none like that.
    """
    seat = command.seat_position
    if seat is not None and not 0 <= seat < SEATS:
        raise IllegalMove("There are four seats: 0, 1, 2 and 3.", "INVALID_SEAT")
    return seat
