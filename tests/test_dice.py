"""Death Dice by its own vectors: turns, specials, judging, Mr Eleven, counters, options."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dice_rounds import Party, Turn, round_of, turn_of

Round = tuple[dict[str, Turn], dict[str, str], dict[str, str]]

WIN, LOSE, STAY, OWES = "win", "lose", "stay", ""


@pytest.mark.parametrize(
    ("turns", "mr", "outcome"),
    [
        ({"A": [[1, 5]]}, "", {"A": ("WINNER", WIN)}),
        ({"A": [[4, 4, 5], [4], [4]]}, "", {"A": ("HEAD_ON_TABLE", WIN)}),
        ({"A": [[2, 2, 3], [2], [2]]}, "", {"A": ("DUAL_WIELD", LOSE)}),
        ({"A": [[3, 1]], "B": [[1, 3]]}, "", {"A": ("TIE", LOSE), "B": ("TIE", LOSE)}),
        (
            {"A": [[2, 2], [2], [3]], "B": [[5, 4]]}, "",
            {"A": ("TIE", LOSE), "B": ("TIE", LOSE)},
        ),
        (
            {"A": [[2, 2], [2], [2]], "B": [[5, 3]]}, "",
            {"A": ("DUAL_WIELD", LOSE), "B": ("WINNER", WIN)},
        ),
        (
            {"A": [[1, 1], [6]], "B": [[1, 2, 1], [6]]}, "",
            {"A": ("SIP_DRINK", LOSE), "B": ("SIP_DRINK", LOSE)},
        ),
        (
            {"A": [[1, 2]], "B": [[1, 1], [1]]}, "",
            {"A": ("WINNER", WIN), "B": ("FINISH_DRINK", LOSE)},
        ),
        (
            {"A": [[3, 5]], "B": [[3, 5]], "C": [[5, 3]]}, "",
            dict.fromkeys("ABC", ("THREE_WAY_TIE", OWES)),
        ),
        (
            {"A": [[3, 5]], "B": [[3, 5]], "C": [[5, 3]], "D": [[1, 1], [1]]}, "",
            {**dict.fromkeys("ABC", ("THREE_WAY_TIE", OWES)), "D": ("FINISH_DRINK", OWES)},
        ),
        (
            {"A": [[4, 4], [4], [4]], "B": [[6, 6], [4]], "C": [[6, 6, 2], [2]]}, "",
            {"A": ("HEAD_ON_TABLE", OWES), "B": ("THREE_WAY_TIE", OWES),
             "C": ("THREE_WAY_TIE", OWES)},
        ),
        (
            {"A": [[6, 6], [3]], "M": [[6, 5]]}, "M",
            {"A": ("SIP_DRINK", LOSE), "M": ("WINNER", WIN)},
        ),
        (
            {"A": [[6, 5]], "M": [[6, 5]]}, "M",
            {"A": ("WINNER", STAY), "M": ("WINNER", WIN)},
        ),
        (
            {"A": [[6, 5]], "B": [[6, 6], [3]], "M": [[6, 5]]}, "M",
            {"A": ("SIP_DRINK", LOSE), "B": ("SIP_DRINK", LOSE), "M": ("WINNER", WIN)},
        ),
        (
            {"A": [[5, 4]], "B": [[3, 2, 4]], "M": [[6, 2]]}, "M",
            dict.fromkeys("ABM", ("TIE", LOSE)),
        ),
        (
            {"A": [[3, 3], [2]], "B": [[2, 2], [4]]}, "",
            dict.fromkeys("AB", ("EIGHT_TIE", LOSE)),
        ),
        (
            {"A": [[3, 3], [2]], "B": [[2, 2], [4]], "C": [[2, 1]]}, "",
            {"A": ("EIGHT_TIE", LOSE), "B": ("EIGHT_TIE", LOSE), "C": ("TIE", LOSE)},
        ),
        (
            {"A": [[3, 3], [2]], "B": [[2, 2], [4]], "C": [[5, 5], [2]]}, "",
            {"A": ("SIP_DRINK", LOSE), "B": ("SIP_DRINK", LOSE), "C": ("WINNER", WIN)},
        ),
        # Beyond the rules' own vectors.
        (
            {"A": [[6, 2, 6], [6], [2]], "B": [[1, 2]]}, "",
            {"A": ("WINNER", WIN), "B": ("SIP_DRINK", LOSE)},
        ),
        (
            {"A": [[3, 5]], "B": [[3, 5]], "C": [[5, 3]], "D": [[1, 2]]}, "",
            {**dict.fromkeys("ABC", ("EIGHT_TIE", LOSE)), "D": ("TIE", LOSE)},
        ),
        (
            {"A": [[6, 5]], "B": [[5, 6]], "M": [[6, 5]]}, "M",
            dict.fromkeys("ABM", ("THREE_WAY_TIE", OWES)),
        ),
        (
            {"A": [[1, 1], [2]], "B": [[3, 3], [3]]}, "",
            {"A": ("FINISH_DRINK", LOSE), "B": ("SHOWER", LOSE)},
        ),
        (
            {"A": [[4, 4], [4], [4]], "B": [[6, 6], [6], [1]]}, "",
            {"A": ("HEAD_ON_TABLE", LOSE), "B": ("WINNER", WIN)},
        ),
    ],
)  # fmt: skip
def test_a_round_comes_out_as_the_rules_say(
    turns: dict[str, Turn], mr: str, outcome: dict[str, tuple[str, str]]
) -> None:
    party = round_of(turns, mr)
    notes, verdicts = party.notes(), party.verdicts()
    assert {name: (notes[name], verdicts[name]) for name in turns} == outcome
    assert party.state.open == (OWES in verdicts.values())


@pytest.mark.parametrize(
    ("rolls", "done", "note"),
    [
        ([[1, 1, 2]], False, "UH_OH"),
        ([[1, 1, 1]], True, "FINISH_DRINK"),
        ([[3, 3, 5]], False, "UH_OH"),
        ([[6, 2, 6], [6]], False, ""),
        ([[6, 2, 6], [2]], True, ""),
        ([[2, 2]], False, ""),
        ([[2, 2], [2]], False, "UH_OH"),
        ([[2, 2], [1]], True, ""),
        ([[1, 1], [1]], True, "FINISH_DRINK"),
        ([[1, 1], [3]], True, "FINISH_DRINK"),
        ([[1, 1], [4]], True, "SIP_DRINK"),
        ([[3, 3], [3]], True, "SHOWER"),
        ([[4, 4]], False, ""),
        ([[4, 4], [4]], False, "UH_OH"),
        ([[4, 4], [4], [4]], True, "HEAD_ON_TABLE"),
        ([[5, 5], [5], [5]], False, "UH_OH"),
        ([[5, 5], [5], [5], [5]], True, "WISH_PURCHASE"),
        ([[6, 6], [6], [6], [6]], False, "UH_OH"),
        ([[6, 6], [6], [6], [6], [6]], True, "POOL"),
        ([[3, 5]], True, ""),
        ([[3, 5, 90]], True, ""),
        ([[3, 5, 0]], True, ""),
    ],
)
def test_a_turn_goes_on_warns_and_ends_as_the_rules_say(rolls: Turn, done: bool, note: str) -> None:
    player = turn_of(*rolls)
    assert (player.done, player.note) == (done, note)


def test_three_alike_add_a_die_each_and_a_note_for_the_table_stays() -> None:
    party = round_of({"A": [[4, 4], [4], [4]], "B": [[6, 6], [4]], "C": [[6, 6, 2], [2]]})
    assert [party.player(name).streak for name in "ABC"] == [0, 0, 5]
    assert party.facts[-1] == "tied"
    party.turns(A=[[4]], B=[[3]], C=[[3]])
    assert party.notes() == {"A": "HEAD_ON_TABLE", "B": "SIP_DRINK", "C": "SIP_DRINK"}
    assert party.verdicts() == {"A": WIN, "B": LOSE, "C": LOSE}
    assert not party.state.open and party.facts.count("roundOver") == 1


def test_a_three_way_tie_may_repeat() -> None:
    party = round_of({"A": [[3, 5]], "B": [[3, 5]], "C": [[5, 3]]})
    party.turns(A=[[2]], B=[[2]], C=[[2]])
    assert set(party.notes().values()) == {"THREE_WAY_TIE"} and party.state.open
    party.turns(A=[[2]], B=[[6]], C=[[1]])
    assert party.verdicts() == {"A": LOSE, "B": WIN, "C": LOSE}


def test_a_die_for_a_tie_can_bring_mr_eleven_his_eleven() -> None:
    party = round_of({"A": [[3, 5]], "B": [[3, 5]], "M": [[5, 3]]}, "M")
    party.turns(A=[[6]], B=[[1]], M=[[3]])
    assert party.verdicts() == {"A": LOSE, "B": LOSE, "M": WIN}


def test_counters_count_wins_in_a_row() -> None:
    party = Party("AB").streak("A", 2).streak("B", 1).new_round()
    party.turns(A=[[6, 4]], B=[[1, 2]])
    assert (party.player("A").streak, party.player("B").streak) == (3, 0)
    assert (party.player("A").won, party.player("B").won) == (1, 0)
    party.new_round().roll("A", 1, 2, 4)
    assert party.player("A").death == 4 and party.player("B").rolls == ()


def test_who_is_shown_as_a_winner_beside_mr_eleven_keeps_the_counter() -> None:
    party = Party("AM").streak("A", 2).eleven("M").new_round().turns(A=[[6, 5]], M=[[6, 5]])
    assert (party.player("A").streak, party.player("M").streak) == (2, 1)
    assert (party.player("A").won, party.player("M").won) == (0, 1)


@pytest.mark.parametrize(
    ("streak", "shown", "sides"),
    [(3, 4, 4), (4, 1, 4), (5, 6, 6), (6, 1, 6), (7, 8, 8), (8, 1, 8), (9, 0, 10), (10, 9, 10),
     (11, 12, 12), (12, 1, 12), (13, 20, 20), (14, 1, 20), (15, 0, 100), (99, 90, 100)],
)  # fmt: skip
def test_a_streak_brings_the_death_die(streak: int, shown: int, sides: int) -> None:
    party = Party("A").streak("A", streak).new_round().roll("A", 5, 6, shown)
    assert party.player("A").death == sides
    assert party.player("A").rolls[0] == (5, 6, shown)


@pytest.mark.parametrize("streak", [0, 1, 2])
def test_a_short_streak_brings_none(streak: int) -> None:
    party = Party("A").streak("A", streak).new_round().roll("A", 5, 6)
    assert party.player("A").death == 0


@pytest.mark.parametrize(
    ("turns", "was", "becomes"),
    [
        ({"A": [[6, 5]], "B": [[6, 6], [1]]}, "", "A"),
        ({"A": [[1, 2]], "B": [[6, 5]], "C": [[5, 6]]}, "", "B"),
        ({"A": [[6, 5]], "B": [[5, 6]]}, "B", "B"),
        ({"A": [[6, 5]], "B": [[5, 5], [2]]}, "B", "A"),
        ({"A": [[6, 3]], "B": [[5, 5], [2]]}, "B", "B"),
        ({"A": [[1, 1, 6], [3]], "B": [[5, 1]]}, "B", "A"),
        ({"A": [[1, 1, 4], [5]], "B": [[5, 1]]}, "B", "B"),
        ({"A": [[6, 3]], "B": [[5, 1]]}, "", ""),
    ],
)
def test_the_name_of_mr_eleven_goes_to_whoever_has_eleven(
    turns: dict[str, Turn], was: str, becomes: str
) -> None:
    party = round_of(turns, was)
    eleven = party.state.eleven
    assert ("" if eleven is None else party.names[eleven]) == becomes


@pytest.mark.parametrize(
    ("turns", "verdicts"),
    [
        ({"A": [[2, 1]], "B": [[6, 6], [5]]}, {"A": WIN, "B": LOSE}),
        ({"A": [[2, 2], [1]], "B": [[6, 5]]}, {"A": WIN, "B": LOSE}),
        ({"A": [[2, 2], [1]], "B": [[3, 3], [1]]}, {"A": LOSE, "B": WIN}),
        ({"A": [[4, 6]], "B": [[6, 3]]}, {"A": WIN, "B": LOSE}),
        ({"A": [[4, 6]], "B": [[6, 4]]}, {"A": LOSE, "B": LOSE}),
        ({"A": [[2, 1]], "B": [[1, 2]]}, {"A": LOSE, "B": LOSE}),
        ({"A": [[2, 1, 1], [6]], "B": [[3, 1]]}, {"A": LOSE, "B": WIN}),
        ({"A": [[3, 1]], "B": [[1, 3]], "C": [[3, 1]]}, {"A": OWES, "B": OWES, "C": OWES}),
    ],
)
def test_in_german_mode_the_first_two_dice_are_a_number(
    turns: dict[str, Turn], verdicts: dict[str, str]
) -> None:
    assert round_of(turns, german_mode=True).verdicts() == verdicts


def test_in_german_mode_a_three_way_tie_ends_by_the_dice_added() -> None:
    party = round_of({"A": [[3, 1]], "B": [[1, 3]], "C": [[3, 1]]}, german_mode=True)
    party.turns(A=[[2]], B=[[5]], C=[[5]])
    assert party.verdicts() == {"A": LOSE, "B": LOSE, "C": LOSE}
    party = round_of({"A": [[3, 1]], "B": [[1, 3]], "C": [[3, 1]]}, german_mode=True)
    party.turns(A=[[2]], B=[[5]], C=[[4]])
    assert party.verdicts() == {"A": LOSE, "B": WIN, "C": LOSE}


@pytest.mark.parametrize(
    ("streaks", "turns", "streak"),
    [
        ({"A": 1, "B": 2}, {"A": [[6, 5]], "B": [[2, 1]]}, 3),
        ({"A": 2, "B": 2}, {"A": [[6, 5, 1]], "B": [[2, 1]]}, 3),
        ({"A": 2, "B": 1}, {"A": [[6, 5, 1]], "B": [[2, 1]]}, 3),
        ({"A": 1, "B": 2}, {"A": [[5, 5], [2]], "B": [[2, 1]]}, 2),
    ],
)
def test_a_win_on_the_first_roll_alone_can_steal_the_longest_streak(
    streaks: dict[str, int], turns: dict[str, Any], streak: int
) -> None:
    party = Party("AB", steal_with_single_dice=True)
    for name, count in streaks.items():
        party.streak(name, count)
    turns = {name: [rolls[0][:2], *rolls[1:]] for name, rolls in turns.items()}
    party.new_round().turns(**turns)
    assert party.player("A").streak == streak
    assert party.player("B").streak == 0
