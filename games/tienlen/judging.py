"""Whether a play or a pass is allowed, and if not, why not.

In here: refusals in sentences. Not in here: what an allowed one does (``trick``).
"""

from __future__ import annotations

from collections.abc import Sequence

from games.base import N_, IllegalMove
from games.tienlen.answers import answers, combo, leads
from games.tienlen.combos import FOUR_PAIRS, Cards, Combo, combo_of, label
from games.tienlen.deal import Deal
from games.tienlen.presets import Rules

_NOT_ENOUGH = {
    "single": N_("That does not beat the {top}: play a higher card, or pass."),
    "pair": N_("That does not beat the pair up to the {top}: play a higher pair, or pass."),
    "triple": N_("That does not beat the triple up to the {top}: play a higher triple, or pass."),
    "quad": N_("That does not beat the four up to the {top}: play a higher four, or pass."),
    "run": N_("That does not beat the run up to the {top}: play a higher run of {size}, or pass."),
    "pairRun": N_(
        "That does not beat the run of pairs up to the {top}: "
        "play a higher run of {size} pairs, or pass."
    ),
}
_NOT_SUITED = N_(
    "That does not beat the suited run up to the {top}: "
    "play a higher run of {size} in one suit, or pass."
)


def judged(deal: Deal, seat: int, values: Sequence[int], rules: Rules) -> Cards:
    """The cards of a play that is allowed, ascending.

    :raises IllegalMove: with the reason.
    """
    cards = tuple(sorted(values))
    returning = deal.passed[seat] and rules.comes_back and deal.current != seat
    if not returning:
        expect_turn(deal, seat)
    if len(set(cards)) < len(cards):
        raise IllegalMove("You have named a card twice: each card is there once.")
    if not set(cards) <= set(deal.hands[seat]):
        raise IllegalMove("You do not hold all of these cards: choose from your hand.")
    made = combo_of(cards)
    if returning and not (made and made.shape == FOUR_PAIRS):
        expect_turn(deal, seat)
    if made is None:
        raise IllegalMove(
            "These cards do not go together: play a single, a pair, three or four alike, or a run."
        )
    if deal.last is None:
        _expect_lead(deal, cards, made, rules)
    elif not rules.beats(made, combo(deal.last.cards), deal.locked):
        raise _not_enough(combo(deal.last.cards), deal.locked)
    return cards


def expect_turn(deal: Deal, seat: int) -> None:
    """Make sure that it is the turn of ``seat``.

    :raises IllegalMove: when it is somebody else's.
    """
    if deal.current == seat:
        return
    if seat in deal.order:
        raise IllegalMove("You have played your last card: the others play on.", "NOT_YOUR_TURN")
    if deal.passed[seat]:
        raise IllegalMove(
            "You have passed, so you are out of this trick until it ends.", "NOT_YOUR_TURN"
        )
    number = deal.current + 1
    raise IllegalMove("It is player {number}'s turn.", "NOT_YOUR_TURN", number=number)


def expect_pass(deal: Deal, seat: int) -> None:
    """Make sure that ``seat`` may pass.

    :raises IllegalMove: out of turn, or when there is nothing to pass on.
    """
    expect_turn(deal, seat)
    if deal.last is None:
        raise IllegalMove("You lead, so you cannot pass: play any combination.", "CANT_PASS")


def _expect_lead(deal: Deal, cards: Cards, made: Combo, rules: Rules) -> None:
    if made.kind == "pairRun" and not rules.lead_pair_runs:
        raise IllegalMove("A run of pairs cannot be led here: keep it to beat a 2.")
    if deal.must is not None and deal.must not in cards:
        raise IllegalMove("The first play must include the {card}.", card=label(deal.must))


def _not_enough(last: Combo, locked: bool) -> IllegalMove:
    size = last.size // 2 if last.kind == "pairRun" else last.size
    text = _NOT_SUITED if locked else _NOT_ENOUGH[last.kind]
    return IllegalMove(text, top=label(last.top), size=size)


def plays(deal: Deal, seat: int, rules: Rules) -> list[Cards]:
    """What ``seat`` may play now, each worth once (``answers``); empty out of turn."""
    hand = deal.hands[seat]
    if deal.over or not hand:
        return []
    if deal.last is None:
        return leads(hand, rules, deal.must) if deal.current == seat else []
    found = answers(hand, combo(deal.last.cards), rules, deal.locked)
    if deal.current == seat:
        return found
    if deal.passed[seat] and rules.comes_back:
        return [cards for cards in found if combo(cards).shape == FOUR_PAIRS]
    return []
