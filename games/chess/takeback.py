"""Taking a move back, if the opponent agrees.

In here: how many half moves that is, what the clocks show then. Not in here: asking (``asking``).
"""

from __future__ import annotations

from collections.abc import Hashable

from msgspec.structs import replace

from games.base import Command, IllegalMove, Step
from games.chess import asking
from games.chess.commands import Takeback
from games.chess.state import ChessState, first_board, follow, to_move
from games.clock import Clock


def judge(state: ChessState, seat: int, command: Takeback, now: int) -> Step[ChessState]:
    """Ask, accept or decline."""
    touched: frozenset[Hashable] = frozenset({"takeback"})
    if command.decline:
        asking.expect(state, "takeback", seat)
        declined = asking.with_wish(state, "takeback", None)
        return Step(declined, {"game": "takebackDeclined"}, touched)
    if command.accept:
        asking.expect(state, "takeback", seat)
        return _taken_back(state, 1 - seat, now)
    _expect_move(state, seat)
    if state.takeback == 1 - seat:
        raise IllegalMove("Answer your opponent's request first.", "INVALID_STATE")
    asked = asking.ask(state, "takeback", seat)
    return Step(asked, {"game": "takebackAsked"}, touched)


def legal(state: ChessState, seat: int) -> list[Command]:
    """What ``seat`` can do about a takeback now."""
    if state.takeback == 1 - seat:
        return [Takeback(accept=True), Takeback(decline=True)]
    if has_moved(state, seat) and not state.paused and asking.may_ask(state, "takeback", seat):
        return [Takeback(ask=True)]
    return []


def plies(state: ChessState, seat: int) -> int:
    """How many half moves go when ``seat`` takes its last one back: an answer to it goes too."""
    return 2 if seat == to_move(state) else 1


def has_moved(state: ChessState, seat: int) -> bool:
    """Whether ``seat`` has made a move in this game; those that came with the start stay."""
    return len(state.moves) - plies(state, seat) >= state.history


def _expect_move(state: ChessState, seat: int) -> None:
    if state.paused:
        raise IllegalMove("The game is paused: go on with it first.", "INVALID_STATE")
    if not has_moved(state, seat):
        raise IllegalMove("You have no move to take back yet.", "INVALID_STATE")


def _taken_back(state: ChessState, asker: int, now: int) -> Step[ChessState]:
    """The game as it stood before the asker's last move; both may ask for everything again."""
    count = plies(state, asker)
    kept = state.moves[: len(state.moves) - count]
    board = first_board(state)
    seen = follow(board, kept)
    left = state.left[: max(0, len(state.left) - count)]
    touched: set[Hashable] = {len(kept) + step for step in range(1, count + 1)}
    touched |= {"clock", "clocks", "moveBy", "draw", "takeback", "pause", "gone"}
    after = replace(
        state,
        board=board,
        moves=kept,
        seen=seen,
        left=left,
        clock=_set_back(state.clock, state, left, asker, now) if state.clock else None,
        draw=None,
        takeback=None,
        pause=None,
        asked=frozenset(),
    )
    return Step(after, {"game": "takenBack"}, frozenset(touched))


def _set_back(
    clock: Clock, state: ChessState, left: tuple[int, ...], asker: int, now: int
) -> Clock:
    """The clocks after a takeback: the asker's time runs again.

    The opponent gets back what the moves taken back cost him. What the asker has thought stays
    thought, and he has never more than before his move.
    """
    other = 1 - asker
    before = {asker: clock.initial, other: clock.initial}
    # ``left`` has a line for each move made here: the last is by whoever is not to move now.
    for step, shown in enumerate(reversed(left[-2:])):
        before[other if step % 2 == 0 else asker] = shown
    times = {asker: min(clock.left_at(asker, now), before[asker]), other: before[other]}
    if clock.per_move:
        times = dict.fromkeys(times, clock.initial)
    return clock.showing((times[0], times[1])).run(asker, now)
