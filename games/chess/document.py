"""What a viewer sees of a chess game: the part ``game`` of the document.

In here: one entry after the other. Not in here: what the house adds (the match's id and number).
Nothing in chess is secret, so there is one view for all. Keys of a change are the names of the
entries, and a whole number for the move of that ply (from 1).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, cast

from games.base import Document
from games.chess.state import ChessState


def _variant(state: ChessState) -> str | None:
    variant = state.options.variant
    return None if variant == "chess" else variant


def _clock(state: ChessState) -> Document | None:
    """How the clocks are set. The running one began to run at ``startedAt`` plus what everybody
    has spent, which follows from what is left; ``offset`` (ms) is what else has gone by, in pauses
    and takebacks.
    """
    clock = state.clock
    if clock is None:
        return None
    if clock.per_move:
        return {"perMove": clock.initial}
    shown: Document = {"initial": clock.initial, "increment": clock.increment}
    given = 2 * clock.initial + len(state.moves) * clock.increment
    offset = clock.since + sum(clock.left) - state.started - given
    if offset:
        shown["offset"] = offset
    return shown


def _clocks(state: ChessState) -> Document | None:
    clock = state.clock
    return {"w": clock.left[0], "b": clock.left[1]} if clock and not clock.per_move else None


def _move_by(state: ChessState) -> int | None:
    clock = state.clock
    return clock.flags_at() if clock and clock.per_move else None


def _resume(state: ChessState) -> Document | None:
    return {"seat": state.resume[0], "at": state.resume[1]} if state.resume else None


def _gone(state: ChessState) -> int | None:
    return min(state.gone) if state.gone else None


def _rematch(state: ChessState) -> Document | None:
    return {str(seat): True for seat in sorted(state.rematch)} or None


def _result(state: ChessState) -> Document | None:
    result = state.result
    if result is None:
        return None
    if not result.winners:
        return {"reason": result.reason}
    return {"winner": result.winners[0], "reason": result.reason}


_ENTRIES: dict[str, Callable[[ChessState], Any]] = {
    "startedAt": lambda state: state.started,
    "variant": _variant,
    "start": lambda state: state.start,
    "position": lambda state: state.number,
    "history": lambda state: state.history or None,
    "clock": _clock,
    "clocks": _clocks,
    "moveBy": _move_by,
    "draw": lambda state: state.draw,
    "takeback": lambda state: state.takeback,
    "pause": lambda state: state.pause,
    "paused": lambda state: state.paused or None,
    "resume": _resume,
    "gone": _gone,
    "rematch": _rematch,
    "result": _result,
}


def whole(state: ChessState) -> Document:
    """Everything there is to see."""
    document: Document = {}
    if state.moves:
        document["moves"] = {str(ply): uci for ply, uci in enumerate(state.moves, 1)}
    for name, entry in _ENTRIES.items():
        value = entry(state)
        if value is not None:
            document[name] = value
    return document


def parts(state: ChessState, only: frozenset[Hashable]) -> Document:
    """The entries named in ``only``, those that there are.

    ``moves`` is there, if only empty, whenever the whole document has it: else the difference
    of two such views would take all moves away with the last one.
    """
    document: Document = {}
    moves: Document | None = None
    for key in only:
        if type(key) is int:
            if moves is None and state.moves:
                moves = document["moves"] = {}
            if moves is not None and key <= len(state.moves):
                moves[str(key)] = state.moves[key - 1]
            continue
        # Any key that is no ply is one of the names; the contract types keys as Hashable.
        name = cast(str, key)
        value = _ENTRIES[name](state)
        if value is not None:
            document[name] = value
    return document
