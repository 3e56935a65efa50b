"""Cards, combinations and what beats what, by both presets and any mixture."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from games.tienlen.answers import answers, leads
from games.tienlen.combos import combo_of, label
from games.tienlen.commands import TienlenOptions
from games.tienlen.deal import INSTANT, begun, instant_win
from games.tienlen.presets import Rules, rules_of
from tests.tienlen_tables import Table, cards, told

SOUTHERN = rules_of(TienlenOptions())
SIMPLE = rules_of(TienlenOptions(rules="simple"))

TWO, TWOS, THREE_TWOS = "2s", "2s 2c", "2s 2c 2d"
QUAD, HIGH_QUAD = "7s 7c 7d 7h", "8s 8c 8d 8h"
PAIRS3, HIGH_PAIRS3 = "4s 4c 5s 5c 6s 6c", "4d 4h 5d 5h 6d 6h"
PAIRS4 = "8s 8c 9s 9c 10s 10c Js Jc"
PAIRS5 = "8s 8c 9s 9c 10s 10c Js Jc Qs Qc"


def beats(rules: Rules, play: str, last: str, locked: bool = False) -> bool:
    made, before = combo_of(cards(play)), combo_of(cards(last))
    assert made and before
    return rules.beats(made, before, locked)


def test_cards_are_valued_from_the_3_of_spades_to_the_2_of_hearts() -> None:
    assert cards("3s") == (0,) and cards("2h") == (51,)
    assert [label(value) for value in (0, 1, 4, 28, 47, 48)] == [
        "3♠", "3♣", "4♠", "10♠", "A♥", "2♠",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9d", "single"),
        ("9d 9h", "pair"),
        ("2s 2c 2d", "triple"),
        (QUAD, "quad"),
        ("3s 4d 5c", "run"),
        ("Qs Kd Ac", "run"),
        ("3s 4s 5s 6s 7s 8s 9s 10s Js Qs Ks As", "run"),
        (PAIRS3, "pairRun"),
        (PAIRS5, "pairRun"),
    ],
)
def test_combinations_are_recognised(text: str, kind: str) -> None:
    made = combo_of(cards(text))
    assert made is not None
    assert (made.kind, made.size, made.top) == (kind, len(cards(text)), max(cards(text)))


@pytest.mark.parametrize(
    "text", ["3s 4s", "Ks As 2s", "3s 4s 6s", "3s 3c 4s 4c", "3s 3c 4s", "Ks Kc As Ac 2s 2c"]
)
def test_what_is_no_combination_is_none(text: str) -> None:
    assert combo_of(cards(text)) is None


def test_a_play_beats_the_same_of_the_same_length_with_a_higher_top_card() -> None:
    assert beats(SOUTHERN, "9h", "9d") and not beats(SOUTHERN, "9d", "9h")
    assert beats(SOUTHERN, "9s 9h", "9c 9d")
    assert beats(SOUTHERN, "3c 4c 5d", "3s 4d 5c")
    assert not beats(SOUTHERN, "4s 5s 6s 7s", "3s 4d 5c")
    assert not beats(SOUTHERN, "9s 9h", "8c")
    assert beats(SOUTHERN, HIGH_PAIRS3, PAIRS3) and beats(SIMPLE, HIGH_PAIRS3, PAIRS3)
    assert not beats(SOUTHERN, PAIRS5, PAIRS4)


BOMBS = [
    # what beats, what, southern, simple
    (PAIRS3, TWO, True, True),
    (QUAD, TWO, True, True),
    (PAIRS4, TWO, True, False),
    (PAIRS5, TWO, False, False),
    (PAIRS3, TWOS, False, False),
    (QUAD, TWOS, True, False),
    (PAIRS4, TWOS, True, True),
    (PAIRS4, THREE_TWOS, False, False),
    (QUAD, THREE_TWOS, False, False),
    (PAIRS5, THREE_TWOS, False, True),
    (HIGH_QUAD, QUAD, True, True),
    (PAIRS4, QUAD, True, False),
    (QUAD, PAIRS3, True, False),
    (PAIRS4, PAIRS3, True, False),
    (QUAD, PAIRS4, False, False),
    (QUAD, "As", False, False),
    (PAIRS3, "As Ac", False, False),
]


@pytest.mark.parametrize(("bomb", "last", "southern", "simple"), BOMBS)
def test_bombs_beat_what_the_preset_says(
    bomb: str, last: str, southern: bool, simple: bool
) -> None:
    assert beats(SOUTHERN, bomb, last) is southern
    assert beats(SIMPLE, bomb, last) is simple


@pytest.mark.parametrize(
    ("row", "bomb", "last"),
    [
        ("chop_two", PAIRS4, TWO),
        ("chop_pair_of_twos", QUAD, TWOS),
        ("beat_quad", PAIRS4, QUAD),
        ("beat_three_pairs", QUAD, PAIRS3),
    ],
)
def test_each_row_can_be_chosen_apart_from_the_preset(row: str, bomb: str, last: str) -> None:
    assert beats(rules_of(TienlenOptions(rules="simple", **{row: "southern"})), bomb, last)
    assert not beats(rules_of(TienlenOptions(**{row: "simple"})), bomb, last)


def test_triples_of_twos_fall_to_five_pairs_only_where_the_row_says_so() -> None:
    assert beats(rules_of(TienlenOptions(chop_triple_of_twos="simple")), PAIRS5, THREE_TWOS)


def test_a_suited_run_that_was_led_asks_for_suited_runs() -> None:
    assert beats(SIMPLE, "4c 5c 6c", "3s 4s 5s", locked=True)
    assert not beats(SIMPLE, "4c 5c 6d", "3s 4s 5s", locked=True)
    hands = ("3s 4s 5s 9s", "4c 5c 6d Jh", "5h 6h 7h Qd", "6s 7c 8c Kd")
    locked = Table(*hands, rules="simple", later_leads="southern")
    locked.plays(0, "3s 4s 5s")
    assert locked.refuses(1, "4c 5c 6d") == "INVALID_MOVE"
    locked.passes(1).plays(2, "5h 6h 7h")
    assert not Table(*hands).plays(0, "3s 4s 5s").deal.locked


def test_a_suited_run_over_an_unsuited_one_raises_no_lock() -> None:
    hands = ("3s 4s 5c 9s", "4c 5s 6s Jh", "5h 6h 7h Qd", "6c 7c 8d Kd")
    table = Table(*hands, rules="simple", later_leads="southern")
    table.plays(0, "3s 4s 5c").passes(1).plays(2, "5h 6h 7h").plays(3, "6c 7c 8d")
    assert not table.deal.locked


def test_pairs_in_a_row_are_led_where_the_rules_allow_it() -> None:
    hands = (f"{PAIRS3} 9s", "9c 10c", "9d 10d", "9h 10h")
    assert Table(*hands).plays(0, PAIRS3).deal.hands[0] == cards("9s")
    assert Table(*hands, lead_pair_runs="simple").refuses(0, PAIRS3) == "INVALID_MOVE"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3s 4s 5s 6c 7c 8c 9d 10d Jd Qh Kh Ah 2s", "dragon"),
        (PAIRS5 + " 3s 4s 2h", "five-pairs"),
        ("2s 2c 2d 2h 3s 4s 5s 6s 8s 9s Js Qs As", "four-twos"),
        ("3s 3c 5s 5c 7s 7c 9s 9c Js Jc Ks Kc 2s", "six-pairs"),
        ("3s 3c 3d 3h 7s 7c 9s 9c Js Jc Ks Kc 2s", "six-pairs"),
        ("3s 3c 3d 5s 7s 7c 9s 9c Js Jc Ks Kc 2s", ""),
    ],
)
def test_hands_that_win_at_once_are_recognised(text: str, name: str) -> None:
    assert instant_win(cards(text)) == name


def test_the_better_hand_comes_first_when_two_win_at_once_and_the_others_play_on() -> None:
    twos = cards("2s 2c 2d 2h 3s 4s 5s 6s 8s 9s Js Qs As")
    pairs = cards("4c 4d 5c 5d 6c 6d 7c 7d 8c 8d 9c Jd Kd")
    rest = [card for card in range(52) if card not in {*twos, *pairs}]
    hands = (tuple(rest[::2]), twos, pairs, tuple(rest[1::2]))
    assert [instant_win(hand) for hand in hands[1:3]] == ["four-twos", "five-pairs"]
    deal = begun(1, hands, None, SOUTHERN)
    assert deal.order == (2, 1)
    assert INSTANT.index("five-pairs") < INSTANT.index("four-twos")
    assert deal.hands[1] == deal.hands[2] == ()
    assert deal.current == 0 and deal.must == min(rest)
    assert begun(1, hands, None, SIMPLE).order == ()


def test_every_answer_that_is_found_beats_and_none_is_missed() -> None:
    """Against all sets of up to six cards of small hands, tried one by one."""
    random = Random(7)
    for number in range(25):
        rules = (SOUTHERN, SIMPLE)[number % 2]
        pack = [*random.sample(range(random.choice((20, 30))), 9), 48, 50]
        hand = sorted(pack)
        last = combo_of(cards(random.choice(["3h", "4d 4h", "3s 4c 5d", TWO, "6s 6c 6d"])))
        assert last
        found = {combo_of(play) for play in answers(hand, last, rules)}
        sets = (s for size in (1, 2, 3, 4, 6) for s in itertools.combinations(hand, size))
        right = {made for play in sets if (made := combo_of(play)) and rules.beats(made, last)}
        plain = {made and made[:3] for made in found}
        assert plain == {made[:3] for made in right}, told(tuple(hand))


def test_every_lead_that_is_found_is_a_combination_with_the_card_it_needs() -> None:
    hand = cards("3s 3c 4s 5s 6d 6h 7c 8c 8d 9s 9c 10h 2d")
    for play in leads(hand, SOUTHERN, must=0):
        assert combo_of(play) and 0 in play
    assert len({combo_of(play) for play in leads(hand, SOUTHERN)}) > 30
