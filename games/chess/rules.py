"""The rules of chess between two people: the only judge of what may happen, and what then does.

In here: turns, the clock, the ends of a game and what follows. Not in here: how pieces move
(python-chess; ``moves`` asks it), people, sockets, the time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import chess
from msgspec.structs import replace

from games.base import N_, Command, Document, Game, IllegalMove, Phrase, Result, Step, Views
from games.chess import document, draws, moves, pgn
from games.chess.commands import (
    COMMANDS,
    Abort,
    ChessOptions,
    Claim,
    Draw,
    Move,
    Rematch,
    Resign,
)
from games.chess.state import (
    BLACK,
    NAMES,
    WHITE,
    ChessState,
    both_have_moved,
    moves_made,
    position_key,
    repetitions,
    to_move,
)
from games.clock import Clock
from games.rng import Rng

_TURN = (frozenset({WHITE}), frozenset({BLACK}))
_NOBODY: frozenset[int] = frozenset()
_NOTHING: frozenset[Hashable] = frozenset()


class Chess(Game[ChessState]):
    """Chess for two, with or without a clock."""

    kind = "chess"
    title = N_("Chess")
    seat_names = NAMES
    options = ChessOptions
    commands = COMMANDS

    def setup(self, seats: Sequence[int], options: ChessOptions, rng: Rng, now: int) -> ChessState:
        """The usual first position; White's clock runs from ``now``."""
        return begin(chess.Board(), options, now)

    def arrange(
        self, seats: Sequence[int], options: ChessOptions, rng: Rng, number: int
    ) -> Sequence[int]:
        """Colours as chosen or by lot in the first game, swapped in each one after it."""
        if number > 1:
            return [1 - seat for seat in seats]
        return rng.shuffled(seats) if options.colors == "lot" else seats

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
            return _flag(state)
        return _JUDGES[type(command)](state, seat, command, now)

    def legal(self, state: ChessState, seat: int) -> Sequence[Command]:
        """All commands the rules accept from ``seat``, moves first."""
        if state.result:
            return () if seat in state.rematch else (Rematch(),)
        found: list[Command] = []
        if seat == to_move(state):
            found += [Move(move.uci()) for move in state.board.legal_moves]
        found.append(Resign())
        if not both_have_moved(state):
            found.append(Abort())
        elif state.draw == 1 - seat:
            found += [Draw(offer=True), Draw(accept=True), Draw(decline=True)]
        elif state.draw is None and state.offers[seat] != moves_made(state, seat):
            found.append(Draw(offer=True))
        if state.board.halfmove_clock >= moves.FIFTY_MOVES or repetitions(state.seen) >= 3:
            found.append(Draw(claim=True))
        if 1 - seat in state.gone:
            found.append(Claim())
        return found

    def alarm(self, state: ChessState) -> int | None:
        """When the running side's flag falls."""
        return state.clock.flags_at() if state.clock else None

    def ring(self, state: ChessState, rng: Rng, now: int) -> Step[ChessState]:
        if state.result is None and state.clock and state.clock.has_flagged(now):
            return _flag(state)
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

    def describe(self, state: ChessState) -> Document:
        """The position as FEN, the moves as SAN, and the seat to move while there is one."""
        board = chess.Board(state.start) if state.start else chess.Board()
        san = [board.san_and_push(chess.Move.from_uci(uci)) for uci in state.moves]
        described: Document = {"fen": state.board.fen(), "san": san}
        if state.result is None:
            described["turn"] = to_move(state)
        return described

    def exports(self, state: ChessState, names: Mapping[int, str]) -> dict[str, str]:
        return {"pgn": pgn.to_pgn(state, names)}


def begin(
    board: chess.Board, options: ChessOptions, now: int, start: str | None = None
) -> ChessState:
    """A game from the position of ``board``; ``start`` is its FEN unless it is the usual one."""
    initial = round(options.minutes * 60_000) or options.increment * 1000
    # Without minutes, the first increment is handed out beforehand: else White's flag is down.
    first = WHITE if board.turn else BLACK
    clock = Clock.start(initial, options.increment * 1000, now, first=first) if initial else None
    seen = (position_key(board),)
    return ChessState(board, options, started=now, clock=clock, start=start, seen=seen)


