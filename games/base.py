"""The contract of a game: what the house asks of it, and all it may ask of the house.

In here: the vocabulary every game shares (its values stand in ``values``). Not in here: how a game
is kept (``keeping``), how an event moves it on (``advance``), any rule, clock, socket, database or
global randomness. The names are OpenSpiel's (state, apply, legal) and boardgame.io's (setup, view).

Times are whole milliseconds since the Unix epoch, always handed in. Seats are numbered from 0.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from games.keeping import Kept
from games.mind import Mind, Thought
from games.rng import Rng
from games.values import (
    N_,
    Command,
    Deed,
    Document,
    Errand,
    Event,
    IllegalMove,
    Options,
    Person,
    Phrase,
    Result,
    S,
    Step,
    Views,
    Who,
)

__all__ = [
    "N_", "Command", "Deed", "Document", "Errand", "Event", "Game", "IllegalMove", "Options",
    "Person", "Phrase", "Result", "S", "Step", "Views", "Who",
]  # fmt: skip


class Game(Kept[S], ABC):
    """A kind of game. Instances hold no state: every method is a pure function.

    ``kind``: its name in addresses and on the wire. ``title``: its name for people.
    ``min_seats`` must be taken before a game starts; there are ``max_seats`` chairs.
    ``plays``: how many play a game (least, most), if that is not how many chairs it needs and has.
    ``opens``: the game is in progress from the lobby's first moment and people come and go
    (``seated``, ``vacated``); else it starts when the seated players are ready.
    ``permanent``: the code of a public lobby that always exists, or nothing; a letter ``O`` or
    ``I`` in it keeps it apart from the codes of others.
    ``readies``: the command with which somebody says that they are ready, where the game asks.
    ``restarts``: the command with which the host, or the staff, begin anew at any time, if any.
    ``shows_people``: it puts people into its views (``peopled``): into whole ones, and into the
    parts of them that a ``Step.touched`` names by one of ``people_in``.
    ``whole``: types of news (``game/started``) that name every entry of their part, changed or not.
    ``atoms``: objects in its parts that are told whole when anything in them has changed.
    ``secret``: viewers may know different things; False means one view serves everybody.
    ``random``: it uses ``rng``, so the hash of its seed is shown from the start.
    ``levels``: its computer players, the weakest first: the level on the wire, and in words.
    ``alone``: options that suit somebody who plays against the computer, as on the wire.
    ``ladders``: the titles, by name, of what a hoster may have people rated in (``ladder``).
    ``reserved_names``: what nobody in the house may be called, since the game calls somebody so;
    in capitals, without spaces. ``files``: the media types of ``exports``, by suffix.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    min_seats: ClassVar[int] = 2
    max_seats: ClassVar[int] = 2
    plays: ClassVar[tuple[int, int] | None] = None
    opens: ClassVar[bool] = False
    permanent: ClassVar[str] = ""
    readies: ClassVar[type[Command] | None] = None
    restarts: ClassVar[type[Command] | None] = None
    shows_people: ClassVar[bool] = False
    people_in: ClassVar[frozenset[Hashable]] = frozenset()
    whole: ClassVar[frozenset[str]] = frozenset()
    atoms: ClassVar[frozenset[str]] = frozenset()
    secret: ClassVar[bool] = False
    random: ClassVar[bool] = False
    seat_names: ClassVar[tuple[str, ...]] = ()
    ladders: ClassVar[Mapping[str, str]] = {}
    levels: ClassVar[Mapping[str, str]] = {}
    alone: ClassVar[Mapping[str, Any]] = {}
    reserved_names: ClassVar[frozenset[str]] = frozenset()
    files: ClassVar[Mapping[str, str]] = {}
    options: ClassVar[type[Options]]
    commands: ClassVar[tuple[type[Command], ...]]
    transients: ClassVar[tuple[type[Command], ...]] = ()

    @abstractmethod
    def setup(self, seats: Sequence[int], options: Any, rng: Rng, now: int) -> S:
        """The first state. ``seats``: those taken, ascending. ``options``: ``self.options``."""

    @abstractmethod
    def turn(self, state: S) -> frozenset[int]:
        """The seats that may move now; empty when the game is over."""

    @abstractmethod
    def apply(self, state: S, seat: int | None, command: Command, rng: Rng, now: int) -> Step[S]:
        """Judge one command. ``seat`` is None only for commands of the host or of anyone.

        :raises IllegalMove: with a sentence for the player; the state is as before.
        """

    @abstractmethod
    def view(self, state: S, seat: int | None, only: frozenset[Hashable] | None = None) -> Views:
        """What the viewer in ``seat`` (None: a spectator) may know. The one line of secrecy.

        ``only`` limits the answer to the parts a ``Step.touched`` names, so that the cost of a
        change does not grow with the table. Values are new or never changed afterwards.
        """

    @abstractmethod
    def result(self, state: S) -> Result | None:
        """How it ended, or None while it goes on."""

    def ladder(self, options: Any) -> str | None:
        """On which of ``ladders`` a match with these options counts, if it does."""
        return None

    def legal(self, state: S, seat: int) -> Sequence[Command]:
        """Commands the rules would accept from ``seat`` now: all, or a fair sample."""
        return ()

    def alarm(self, state: S) -> int | None:
        """When something happens by itself next (ms), or None."""
        return None

    def ring(self, state: S, rng: Rng, now: int) -> Step[S]:
        """What happens at the alarm. Called at or after ``alarm``; may find nothing to do."""
        return Step(state)

    def seated(self, state: S, seat: int, rng: Rng, now: int) -> Step[S]:
        """Somebody sat down at ``seat``, or came back to it, while the game is on."""
        return Step(state)

    def vacated(self, state: S, seat: int, rng: Rng, now: int) -> Step[S]:
        """The player at ``seat`` left, or stayed away too long, while the game is on."""
        return Step(state)

    def holds(self, state: S, left: bool = False) -> bool:
        """Whether who stays away too long (or ``left`` for good) keeps the seat while a game is on.

        The rules decide what happens meanwhile (``away``, ``vacated``). If not, the seat is free.
        """
        return True

    def admit(self, state: S, seat: int | None) -> None:
        """Make sure that somebody may sit down, at ``seat`` or (None) anywhere, as things are.

        Asked of games that people come and go at (``opens``), after the last move too.

        :raises IllegalMove: with the reason.
        """

    def permit(self, state: S, options: Any) -> None:
        """Make sure that the host may change the options to ``options`` while this game is on.

        Asked of games that people come and go at (``opens``); others' wait until it is over.

        :raises IllegalMove: with the reason.
        """

    def errand(self, state: S, command: Command) -> Errand | None:
        """What ``command`` asks of the house, if it is not the game's to judge; see ``Errand``.

        :raises IllegalMove: if the game does not let it be asked at the moment.
        """
        return None

    def peopled(self, views: Views, people: Mapping[int, Person]) -> Views:
        """The same views with people (by seat; who left a seat last, if it is empty) in them."""
        return views

    def hindsight(self, state: S, now: S | None, only: frozenset[Hashable] | None = None) -> Views:
        """What anybody may see of ``state`` once the match has come to ``now``; None: to its end.

        The one line of secrecy of replays: what a spectator saw at that time, and what has ceased
        to be a secret since. ``only`` as in ``view``.
        """
        return self.view(state, None, only)

    def chapter(self, state: S) -> int:
        """Which of several games or rounds of one match this state belongs to, from 1; 0: none.

        Replays offer each by itself. It may begin again at 1, as a tournament does that is reset.
        """
        return 0

    def away(self, state: S, seat: int, rng: Rng, now: int) -> Step[S]:
        """The player at ``seat`` stayed away too long, and the house holds the seat for them.

        Unless a game says otherwise that is as if they had left.
        """
        return self.vacated(state, seat, rng, now)

    def passes(self, state: S, seat: int | None, command: Command) -> bool:
        """Whether ``seat`` may take hold of what a passing command (of ``transients``) grips."""
        return True

    def with_bots(self, state: S, bots: Mapping[int, str]) -> S:
        """The first state, right after ``setup``, told which seats computer players (of which
        level) have. Most games need not know.
        """
        return state

    def bot_seated(self, state: S, seat: int, level: str, rng: Rng, now: int) -> Step[S]:
        """A computer player sat down at ``seat`` while the game is on."""
        return self.seated(state, seat, rng, now)

    def thinker(self, state: S, bots: Mapping[int, str]) -> Thought | None:
        """The computer player that shall act now, if any; ``bots``: their levels by seat.

        Asked after every change, after the end too (a rematch may be offered). Whoever it names
        must be able to do something, else it is asked again and again.
        """
        turn = min((seat for seat in self.turn(state) if seat in bots), default=None)
        return None if turn is None else Thought(turn, bots[turn])

    def choose(self, views: Views, seat: int, mind: Mind) -> Command:
        """What the computer player at ``seat`` does, who knows its ``views`` and nothing else.

        Runs in a process of its own, for some seconds at most. Its choice is logged as a command
        of that seat, so nothing here needs to come out the same twice.
        """
        raise TypeError(f"{self.title} has no computer players.")

    def paused(self, state: S, now: int) -> Step[S]:
        """The host stops a game in which computer players have all seats.

        :raises IllegalMove: if it is paused, or cannot be.
        """
        raise IllegalMove("This game cannot be paused.", "INVALID_STATE")

    def resumed(self, state: S, now: int) -> Step[S]:
        """The host goes on with it.

        :raises IllegalMove: if it is not paused.
        """
        raise IllegalMove("This game is not paused.", "INVALID_STATE")

    def chosen(self, state: S, seat: int, command: Command, rng: Rng, now: int) -> Step[S]:
        """Judge a computer player's command: as ``apply``, unless the game tells them apart.

        :raises IllegalMove: as ``apply``.
        """
        return self.apply(state, seat, command, rng, now)

    def resample(self, state: S, seat: int | None, rng: Rng) -> S:
        """Another state that the viewer in ``seat`` (None: a spectator) cannot tell from this one.

        What is hidden from that viewer is drawn anew, and nothing else. Games with secrets must
        have it: the test of secrecy compares the views of both, and bots may think with it. (The
        name is OpenSpiel's ``resample_from_infostate``.)
        """
        return state

    def arrange(self, seats: Sequence[int], options: Any, rng: Rng, number: int) -> Sequence[int]:
        """Where those at ``seats`` shall sit in game ``number`` (from 1): new seats, same order.

        ``seats`` come in the order in which their players came into the lobby.
        """
        return seats

    def describe(self, state: S) -> Document:
        """What a reader who does not compute the game wants to know beside the public view."""
        return {}

    def exports(self, state: S, names: Mapping[int, str]) -> dict[str, str]:
        """Files of a game by their suffix, as ``files`` promises: ``{"pgn": "..."}``.

        ``names``: players by seat.
        """
        return {}
