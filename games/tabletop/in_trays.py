"""Verbs for what is one's own: the cards of a tray, metadata, one's decks.

In here: one function a command, from a draft to a step; only the owner's seat gets that far.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from games.base import IllegalMove, Step
from games.patch import merge
from games.rng import Rng
from games.tabletop import commands, tray_commands
from games.tabletop.draft import Draft
from games.tabletop.on_decks import joined
from games.tabletop.on_table import patch_one
from games.tabletop.permission import deck, seat_of
from games.tabletop.state import EVERYBODY, Table
from games.tabletop.thing import Thing

METADATA_BYTES = 4_096
METADATA_DEPTH = 6


def play(draft: Draft, command: tray_commands.Play, rng: Rng) -> Step[Table]:
    """Cards go from the tray to the table."""
    seat = seat_of(draft)
    keys, tray = _mine(draft, seat, list(command.at)), draft.tray(seat)
    for key in sorted(keys, key=lambda key: (tray[key].at, int(key))):
        x, y = command.at[key]
        card = draft.release(seat, key)
        draft.lay(Thing(x=x, y=y, rotation=command.rotation, face_up=command.face_up, card=card))
    return draft.step("played", undoable=True)


def put(draft: Draft, command: tray_commands.Put, rng: Rng) -> Step[Table]:
    """Cards go from the tray into a deck."""
    seat = seat_of(draft)
    target = deck(draft, command.deck)
    keys = _mine(draft, seat, command.cards)
    cards = tuple(draft.release(seat, key) for key in keys)
    draft.put(command.deck, joined(target, cards, command.bottom, seat))
    return draft.step("stacked", undoable=True)


def pass_on(draft: Draft, command: tray_commands.Pass, rng: Rng) -> Step[Table]:
    """Cards go from one tray to another."""
    seat = seat_of(draft)
    _sits(draft, seat, command.to)
    keys = _mine(draft, seat, command.cards)
    draft.hold(command.to, [draft.release(seat, key) for key in keys])
    return draft.step("passed")


def reveal(draft: Draft, command: tray_commands.Reveal, rng: Rng) -> Step[Table]:
    """Cards of a tray are shown to somebody, or to everybody."""
    seat = seat_of(draft)
    if command.to is not None:
        _sits(draft, seat, command.to)
    to = EVERYBODY if command.to is None else command.to
    for key in _mine(draft, seat, command.cards or list(draft.tray(seat))):
        held = draft.tray(seat)[key]
        shown = (EVERYBODY,) if EVERYBODY in (to, *held.shown) else (*held.shown, to)
        draft.change(seat, key, replace(held, shown=tuple(sorted(set(shown)))))
    return draft.step("revealed")


def conceal(draft: Draft, command: tray_commands.Conceal, rng: Rng) -> Step[Table]:
    """Cards of a tray are shown no more."""
    seat = seat_of(draft)
    for key in _mine(draft, seat, command.cards or list(draft.tray(seat))):
        draft.change(seat, key, replace(draft.tray(seat)[key], shown=()))
    return draft.step("hidden")


def sort(draft: Draft, command: tray_commands.Sort, rng: Rng) -> Step[Table]:
    """The cards of a tray come in another order."""
    seat = seat_of(draft)
    first = _mine(draft, seat, command.cards)
    tray = draft.tray(seat)
    others = sorted(tray.keys() - set(first), key=lambda key: (tray[key].at, int(key)))
    for at, key in enumerate((*first, *others)):
        if tray[key].at != at:
            draft.change(seat, key, replace(tray[key], at=at))
    return draft.step("sorted")


def update(draft: Draft, command: commands.UpdatePlayer, rng: Rng) -> Step[Table]:
    """What is one's own changes."""
    seat = seat_of(draft)
    for key, patch in command.decks.items():
        if deck(draft, key).owner != seat:
            raise IllegalMove("That deck lies there for everybody: claim it first.", "FORBIDDEN")
        patch_one(draft, key, patch)
    if command.metadata is not None:
        draft.metadata[seat] = metadata(draft.table.metadata.get(seat, {}), command.metadata)
    return draft.step("updated", undoable=True)


def metadata(before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Metadata after a merge patch.

    :raises IllegalMove: if that is too large or too deep, or if null would remain in it.
    """
    if _is_deeper(patch, METADATA_DEPTH):
        raise IllegalMove("That is nested too deeply to be kept.", "INVALID_MOVE")
    after: dict[str, Any] = merge(before, patch)
    if _has_null(after):
        raise IllegalMove("Leave out what is empty: a list cannot hold null.", "INVALID_MOVE")
    if len(json.dumps(after, ensure_ascii=False).encode()) > METADATA_BYTES:
        raise IllegalMove(
            "There is room for {count} bytes, not more.", "INVALID_MOVE", count=METADATA_BYTES
        )
    return after


def _is_deeper(value: Any, most: int) -> bool:
    """Whether more than ``most`` objects and lists are nested; it looks no deeper than that."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return most == 0 or any(_is_deeper(each, most - 1) for each in inner)


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    if isinstance(value, list):
        return any(map(_has_null, value))
    return value is None


def _mine(draft: Draft, seat: int, keys: Sequence[str]) -> Sequence[str]:
    """The cards named, each once, all of them in the tray."""
    tray = draft.tray(seat)
    if not keys:
        raise IllegalMove("You hold no cards.", "CONFLICT")
    if any(key not in tray for key in keys):
        raise IllegalMove("You do not hold that card any more.", "CONFLICT")
    return list(dict.fromkeys(keys))


def _sits(draft: Draft, seat: int, to: int) -> None:
    if to == seat:
        raise IllegalMove("Those cards are yours already.", "INVALID_MOVE")
    if to not in draft.table.seats:
        raise IllegalMove("Nobody sits there.", "SEAT_EMPTY")
