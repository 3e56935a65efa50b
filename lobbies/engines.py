"""Engines that speak UCI, each a process of the thinker that asks it (``worker``).

In here: finding one, starting it, asking it, starting it again when it has died. Not in here: what
is asked (``games``), and how long thinkers may think at all (``thinkers``).

An engine has the bounds of the process that started it (address space, low priority) and ends with
it, since its input ends then.
"""

from __future__ import annotations

import logging
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import chess
import chess.engine
import chess.variant

from games.mind import Line, Question

log = logging.getLogger(__name__)

SUNFISH = Path(sys.prefix) / "engines" / "sunfish.py"
"""Where requirements-engine.txt puts it."""
NONE = "none"
"""As a setting: no engine, whatever this machine has."""
START_SECONDS = 10.0
SLACK_SECONDS = 1.5
"""How much longer than asked an engine may take before it is given up."""
TRIES = 2
OWN = {"Threads": 1, "Hash": 64}
"""Every engine is set so: one core, and little memory (MB)."""
MATE = 100_000


def command_of(setting: str) -> list[str]:
    """The command of the engine: the one that is set, else Stockfish if it is on the path, else
    Sunfish, which comes along; empty for none."""
    if setting == NONE:
        return []
    if setting:
        return shlex.split(setting)
    # Debian has games beside the path of services.
    stockfish = shutil.which("stockfish") or shutil.which("/usr/games/stockfish")
    if stockfish:
        return [stockfish]
    return [sys.executable, str(SUNFISH)] if SUNFISH.exists() else []


class Engine:
    """The engine of one thinker; its process starts with the first question."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: chess.engine.SimpleEngine | None = None

    def consult(self, question: Question) -> Sequence[Line]:
        """What the engine would play; empty if it does not know such positions, or fails twice."""
        for _ in range(TRIES if self._command else 0):
            try:
                return self._ask(question)
            except (chess.engine.EngineError, OSError, TimeoutError) as error:
                log.warning("The engine %s failed: %r", self._command[0], error)
                self.stop()
        return ()

    def _ask(self, question: Question) -> Sequence[Line]:
        process = self._running()
        board = _board_of(question)
        if not _knows(process, question.variant):
            return ()
        process.timeout = SLACK_SECONDS
        limit = chess.engine.Limit(question.seconds, nodes=question.nodes, depth=question.depth)
        settings = _possible(process, question.settings)
        found = process.play(board, limit, info=chess.engine.INFO_SCORE, options=settings)
        if not found.move or not board.is_legal(found.move):
            return ()
        score = found.info.get("score")
        worth = score.relative.score(mate_score=MATE) if score is not None else 0
        return (Line(board.uci(found.move), worth),)

    def _running(self) -> chess.engine.SimpleEngine:
        if self._process is None:
            started = chess.engine.SimpleEngine.popen_uci(self._command, timeout=START_SECONDS)
            started.configure(_possible(started, OWN))
            self._process = started
        return self._process

    def stop(self) -> None:
        """End the process, politely or not."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(chess.engine.EngineError, OSError, TimeoutError):
                process.close()


def _board_of(question: Question) -> chess.Board:
    """The position of the question, with what has led there."""
    is_960 = question.variant == "chess960"
    kind = chess.Board if is_960 else chess.variant.find_variant(question.variant)
    board: chess.Board = kind(question.start or kind.starting_fen, chess960=is_960)
    for uci in question.moves:
        board.push_uci(uci)
    return board


def _knows(process: chess.engine.SimpleEngine, variant: str) -> bool:
    """Whether the engine can play a variant, as far as it says."""
    options = process.options
    if variant == "chess":
        return True
    if variant == "chess960":
        return "UCI_Chess960" in options
    return "UCI_Variant" in options and variant in (options["UCI_Variant"].var or ())


def _possible(
    process: chess.engine.SimpleEngine, settings: Mapping[str, bool | int | str]
) -> dict[str, bool | int | str]:
    """Those of the settings that the engine has, within its bounds."""
    possible: dict[str, bool | int | str] = {}
    for name, value in settings.items():
        option = process.options.get(name)
        if option is None:
            continue
        least, most = option.min, option.max
        if least is not None and most is not None and isinstance(value, int):
            possible[name] = max(least, min(value, most))
        else:
            possible[name] = value
    return possible
