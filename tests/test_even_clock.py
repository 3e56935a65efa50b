"""The time as a process counts it: a machine's clock that is set takes nobody's time.

In here: the arithmetic. Not in here: games while the clock jumps (test_faults), chess clocks
(test_clock).
"""

from __future__ import annotations

from lobbies.clock import SLEW, Clock

SECOND = 1_000_000_000
EPOCH = 1_760_000_000


class Machine:
    """A machine's two clocks, in seconds."""

    def __init__(self) -> None:
        self.even, self.set_by = 100, 0

    def clock(self) -> Clock:
        return Clock(lambda: (EPOCH + self.even + self.set_by) * SECOND, lambda: self.even * SECOND)


def seconds(clock: Clock) -> float:
    return clock.now_ms() / 1000 - EPOCH


def test_it_begins_with_the_machines_time_and_goes_on_evenly() -> None:
    machine = Machine()
    clock = machine.clock()
    assert seconds(clock) == 100
    machine.even = 160
    assert seconds(clock) == 160


def test_an_hour_forward_or_back_is_followed_slowly() -> None:
    for hour in (3600, -3600):
        machine = Machine()
        clock = machine.clock()
        machine.set_by = hour
        assert seconds(clock) == 100
        for _ in range(SLEW):
            machine.even += 1
            before = seconds(clock)
            clock.follow()
            assert 0 < abs(seconds(clock) - before) < 1.1 / SLEW
        assert abs(seconds(clock) - (100 + SLEW) - hour / 3600) < 0.01


def test_a_small_difference_is_made_up_and_no_more() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.set_by, machine.even = 1, 100 + 10 * SLEW
    clock.follow()
    assert seconds(clock) == machine.even + 1


def test_it_can_take_the_time_of_others() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.set_to((EPOCH + 7) * 1000)
    machine.even += 3
    assert seconds(clock) == 10
