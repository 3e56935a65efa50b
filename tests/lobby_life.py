"""A lobby's random life in memory: people without a plan, and a server that rings and reaps.

In here: rooms, the cast, and what they may think of doing next, for any kind of game. Not in here:
a database, a socket, and what must hold (test_socket_document, test_secrecy).
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from games import GAMES
from games.base import Command
from games.mind import Mind
from games.rng import Rng
from lobbies import protocol
from lobbies.judge import Change, judge
from lobbies.manners import Arrive, Depart, Join, Leave, Rename, Ring, newcomer
from lobbies.matches import started
from lobbies.protocol import Refusal
from lobbies.rooms import HOUSE, Actor, Room, next_alarm, thought_of

START = 1_760_000_000_000
NAMES = ("Anh", "Bình", "Chi", "Dũng", "Em", "Giang")
IDS = {name: str(UUID(int=number)) for number, name in enumerate(NAMES, 1)}
CAST = {name: Actor(IDS[name], name) for name in NAMES}
STAFF = Actor(str(UUID(int=99)), "Thu", staff=True)
STRANGER = str(UUID(int=100))
"""Watches without being on the list."""


def new_room(kind: str = "chess", *, visibility: str = "public", **options: Any) -> Room:
    """A fresh room that Anh has opened and sits in."""
    game = GAMES[kind]
    host = replace(newcomer(CAST["Anh"], START), seat=0, connected=True, away_until=None)
    room = Room(
        id=str(UUID(int=1000)), code="ABCD", kind=kind, name="Quiet river", status="waiting",
        visibility=visibility, host=host.player, invite="the-secret-invitation",
        options=game.options(**options), version=1, guests={host.player: host},
    )  # fmt: skip
    return started(room, 1, START) if game.opens else room


def do(room: Room, who: str | Actor, command: Command, now: int = START) -> Room:
    """The room after a command that is accepted."""
    actor = CAST[who] if isinstance(who, str) else who
    change = judge(room, actor, command, now)
    return room if change is None else change.after


def come_in(room: Room, *names: str) -> Room:
    """The room with these people connected."""
    for name in names:
        room = do(room, name, Arrive())
    return room


class Life:
    """A lobby's life number ``number``: the same number, the same life."""

    def __init__(self, kind: str, number: int) -> None:
        self.random = Random(f"{kind} {number}")
        self.now = START
        visibility = self.random.choice(("public", "public", "private"))
        self.room = new_room(kind, visibility=visibility)
        if visibility == "private":
            for name in NAMES[1:4]:
                self.room = do(self.room, name, Join())
        self.refused = 0
        self.leaving: list[str] = []

    def changes(self, steps: int) -> Iterator[Change]:
        """What happens in ``steps`` attempts to do something."""
        for _ in range(steps):
            self.now += self.random.choice((0, 30, 2_000, 20_000))
            actor, command = self._idea()
            try:
                change = judge(self.room, actor, command, self.now)
            except Refusal:
                self.refused += 1
                continue
            if change is not None:
                self.room = change.after
                yield change

    def _idea(self) -> tuple[Actor, Command]:
        alarm = next_alarm(self.room)
        if alarm is not None and self.random.random() < (0.5 if alarm <= self.now else 0.05):
            self.now = max(self.now, alarm)
            return HOUSE, Ring()
        if (computer := self._computer()) is not None:
            return computer
        if self.random.random() < 0.01:
            self.leaving = [*NAMES]
        if self.leaving:
            return CAST[self.leaving.pop()], Depart()
        name = self.random.choice(NAMES)
        if self.random.random() < 0.03:
            return STAFF, self._command(name)
        if self.random.random() < 0.3 and self.room.host is not None:
            name = next((n for n in NAMES if IDS[n] == self.room.host), name)
        return CAST[name], self._command(name)

    def _computer(self) -> tuple[Actor, Command] | None:
        """What a computer player does that is due, as if it had thought."""
        thought = thought_of(self.room)
        if thought is None or self.room.play is None or self.random.random() < 0.3:
            return None
        guest = self.room.seated().get(thought.seat)
        actor = Actor(guest.player if guest else "", "", plays=thought.seat)
        game, state = self.room.game, self.room.play.state
        if commands := game.legal(state, thought.seat):
            return actor, self.random.choice(commands)
        mind = Mind(thought.level, self.room.options, Rng(b"life", self.room.version))
        return actor, game.choose(game.view(state, thought.seat), thought.seat, mind)

    def _command(self, name: str) -> Command:
        play, roll = self.room.play, self.random.random()
        seat = self.room.seat_of(IDS[name])
        if play is not None and seat is not None and roll < 0.6:
            commands = self.room.game.legal(play.state, seat)
            if commands:
                return self.random.choice(commands)
        if roll < 0.85:
            return self.random.choice(self._daily(name))
        return self.random.choice(self._rare())

    def _daily(self, name: str) -> list[Command]:
        seat = self.random.randrange(self.room.game.max_seats + 1)
        level = next(iter(self.room.game.levels), "none")
        text = self.random.choice(("xin chào", "<b>", "“Tiến lên!”", "…  …", "😀"))
        return [
            Arrive(), Arrive(), Arrive(), Depart(), protocol.Sit(seat), protocol.Sit(None),
            protocol.Ready(), protocol.Ready(), protocol.Ready(), protocol.Start(),
            protocol.Say(text), protocol.Hello(self.random.choice(("a1", "b2"))),
            protocol.AddBot(level, seat), protocol.RemoveBot(seat),
            Join(sit=True), Rename(name + self.random.choice(("", "!"))),
        ]  # fmt: skip

    def _rare(self) -> list[Command]:
        whom = IDS[self.random.choice(NAMES)]
        spectators = {"spectatorChat": self.random.random() < 0.5}
        look = self.random.choice(("public", "private"))
        closing = [protocol.Close()] if self.random.random() < 0.3 else []
        return [
            protocol.Stand(), protocol.Spectate(), protocol.Ready(False), Leave(),
            protocol.Host(whom), protocol.Kick(whom), protocol.Kick(whom, ban=whom[-1] > "4"),
            protocol.Mute(whom), protocol.Mute(whom, False), protocol.Invite(),
            protocol.SetOptions(name="Loud sea"), protocol.SetOptions(visibility=look),
            protocol.SetOptions(options=spectators), protocol.ReportLine(max(1, self.room.said)),
            *closing,
        ]  # fmt: skip
