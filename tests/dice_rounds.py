"""Death Dice for tests: rounds with dice one chooses, written as the rules write them.

In here: a round from its dice, and what it came to. Not in here: chance (the rules roll by
``games.rng``; here the dice are loaded).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from games.dice.commands import DiceOptions, NewRound, Roll
from games.dice.rules import DeathDice
from games.dice.state import DiceState, Player
from games.dice.turns import after
from games.rng import Rng

DICE = DeathDice()
NOW = 1_760_000_000_000
Turn = Sequence[Sequence[int]]


class Loaded(Rng):
    """Chance that shows what it is told: ``Loaded(4, 4)`` rolls two fours."""

    def __init__(self, *dice: int) -> None:
        super().__init__(b"", 0)
        self.dice = list(dice)

    def below(self, n: int) -> int:
        """The next die; a die of 10 and the percentile die begin at 0."""
        value = self.dice.pop(0)
        return value // 10 if n == 10 and value >= 10 else value - (n != 10)


class Party:
    """A game among people with letters for names, seat by seat in the order they are given."""

    def __init__(self, names: str, **options: Any) -> None:
        self.names = names
        self.facts: list[str] = []
        self.state = DICE.setup(range(len(names)), DiceOptions(**options), Rng(b"", 1), NOW)

    def seat(self, name: str) -> int:
        return self.names.index(name)

    def streak(self, name: str, streak: int) -> Party:
        """Give somebody a win counter."""
        players = dict(self.state.players)
        players[self.seat(name)] = replace(players[self.seat(name)], streak=streak)
        self.state = replace(self.state, players=players)
        return self

    def eleven(self, name: str) -> Party:
        """Make somebody Mr Eleven."""
        self.state = replace(self.state, eleven=self.seat(name))
        return self

    def new_round(self) -> Party:
        return self.take(DICE.apply(self.state, 0, NewRound(), Loaded(), NOW))

    def take(self, step: Any) -> Party:
        self.state = step.state
        self.facts.append(step.facts.get("game", ""))
        return self

    def roll(self, name: str, *dice: int) -> Party:
        rng = Loaded(*dice)
        self.take(DICE.apply(self.state, self.seat(name), Roll(), rng, NOW))
        assert not rng.dice, f"{name} rolled fewer dice than that."
        return self

    def leaves(self, name: str) -> Party:
        return self.take(DICE.vacated(self.state, self.seat(name), Loaded(), NOW))

    def sits(self, name: str) -> Party:
        if name not in self.names:
            self.names += name
        return self.take(DICE.seated(self.state, self.seat(name), Loaded(), NOW))

    def turns(self, **turns: Turn) -> Party:
        """Everybody's whole turn, one after the other: ``A=[[4, 4], [4], [2]]``."""
        for name, rolls in turns.items():
            for dice in rolls:
                self.roll(name, *dice)
        return self

    def player(self, name: str) -> Player:
        return self.state.players[self.seat(name)]

    def notes(self) -> dict[str, str]:
        """By name: the notes of everybody."""
        return {name: self.player(name).note for name in self.present()}

    def verdicts(self) -> dict[str, str]:
        return {name: self.player(name).verdict for name in self.present()}

    def present(self) -> list[str]:
        return [self.names[seat] for seat in self.state.players]


def round_of(turns: dict[str, Turn], mr: str = "", **options: Any) -> Party:
    """A round played to its end. Three dice in a first roll: that player has a streak of 5."""
    party = Party("".join(turns), **options)
    for name, rolls in turns.items():
        if len(rolls[0]) == 3:
            party.streak(name, 5)
    if mr:
        party.eleven(mr)
    return party.new_round().turns(**turns)


def turn_of(*rolls: Sequence[int]) -> Player:
    """A player after these rolls, whether or not the turn was over before."""
    player = Player(1)
    for dice in rolls:
        player = after(player, tuple(dice))
    return player


__all__ = ["DICE", "NOW", "DiceState", "Loaded", "Party", "round_of", "turn_of"]
