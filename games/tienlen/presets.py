"""The rules a table plays by: two presets, and any row of one in the other.

In here: what the options mean. Not in here: how a play is judged by them (``judging``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from games.tienlen.combos import (
    FIVE_PAIRS,
    FOUR_PAIRS,
    QUAD,
    THREE_PAIRS,
    TWO,
    Combo,
    Shape,
    outranks,
)
from games.tienlen.commands import TienlenOptions

Shapes = frozenset[Shape]


class Rules(NamedTuple):
    """One column of the table of rules, or a mixture of both.

    ``lowest_first``: the first play of the first game includes the lowest card.
    ``winner_leads``: later games are led by the winner of the one before; else by the holder of
    the lowest card. ``chops``: by the shape they beat, what bombs do; a shape of 2s is named by
    ``twos``. ``comes_back``: four pairs may come back in after a pass.
    """

    lowest_first: bool
    winner_leads: bool
    lead_pair_runs: bool
    suited_runs: bool
    chops: Mapping[str, Shapes]
    comes_back: bool
    instant_wins: bool

    def beats(self, combo: Combo, last: Combo, locked: bool = False) -> bool:
        """Whether ``combo`` beats ``last``. ``locked``: a suited run was led."""
        if outranks(combo, last):
            return combo.suited or not locked
        return combo.shape in self.chops.get(target(last), ())


def target(combo: Combo) -> str:
    """What kind of thing a bomb would have to beat here; empty if none ever does."""
    if combo.top >> 2 == TWO and combo.size < 4:
        return ("two", "pair_of_twos", "triple_of_twos")[combo.size - 1]
    if combo.shape == THREE_PAIRS:
        return "three_pairs"
    return "quad" if combo.kind == "quad" else ""


_NONE: Shapes = frozenset()
_CHOPS: Mapping[str, Mapping[str, Shapes]] = {
    "southern": {
        "two": frozenset({THREE_PAIRS, QUAD, FOUR_PAIRS}),
        "pair_of_twos": frozenset({QUAD, FOUR_PAIRS}),
        "triple_of_twos": _NONE,
        "quad": frozenset({FOUR_PAIRS}),
        "three_pairs": frozenset({QUAD, FOUR_PAIRS}),
    },
    "simple": {
        "two": frozenset({THREE_PAIRS, QUAD}),
        "pair_of_twos": frozenset({FOUR_PAIRS}),
        "triple_of_twos": frozenset({FIVE_PAIRS}),
        "quad": _NONE,
        "three_pairs": _NONE,
    },
}
_OPTION = {
    "two": "chop_two",
    "pair_of_twos": "chop_pair_of_twos",
    "triple_of_twos": "chop_triple_of_twos",
    "quad": "beat_quad",
    "three_pairs": "beat_three_pairs",
}


@lru_cache(maxsize=256)
def rules_of(options: TienlenOptions) -> Rules:
    """The rules that these options mean."""

    def column(row: str) -> str:
        chosen: str = getattr(options, row)
        return options.rules if chosen == "preset" else chosen

    return Rules(
        lowest_first=column("first_lead") == "southern",
        winner_leads=column("later_leads") == "southern",
        lead_pair_runs=column("lead_pair_runs") == "southern",
        suited_runs=column("suited_runs") == "simple",
        chops={what: _CHOPS[column(row)][what] for what, row in _OPTION.items()},
        comes_back=column("after_pass") == "southern",
        instant_wins=column("instant_wins") == "southern",
    )
