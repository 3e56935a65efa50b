"""Computer players of chess: how strong, when they act, what they answer.

In here: the levels, and decisions from a view. Not in here: looking ahead (``search``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import chess

from games.base import N_, Command, Document, Views
from games.chess.commands import Draw, Move, Pause, Rematch, Resume, Takeback
from games.chess.search import Search
from games.chess.state import ChessState, to_move
from games.chess.variants import board_of
from games.mind import Line, Mind, Question, Thought


class Strength(NamedTuple):
    """How a level thinks.

    ``nodes``, ``depth``: how far it looks itself. ``lapse``: in how many moves of a hundred it does
    not look at all. ``spread``: it takes any move that is at most so much worse (centipawns).
    ``seconds``: so long it asks an engine, if there is one that knows the variant; 0: it does not,
    since engines play badly otherwise than people do. ``settings``: of that engine; one without
    them is as strong as it is in that time.
    """

    nodes: int
    depth: int
    lapse: int = 0
    spread: int = 0
    seconds: float = 0
    settings: Mapping[str, bool | int | str] = {}


def _rated(elo: int) -> Mapping[str, bool | int | str]:
    """The settings of an engine that shall play like somebody of this rating."""
    return {"UCI_LimitStrength": True, "UCI_Elo": elo}


LEVELS: Mapping[str, str] = {
    "beginner": N_("Beginner"),
    "easy": N_("Easy"),
    "medium": N_("Medium"),
    "strong": N_("Strong"),
    "expert": N_("Very strong"),
    "master": N_("Master"),
}
STRENGTHS: Mapping[str, Strength] = {
    "beginner": Strength(nodes=300, depth=1, lapse=30, spread=150),
    "easy": Strength(nodes=1_500, depth=2, lapse=10, spread=80),
    "medium": Strength(nodes=6_000, depth=3, lapse=2, spread=30),
    "strong": Strength(nodes=12_000, depth=3, spread=10, seconds=0.25, settings=_rated(1700)),
    "expert": Strength(nodes=20_000, depth=4, seconds=0.8, settings=_rated(2150)),
    "master": Strength(nodes=40_000, depth=5, seconds=2.5),
}
LONGEST = 3.0
"""Seconds; the house gives a little more, then it loses its patience."""
HOPELESS = -150
"""Who stands so badly (centipawns) is glad of a draw."""
LONG_GAME = 80
"""Half moves after which a level position is a draw."""


def thinker(state: ChessState, bots: Mapping[int, str]) -> Thought | None:
    """Whoever has something to answer comes before whoever is to move."""
    for seat, level in bots.items():
        if _is_asked(state, seat):
            return Thought(seat, level)
    seat = to_move(state)
    waits = state.result is not None or state.paused
    return None if waits or seat not in bots else Thought(seat, bots[seat])


def _is_asked(state: ChessState, seat: int) -> bool:
    """Whether the other waits for an answer of ``seat``."""
    other = 1 - seat
    if state.result is not None:
        return other in state.rematch and seat not in state.rematch
    if state.resume is not None:
        return state.resume[0] == other
    return other in (state.draw, state.takeback, state.pause)


def choose(views: Views, seat: int, mind: Mind) -> Command:
    """What the computer player at ``seat`` does: answer first, then move."""
    game = views["game"]
    answer = _courtesy(game, 1 - seat)
    if answer is not None:
        return answer
    lines = _thought(game, seat, mind)
    if game.get("draw") == 1 - seat:
        agrees = _wants_draw(game, lines, _to_move(game) == seat)
        return Draw(accept=True) if agrees else Draw(decline=True)
    return Move(_pick(lines, STRENGTHS[mind.level], mind))


def _courtesy(game: Document, other: int) -> Command | None:
    """What needs no thought: another game, a move back, a pause, and going on after it."""
    if "result" in game:
        return Rematch()
    if game.get("resume", {}).get("seat") == other:
        return Resume()
    if game.get("takeback") == other:
        return Takeback(accept=True)
    return Pause(accept=True) if game.get("pause") == other else None


def board_in(game: Document) -> chess.Board:
    """The position on the board of a view, with its past."""
    board = board_of(game.get("variant", "chess"), game.get("start"))
    for ply in range(1, len(game.get("moves", {})) + 1):
        board.push_uci(game["moves"][str(ply)])
    return board


def _to_move(game: Document) -> int:
    return 0 if board_in(game).turn else 1


def _thought(game: Document, seat: int, mind: Mind) -> Sequence[Line]:
    """Moves with what they come to for whoever is to move, the best first."""
    strength = STRENGTHS[mind.level]
    seconds = seconds_for(game, seat) * mind.effort
    found: Sequence[Line] = ()
    if strength.seconds:
        found = mind.consult(_question(game, strength, min(seconds, strength.seconds)))
    # Should an engine have failed, there is still time for a look of one's own.
    latest = max(seconds, min(mind.spent() + 1, LONGEST))
    return found or _looked(board_in(game), strength, lambda: mind.spent() > latest)


def _question(game: Document, strength: Strength, seconds: float) -> Question:
    moves = tuple(game["moves"][str(ply)] for ply in range(1, len(game.get("moves", {})) + 1))
    variant, start = game.get("variant", "chess"), game.get("start", "")
    return Question(variant, start, moves, strength.settings, max(0.05, seconds))


def _looked(board: chess.Board, strength: Strength, enough: Callable[[], bool]) -> Sequence[Line]:
    """What a player of this strength sees without an engine."""
    search = Search(board, strength.nodes, enough)
    return [Line(move.uci(), score) for score, move in search.ranked(strength.depth)]


def seconds_for(game: Document, seat: int) -> float:
    """How long to think at most; with a clock, about a thirtieth of what is left."""
    clocks = game.get("clocks")
    if clocks is None:  # No clock, or days for a move.
        return LONGEST
    left, increment = clocks["wb"[seat]], game["clock"]["increment"]
    return float(min((left / 30 + increment * 0.7) / 1000, left / 4000, LONGEST))


def _pick(lines: Sequence[Line], strength: Strength, mind: Mind) -> str:
    """The best move, or, as people do, one that looked about as good, or one not looked at."""
    if mind.rng.below(100) < strength.lapse:
        return mind.rng.choice(lines).move
    best = lines[0].score
    return mind.rng.choice([line for line in lines if line.score >= best - strength.spread]).move


def _wants_draw(game: Document, lines: Sequence[Line], mine: bool) -> bool:
    """Whether a draw is welcome: it stands badly, or long enough no better than the other."""
    score = lines[0].score if mine else -lines[0].score
    return score <= HOPELESS or (abs(score) <= 30 and len(game.get("moves", {})) >= LONG_GAME)
