"""Computer players: greedy does exactly what it should, sharp does better, both from a view."""

from __future__ import annotations

from time import process_time

import pytest
from msgspec.structs import replace

from games.base import IllegalMove
from games.mind import Thought
from games.rng import Rng
from games.tienlen import bots, sharp
from games.tienlen.commands import Pass, Play, TienlenOptions, playing
from games.tienlen.contest import contest, game_of
from games.tienlen.playout import Playout
from games.tienlen.presets import rules_of
from games.tienlen.sight import Sight
from games.tienlen.tourney import PAUSE_MS
from tests.tienlen_tables import GAME, NOW, RNG, Table, cards, of_bots, told

REST = ("3c 3d", "4c 4d", "5c 5d")


def chosen(table: Table, level: str = "greedy") -> str:
    """What a computer player at the turn would play."""
    views = GAME.view(table.state, table.deal.current)
    command = bots.choose(views, table.options, level, Rng(b"thinks", 1))
    if isinstance(command, Pass):
        return "pass"
    assert isinstance(command, Play)
    return told(tuple(card.value for card in command.cards))


@pytest.mark.parametrize(
    ("hand", "lead"),
    [
        ("3s 5s 7s", "3♠"),
        ("3s 3h 5s 7s", "3♠ 3♥"),
        ("3s 3h 4s 5s 7s", "3♠ 4♠ 5♠"),
        ("3s 3h 4s 4h 5s 5h 6d", "3♠ 4♠ 5♠ 6♦"),
        ("3s 3h 3d 4s 5s Ks", "3♠ 3♦ 3♥"),
        ("3s 3h 3d 3c 9s", "3♠ 3♣ 3♦"),
        ("Qs Ks As 2s", "Q♠ K♠ A♠"),
    ],
)
def test_greedy_leads_its_lowest_card_with_as_many_as_go_with_it(hand: str, lead: str) -> None:
    assert chosen(Table(hand, *REST)) == lead


@pytest.mark.parametrize(
    ("last", "hand", "answer"),
    [
        ("9s", "4c 10c 2c", "10♣"),
        ("9s", "4c 8c", "pass"),
        ("9s 9c", "4c 10c 10d 10h", "10♣ 10♦"),
        ("9s 10s Js", "10c Jd Qc Qd", "10♣ J♦ Q♣"),
        ("2s", "4c 4d 5c 5d 6c 6d 2h", "4♣ 4♦ 5♣ 5♦ 6♣ 6♦"),
        ("2s", "2h 7s 7c 7d 7h", "7♠ 7♣ 7♦ 7♥"),
    ],
)
def test_greedy_follows_with_the_lowest_top_card_and_chops(
    last: str, hand: str, answer: str
) -> None:
    table = Table(f"{last} 3s", hand, "3c", "3d").plays(0, last)
    assert chosen(table) == answer


def test_a_computer_player_waits_a_second_unless_the_table_says_otherwise() -> None:
    assert TienlenOptions().bot_seconds == 1.0
    begun = GAME.ring(of_bots(1), Rng(b"x", 1), NOW + PAUSE_MS).state
    assert begun.due is None and begun.deal is not None
    assert GAME.thinker(begun, {}) == Thought(begun.deal.current, "greedy")


def test_the_house_moves_for_computer_players_alone() -> None:
    table = Table("3s 9s", "4s 9c", "5s 9d", "6s 9h")
    with pytest.raises(IllegalMove) as caught:
        GAME.chosen(table.state, 0, playing(cards("3s")), RNG, NOW)
    assert caught.value.code == "NOT_A_BOT"


def test_a_computer_player_chooses_the_same_whatever_is_hidden_from_it() -> None:
    table = Table("3s 5s 9s Ks", "4s 6c 10c Ac", "7d 8d Jd Kd", "7h 8h Jh 2h").plays(0, "3s")
    for level in bots.LEVELS:
        answers = set()
        for number in range(4):
            table.state = GAME.resample(table.state, 1, Rng(b"other", number))
            answers.add(chosen(table, level))
        assert len(answers) == 1, level


def test_sharp_goes_out_when_it_can() -> None:
    assert chosen(Table("8s 9s 10s", "Kc 2c", "3d 4d", "3h 4h"), "sharp") == "8♠ 9♠ 10♠"


def test_sharp_does_not_lead_its_low_single_to_somebody_with_one_card() -> None:
    table = Table("3s 9s 9c", "Kc", "3d 4d 7d 8d", "3h 4h 7h 8h")
    assert chosen(table, "sharp") == "9♠ 9♣"


def test_the_hands_that_sharp_imagines_have_the_right_sizes() -> None:
    table = Table("3s 5s 9s Ks", "4s 6c 10c Ac", "7d 8d Jd Kd", "7h 8h Jh 2h").plays(0, "3s")
    sight = Sight(GAME.view(table.state, 1), TienlenOptions())
    sight.counts = [3, 4, 4, 4]
    hands = sharp.imagined(sight, RNG)
    assert [len(hand) for hand in hands] == [3, 4, 4, 4]
    assert tuple(hands[1]) == cards("4s 6c 10c Ac")


@pytest.mark.parametrize("rules", ["southern", "simple"])
def test_a_game_played_in_the_head_goes_as_the_real_one(rules: str) -> None:
    plain = TienlenOptions(instant_wins="simple", suited_runs="southern")
    options = replace(plain, rules=rules)
    for number in range(2, 42, 2):
        real = game_of(["greedy"] * 4, options, b"head", number)
        me, first = real.moves[0].seat, real.moves[0].cards
        hands = [list(hand) for hand in real.dealt]
        imagined = Playout(rules_of(options), hands, [False] * 4, None, me)
        assert imagined.place(me, first) == real.order.index(me)


def test_sharp_beats_greedy_and_thinks_for_milliseconds() -> None:
    """A few deals only; the margin is measured over many (``contest``)."""
    started = process_time()
    share = contest(4, seed=b"test")
    spent = (process_time() - started) / share.thoughts
    assert share.first > 0.25 and share.points > 1.75
    assert spent < 0.05
    assert contest(3, "greedy", "greedy").first == 0.25


def test_a_contest_gives_the_same_numbers_again() -> None:
    assert contest(1) == contest(1)


def test_sharp_remembers_who_let_a_single_go_by() -> None:
    hands = ("4s 10s Ks", "3c 9c 2c", "5d Jd Ad", "6h Qh Ah")
    table = Table(*hands).plays(0, "10s").passes(1).plays(2, "Jd").passes(3)
    sight = Sight(GAME.view(table.state, 0), table.options)
    assert sight.caps == [51, *cards("10s"), 51, *cards("Jd")]
