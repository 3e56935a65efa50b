"""Random games of any kind, played through the door a live game uses: ``games.base.advance``.

In here: a player without a plan, seeded, who also leaves, comes back and lets alarms ring; and, if
asked for, computer players at some seats, who choose from their views as in the house.
Not in here: what must hold (``test_contract``). Nothing in here knows any game.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from games.advance import advance
from games.base import Command, Event, Game, Step, Views
from games.mind import Mind
from games.rng import Rng

START = 1_760_000_000_000
"""A time to begin at, in ms."""


@dataclass(frozen=True)
class Happening:
    """One line of a game's log: all that a replay needs."""

    event: Event
    seat: int | None
    command: Command | None
    version: int
    now: int


@dataclass
class Played:
    """A game that was played: ``states[i + 1]`` came of ``log[i]`` through ``steps[i]``."""

    game: Game[Any]
    options: Any
    seats: tuple[int, ...]
    seed: bytes
    states: list[Any]
    bots: dict[int, str] = field(default_factory=dict)
    log: list[Happening] = field(default_factory=list)
    steps: list[Step[Any]] = field(default_factory=list)

    def rng(self, version: int) -> Rng:
        return Rng(self.seed, version)

    def retold(self) -> Iterator[tuple[Any, Any]]:
        """Each state as its log tells it, its commands read from JSON, and as it was."""
        state = self.game.setup(self.seats, self.options, self.rng(1), START)
        state = self.game.with_bots(state, self.bots) if self.bots else state
        yield state, self.states[0]
        for line, expected in zip(self.log, self.states[1:], strict=True):
            text = msgspec.json.encode(line.command, order="deterministic")
            command = line.command and msgspec.json.decode(text, type=type(line.command))
            rng = self.rng(line.version)
            state = advance(self.game, state, line.event, line.seat, command, rng, line.now).state
            yield state, expected

    def moments(self) -> list[tuple[Any, Happening, Step[Any]]]:
        """Each state with what happened to it."""
        return list(zip(self.states[:-1], self.log, self.steps, strict=True))


