"""A chess clock as a value: how long each seat has left, and whose time runs.

In here: the arithmetic. Not in here: what a fallen flag means, or what the time is: ``now`` is
always handed in, in whole milliseconds since the Unix epoch; every duration is in milliseconds.

Whatever was spent adds up: ``since`` is the start plus everything taken from the clocks, so a
reader who knows the start, the increment and what is left can compute when the running clock
began. Time that seems to go backwards (another process's clock) costs nobody anything.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace


class Clock(msgspec.Struct, frozen=True):
    """The clocks of all seats; at most one runs.

    ``left``: what each seat had left at ``since``. ``running``: the seat whose time runs from
    ``since`` on, None while stopped. ``per_move``: a move brings back all of ``initial``, as in
    correspondence chess; then ``increment`` is nothing.
    """

    initial: int
    increment: int
    left: tuple[int, ...]
    running: int | None
    since: int
    per_move: bool = False

    @classmethod
    def start(cls, initial: int, increment: int, now: int, seats: int = 2, first: int = 0) -> Clock:
        """Fresh clocks for ``seats`` seats; the time of ``first`` runs from ``now``."""
        return cls(initial, increment, (initial,) * seats, first, now)

    @classmethod
    def for_each_move(cls, initial: int, now: int, seats: int = 2, first: int = 0) -> Clock:
        """Clocks that give ``initial`` for every move; that of ``first`` runs from ``now``."""
        return cls(initial, 0, (initial,) * seats, first, now, per_move=True)

    def left_at(self, seat: int, now: int) -> int:
        """What ``seat`` has left at ``now``, never less than 0."""
        if seat != self.running:
            return self.left[seat]
        return max(0, self.left[seat] - max(0, now - self.since))

    def flags_at(self) -> int | None:
        """When the running seat's flag falls if nothing happens, or None."""
        if self.running is None:
            return None
        return self.since + self.left[self.running]

    def has_flagged(self, now: int) -> bool:
        """Whether the running seat has used all its time by ``now``."""
        return self.running is not None and now >= self.since + self.left[self.running]

    def press(self, now: int, following: int) -> Clock:
        """The running seat has moved: it gets its increment, and ``following``'s time runs."""
        return self._halted(now, self.increment, following)

    def stop(self, now: int) -> Clock:
        """All clocks stand; the running one has lost its time up to ``now``."""
        return self._halted(now, 0, None)

    def run(self, seat: int, now: int) -> Clock:
        """The time of ``seat`` runs from ``now``, after a stop or instead of another's."""
        return replace(self, running=seat, since=now)

    def showing(self, left: tuple[int, ...]) -> Clock:
        """The same clocks, set to ``left``."""
        return replace(self, left=left)

    def _halted(self, now: int, bonus: int, following: int | None) -> Clock:
        seat = self.running
        if seat is None:
            return self
        spent = min(max(0, now - self.since), self.left[seat])
        left = list(self.left)
        left[seat] += bonus - spent
        if self.per_move and following is not None:
            left[seat] = self.initial
        return replace(self, left=tuple(left), running=following, since=self.since + spent)
