"""The dice of the server: fair, of every kind, and the same for whoever checks them."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from games.dice.state import Player
from games.dice.turns import roll_die, rolled
from games.rng import Rng

MANY = 1_000_000
# What a fair die stays below in 999,999 of 1,000,000 trials, by degrees of freedom.
CHI_SQUARED = {3: 30.67, 5: 35.89, 7: 40.52, 9: 44.81, 11: 48.87, 19: 63.55}

SIDES: dict[int, list[int]] = {
    4: list(range(1, 5)),
    6: list(range(1, 7)),
    8: list(range(1, 9)),
    10: list(range(10)),
    12: list(range(1, 13)),
    20: list(range(1, 21)),
    100: list(range(0, 100, 10)),
}


@pytest.mark.parametrize("sides", SIDES)
def test_a_million_dice_of_a_kind_are_fair(sides: int) -> None:
    rng = Rng(b"a million dice", sides)
    counts = Counter(roll_die(sides, rng) for _ in range(MANY))
    faces = SIDES[sides]
    assert sorted(counts) == faces
    expected = MANY / len(faces)
    chi = sum((counts[face] - expected) ** 2 / expected for face in faces)
    assert chi < CHI_SQUARED[len(faces) - 1]


def test_the_first_rolls_of_many_versions_are_fair_too() -> None:
    # A live game takes a few dice of each version, never a million of one.
    counts: Counter[tuple[int, ...]] = Counter()
    for version in range(72_000):
        counts[rolled(Player(1), Rng(b"one seed", version)).rolls[0]] += 1
    chi = sum((counts[a, b] - 2000) ** 2 / 2000 for a in range(1, 7) for b in range(1, 7))
    assert chi < 99.0, "35 degrees of freedom, one in ten million"


def test_a_roll_follows_from_the_seed_and_the_version_alone() -> None:
    seed, version = bytes(range(32)), 9
    block = hashlib.sha256(seed + version.to_bytes(8, "big") + bytes(8)).digest()
    words = [int.from_bytes(block[at : at + 4], "big") for at in (0, 4, 8)]
    player = rolled(Player(1, streak=7), Rng(seed, version))
    assert player.rolls[0] == (words[0] % 6 + 1, words[1] % 6 + 1, words[2] % 8 + 1)
    assert player.rolls[0] == (4, 6, 3), "the example of docs/dice-check.md"
