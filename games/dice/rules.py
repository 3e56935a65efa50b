"""The rules of Death Dice: the only judge of what may happen, and what then does.

In here: rounds, who may roll, coming and going, the end of a game. Not in here: what dice mean
(``turns``), who wins a round (``judging``), people, sockets, the time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from games.base import N_, Command, Document, Game, IllegalMove, Result, Step, Views
from games.dice import document
from games.dice.commands import COMMANDS, DiceOptions, Finish, NewRound, Roll
from games.dice.judging import judge
from games.dice.state import DiceState, Player, all_done
from games.dice.turns import rolled
from games.rng import Rng

_NOTHING: frozenset[Hashable] = frozenset()


class DeathDice(Game[DiceState]):
    """A dice game for as many as there are: no turn order, and being alone is fine."""

    kind = "dice"
    title = N_("Death Dice")
    min_seats = 1
    max_seats = 60
    opens = True
    random = True
    reserved_names = frozenset({"MRELEVEN", "MR11"})
    options = DiceOptions
    commands = COMMANDS

    def setup(self, seats: Sequence[int], options: DiceOptions, rng: Rng, now: int) -> DiceState:
        """A new game begins between two rounds: somebody presses New round."""
        players = {seat: Player(number) for number, seat in enumerate(seats, 1)}
        return DiceState(options, players, joined=len(players))

    def arrange(
        self, seats: Sequence[int], options: DiceOptions, rng: Rng, number: int
    ) -> Sequence[int]:
        """Chairs are places on a list: in the order of coming, without gaps."""
        return range(len(seats))

    def turn(self, state: DiceState) -> frozenset[int]:
        """Who owes a roll; between two rounds everybody, since anybody may begin the next."""
        if state.result:
            return frozenset()
        if not state.open:
            return frozenset(state.players)
        return frozenset(seat for seat, player in state.players.items() if not player.done)

    def apply(
        self, state: DiceState, seat: int | None, command: Command, rng: Rng, now: int
    ) -> Step[DiceState]:
        if state.result:
            raise IllegalMove("This game is over.", "NO_ACTIVE_GAME")
        if isinstance(command, Finish):
            return _finish(state)
        if seat is None or seat not in state.players:
            raise IllegalMove("You are watching: join in first, then roll.", "FORBIDDEN")
        return _roll(state, seat, rng) if isinstance(command, Roll) else _new_round(state)

    def view(
        self, state: DiceState, seat: int | None, only: frozenset[Hashable] | None = None
    ) -> Views:
        return {"game": document.whole(state) if only is None else document.parts(state, only)}

    def chapter(self, state: DiceState) -> int:
        """The round."""
        return state.round

    def result(self, state: DiceState) -> Result | None:
        return state.result

    def legal(self, state: DiceState, seat: int) -> Sequence[Command]:
        """All commands the rules accept from ``seat``."""
        if state.result or seat not in state.players:
            return ()
        if not state.open:
            return (NewRound(), Finish())
        return () if state.players[seat].done else (Roll(),)

    def seated(self, state: DiceState, seat: int, rng: Rng, now: int) -> Step[DiceState]:
        """A full player from now on, last in the list; in an open round one who owes a roll."""
        if state.result or seat in state.players:
            return Step(state, touched=_NOTHING)
        number = state.joined + 1
        joined = {**state.players, seat: Player(number)}
        after = replace(state, players=joined, joined=number)
        return Step(after, {"game": "joined"}, frozenset({seat}))

    def vacated(self, state: DiceState, seat: int, rng: Rng, now: int) -> Step[DiceState]:
        """Gone, counter and all; if only this turn was awaited, the round is judged now."""
        if state.result or seat not in state.players:
            return Step(state, touched=_NOTHING)
        left = {other: player for other, player in state.players.items() if other != seat}
        eleven = None if state.eleven == seat else state.eleven
        after = replace(state, players=left, eleven=eleven)
        if after.open and all_done(left):
            return _judged(after)
        return Step(after, {"game": "left"}, frozenset({seat, "eleven"}))

    def holds(self, state: DiceState, left: bool = False) -> bool:
        """Nobody's place is kept: who comes back begins anew."""
        return False

    def freeze(self, state: DiceState) -> Document | None:
        frozen: Document = msgspec.to_builtins(state, str_keys=True)
        return frozen

    def thaw(self, frozen: Document) -> DiceState:
        """As it was; a database may give the players back in another order."""
        state = msgspec.convert(frozen, DiceState, strict=False)
        return replace(state, players=_in_order(state.players))


def _in_order(players: Mapping[int, Player]) -> dict[int, Player]:
    return dict(sorted(players.items(), key=lambda item: item[1].joined))


def _roll(state: DiceState, seat: int, rng: Rng) -> Step[DiceState]:
    """One roll; the last one of the round judges it."""
    player = state.players[seat]
    if not state.open:
        raise IllegalMove("This round is over. Begin a new one, then roll.", "INVALID_STATE")
    if player.done:
        raise IllegalMove("Your turn is over. Wait until the others have rolled.", "INVALID_STATE")
    after = replace(state, players={**state.players, seat: rolled(player, rng)})
    if all_done(after.players):
        return _judged(after)
    return Step(after, {"game": "rolled"}, frozenset({seat}))


def _new_round(state: DiceState) -> Step[DiceState]:
    """Rolls and outcomes are cleared, counters stay."""
    if state.open:
        raise IllegalMove("This round is still being played: roll first.", "INVALID_STATE")
    cleared = {
        seat: Player(player.joined, player.streak, player.won)
        for seat, player in state.players.items()
    }
    after = replace(state, players=cleared, round=state.round + 1, open=True)
    return Step(after, {"game": "newRound"})


def _judged(state: DiceState) -> Step[DiceState]:
    """Everybody has finished: the round is judged, once; a three-way tie keeps it open."""
    players, eleven, still_open = judge(state.players, state.eleven, state.options)
    after = replace(state, players=players, eleven=eleven, open=still_open)
    return Step(after, {"game": "tied" if still_open else "roundOver"})


def _finish(state: DiceState) -> Step[DiceState]:
    """The game ends: who has won most rounds has won it."""
    if state.open:
        raise IllegalMove("Finish this round first, then end the game.", "INVALID_STATE")
    most = max((player.won for player in state.players.values()), default=0)
    winners = tuple(seat for seat, player in state.players.items() if most and player.won == most)
    over = replace(state, result=Result(tuple(sorted(winners)), "finished"))
    return Step(over, {"game": "over"}, frozenset({"result"}))
