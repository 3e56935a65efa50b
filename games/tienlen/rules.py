"""The rules of a Tiến Lên tournament: the only judge of what may happen, and what then does.

In here: commands and alarms, and what they say has changed. Not in here: cards (``combos``,
``judging``, ``trick``), the tournament's own steps (``tourney``), people, sockets, the time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar

import msgspec

from games.base import N_, Command, Document, Errand, Game, IllegalMove, Person, Result, Step, Views
from games.mind import Mind, Thought
from games.rng import Rng
from games.tienlen import bots, document, errands, export, hidden, tourney, trick
from games.tienlen.commands import (
    COMMANDS,
    Pass,
    Play,
    Ready,
    Reset,
    TienlenOptions,
    playing,
)
from games.tienlen.deal import SEATS, Deal
from games.tienlen.errands import NO_GAME
from games.tienlen.judging import expect_pass, judged, plays
from games.tienlen.presets import rules_of
from games.tienlen.state import BEFORE, Seat, Status, Tourney, result_of

_NOTHING: frozenset[Hashable] = frozenset()
_NOBODY: frozenset[int] = frozenset()


class Tienlen(Game[Tourney]):
    """Tiến Lên for four, game after game until somebody has enough points.

    Commands of a seat that a computer player has at the moment are refused.
    """

    kind = "tienlen"
    title = N_("Tiến Lên")
    min_seats = 1
    max_seats = SEATS
    plays = (SEATS, SEATS)
    opens = True
    permanent = "GLOBAL"
    readies = Ready
    restarts = Reset
    shows_people = True
    people_in = frozenset({"tourney", "leaderboard"})
    whole = frozenset({"tourney/updated", "game/started", "game/over"})
    atoms = frozenset({"lastPlay"})
    secret = True
    random = True
    levels = bots.LEVELS
    options = TienlenOptions
    commands = COMMANDS
    files: ClassVar[Mapping[str, str]] = {"txt": "text/plain"}

    def setup(self, seats: Sequence[int], options: TienlenOptions, rng: Rng, now: int) -> Tourney:
        """A tournament that waits until four have come, or until the four are ready."""
        taken = tuple(Seat(taken=seat in seats) for seat in range(SEATS))
        status: Status = "starting" if len(seats) == SEATS else "waiting"
        return Tourney(options, status, taken, opened=now)

    def with_bots(self, state: Tourney, bots: Mapping[int, str]) -> Tourney:
        """Computer players are ready; where nobody else is, the first game begins by itself."""
        return tourney.with_bots(state, bots)

    def turn(self, state: Tourney) -> frozenset[int]:
        """Whose turn it is, or who is not ready yet; nobody while a computer player thinks."""
        if state.playing is not None:
            current = state.playing.current
            return _NOBODY if state.seats[current].bot else frozenset({current})
        if state.status not in ("starting", "between_games"):
            return _NOBODY
        return frozenset(seat for seat, each in enumerate(state.seats) if not each.ready)

    def apply(
        self, state: Tourney, seat: int | None, command: Command, rng: Rng, now: int
    ) -> Step[Tourney]:
        if seat is None:
            raise IllegalMove("You are watching: take a free seat to play.", "NOT_IN_TOURNEY")
        if isinstance(command, Ready):
            return _told(state, tourney.readied(state, seat, rng, now))
        deal = _acted(state, _expect_own(state, seat), seat, command)
        return _told(state, tourney.moved(state, deal, now))

    def thinker(self, state: Tourney, bots: Mapping[int, str]) -> Thought | None:
        """The computer player at the turn: one with a chair, or one that plays for somebody."""
        deal = state.playing
        level = state.seats[deal.current].bot if deal is not None else ""
        return Thought(deal.current, level) if deal is not None and level else None

    def choose(self, views: Views, seat: int, mind: Mind) -> Command:
        return bots.choose(views, mind.options, mind.level, mind.rng, mind.effort)

    def chosen(
        self, state: Tourney, seat: int, command: Command, rng: Rng, now: int
    ) -> Step[Tourney]:
        """After its move a computer player gives the seat back to who has returned meanwhile."""
        deal = state.playing
        if deal is None or not state.seats[seat].bot:
            raise IllegalMove("No computer player has this seat.", "NOT_A_BOT")
        after = _acted(state, deal, seat, command)
        return _told(state, tourney.moved(tourney.returned(state, seat), after, now))

    def view(
        self, state: Tourney, seat: int | None, only: frozenset[Hashable] | None = None
    ) -> Views:
        return document.view(state, seat, only)

    def result(self, state: Tourney) -> Result | None:
        return result_of(state)

    def legal(self, state: Tourney, seat: int) -> Sequence[Command]:
        """All plays that differ in what they can beat, and a pass."""
        deal = state.playing
        if deal is None:
            return (Ready(),) if seat in self.turn(state) else ()
        if state.seats[seat].bot:
            return ()
        found: list[Command] = [playing(p) for p in plays(deal, seat, rules_of(state.options))]
        if deal.current == seat and deal.last is not None:
            found.append(Pass())
        return found

    def alarm(self, state: Tourney) -> int | None:
        return state.due

    def ring(self, state: Tourney, rng: Rng, now: int) -> Step[Tourney]:
        """A player's time is up, or the next game begins."""
        if state.due is None or now < state.due:
            return Step(state, touched=_NOTHING)
        deal = state.playing
        if deal is None:
            return _told(state, tourney.started(state, rng, now))
        return _told(state, _timed_out(state, deal, now))

    def seated(self, state: Tourney, seat: int, rng: Rng, now: int) -> Step[Tourney]:
        """Somebody takes a seat or is back.

        :raises IllegalMove: when a seat is asked for that the running tournament does not have.
        """
        return self.bot_seated(state, seat, "", rng, now)

    def bot_seated(
        self, state: Tourney, seat: int, level: str, rng: Rng, now: int
    ) -> Step[Tourney]:
        """The same for a computer player, which is ready at once."""
        if state.status not in BEFORE and not state.seats[seat].taken:
            raise IllegalMove("The tournament is being played.", "TOURNEY_IN_PROGRESS")
        return _told(state, tourney.sat(state, seat, level, now))

    def vacated(self, state: Tourney, seat: int, rng: Rng, now: int) -> Step[Tourney]:
        """Before the first game the seat is free again, later a computer player goes on."""
        return _told(state, tourney.left(state, seat, now))

    def holds(self, state: Tourney, left: bool = False) -> bool:
        """From the first game on."""
        return state.status not in BEFORE

    def admit(self, state: Tourney, seat: int | None) -> None:
        """Seats are taken before the first game only."""
        errands.admit(state, seat)

    def errand(self, state: Tourney, command: Command) -> Errand | None:
        """Seats and a new beginning are the house's to give."""
        return errands.errand(state, command)

    def peopled(self, views: Views, people: Mapping[int, Person]) -> Views:
        return document.peopled(views, people)

    def hindsight(
        self, state: Tourney, now: Tourney | None, only: frozenset[Hashable] | None = None
    ) -> Views:
        """All hands, in games that are finished by now."""
        views = document.view(state, None, only)
        if state.deal is not None and (now is None or document.is_told(state.deal, now)):
            views.setdefault("game", {})["hands"] = document.hands(state.deal, only)
        return views

    def chapter(self, state: Tourney) -> int:
        """The number of the game."""
        return state.number

    def resample(self, state: Tourney, seat: int | None, rng: Rng) -> Tourney:
        return hidden.resampled(state, seat, rng)

    def freeze(self, state: Tourney) -> Document | None:
        frozen: Document = msgspec.to_builtins(state)
        return frozen

    def thaw(self, frozen: Document) -> Tourney:
        return msgspec.convert(frozen, Tourney)

    def describe(self, state: Tourney) -> Document:
        """The finished games with all hands and moves."""
        return {"games": export.games(state)} if state.history else {}

    def exports(self, state: Tourney, names: Mapping[int, str]) -> dict[str, str]:
        return {"txt": export.text(state, names)}


