"""What must hold in every game, whoever plays and whatever the options are."""

from __future__ import annotations

from random import Random

import pytest

from games.rng import Rng
from games.tienlen.combos import combo_of
from games.tienlen.commands import TienlenOptions
from games.tienlen.deal import Deal, dealt
from games.tienlen.judging import judged, plays
from games.tienlen.presets import rules_of
from games.tienlen.trick import passed, played
from tests.random_games import random_options
from tests.tienlen_tables import GAME, of_bots, run


def game(number: int) -> list[Deal]:
    """A game of players who do anything that is allowed, state by state."""
    random = Random(number)
    options: TienlenOptions = random_options(GAME, random)
    rules = rules_of(options)
    deal = dealt(1 + number % 3, number % 4 if number % 3 else None, rules, Rng(b"p", number))
    deals = [deal]
    while not deal.over:
        seats = [seat for seat in range(4) if plays(deal, seat, rules)]
        others = [seat for seat in seats if seat != deal.current]
        if others and random.random() < 0.5:
            seat = random.choice(others)
            deal = played(deal, seat, random.choice(plays(deal, seat, rules)), rules)
        elif deal.last is not None and (deal.current not in seats or random.random() < 0.3):
            deal = passed(deal, deal.current)
        else:
            choice = random.choice(plays(deal, deal.current, rules))
            judged(deal, deal.current, choice, rules)
            made, last = combo_of(choice), deal.last and combo_of(deal.last.cards)
            assert made and (last is None or rules.beats(made, last, deal.locked))
            deal = played(deal, deal.current, choice, rules)
        deals.append(deal)
    return deals


@pytest.mark.parametrize("tens", range(6))
def test_every_game_ends_with_four_places_and_no_card_twice(tens: int) -> None:
    for number in range(tens * 10, tens * 10 + 10):
        deals = game(number)
        for deal in deals:
            laid = [card for seat, _ in deal.instant for card in deal.dealt[seat]]
            seen = [card for move in deal.moves for card in move.cards]
            held = [card for hand in deal.hands for card in hand]
            assert sorted(seen + held + laid) == list(range(52))
            assert len(set(deal.order)) == len(deal.order)
            if not deal.over:
                assert deal.hands[deal.current] and not deal.passed[deal.current]
                assert deal.last is None or deal.last.seat != deal.current
        assert sorted(deals[-1].order) == [0, 1, 2, 3]
        emptied = [seat for seat in deals[-1].order if not deals[-1].hands[seat]]
        assert emptied == list(deals[-1].order[: len(emptied)]) and len(emptied) >= 3


def test_a_hand_of_the_replay_is_what_was_dealt() -> None:
    state = of_bots(3, target_score=10)
    for line in run(state, 3):
        state = line.step.state
    for finished in state.history:
        left = [set(hand) for hand in finished.dealt]
        for move in finished.moves:
            assert left[move.seat].issuperset(move.cards)
            left[move.seat] -= set(move.cards)
        open_hands = {seat for seat, _ in finished.instant}
        assert all(seat in open_hands or not left[seat] for seat in finished.order[:3])
