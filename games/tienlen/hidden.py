"""What a viewer cannot know, drawn anew.

In here: other states that look the same from one seat. Not in here: what each viewer sees
(``document``).
"""

from __future__ import annotations

from msgspec.structs import replace

from games.rng import Rng
from games.tienlen.combos import Cards
from games.tienlen.deal import SEATS, Deal
from games.tienlen.presets import Rules, rules_of
from games.tienlen.state import Tourney


def resampled(state: Tourney, seat: int | None, rng: Rng) -> Tourney:
    """The same tournament with other cards in the hands that ``seat`` does not see."""
    deal = state.playing
    if deal is None:
        return state
    return replace(state, deal=_redealt(deal, seat, rules_of(state.options), rng))


def _redealt(deal: Deal, viewer: int | None, rules: Rules, rng: Rng) -> Deal:
    others = [seat for seat in range(SEATS) if seat != viewer]
    known = _known(deal, viewer, rules)
    pool = [card for seat in others for card in deal.hands[seat] if card not in known]
    pack = rng.shuffled(pool)
    hands = list(deal.hands)
    for seat in others:
        fixed = [card for card in deal.hands[seat] if card in known]
        count = len(deal.hands[seat]) - len(fixed)
        hands[seat] = tuple(sorted(fixed + pack[:count]))
        pack = pack[count:]
    dealt = tuple(_dealt(deal, seat, hand) for seat, hand in enumerate(hands))
    return replace(deal, hands=tuple(hands), dealt=dealt)


def _known(deal: Deal, viewer: int | None, rules: Rules) -> frozenset[int]:
    """Cards whose holder everybody knows: who led because of the lowest card has it."""
    if rules.winner_leads and deal.number > 1:
        return frozenset()
    lowest = min(
        card for seat, hand in enumerate(deal.dealt) if not _out(deal, seat) for card in hand
    )
    return frozenset({lowest})


def _out(deal: Deal, seat: int) -> bool:
    return any(seat == other for other, _ in deal.instant)


def _dealt(deal: Deal, seat: int, hand: Cards) -> Cards:
    """The hand as it must have been dealt: what is left and what was played."""
    if _out(deal, seat):
        return deal.dealt[seat]
    played = [card for move in deal.moves if move.seat == seat for card in move.cards]
    return tuple(sorted((*hand, *played)))
