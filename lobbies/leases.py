"""Who holds what: things that somebody drags are theirs until they are dropped.

In here: one lobby's leases, in this process's memory, told the time (ms). Not in here: what is
dragged (``Command.grips``), who asks (``consumers``, ``table``).

A lease is a courtesy, not a truth: it keeps two hands from pulling at one card. It begins with the
first step of a drag, which goes past the database, and so must it: to commit it would cost what
the drop costs, once more for every drag, and a crash would leave it behind. Other processes learn
it from the same steps that they show. Should two begin within the time such a message takes, both
drag, and the last to drop wins, as with every property.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

LEASE_MS = 4_000
"""How long a thing is held after the last that was heard of the drag."""
MOST_HELD = 1_024
"""Things held in one lobby at most."""


class Leases:
    """What is held in one lobby: by thing, the holder and until when."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, int]] = {}

    def holder(self, keys: Iterable[str], player: str, now: int) -> str | None:
        """Another player who holds one of the things, or None."""
        if not self._held:
            return None
        for key in keys:
            who, until = self._held.get(key, (player, 0))
            if who != player and until > now:
                return who
        return None

    def hold(self, keys: Collection[str], player: str, now: int) -> None:
        """The player holds these from now on, or still."""
        if len(self._held) + len(keys) > MOST_HELD:
            self._held = {key: held for key, held in self._held.items() if held[1] > now}
        if len(self._held) + len(keys) <= MOST_HELD:
            self._held.update(dict.fromkeys(keys, (player, now + LEASE_MS)))

    def let_go(self, keys: Iterable[str], player: str) -> None:
        """The player holds these no more."""
        for key in keys:
            if self._held.get(key, ("", 0))[0] == player:
                del self._held[key]

    def free(self, keys: Iterable[str]) -> None:
        """Nobody holds these any more: they were dropped, and that was committed."""
        for key in keys if self._held else ():
            self._held.pop(key, None)

    def let_all_go(self, player: str) -> None:
        """The player has gone."""
        self.let_go([key for key, held in self._held.items() if held[0] == player], player)
