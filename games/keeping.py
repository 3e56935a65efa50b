"""How a game is kept: what of it is stored, and how it comes back.

In here: the part of the contract (``base``) about snapshots, rows and files, each with what holds
for a game that has none. Not in here: where they are stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic

from games.values import Command, Document, IllegalMove, S


class Kept(Generic[S]):
    """What a game says of its keeping. Most follow from their moves and need none of it.

    ``keeps_rows``: its state is stored in parts, one row each (``rows``, ``Step.rows``), and read
    back from them (``restore``); else it follows from the moves.
    """

    title: ClassVar[str]
    keeps_rows: ClassVar[bool] = False

    def freeze(self, state: S) -> Document | None:
        """The state as a JSON object, so that a long game loads quickly; None: replay is quick."""
        return None

    def thaw(self, frozen: Document) -> S:
        """The state that ``freeze`` gave, read back from JSON."""
        raise TypeError(f"{self.title} was never frozen.")

    def rows(self, state: S) -> Mapping[tuple[str, str], Document]:
        """All stored parts, by table and id: ``("object", id)`` with its ``kind``, ``("deck", id)``
        with its ``cards`` and, if it has an owner, ``seat``; ``("rest", "")`` for what is left.
        """
        return {}

    def restore(
        self, seats: Sequence[int], options: Any, rows: Mapping[tuple[str, str], Document]
    ) -> S:
        """The state whose ``rows`` these are. ``seats``: those taken when it was set up."""
        raise TypeError(f"{self.title} keeps no rows.")

    def save(self, state: S, seat: int | None) -> Document | None:
        """What lies there as a file to be laid out again, as far as the viewer knows it; None if
        this game has no such files."""
        return None

    def load(self, saved: Document) -> Command:
        """The command that lays out what ``save`` gave, perhaps changed by hand since.

        :raises IllegalMove: INVALID_MOVE if it is no such file.
        """
        raise IllegalMove("This game has no set-ups to load.", "INVALID_STATE")