def _play(state: ChessState, seat: int, command: Move, now: int) -> Step[ChessState]:
    """Make a move: an open offer of the opponent lapses, and the clock is pressed."""
    if seat != to_move(state):
        raise IllegalMove("It is {side}'s turn.", "NOT_YOUR_TURN", side=Phrase(NAMES[1 - seat]))
    move = moves.parse_move(state.board, command.uci)
    board = state.board.copy(stack=False)
    board.push(move)
    key = position_key(board)
    seen = (*state.seen, key) if board.halfmove_clock else (key,)
    ended = moves.board_result(board, seen)
    clock, left = _pressed(state, seat, now, ended is not None)
    touched: set[Hashable] = {len(state.moves) + 1, "clocks", "draw", "gone", "result"}
    after = replace(
        state,
        board=board,
        moves=(*state.moves, move.uci()),
        seen=seen,
        clock=clock,
        left=left,
        draw=seat if state.draw == seat and not ended else None,
        gone=state.gone - {seat} if state.gone else state.gone,
        result=ended,
    )
    return Step(after, {"game": "over" if ended else "move"}, frozenset(touched))


def _pressed(
    state: ChessState, seat: int, now: int, over: bool
) -> tuple[Clock | None, tuple[int, ...]]:
    """The clock after a move of ``seat``, and the list of what clocks showed after each move."""
    if state.clock is None:
        return None, state.left
    clock = state.clock.press(now, 1 - seat)
    if over:
        clock = clock.stop(now)
    return clock, (*state.left, clock.left[seat])


def _draw(state: ChessState, seat: int, command: Draw, now: int) -> Step[ChessState]:
    if command.claim:
        return _end(state, draws.claimed(state), now)
    if command.decline:
        draws.expect_offer(state, seat)
        declined = replace(state, draw=None)
        return Step(declined, {"game": "drawDeclined"}, frozenset({"draw"}))
    if command.accept or state.draw == 1 - seat:
        draws.expect_offer(state, seat)
        return _end(state, Result((), "agreement"), now)
    return Step(draws.offered(state, seat), {"game": "drawOffered"}, frozenset({"draw"}))


def _resign(state: ChessState, seat: int, command: Resign, now: int) -> Step[ChessState]:
    return _end(state, Result((1 - seat,), "resignation"), now)


def _abort(state: ChessState, seat: int, command: Abort, now: int) -> Step[ChessState]:
    if both_have_moved(state):
        raise IllegalMove(
            "Both have moved, so the game counts: you can resign or offer a draw.",
            "INVALID_STATE",
        )
    return _end(state, Result((), "aborted"), now)


def _claim(state: ChessState, seat: int, command: Claim, now: int) -> Step[ChessState]:
    """The win against somebody who stayed away; a game that does not count yet is aborted."""
    if 1 - seat not in state.gone:
        raise IllegalMove("Your opponent has not been away for long enough.", "INVALID_STATE")
    if not both_have_moved(state):
        return _end(state, Result((), "aborted"), now)
    return _end(state, Result((seat,), "abandoned"), now)


def _refuse_rematch(state: ChessState, seat: int, command: Rematch, now: int) -> Step[ChessState]:
    raise IllegalMove("Finish this game first, then ask for another one.", "INVALID_STATE")


def _want_rematch(state: ChessState, seat: int) -> Step[ChessState]:
    """The first to ask offers, the second agrees: the house sets up the next game."""
    if seat in state.rematch:
        raise IllegalMove("You have asked for a rematch already.", "INVALID_STATE")
    after = replace(state, rematch=state.rematch | {seat})
    touched: frozenset[Hashable] = frozenset({"rematch"})
    return Step(after, {"game": "rematchOffered"}, touched, again=len(after.rematch) == 2)


def _flag(state: ChessState) -> Step[ChessState]:
    """The running side's time is up: it ended at that moment, whenever somebody notices."""
    assert state.clock is not None
    fell = state.clock.flags_at()
    assert fell is not None
    result = moves.flag_result(state.board, to_move(state), both_have_moved(state))
    return _end(state, result, fell)


_END_TOUCHES: frozenset[Hashable] = frozenset({"clocks", "draw", "gone", "result"})


def _end(state: ChessState, result: Result, now: int) -> Step[ChessState]:
    """The game is over: the clocks stand, offers and claims are void."""
    clock = state.clock.stop(now) if state.clock else None
    over = replace(state, result=result, clock=clock, draw=None, gone=_NOBODY)
    return Step(over, {"game": "over"}, _END_TOUCHES)


_JUDGES: dict[type[Command], Callable[[ChessState, int, Any, int], Step[ChessState]]] = {
    Move: _play,
    Draw: _draw,
    Resign: _resign,
    Abort: _abort,
    Claim: _claim,
    Rematch: _refuse_rematch,
}
