"""The round judged: who wins, who loses, what becomes of streaks and of Mr Eleven.

In here: the rules' steps A to E and what follows. Not in here: when a round is judged (``rules``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from games.dice.commands import DiceOptions
from games.dice.state import Player
from games.dice.turns import KEPT, OUT, special

ELEVEN, EIGHT = 11, 8
MAEXCHEN = 21

Verdicts = dict[int, tuple[str, str]]
"""By seat: what becomes of the counter (``win``, ``lose``, ``stay``), and the note."""


class Judged(NamedTuple):
    """A round after judging. ``open``: three tied, and each of them owes one more die."""

    players: Mapping[int, Player]
    eleven: int | None
    open: bool


def total(player: Player, german: bool) -> int:
    """What the dice are worth: their sum, or in German mode the first two as a number.

    >>> total(Player(1, rolls=((3, 1),)), german=False), total(Player(1, rolls=((1, 3),)), True)
    (4, 31)
    """
    if special(player.rolls) == "SIP_DRINK":
        return 0
    if german:
        low, high = sorted(player.rolls[0][:2])
        return 10 * high + low
    return sum(map(sum, player.rolls))


def rank(player: Player, german: bool) -> tuple[int, ...]:
    """What decides between totals. German: Mäxchen, then pairs, then the number, then tie dice."""
    value = total(player, german)
    if not german:
        return (value,)
    kind = 2 if value == MAEXCHEN else int(value % 11 == 0)
    ties = player.rolls[len(player.rolls) - player.ties :]
    return (kind, value, sum(map(sum, ties)))


def judge(players: Mapping[int, Player], eleven: int | None, options: DiceOptions) -> Judged:
    """Judge a round that everybody has finished. ``players``: in the order they joined."""
    german = options.german_mode
    inside = {seat: p for seat, p in players.items() if p.note not in OUT}
    ranks = {seat: rank(player, german) for seat, player in inside.items()}
    if len(ranks) == 3 and len(set(ranks.values())) == 1:
        return Judged({**players, **{s: _tied(p) for s, p in inside.items()}}, eleven, open=True)
    totals = {seat: total(player, german) for seat, player in players.items()}
    verdicts: Verdicts = {s: ("lose", p.note) for s, p in players.items() if s not in inside}
    if eleven in inside and totals[eleven] == ELEVEN:
        verdicts |= _mr_eleven_wins(eleven, {seat: totals[seat] for seat in inside})
    else:
        verdicts |= _highest_wins(ranks, totals)
    judged = {seat: _told(player, *verdicts[seat]) for seat, player in players.items()}
    if options.steal_with_single_dice:
        judged = _stolen(players, judged)
    return Judged(judged, _new_eleven(totals, eleven), open=False)


def _tied(player: Player) -> Player:
    """One of three alike: the counter stays, and one die more is owed."""
    note = player.note if player.note in KEPT else "THREE_WAY_TIE"
    return replace(player, ties=player.ties + 1, done=False, note=note)


def _mr_eleven_wins(eleven: int, totals: Mapping[int, int]) -> Verdicts:
    """Step C: he wins with 11; others on 11 are shown as winners if nobody is above it."""
    beaten = max(totals.values()) > ELEVEN
    verdicts: Verdicts = {
        seat: ("lose", "SIP_DRINK") if beaten or value != ELEVEN else ("stay", "WINNER")
        for seat, value in totals.items()
    }
    return {**verdicts, eleven: ("win", "WINNER")}


def _highest_wins(ranks: Mapping[int, tuple[int, ...]], totals: Mapping[int, int]) -> Verdicts:
    """Steps D and E: a shared top is everybody's loss, else the highest wins."""
    if not ranks:
        return {}
    top = max(ranks.values())
    leaders = [seat for seat, value in ranks.items() if value == top]
    if len(leaders) == 1:
        return {s: ("win", "WINNER") if s in leaders else ("lose", "SIP_DRINK") for s in ranks}
    tie = "EIGHT_TIE" if totals[leaders[0]] == EIGHT else "TIE"
    return {seat: ("lose", tie if seat in leaders else "TIE") for seat in ranks}


def _told(player: Player, verdict: str, note: str) -> Player:
    """The player with the verdict; some notes stay whatever it is."""
    note = player.note if player.note in KEPT else note
    if verdict == "stay":
        return replace(player, note=note, verdict=verdict)
    won = int(verdict == "win")
    streak = player.streak + 1 if won else 0
    return replace(player, note=note, verdict=verdict, streak=streak, won=player.won + won)


def _stolen(before: Mapping[int, Player], judged: Mapping[int, Player]) -> dict[int, Player]:
    """Who won on the first roll alone goes on from the losers' longest streak, if it is longer."""
    after = dict(judged)
    longest = max((before[s].streak for s, p in judged.items() if p.verdict == "lose"), default=0)
    for seat, player in judged.items():
        if player.verdict == "win" and len(player.rolls) == 1 and longest > before[seat].streak:
            after[seat] = replace(player, streak=longest + 1)
    return after


def _new_eleven(totals: Mapping[int, int], eleven: int | None) -> int | None:
    """He keeps the name with 11, else the first to have joined with 11 takes it."""
    if eleven is not None and totals.get(eleven) == ELEVEN:
        return eleven
    return next((seat for seat, value in totals.items() if value == ELEVEN), eleven)
