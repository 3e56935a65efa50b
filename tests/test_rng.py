"""Chance that can be checked: the same seed and version give the same draws, on any machine."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from games.rng import Rng, commitment

SEED = bytes(range(32))


def test_the_same_seed_and_version_give_the_same_draws() -> None:
    first, second = Rng(SEED, 7), Rng(SEED, 7)
    draws = [first.below(1000) for _ in range(100)]
    assert draws == [second.below(1000) for _ in range(100)]


@pytest.mark.parametrize("other", [Rng(SEED, 8), Rng(b"another seed", 7)])
def test_another_seed_or_version_gives_other_draws(other: Rng) -> None:
    rng = Rng(SEED, 7)
    assert [rng.below(1000) for _ in range(20)] != [other.below(1000) for _ in range(20)]


def test_the_stream_is_the_one_that_is_described() -> None:
    blocks = [
        hashlib.sha256(SEED + (7).to_bytes(8, "big") + block.to_bytes(8, "big")).digest()
        for block in range(2)
    ]
    stream = b"".join(blocks)
    words = [int.from_bytes(stream[place : place + 4], "big") for place in range(0, 64, 4)]
    rng = Rng(SEED, 7)
    assert [rng.below(1 << 32) for _ in range(16)] == words


def test_known_draws_stay_as_they_are_for_ever() -> None:
    """Games are replayed from their moves: another algorithm would change their past."""
    rng = Rng(SEED, 1)
    assert [rng.roll(6) for _ in range(10)] == [2, 6, 2, 6, 6, 4, 3, 3, 1, 4]
    assert Rng(SEED, 2).shuffled(range(8)) == [6, 1, 7, 0, 3, 5, 2, 4]


def test_draws_stay_within_their_bounds_and_use_them() -> None:
    rng = Rng(SEED, 1)
    for n in (1, 2, 3, 6, 52):
        assert {rng.below(n) for _ in range(60 * n)} == set(range(n))
    assert {rng.roll(6) for _ in range(300)} == {1, 2, 3, 4, 5, 6}


def test_all_numbers_are_about_equally_likely() -> None:
    rng = Rng(SEED, 3)
    counts = Counter(rng.below(6) for _ in range(6_000))
    chi_square = sum((counts[n] - 1000) ** 2 / 1000 for n in range(6))
    assert chi_square < 20.5, "1 in 1000 by chance, and this seed is not that one"


def test_words_that_would_favour_small_numbers_are_drawn_again() -> None:
    """With n just over half the span, nearly half of all words are rejected."""
    n = (1 << 31) + 1
    rng = Rng(SEED, 4)
    assert all(0 <= rng.below(n) < n for _ in range(200))


@pytest.mark.parametrize("n", [0, -1, (1 << 32) + 1])
def test_a_span_that_cannot_be_drawn_from_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="below"):
        Rng(SEED, 1).below(n)


def test_a_shuffle_keeps_every_item_and_leaves_the_original() -> None:
    cards = list(range(52))
    shuffled = Rng(SEED, 5).shuffled(cards)
    assert sorted(shuffled) == cards == list(range(52)) and shuffled != cards


def test_every_order_of_three_comes_up() -> None:
    orders = {tuple(Rng(SEED, version).shuffled("abc")) for version in range(100)}
    assert len(orders) == 6


def test_a_choice_is_one_of_the_items() -> None:
    rng = Rng(SEED, 6)
    assert {rng.choice("abc") for _ in range(50)} == set("abc")


def test_the_commitment_is_the_hash_of_the_seed() -> None:
    assert commitment(SEED) == hashlib.sha256(SEED).hexdigest()
