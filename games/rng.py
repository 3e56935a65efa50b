"""Chance that can be checked: every number follows from a secret seed and the version.

In here: the stream of numbers and the few draws games need. Not in here: where seeds come from
(the house makes one per game, shows its hash at the start and the seed at the end).

The stream is SHA-256 of ``seed || version || block`` in blocks of 32 bytes, both counters as
8 bytes big-endian; each draw takes 4 bytes and rejects what would favour small numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_SPAN = 1 << 32


class Rng:
    """Draws for one change of one game.

    >>> Rng(b"seed", 7).below(6) == Rng(b"seed", 7).below(6)
    True
    """

    __slots__ = ("_block", "_bytes", "_seed", "_version")

    def __init__(self, seed: bytes, version: int) -> None:
        self._seed = seed
        self._version = version
        self._block = 0
        self._bytes = b""

    def _word(self) -> int:
        if not self._bytes:
            counters = self._version.to_bytes(8, "big") + self._block.to_bytes(8, "big")
            self._bytes = hashlib.sha256(self._seed + counters).digest()
            self._block += 1
        word, self._bytes = self._bytes[:4], self._bytes[4:]
        return int.from_bytes(word, "big")

    def below(self, n: int) -> int:
        """A number from 0 to n - 1, all equally likely. ``n`` from 1 to 2**32."""
        if not 1 <= n <= _SPAN:
            raise ValueError(f"below() takes 1 to 2**32, not {n}")
        limit = _SPAN - _SPAN % n
        while (word := self._word()) >= limit:
            pass
        return word % n

    def roll(self, sides: int) -> int:
        """A die: 1 to ``sides``."""
        return 1 + self.below(sides)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """A new list in random order (Fisher and Yates, from the last place down)."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result

    def choice(self, items: Sequence[T]) -> T:
        """One of ``items``."""
        return items[self.below(len(items))]


def commitment(seed: bytes) -> str:
    """The hash published before the game: SHA-256 of the seed, in hex."""
    return hashlib.sha256(seed).hexdigest()
