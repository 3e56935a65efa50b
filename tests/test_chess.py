"""Chess: whose turn it is, which moves are refused and why, and how games end on the board."""

from __future__ import annotations

import pytest

from games.advance import advance
from games.chess.commands import Abort, Claim, Draw, Rematch, Resign
from games.rng import Rng
from tests.chess_games import BLACK, CHESS, RNG, START, UNTIMED, WHITE, ChessOptions, Move, Sheet
from tests.chess_games import Result as Ended
from tests.random_games import play

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


def test_white_begins_and_then_they_take_turns() -> None:
    sheet = Sheet()
    assert CHESS.turn(sheet.state) == {WHITE}
    sheet.play("e2e4")
    assert CHESS.turn(sheet.state) == {BLACK}
    sheet.play("e7e5")
    assert CHESS.turn(sheet.state) == {WHITE}


def test_a_move_out_of_turn_is_refused_with_a_reason() -> None:
    assert Sheet().refusal(BLACK, Move("e7e5")) == "NOT_YOUR_TURN: It is White's turn."
    sheet = Sheet().play("e2e4")
    assert sheet.refusal(WHITE, Move("d2d4")) == "NOT_YOUR_TURN: It is Black's turn."


@pytest.mark.parametrize(
    ("fen", "uci", "sentence"),
    [
        (None, "b1d3", "The knight cannot go there."),
        (None, "e2e5", "The pawn cannot go there."),
        (None, "e4e5", "There is no piece on e4."),
        (None, "e7e5", "The pawn on e7 is not yours."),
        (None, "e1g1", "You cannot castle that way now."),
        (None, "0000", "You cannot pass: make a move."),
        (None, "z9z8", "That is not a move: name the square it starts from and the one it ends "
                       "on, as in e2e4."),
        (None, "e2e4q", "The pawn cannot go there."),
        ("4k3/8/8/8/8/8/4r3/R3K2R w KQ - 0 1", "e1g1", "You cannot castle that way now."),
        ("4k3/4r3/8/8/8/8/4B3/4K3 w - - 0 1", "e2d3", "Your king would be in check."),
        ("4k3/4r3/8/8/8/8/8/R3K3 w - - 0 1", "a1a2",
         "Your king is in check, and this move leaves it there."),
        ("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7a8", "Choose what the pawn becomes."),
        ("4k3/P7/8/8/8/8/8/4K3 w - - 0 1", "a7a8k", "The pawn cannot go there."),
    ],
)  # fmt: skip
def test_an_illegal_move_is_refused_with_its_reason(
    fen: str | None, uci: str, sentence: str
) -> None:
    assert Sheet(fen=fen).refusal(WHITE, Move(uci)) == f"INVALID_MOVE: {sentence}"


@pytest.mark.parametrize("spelling", ["e1g1", "e1h1"])
def test_castling_may_be_written_in_both_ways_and_is_kept_as_the_kings_move(spelling: str) -> None:
    sheet = Sheet(fen="4k3/8/8/8/8/8/8/4K2R w K - 0 1").play(spelling)
    assert sheet.state.moves == ("e1g1",)
    assert sheet.state.board.fen() == "4k3/8/8/8/8/8/8/5RK1 b - - 1 1"


def test_a_pawn_becomes_what_its_player_chose() -> None:
    sheet = Sheet(fen="4k3/P7/8/8/8/8/8/4K3 w - - 0 1").play("a7a8n")
    assert sheet.state.board.fen() == "N3k3/8/8/8/8/8/8/4K3 b - - 0 1"
    assert sheet.state.moves == ("a7a8n",)


def test_a_pawn_is_taken_in_passing_only_at_once() -> None:
    sheet = Sheet().play("e2e4", "a7a6", "e4e5", "d7d5")
    assert Move("e5d6") in CHESS.legal(sheet.state, WHITE)
    sheet.play("h2h3", "h7h6")
    assert sheet.refusal(WHITE, Move("e5d6")) == "INVALID_MOVE: The pawn cannot go there."


def test_checkmate_wins_and_the_mating_move_is_sent_with_it() -> None:
    sheet = Sheet().play(*FOOLS_MATE)
    assert sheet.result == Ended((BLACK,), "checkmate")
    assert CHESS.turn(sheet.state) == frozenset()
    assert sheet.step.facts == {"game": "over"}
    assert sheet.news == {
        "moves": {"4": "d8h4"},
        "result": {"winner": BLACK, "reason": "checkmate"},
    }


@pytest.mark.parametrize(
    ("fen", "uci", "reason"),
    [
        ("7k/5K2/8/6Q1/8/8/8/8 w - - 0 1", "g5g6", "stalemate"),
        ("4k3/8/8/8/8/8/3p4/4K3 w - - 0 1", "e1d2", "insufficient-material"),
        ("4k3/8/8/8/8/8/3p4/4KN2 w - - 0 1", "e1d2", "insufficient-material"),
        ("4kb2/8/8/8/8/4B3/3p4/4K3 w - - 0 1", "e1d2", "insufficient-material"),
        ("4k3/8/8/8/8/8/8/R3K3 w - - 149 120", "a1a2", "seventyfive-moves"),
    ],
)
def test_some_draws_come_by_themselves(fen: str, uci: str, reason: str) -> None:
    assert Sheet(fen=fen).play(uci).result == Ended((), reason)


