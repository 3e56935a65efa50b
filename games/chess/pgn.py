"""A chess game as PGN, the format every chess program reads.

In here: the export. Not in here: reading PGN.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import chess
import chess.pgn

from games.chess import openings
from games.chess.state import BLACK, NAMES, WHITE, ChessState, first_board

_TERMINATIONS = {"flag": "time forfeit", "abandoned": "abandoned", "aborted": "abandoned"}


def to_pgn(state: ChessState, names: Mapping[int, str]) -> str:
    """The game with its headers, its moves and what the clock showed after each of them."""
    game = chess.pgn.Game()
    _fill_headers(game.headers, state, names)
    if state.start or state.options.variant != "chess":
        game.setup(first_board(state))
    node: chess.pgn.GameNode = game
    for ply, uci in enumerate(state.moves):
        node = node.add_main_variation(chess.Move.from_uci(uci))
        here = ply - state.history
        if 0 <= here < len(state.left):
            node.set_clock(state.left[here] // 100 / 10)
    return game.accept(chess.pgn.StringExporter(columns=80)) + "\n"


def result_tag(state: ChessState) -> str:
    """``1-0``, ``0-1``, ``1/2-1/2``, or ``*`` for a game that goes on or does not count."""
    result = state.result
    if result is None or result.reason == "aborted":
        return "*"
    if not result.winners:
        return "1/2-1/2"
    return "1-0" if result.winners[0] == WHITE else "0-1"


def _fill_headers(headers: chess.pgn.Headers, state: ChessState, names: Mapping[int, str]) -> None:
    start = datetime.fromtimestamp(state.started / 1000, UTC)
    headers["Event"] = "Casual game"
    headers["Site"] = "Parlour"
    headers["Date"] = headers["UTCDate"] = f"{start:%Y.%m.%d}"
    headers["UTCTime"] = f"{start:%H:%M:%S}"
    headers["Round"] = "-"
    headers["White"] = _quoted(names.get(WHITE, NAMES[WHITE]))
    headers["Black"] = _quoted(names.get(BLACK, NAMES[BLACK]))
    headers["Result"] = result_tag(state)
    headers["TimeControl"] = _time_control(state)
    headers["Termination"] = _termination(state)
    usual = state.options.variant == "chess" and not state.start
    opening = openings.opening_of(state.moves) if usual else None
    if opening:
        headers["ECO"], headers["Opening"] = opening.eco, opening.name


def _time_control(state: ChessState) -> str:
    clock = state.clock
    if clock is None:
        return "-"
    seconds = clock.initial // 1000
    if clock.per_move:
        return f"1/{seconds}"
    return f"{seconds}+{clock.increment // 1000}" if clock.increment else f"{seconds}"


def _termination(state: ChessState) -> str:
    if state.result is None:
        return "unterminated"
    return _TERMINATIONS.get(state.result.reason, "normal")


def _quoted(name: str) -> str:
    """A name as the PGN standard wants it in a tag (8.1.1): printable, with its quotes escaped."""
    printable = "".join(letter for letter in name if letter.isprintable())
    return printable.replace("\\", "\\\\").replace('"', '\\"')
