"""What chess computers choose, in every variant and at every strength, from what they see."""

from __future__ import annotations

from random import Random

import chess
import pytest
from msgspec.structs import replace

from games.base import Command, Result
from games.chess import computer
from games.chess.commands import ChessOptions, Draw, Move, Pause, Rematch, Resume, Takeback
from games.chess.rules import Chess, begin
from games.chess.search import Search
from games.chess.state import ChessState
from games.chess.variants import BOARDS, board_of
from games.mind import Line, Mind, Question, Thought
from games.rng import Rng

CHESS = Chess()
START = 1_760_000_000_000
STRONGER = [level for level in computer.LEVELS if level not in ("beginner", "easy")]


def state_of(fen: str | None = None, variant: str = "chess", **options: object) -> ChessState:
    chosen = ChessOptions(variant=variant, **options)  # type: ignore[arg-type]
    return begin(board_of(chosen.variant, fen), chosen, START, fen)


def mind_of(level: str, state: ChessState, **more: object) -> Mind:
    return Mind(level, state.options, Rng(b"mind", 1), **more)  # type: ignore[arg-type]


def chosen(state: ChessState, seat: int, level: str = "strong", **more: object) -> Command:
    return CHESS.choose(CHESS.view(state, seat), seat, mind_of(level, state, **more))


def played(state: ChessState, count: int, seed: int) -> ChessState:
    """The game after so many random moves."""
    random = Random(seed)
    for version in range(count):
        moves = list(state.board.legal_moves)
        if not moves or state.result:
            break
        seat = 0 if state.board.turn else 1
        move = Move(state.board.uci(random.choice(moves)))
        state = CHESS.apply(state, seat, move, Rng(b"", version), START + version).state
    return state


@pytest.mark.parametrize("variant", BOARDS)
@pytest.mark.parametrize("level", computer.LEVELS)
def test_every_level_finds_a_legal_move_in_every_variant(variant: str, level: str) -> None:
    looks = iter(range(10**9))
    for seed in range(3):
        state = played(state_of(variant=variant), 5 * seed + 4, seed)
        if state.result:
            continue
        seat = 0 if state.board.turn else 1
        # Time goes by with every look, so that nobody looks far.
        move = chosen(state, seat, level, spent=lambda: next(looks) % 200 / 20)
        assert move in CHESS.legal(state, seat)


@pytest.mark.parametrize("level", STRONGER)
def test_a_mate_in_one_is_seen(level: str) -> None:
    mate = state_of("6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 1")
    assert chosen(mate, 0, level) == Move("a1a8")


@pytest.mark.parametrize(
    ("variant", "fen", "moves"),
    [
        ("kingofthehill", "7k/8/8/8/8/3K4/8/8 w - - 0 1", {"d3d4", "d3e4"}),
        ("racingkings", "8/2K5/8/8/8/8/8/4k3 w - - 0 1", {"c7b8", "c7c8", "c7d8"}),
        ("3check", "4k3/8/8/8/8/8/8/R3K3 w - - 1+3 0 1", {"a1a8"}),
    ],
)
def test_the_goal_of_a_variant_is_known(variant: str, fen: str, moves: set[str]) -> None:
    found = chosen(state_of(fen, variant), 0)
    assert isinstance(found, Move) and found.uci in moves


def test_a_man_that_hangs_is_taken_and_one_that_is_covered_is_not() -> None:
    hanging = state_of("4k3/8/8/3q4/4P3/8/8/4K3 w - - 0 1")
    assert chosen(hanging, 0) == Move("e4d5")
    covered = state_of("4k3/2p5/3p4/8/8/8/8/3QK3 w - - 0 1")
    assert chosen(covered, 0) != Move("d1d6")


def test_a_stalemate_is_no_way_to_win() -> None:
    state = state_of("7k/8/5KQ1/8/8/8/8/8 w - - 0 1")
    assert chosen(state, 0) != Move("g6f7")


def test_a_beginner_does_not_always_look_and_the_strongest_never_choose_by_lot() -> None:
    state = state_of()
    beginner = {CHESS.choose(CHESS.view(state, 0), 0, _by_chance("beginner", n)) for n in range(12)}
    assert len(beginner) > 3
    quick = computer.STRENGTHS["expert"]
    assert (quick.lapse, quick.spread) == (0, 0)


def _by_chance(level: str, number: int) -> Mind:
    return Mind(level, ChessOptions(), Rng(b"chance", number))


def test_the_stronger_ask_an_engine_and_play_what_it_says() -> None:
    asked: list[Question] = []

    def consult(question: Question) -> list[Line]:
        asked.append(question)
        return [Line("a2a3", 5)]

    state = state_of()
    assert chosen(state, 0, "master", consult=consult) == Move("a2a3")
    assert asked[0].variant == "chess" and asked[0].start == "" and asked[0].seconds > 1
    chosen(state, 0, "strong", consult=consult)
    assert asked[1].seconds < asked[0].seconds and asked[1].settings["UCI_Elo"] == 1700
    chosen(state, 0, "easy", consult=consult)
    assert len(asked) == 2


def test_little_time_on_the_clock_is_little_time_to_think() -> None:
    rich, poor = (CHESS.view(state_of(minutes=m, increment=0), 0)["game"] for m in (60, 0.25))
    assert computer.seconds_for(rich, 0) == computer.LONGEST
    assert computer.seconds_for(poor, 0) == pytest.approx(0.5)


def test_who_is_asked_for_something_answers_before_moving() -> None:
    bots = {1: "easy"}
    state = played(state_of(minutes=5), 4, 1)
    assert CHESS.thinker(state, bots) is None
    for wish, answer in (
        ({"takeback": 0}, Takeback(accept=True)),
        ({"pause": 0}, Pause(accept=True)),
        ({"paused": True, "resume": (0, START)}, Resume()),
    ):
        asked = replace(state, **wish)
        assert CHESS.thinker(asked, bots) == Thought(1, "easy")
        assert chosen(asked, 1, "easy") == answer
    assert CHESS.thinker(replace(state, paused=True), {0: "easy"}) is None


def test_a_draw_is_welcome_to_who_stands_badly_and_to_nobody_else() -> None:
    lost = replace(state_of("4k3/8/8/8/8/8/8/QQ2K3 w - - 0 1"), draw=0)
    assert chosen(lost, 1) == Draw(accept=True)
    won = replace(state_of("qq2k3/8/8/8/8/8/8/4K3 w - - 0 1"), draw=0)
    assert chosen(won, 1) == Draw(decline=True)
    even = replace(state_of(), draw=1)
    assert chosen(even, 0) == Draw(decline=True)


def test_a_rematch_is_agreed_to_once() -> None:
    over = replace(state_of(), result=Result((), "agreement"), rematch=frozenset({0}))
    assert CHESS.thinker(over, {1: "easy"}) == Thought(1, "easy")
    assert chosen(over, 1) == Rematch()
    agreed = replace(over, rematch=frozenset({0, 1}))
    assert CHESS.thinker(agreed, {1: "easy"}) is None


def test_the_search_leaves_the_board_as_it_was_when_the_time_is_up() -> None:
    board = chess.Board()
    looks = iter(range(10**6))
    ranked = Search(board, 10**6, lambda: next(looks) > 700).ranked(6)
    assert board == chess.Board() and len(ranked) == 20
