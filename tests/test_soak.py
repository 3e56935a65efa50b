"""What half an hour of play is judged by: which minutes count, and for what.

In here: samples made up. Not in here: playing (``python -m tests.soak``).
"""

from __future__ import annotations

from tests.soak.gauge import Sample, verdict


def minute(number: int, *, p50: float = 0.1, memory: float = 180.0, load: float = 0.5) -> Sample:
    return Sample(number, 200.0, p50, 2 * p50, memory, 116, 20, 64.0, load)


def test_memory_that_grows_with_the_minutes_is_not_flat() -> None:
    flat, lines = verdict([minute(n, memory=150.0 + n) for n in range(1, 31)], 0.5)
    assert not flat
    assert [line for line in lines if "NOT FLAT" in line] == [
        line for line in lines if "mem" in line
    ]


def test_what_fills_at_first_and_then_stays_is_flat() -> None:
    flat, _ = verdict([minute(n, memory=min(190.0, 150.0 + 8 * n)) for n in range(1, 31)], 0.5)
    assert flat


def test_minutes_that_other_programs_had_say_nothing_of_latency_and_all_of_memory() -> None:
    mixed = [minute(n, p50=n, load=0.1) if n % 2 else minute(n) for n in range(1, 31)]
    flat, lines = verdict(mixed, 0.5)
    assert flat and "13 of 25" in lines[0]
    flat, lines = verdict([minute(n, load=0.1) for n in range(1, 31)], 0.5)
    assert not flat and "Too few" in lines[-1]