def viewers(game: Game[Any]) -> list[int | None]:
    """Every seat (of a long table some, all along it), and a spectator."""
    return [*range(0, game.max_seats, max(1, game.max_seats // 6)), None]


def views(game: Game[Any], state: Any) -> list[Views]:
    return [game.view(state, viewer) for viewer in viewers(game)]


def random_options(game: Game[Any], random: Random) -> Any:
    """Options within their bounds: the defaults, the extremes, and anything between."""
    fields = msgspec.inspect.type_info(game.options).fields  # type: ignore[attr-defined]
    chosen = {each.encode_name: _value(each.type, each.default, random) for each in fields}
    return msgspec.convert(chosen, game.options)


def _value(kind: Any, default: Any, random: Random) -> Any:
    if isinstance(kind, msgspec.inspect.BoolType):
        return random.choice((False, True))
    if isinstance(kind, msgspec.inspect.LiteralType):
        return random.choice(kind.values)
    if isinstance(kind, (msgspec.inspect.IntType, msgspec.inspect.FloatType)):
        step = kind.multiple_of or 1
        low, high = kind.ge, kind.le
        assert low is not None and high is not None, "A number among the options needs bounds."
        between = low + step * random.randint(0, int((high - low) / step))
        return random.choice((default, low, high, between))
    return default


def play(game: Game[Any], number: int, length: int = 150, *, bots: bool = False) -> Played:
    """Game ``number`` of ``game``: the same number, the same game. ``bots``: at some seats."""
    return _Play(game, number, bots).run(length)


def pick(random: Random, commands: Sequence[Command]) -> Command:
    """One of ``commands``: mostly of the type there is most of, since that is how games go on."""
    kinds: dict[type[Command], list[Command]] = defaultdict(list)
    for command in commands:
        kinds[type(command)].append(command)
    if random.random() < 0.95:
        return random.choice(max(kinds.values(), key=len))
    return random.choice(random.choice(list(kinds.values())))


class _Play:
    """A game being played."""

    def __init__(self, game: Game[Any], number: int, bots: bool = False) -> None:
        self.game = game
        self.random = Random(f"{game.kind} {number}")
        self.now = START
        self.looks = 0
        seed = b"%d" % number
        options = random_options(game, self.random)
        seats = self._first_seats()
        self.present = set(seats)
        first = game.setup(seats, options, Rng(seed, 1), self.now)
        self.bots = self._first_bots(seats, number) if bots else {}
        self.present -= self.bots.keys()
        first = game.with_bots(first, self.bots)
        self.played = Played(game, options, seats, seed, [first], self.bots)

    def _first_seats(self) -> tuple[int, ...]:
        least = 0 if self.game.opens else self.game.min_seats
        count = self.random.randint(least, self.game.max_seats)
        return tuple(sorted(self.random.sample(range(self.game.max_seats), count)))

    def _first_bots(self, seats: tuple[int, ...], number: int) -> dict[int, str]:
        """Computer players at some of the seats, of each level in some game."""
        levels = list(self.game.levels)
        sitting = [s for s in seats if self.random.random() < 0.7] or seats[:1]
        return {seat: levels[(number + nth) % len(levels)] for nth, seat in enumerate(sitting)}

    def run(self, length: int) -> Played:
        while len(self.played.log) < length:
            self.now += self.random.choice((0, 40, 900, 9_000))
            what = self._next(self.played.states[-1])
            if what is None or self._happen(*what).again:
                break
        return self.played

    def _happen(self, event: Event, seat: int | None, command: Command | None) -> Step[Any]:
        version = len(self.played.log) + 2
        happening = Happening(event, seat, command, version, self.now)
        rng = self.played.rng(version)
        step = advance(self.game, self.played.states[-1], event, seat, command, rng, self.now)
        self.played.log.append(happening)
        self.played.steps.append(step)
        self.played.states.append(step.state)
        return step

    def _next(self, state: Any) -> tuple[Event, int | None, Command | None] | None:
        if self.bots and (thought := self.game.thinker(state, self.bots)):
            self.now = max(self.now, thought.at)
            rng = Rng(b"bot", len(self.played.log))
            mind = Mind(thought.level, self.played.options, rng, spent=self._hurry)
            seen = msgspec.json.decode(msgspec.json.encode(self.game.view(state, thought.seat)))
            return "bot", thought.seat, self.game.choose(seen, thought.seat, mind)
        alarm = self.game.alarm(state)
        due = alarm is not None and alarm <= self.now and self.random.random() < 0.8
        if alarm is not None and (due or self.random.random() < 0.002):
            return self._ring(alarm)
        if coming := self._comes_or_goes():
            return coming
        seats = sorted(self.present)
        self.random.shuffle(seats)
        if self.random.random() < 0.9:
            seats.sort(key=lambda seat: seat not in self.game.turn(state))
        for patient in (True, False):
            for seat in seats:
                if command := self._choose(state, seat, patient):
                    return "command", seat, command
            if absent := sorted(self.game.turn(state) - self.present):
                self.present.add(absent[0])
                return "taken", absent[0], None
        return self._ring(alarm) if alarm is not None else self._company()

    def _company(self) -> tuple[Event, int | None, Command | None] | None:
        """Where nobody can do anything, a table that people come and go at waits for somebody."""
        taken = self.present | self.bots.keys()
        free = [seat for seat in range(self.game.max_seats) if seat not in taken]
        if not free or not self.game.opens or self.game.result(self.played.states[-1]):
            return None
        self.present.add(free[0])
        return "taken", free[0], None

    def _choose(self, state: Any, seat: int, patient: bool) -> Command | None:
        """Something to do; who is ``patient`` rarely ends the game: short ones show little."""
        commands = self.game.legal(state, seat)
        for _ in range(3 if commands else 0):
            command = pick(self.random, commands)
            rng = self.played.rng(len(self.played.log) + 2)
            after = self.game.apply(state, seat, command, rng, self.now).state
            ends = self.game.result(after) and not self.game.result(state)
            if not (ends and patient) or self.random.random() < 0.02:
                return command
        return None

    def _hurry(self) -> float:
        """Time goes by at a glance: nobody looks far ahead in tests."""
        self.looks += 1
        return self.looks % 500

    def _ring(self, alarm: int) -> tuple[Event, int | None, Command | None]:
        self.now = max(self.now, alarm)
        return "ring", None, None

    def _comes_or_goes(self) -> tuple[Event, int | None, Command | None] | None:
        if self.random.random() > (0.1 if self.game.opens else 0.03):
            return None
        seat = self.random.randrange(self.game.max_seats)
        if seat in self.bots:
            return None
        if seat in self.present:
            self.present.remove(seat)
            return "vacated", seat, None
        self.present.add(seat)
        return "taken", seat, None
