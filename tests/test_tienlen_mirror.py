"""The browser judges a selection as the server does: every position of many games, all presets."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from games.base import IllegalMove
from games.tienlen import trick
from games.tienlen.answers import combo
from games.tienlen.commands import TienlenOptions
from games.tienlen.deal import SEATS, Deal, Hands, begun
from games.tienlen.document import CARDS
from games.tienlen.judging import judged, plays
from games.tienlen.presets import rules_of
from tests.chromium import environment

JUDGE = Path(__file__).parent / "js" / "tienlen_judge.js"
ROWS = [
    "first_lead", "later_leads", "lead_pair_runs", "suited_runs", "chop_two", "chop_pair_of_twos",
    "chop_triple_of_twos", "beat_quad", "beat_three_pairs", "after_pass",
]  # fmt: skip
GAMES = 80

Position = tuple[Deal, int, TienlenOptions]


def test_what_the_browser_calls_legal_is_what_the_server_accepts() -> None:
    verdicts = 0
    for position, question, answer in _games():
        for cards, verdict in zip(question["tried"], answer["verdicts"], strict=True):
            verdicts += 1
            assert (verdict == "ok") == _accepted(position, cards), (position, cards, verdict)
    assert verdicts > 20_000


def test_the_browser_hints_at_every_kind_of_play_there_is_and_at_no_other() -> None:
    bombs = 0
    for (deal, seat, options), _, answer in _games():
        rules = rules_of(options)
        known = {combo(cards) for cards in plays(deal, seat, rules)}
        hinted = [tuple(sorted(cards)) for cards in answer["plays"]]
        assert {combo(cards) for cards in hinted} >= known
        for cards in hinted:
            assert judged(deal, seat, cards, rules) == cards
        if deal.last is not None:
            bombs += sum(each.shape != combo(deal.last.cards).shape for each in known)
    assert bombs > 50


@cache
def _games() -> list[tuple[Position, dict[str, Any], dict[str, Any]]]:
    """Every position of many games, what was asked about it, and the browser's answers."""
    chance = random.Random(4)
    positions = [position for number in range(GAMES) for position in _game(number, chance)]
    asked = [_asked(position, chance) for position in positions]
    return list(zip(positions, asked, _browser(asked), strict=True))


def _game(number: int, chance: random.Random) -> list[Position]:
    """Every position of a random game with random rules, and who passed and might come back."""
    rows: dict[str, Any] = {row: chance.choice(["preset", "southern", "simple"]) for row in ROWS}
    rows["rules"] = chance.choice(["southern", "simple"])
    options = TienlenOptions(**rows)
    rules = rules_of(options)
    deal = begun(1, _hands(chance), None if number % 2 else 0, rules)
    found: list[Position] = []
    while not deal.over:
        seat = deal.current
        found.append((deal, seat, options))
        found += [(deal, s, options) for s in range(4) if deal.passed[s] and deal.hands[s]]
        choices = plays(deal, seat, rules)
        if deal.last is not None and (not choices or chance.random() < 0.3):
            deal = trick.passed(deal, seat)
        else:
            deal = trick.played(deal, seat, chance.choice(choices), rules)
    return found


def _hands(chance: random.Random) -> Hands:
    """A deal in which pairs stay together, so that there are bombs."""
    pairs = [(card, card + 1) for card in range(0, 52, 2)]
    chance.shuffle(pairs)
    pack = [card for pair in pairs for card in pair]
    return tuple(tuple(sorted(pack[seat * 13 : seat * 13 + 13])) for seat in range(SEATS))


def _asked(position: Position, chance: random.Random) -> dict[str, Any]:
    """The position as a browser has it, with selections to judge: legal ones and any others."""
    deal, seat, options = position
    hand = deal.hands[seat]
    tried = [list(cards) for cards in plays(deal, seat, rules_of(options))[:6]]
    for _ in range(12):
        tried.append(chance.sample(hand, chance.randint(1, len(hand))))
    game: dict[str, Any] = {"suitedLock": deal.locked}
    if deal.last is not None:
        game["lastPlay"] = {"cards": [CARDS[value] for value in deal.last.cards]}
    if deal.must is not None:
        game["mustInclude"] = deal.must
    return {
        "options": msgspec.to_builtins(options),
        "game": game,
        "hand": list(hand),
        "tried": tried if deal.current == seat else [],
        "returning": deal.current != seat,
    }


def _accepted(position: Position, cards: list[int]) -> bool:
    deal, seat, options = position
    try:
        judged(deal, seat, cards, rules_of(options))
    except IllegalMove:
        return False
    return True


def _browser(positions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    run = subprocess.run(
        [shutil.which("node", path=environment()["PATH"]) or "node", str(JUDGE)],
        input=json.dumps(positions),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers
