"""The clock as a value: what it takes, grants and remembers."""

from __future__ import annotations

from games.clock import Clock

CLOCK = Clock.start(initial=10_000, increment=500, now=1_000)


def test_only_the_running_seat_loses_time() -> None:
    assert CLOCK.left_at(0, 4_000) == 7_000
    assert CLOCK.left_at(1, 4_000) == 10_000


def test_time_left_is_never_less_than_nothing_nor_more_than_there_was() -> None:
    assert CLOCK.left_at(0, 99_000) == 0
    assert CLOCK.left_at(0, 0) == 10_000


def test_a_press_takes_the_time_grants_the_increment_and_starts_the_other() -> None:
    pressed = CLOCK.press(4_000, following=1)
    assert (pressed.left, pressed.running, pressed.since) == ((7_500, 10_000), 1, 4_000)
    assert pressed.flags_at() == 14_000


def test_the_flag_falls_when_nothing_is_left() -> None:
    assert CLOCK.flags_at() == 11_000
    assert not CLOCK.has_flagged(10_999)
    assert CLOCK.has_flagged(11_000)


def test_a_stopped_clock_stands_for_ever() -> None:
    stopped = CLOCK.stop(3_000)
    assert stopped.left == (8_000, 10_000)
    assert stopped.flags_at() is None and not stopped.has_flagged(10**12)
    assert stopped.stop(9_000) == stopped == stopped.press(9_000, following=1)


def test_what_was_spent_adds_up_to_the_time_that_passed() -> None:
    clock, now = CLOCK, 1_000
    for turn in range(1, 30):
        now += 137 * turn % 400
        clock = clock.press(now, following=turn % 2)
    spent = 2 * clock.initial + 29 * clock.increment - sum(clock.left)
    assert 1_000 + spent == clock.since == now


def test_any_number_of_seats_share_a_clock() -> None:
    clock = Clock.start(initial=5_000, increment=0, now=0, seats=4, first=2)
    clock = clock.press(1_000, following=3)
    assert clock.left == (5_000, 5_000, 4_000, 5_000) and clock.running == 3
