"""Death Dice among people who come and go: who owes a roll, and a round judged exactly once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from games.base import IllegalMove, Result
from games.dice.commands import DiceOptions, Finish, NewRound, Roll
from games.dice.state import DiceState
from games.rng import Rng
from tests.dice_rounds import DICE, NOW, Loaded, Party


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(IllegalMove) as refused:
        act()
    return f"{refused.value.code}: {refused.value.message}"


def test_a_game_begins_with_the_round_finished_and_anybody_may_begin_the_next() -> None:
    party = Party("AB")
    assert not party.state.open and party.state.round == 0
    assert refusal(lambda: party.roll("A", 1, 2)).startswith("INVALID_STATE: This round is over.")
    party.take(DICE.apply(party.state, 1, NewRound(), Loaded(), NOW))
    assert party.state.open and party.state.round == 1
    assert refusal(party.new_round).startswith("INVALID_STATE: This round is still being played")


def test_rolling_after_the_end_of_ones_turn_is_refused_with_a_reason() -> None:
    party = Party("AB").new_round().roll("A", 1, 2)
    assert refusal(lambda: party.roll("A", 6)) == (
        "INVALID_STATE: Your turn is over. Wait until the others have rolled."
    )


def test_who_watches_is_told_to_join_in_first() -> None:
    state = Party("A").new_round().state
    for seat in (None, 7):
        message = refusal(lambda seat=seat: DICE.apply(state, seat, Roll(), Rng(b"", 1), NOW))
        assert message == "FORBIDDEN: You are watching: join in first, then roll."


def test_a_new_round_clears_dice_and_notes_and_keeps_counters() -> None:
    party = Party("AB").new_round().turns(A=[[6, 4]], B=[[1, 2]]).new_round()
    assert party.player("A").streak == 1 and party.player("A").rolls == ()
    assert party.notes() == {"A": "", "B": ""} and party.verdicts() == {"A": "", "B": ""}


def test_everybody_rolls_at_their_own_pace() -> None:
    party = Party("ABC").new_round().roll("C", 2, 2).roll("A", 4, 1).roll("C", 5).roll("B", 3, 1)
    assert not party.state.open
    assert party.verdicts() == {"A": "lose", "B": "lose", "C": "win"}


def test_who_joins_in_mid_round_owes_a_roll_and_comes_last() -> None:
    party = Party("BC").new_round().roll("B", 6, 4).sits("A")
    party.roll("C", 1, 2)
    assert party.state.open and DICE.turn(party.state) == {party.seat("A")}
    party.roll("A", 6, 5)
    assert party.verdicts() == {"B": "lose", "C": "lose", "A": "win"}
    assert party.present() == ["B", "C", "A"]


def test_the_round_is_judged_when_the_last_one_awaited_leaves() -> None:
    party = Party("ABC").new_round().roll("A", 6, 4).roll("B", 1, 2).leaves("C")
    assert party.facts[-1] == "roundOver"
    assert party.verdicts() == {"A": "win", "B": "lose"}
    again = party.state
    party.leaves("B")
    assert party.state.players[0] == again.players[0], "a judged round is not judged again"


def test_who_leaves_after_rolling_takes_the_dice_along() -> None:
    party = Party("ABC").new_round().roll("A", 6, 4).roll("B", 1, 2).leaves("A").roll("C", 3, 1)
    assert party.verdicts() == {"B": "lose", "C": "win"}


def test_a_tie_goes_on_among_those_who_stay() -> None:
    party = Party("ABC").new_round().turns(A=[[3, 5]], B=[[3, 5]], C=[[5, 3]])
    party.leaves("C").roll("A", 1)
    assert party.state.open
    party.roll("B", 2)
    assert party.verdicts() == {"A": "lose", "B": "win"}


def test_everybody_gone_ends_the_round_and_the_next_comer_finds_it_over() -> None:
    party = Party("A").new_round().leaves("A")
    assert not party.state.open and not party.state.players
    party.sits("B")
    assert DICE.legal(party.state, party.seat("B"))[0] == NewRound()


def test_who_comes_back_has_a_counter_of_nought_and_is_mr_eleven_no_more() -> None:
    party = Party("AB").streak("A", 4).eleven("A").leaves("A").sits("A")
    assert party.player("A").streak == 0 and party.state.eleven is None
    assert party.present() == ["B", "A"]


def test_the_host_ends_the_game_between_two_rounds() -> None:
    party = Party("AB").new_round().roll("A", 6, 4)
    finish = Finish()
    assert refusal(lambda: DICE.apply(party.state, None, finish, Loaded(), NOW)).endswith(
        "Finish this round first, then end the game."
    )
    party.roll("B", 1, 2).take(DICE.apply(party.state, None, finish, Loaded(), NOW))
    assert DICE.result(party.state) == Result((0,), "finished")
    assert DICE.turn(party.state) == frozenset()
    assert refusal(party.new_round) == "NO_ACTIVE_GAME: This game is over."


def test_a_game_without_a_won_round_has_no_winner() -> None:
    step = DICE.apply(Party("AB").state, 0, Finish(), Loaded(), NOW)
    assert step.state.result == Result((), "finished")


def test_a_frozen_game_goes_on_from_where_it_was() -> None:
    state = Party("ABC").streak("A", 9).eleven("B").new_round().roll("B", 4, 4).sits("D").state
    frozen = DICE.freeze(state)
    assert frozen is not None
    frozen["players"] = dict(reversed(frozen["players"].items()))
    thawed = DICE.thaw(frozen)
    assert thawed == state and list(thawed.players) == list(state.players)


def test_places_are_in_the_order_of_coming() -> None:
    assert list(DICE.arrange((7, 2, 30), DiceOptions(), Rng(b"", 0), 2)) == [0, 1, 2]


def crowd(number: int) -> tuple[list[DiceState], list[str]]:
    """A random evening: people come, roll, leave and begin rounds, in no order at all."""
    random = Random(number)
    chairs = 3 if number % 2 else 6
    options = DiceOptions(german_mode=number % 3 == 1, steal_with_single_dice=number % 4 > 1)
    state = DICE.setup(range(random.randint(1, chairs)), options, Rng(b"", 1), NOW)
    states, facts = [state], [""]
    for version in range(2, 400):
        rng, seat = Rng(b"%d" % number, version), random.randrange(chairs)
        chance = random.random()
        if chance < 0.04:
            step = DICE.vacated(state, seat, rng, NOW)
        elif chance < 0.09:
            step = DICE.seated(state, seat, rng, NOW)
        else:
            legal = DICE.legal(state, seat)
            if not legal:
                continue
            step = DICE.apply(state, seat, legal[0], rng, NOW)
        state = step.state
        states.append(state)
        facts.append(step.facts.get("game", ""))
    return states, facts


@pytest.mark.parametrize("number", range(60))
def test_no_round_is_judged_twice_and_none_is_left_unjudged(number: int) -> None:
    states, facts = crowd(number)
    judged: set[int] = set()
    for before, after, fact in zip(states, states[1:], facts[1:], strict=False):
        if after.open:
            assert any(not player.done for player in after.players.values()), "left unjudged"
            assert not any(player.verdict for player in after.players.values())
        if fact == "roundOver":
            assert before.open and not after.open and after.round not in judged
            assert all(player.verdict for player in after.players.values())
            judged.add(after.round)
        elif before.round == after.round and not before.open:
            stayed = before.players.keys() & after.players.keys()
            assert all(before.players[seat] == after.players[seat] for seat in stayed)
    last = states[-1]
    assert judged == set(range(1, last.round + (not last.open)))
    assert len(judged) > 5


def test_random_evenings_see_every_way_a_round_can_end() -> None:
    notes: set[str] = set()
    facts: set[str] = set()
    for number in range(60):
        states, told = crowd(number)
        facts |= set(told)
        notes |= {player.note for state in states for player in state.players.values()}
    assert {"rolled", "roundOver", "tied", "newRound", "joined", "left"} <= facts
    assert {"WINNER", "SIP_DRINK", "FINISH_DRINK", "SHOWER", "UH_OH", "TIE", "EIGHT_TIE",
            "THREE_WAY_TIE"} <= notes  # fmt: skip
