"""A pause both want: the clocks stand until both want to go on, or a minute after one does.

In here: asking, pausing, going on. Not in here: the manners of asking (``asking``).
"""

from __future__ import annotations

from collections.abc import Hashable

from msgspec.structs import replace

from games.base import Command, IllegalMove, Step
from games.chess import asking
from games.chess.commands import Pause, Resume
from games.chess.state import ChessState, to_move

NOTICE_MS = 60_000
"""How long the other has before the clocks run again, when one wants to go on."""

_GOING_ON: frozenset[Hashable] = frozenset({"clock", "clocks", "moveBy", "paused", "resume"})


def judge(state: ChessState, seat: int, command: Pause, now: int) -> Step[ChessState]:
    """Ask, accept or decline; two who ask agree."""
    if state.paused:
        raise IllegalMove("The game is paused already.", "INVALID_STATE")
    if command.decline:
        asking.expect(state, "pause", seat)
        declined = asking.with_wish(state, "pause", None)
        return Step(declined, {"game": "pauseDeclined"}, frozenset({"pause"}))
    if command.accept or state.pause == 1 - seat:
        asking.expect(state, "pause", seat)
        return stop(state, now)
    if state.clock is None:
        raise IllegalMove("There is no clock to stop: take all the time you like.", "INVALID_STATE")
    asked = asking.ask(state, "pause", seat)
    return Step(asked, {"game": "pauseAsked"}, frozenset({"pause"}))


def resume(state: ChessState, seat: int, command: Resume, now: int) -> Step[ChessState]:
    """Want to go on."""
    if not state.paused:
        raise IllegalMove("The game is not paused.", "INVALID_STATE")
    if state.resume is None:
        waiting = replace(state, resume=(seat, now + NOTICE_MS))
        return Step(waiting, {"game": "resumeAsked"}, frozenset({"resume"}))
    if state.resume[0] == seat:
        raise IllegalMove("The clocks will run again in a moment.", "INVALID_STATE")
    return go_on(state, now)


def go_on(state: ChessState, now: int) -> Step[ChessState]:
    """The clock of the side to move runs again.

    :raises IllegalMove: if nothing was paused.
    """
    if not state.paused:
        raise IllegalMove("The game is not paused.", "INVALID_STATE")
    clock = state.clock.run(to_move(state), now) if state.clock else None
    after = replace(state, paused=False, resume=None, clock=clock)
    return Step(after, {"game": "resumed"}, _GOING_ON)


def legal(state: ChessState, seat: int) -> list[Command]:
    """What ``seat`` can do about a pause now."""
    if state.paused:
        return [] if state.resume and state.resume[0] == seat else [Resume()]
    if state.pause == 1 - seat:
        return [Pause(accept=True), Pause(decline=True)]
    if state.clock is not None and asking.may_ask(state, "pause", seat):
        return [Pause(ask=True)]
    return []


def stop(state: ChessState, now: int) -> Step[ChessState]:
    """Both clocks stand, and nobody moves.

    :raises IllegalMove: if they stand already.
    """
    if state.paused:
        raise IllegalMove("The game is paused already.", "INVALID_STATE")
    clock = state.clock.stop(now) if state.clock else None
    after = replace(state, paused=True, pause=None, takeback=None, clock=clock)
    touched: frozenset[Hashable] = frozenset({"clocks", "moveBy", "paused", "pause", "takeback"})
    return Step(after, {"game": "paused"}, touched)