def _expect_own(state: Tourney, seat: int) -> Deal:
    """The game being played, if ``seat`` plays it with their own hands.

    :raises IllegalMove: when there is no game, or a computer player has the seat.
    """
    deal = state.playing
    if deal is None:
        raise IllegalMove(NO_GAME[state.status], "NO_ACTIVE_GAME")
    mine = state.seats[seat]
    if mine.back:
        raise IllegalMove(
            "The computer makes this one move for you: the next one is yours.", "NOT_YOUR_TURN"
        )
    if mine.bot:
        raise IllegalMove("A computer player has this seat at the moment.", "INVALID_STATE")
    return deal


def _acted(state: Tourney, deal: Deal, seat: int, command: Command) -> Deal:
    """The game after ``seat`` has played or passed.

    :raises IllegalMove: if that is not allowed.
    """
    if not isinstance(command, Play):
        expect_pass(deal, seat)
        return trick.passed(deal, seat)
    rules = rules_of(state.options)
    values = [card.value for card in command.cards]
    return trick.played(deal, seat, judged(deal, seat, values, rules), rules)


def _timed_out(state: Tourney, deal: Deal, now: int) -> Tourney:
    """The time is up: a pass, or the lowest single as the lead."""
    seat = deal.current
    if deal.last is not None:
        return tourney.moved(state, trick.passed(deal, seat), now)
    lowest = deal.hands[seat][:1]
    return tourney.moved(state, trick.played(deal, seat, lowest, rules_of(state.options)), now)


def _told(before: Tourney, after: Tourney) -> Step[Tourney]:
    """The step from one state to the next, with what it is called and what it touched."""
    if after is before:
        return Step(after, touched=_NOTHING)
    old, new = before.deal, after.deal
    if old is new or new is None:
        return Step(after, {"tourney": "updated"}, frozenset({"tourney", "turnEndsAt"}))
    if after.status != "in_progress":
        return Step(after, {"tourney": "updated", "game": "over"})
    if before.playing is None:
        return Step(after, {"tourney": "updated", "game": "started"})
    touched = trick.changed_by(new)
    if before.seats is after.seats:
        mover = new.moves[-1].seat
        return Step(after, {"game": "move"}, touched, private=frozenset({mover}))
    return Step(after, {"tourney": "updated", "game": "move"}, touched | {"tourney"})
