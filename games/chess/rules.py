"""The rules of chess between two people: the only judge of what may happen, and what then does.

In here: turns, the clock, the ends of a game and what follows. Not in here: how pieces move
(python-chess; ``moves`` asks it), people, sockets, the time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar

import chess
from msgspec.structs import replace

from games.base import N_, Command, Document, Game, IllegalMove, Result, Step, Views
from games.chess import computer, document, draws, pausing, pgn, playing, takeback
from games.chess.commands import (
    COMMANDS,
    Abort,
    ChessOptions,
    Claim,
    Draw,
    Move,
    Pause,
    Rematch,
    Resign,
    Resume,
    Takeback,
)
from games.chess.ending import end, flag
from games.chess.start import opened
from games.chess.state import (
    BLACK,
    NAMES,
    WHITE,
    ChessState,
    both_have_moved,
    first_board,
    follow,
    to_move,
)
from games.chess.variants import TITLES, board_of, drawn_position
from games.clock import Clock
from games.mind import Mind, Thought
from games.rng import Rng

_TURN = (frozenset({WHITE}), frozenset({BLACK}))
_NOBODY: frozenset[int] = frozenset()
_NOTHING: frozenset[Hashable] = frozenset()
DAY_MS = 86_400_000


class Chess(Game[ChessState]):
    """Chess for two and its variants, with or without a clock."""

    kind = "chess"
    title = N_("Chess")
    random = True  # Colours by lot, and Chess960's first position.
    seat_names = NAMES
    ladders: ClassVar[Mapping[str, str]] = TITLES
    options = ChessOptions
    commands = COMMANDS
    levels = computer.LEVELS
    files: ClassVar[Mapping[str, str]] = {"pgn": "application/x-chess-pgn"}
    alone = {"minutes": 0, "increment": 0, "colors": "chosen"}

    def setup(self, seats: Sequence[int], options: ChessOptions, rng: Rng, now: int) -> ChessState:
        """The variant's first position or the one chosen; White's clock runs from ``now``.

        Chess960's is drawn, unless one was chosen.
        """
        if options.variant == "chess960" and not options.start:
            number = rng.below(960)
            board = drawn_position(number)
            return replace(begin(board, options, now, board.fen()), number=number)
        fen, history = opened(options.start)
        board = board_of(options.variant, fen)
        return begin(board, options, now, fen, history)

    def arrange(
        self, seats: Sequence[int], options: ChessOptions, rng: Rng, number: int
    ) -> Sequence[int]:
        """Colours as chosen or by lot in the first game, swapped in each one after it."""
        if number > 1:
            return [1 - seat for seat in seats]
        return rng.shuffled(seats) if options.colors == "lot" else seats

    def ladder(self, options: ChessOptions) -> str | None:
        """Each variant is a ladder of its own; a chosen position is nobody's measure."""
        return None if options.start else options.variant

    def turn(self, state: ChessState) -> frozenset[int]:
        return _NOBODY if state.result else _TURN[to_move(state)]

    def result(self, state: ChessState) -> Result | None:
        return state.result

    def view(
        self, state: ChessState, seat: int | None, only: frozenset[Hashable] | None = None
    ) -> Views:
        return {"game": document.whole(state) if only is None else document.parts(state, only)}

    def apply(
        self, state: ChessState, seat: int | None, command: Command, rng: Rng, now: int
    ) -> Step[ChessState]:
        """Judge one command; whatever comes after the flag fell finds the game over."""
        assert seat is not None
        if state.result:
            if type(command) is Rematch:
                return _want_rematch(state, seat)
            raise IllegalMove("This game is over.", "NO_ACTIVE_GAME")
        if state.clock and state.clock.has_flagged(now):
            return flag(state)
        return _JUDGES[type(command)](state, seat, command, now)

    def legal(self, state: ChessState, seat: int) -> Sequence[Command]:
        """All commands the rules accept from ``seat``, moves first."""
        if state.result:
            return () if seat in state.rematch else (Rematch(),)
        found: list[Command] = []
        if seat == to_move(state) and not state.paused:
            found += [Move(move.uci()) for move in state.board.legal_moves]
        found.append(Resign())
        if not both_have_moved(state):
            found.append(Abort())
        for manner in (draws, takeback, pausing):
            found += manner.legal(state, seat)
        if 1 - seat in state.gone:
            found.append(Claim())
        return found

    def alarm(self, state: ChessState) -> int | None:
        """When the running side's flag falls, or a pause ends."""
        if state.resume is not None:
            return state.resume[1]
        return state.clock.flags_at() if state.clock else None

    def ring(self, state: ChessState, rng: Rng, now: int) -> Step[ChessState]:
        if state.resume is not None and now >= state.resume[1]:
            return pausing.go_on(state, now)
        if state.result is None and state.clock and state.clock.has_flagged(now):
            return flag(state)
        return Step(state, touched=_NOTHING)

    def seated(self, state: ChessState, seat: int, rng: Rng, now: int) -> Step[ChessState]:
        """Who comes back takes the opponent's claim away."""
        if seat not in state.gone:
            return Step(state, touched=_NOTHING)
        return Step(replace(state, gone=state.gone - {seat}), touched=frozenset({"gone"}))

    def vacated(self, state: ChessState, seat: int, rng: Rng, now: int) -> Step[ChessState]:
        """Who stays away can be claimed against; after the end, he wants no rematch either."""
        if state.result is None and seat not in state.gone:
            return Step(replace(state, gone=state.gone | {seat}), touched=frozenset({"gone"}))
        if seat in state.rematch:
            wanted = state.rematch - {seat}
            return Step(replace(state, rematch=wanted), touched=frozenset({"rematch"}))
        return Step(state, touched=_NOTHING)

    def paused(self, state: ChessState, now: int) -> Step[ChessState]:
        return pausing.stop(state, now)

    def resumed(self, state: ChessState, now: int) -> Step[ChessState]:
        return pausing.go_on(state, now)

    def thinker(self, state: ChessState, bots: Mapping[int, str]) -> Thought | None:
        return computer.thinker(state, bots)

    def choose(self, views: Views, seat: int, mind: Mind) -> Command:
        return computer.choose(views, seat, mind)

    def describe(self, state: ChessState) -> Document:
        """The position as FEN, the moves as SAN, and the seat to move while there is one."""
        board = first_board(state)
        san = [board.san_and_push(chess.Move.from_uci(uci)) for uci in state.moves]
        described: Document = {"fen": state.board.fen(), "san": san}
        if state.result is None:
            described["turn"] = to_move(state)
        return described

    def exports(self, state: ChessState, names: Mapping[int, str]) -> dict[str, str]:
        return {"pgn": pgn.to_pgn(state, names)}