def test_mate_on_the_seventy_fifth_move_still_wins() -> None:
    sheet = Sheet(fen="7k/8/6K1/8/8/8/8/R7 w - - 149 120").play("a1a8")
    assert sheet.result == Ended((WHITE,), "checkmate")


def test_after_the_end_every_command_but_a_rematch_finds_no_game() -> None:
    sheet = Sheet().play(*FOOLS_MATE)
    for command in (Move("e2e4"), Resign(), Abort(), Claim(), Draw(offer=True), Draw(claim=True)):
        assert sheet.refusal(WHITE, command) == "NO_ACTIVE_GAME: This game is over."


def test_resigning_loses_at_any_time() -> None:
    assert Sheet().tell(BLACK, Resign()).result == Ended((WHITE,), "resignation")
    sheet = Sheet().play("e2e4", "e7e5").tell(WHITE, Resign())
    assert sheet.news == {"result": {"winner": BLACK, "reason": "resignation"}}


def test_a_game_can_be_aborted_until_both_have_moved() -> None:
    assert Sheet().tell(BLACK, Abort()).result == Ended((), "aborted")
    assert Sheet().play("e2e4").tell(WHITE, Abort()).result == Ended((), "aborted")
    refusal = Sheet().play("e2e4", "e7e5").refusal(WHITE, Abort())
    assert refusal.startswith("INVALID_STATE: Both have moved")


def test_two_who_ask_for_a_rematch_get_another_game() -> None:
    sheet = Sheet()
    assert sheet.refusal(WHITE, Rematch()).startswith("INVALID_STATE: Finish this game")
    sheet.play(*FOOLS_MATE).tell(WHITE, Rematch())
    assert sheet.step.facts == {"game": "rematchOffered"} and not sheet.step.again
    assert sheet.news == {"rematch": {"0": True}}
    assert sheet.refusal(WHITE, Rematch()).startswith("INVALID_STATE: You have asked")
    assert sheet.tell(BLACK, Rematch()).step.again


def test_who_leaves_after_the_end_takes_the_offer_of_a_rematch_along() -> None:
    sheet = Sheet().play(*FOOLS_MATE).tell(WHITE, Rematch()).leave(WHITE)
    assert sheet.news == {"rematch": None}
    assert not sheet.tell(BLACK, Rematch()).step.again


def test_against_an_opponent_who_stays_away_the_win_can_be_claimed() -> None:
    sheet = Sheet().play("e2e4", "e7e5")
    assert sheet.refusal(WHITE, Claim()).startswith("INVALID_STATE: Your opponent has not been")
    assert sheet.leave(BLACK).news == {"gone": BLACK}
    assert sheet.refusal(BLACK, Claim()).startswith("INVALID_STATE")
    assert sheet.tell(WHITE, Claim()).news == {
        "gone": None,
        "result": {"winner": WHITE, "reason": "abandoned"},
    }


def test_who_comes_back_or_moves_can_no_longer_be_claimed_against() -> None:
    sheet = Sheet().play("e2e4").leave(BLACK).come_back(BLACK)
    assert sheet.news == {"gone": None}
    sheet.leave(BLACK).play("e7e5")
    assert sheet.news == {"moves": {"2": "e7e5"}, "gone": None}


def test_a_game_that_does_not_count_yet_is_aborted_by_the_claim() -> None:
    assert Sheet().leave(WHITE).tell(BLACK, Claim()).result == Ended((), "aborted")


def test_leaving_after_the_end_changes_nothing() -> None:
    sheet = Sheet().play(*FOOLS_MATE)
    over = sheet.state
    assert sheet.leave(BLACK).state == over and sheet.news == {}


def test_colours_are_kept_or_drawn_in_the_first_game_and_swapped_in_a_rematch() -> None:
    lot = ChessOptions(colors="lot")
    assert list(CHESS.arrange((0, 1), UNTIMED, RNG, 1)) == [0, 1]
    drawn = {tuple(CHESS.arrange((0, 1), lot, Rng(b"lot", n), 1)) for n in range(20)}
    assert drawn == {(0, 1), (1, 0)}
    for number in (2, 3):
        assert list(CHESS.arrange((0, 1), lot, RNG, number)) == [1, 0]
        assert list(CHESS.arrange((0, 1), UNTIMED, RNG, number)) == [1, 0]


def test_the_first_state_knows_when_it_began() -> None:
    assert Sheet().document == {"startedAt": START}


@pytest.mark.parametrize("number", range(8))
def test_after_the_first_position_nothing_is_left_to_chance(number: int) -> None:
    record = play(CHESS, number)
    for before, line, step in record.moments():
        rng = Rng(b"another seed", line.version)
        again = advance(CHESS, before, line.event, line.seat, line.command, rng, line.now)
        assert again.state == step.state
