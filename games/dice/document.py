"""What a viewer sees of Death Dice: the part ``game`` of the document.

In here: one entry after the other. Not in here: what the house adds (the match's id, number and
the hash of its seed). Nothing is secret, so there is one view for all. Keys of a change are the
names of the entries, and a whole number for the seat of a player.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from games.base import Document
from games.dice.judging import total
from games.dice.state import DiceState, Player


def _result(state: DiceState) -> Document | None:
    result = state.result
    return {"winners": list(result.winners), "reason": result.reason} if result else None


_ENTRIES: Mapping[str, Callable[[DiceState], Any]] = {
    "round": lambda state: state.round or None,
    "open": lambda state: state.open or None,
    "eleven": lambda state: state.eleven,
    "german": lambda state: state.options.german_mode or None,
    "steal": lambda state: state.options.steal_with_single_dice or None,
    "result": _result,
}


def player(of: Player, german: bool) -> Document:
    """One player's turn; ``at`` orders the players, what is empty is absent."""
    part: Document = {
        "at": of.joined,
        "streak": of.streak,
        "won": of.won,
        "death": of.death,
        "ties": of.ties,
        "done": of.done,
        "note": of.note,
        "verdict": of.verdict,
    }
    part = {key: value for key, value in part.items() if value}
    if of.rolls:
        part["rolls"] = {str(number): list(dice) for number, dice in enumerate(of.rolls, 1)}
        part["total"] = total(of, german)
    return part


def whole(state: DiceState) -> Document:
    """Everything there is to see."""
    return parts(state, frozenset({*_ENTRIES, *state.players}))


def parts(state: DiceState, only: frozenset[Hashable]) -> Document:
    """The entries named in ``only``, those that there are. ``seats`` is always there."""
    german = state.options.german_mode
    seats: Document = {}
    document: Document = {"seats": seats}
    for seat, each in state.players.items():
        if seat in only:
            seats[str(seat)] = player(each, german)
    for name, entry in _ENTRIES.items():
        value = entry(state) if name in only else None
        if value is not None:
            document[name] = value
    return document