def begin(
    board: chess.Board,
    options: ChessOptions,
    now: int,
    start: str | None = None,
    history: tuple[str, ...] = (),
) -> ChessState:
    """A game from the position of ``board``, with the moves of ``history`` made on it.

    ``start`` is the board's FEN unless it is the variant's usual one.
    """
    seen = follow(board, history)
    first = WHITE if board.turn else BLACK
    return ChessState(
        board, options, started=now, clock=_clock(options, first, now), start=start,
        history=len(history), moves=history, seen=seen,
    )  # fmt: skip


def _clock(options: ChessOptions, first: int, now: int) -> Clock | None:
    """The clock these options ask for, if any; the time of ``first`` runs."""
    if options.days:
        return Clock.for_each_move(options.days * DAY_MS, now, first=first)
    # Without minutes, the first increment is handed out beforehand: else White's flag is down.
    initial = round(options.minutes * 60_000) or options.increment * 1000
    return Clock.start(initial, options.increment * 1000, now, first=first) if initial else None


def _resign(state: ChessState, seat: int, command: Resign, now: int) -> Step[ChessState]:
    return end(state, Result((1 - seat,), "resignation"), now)


def _abort(state: ChessState, seat: int, command: Abort, now: int) -> Step[ChessState]:
    if both_have_moved(state):
        raise IllegalMove(
            "Both have moved, so the game counts: you can resign or offer a draw.",
            "INVALID_STATE",
        )
    return end(state, Result((), "aborted"), now)


def _claim(state: ChessState, seat: int, command: Claim, now: int) -> Step[ChessState]:
    """The win against somebody who stayed away; a game that does not count yet is aborted."""
    if 1 - seat not in state.gone:
        raise IllegalMove("Your opponent has not been away for long enough.", "INVALID_STATE")
    if not both_have_moved(state):
        return end(state, Result((), "aborted"), now)
    return end(state, Result((seat,), "abandoned"), now)


def _refuse_rematch(state: ChessState, seat: int, command: Rematch, now: int) -> Step[ChessState]:
    raise IllegalMove("Finish this game first, then ask for another one.", "INVALID_STATE")


def _want_rematch(state: ChessState, seat: int) -> Step[ChessState]:
    """The first to ask offers, the second agrees: the house sets up the next game."""
    if seat in state.rematch:
        raise IllegalMove("You have asked for a rematch already.", "INVALID_STATE")
    after = replace(state, rematch=state.rematch | {seat})
    touched: frozenset[Hashable] = frozenset({"rematch"})
    return Step(after, {"game": "rematchOffered"}, touched, again=len(after.rematch) == 2)


_JUDGES: dict[type[Command], Callable[[ChessState, int, Any, int], Step[ChessState]]] = {
    Move: playing.judge,
    Draw: draws.judge,
    Takeback: takeback.judge,
    Pause: pausing.judge,
    Resume: pausing.resume,
    Resign: _resign,
    Abort: _abort,
    Claim: _claim,
    Rematch: _refuse_rematch,
}
