"""What goes into a game and what comes out of it, as values.

In here: documents, commands, options, steps, results, refusals and their sentences. Not in here:
what a game has to do with them (``base``), any rule, clock or socket.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

import msgspec

Document = dict[str, Any]
"""A JSON object without nulls: what is empty is absent."""

Views = dict[str, Document]
"""What one viewer may know, by part of the document: ``{"game": {...}, "board": {...}}``.

The part ``players`` is keyed by the seat as a string; the house puts it under the player's id.
"""

Event = Literal["command", "bot", "taken", "vacated", "away", "paused", "resumed", "ring"]
"""What can move a game on: a player's command, a computer player's, somebody (or, with a level, a
computer player) sitting down, somebody leaving, or staying away from a seat that is held for them,
the host of a game between computer players stopping it and going on, its own alarm."""


Who = Literal["seat", "host", "anyone"]
"""Who may send a command: somebody seated, the host (seated or not), anybody in the lobby."""


def N_(text: str) -> str:
    """Mark a text for the catalogs of translations where it is written, and leave it as it is."""
    return text


class Phrase:
    """A text for people, and what stands for the ``{names}`` in it.

    Values are shown as they are (a player's name, a number, a card); one that is a phrase is said
    in the same language.

    >>> str(Phrase("The {piece} on {square} is not yours.", piece=Phrase("knight"), square="g1"))
    'The knight on g1 is not yours.'
    """

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values = values

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The phrase in the language that ``translate`` turns a text into; else in English."""
        values = {
            name: value.said(translate) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        text = translate(self.text)
        return text.format(**values) if values else text

    def __str__(self) -> str:
        return self.said()


class IllegalMove(Exception):
    """A command the rules refuse.

    :param text: a sentence for the player, without blame, that says what to do instead: a whole
        one, in English, as it stands in the catalogs; ``values`` as in ``Phrase``.
    :param code: one of the error codes of the protocol.
    """

    def __init__(self, text: str | Phrase, code: str = "INVALID_MOVE", /, **values: object) -> None:
        self.phrase = text if isinstance(text, Phrase) else Phrase(text, **values)
        self.code = code
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return str(self.phrase)


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", gc=False):
    """One thing a player can ask a game to do: the typed payload of one message.

    ``action`` is its name on the wire; ``who`` may send it. ``bare``: the name of the one field
    whose value is the whole payload, if there is no object around it (a map by id). ``lets_go``:
    a passing command that ends the hold of its ``grips``.
    """

    action: ClassVar[str]
    who: ClassVar[Who] = "seat"
    bare: ClassVar[str] = ""
    lets_go: ClassVar[bool] = False

    def grips(self) -> Collection[str]:
        """Ids of what this takes hold of. While somebody drags a thing (a passing command that
        grips it), the house refuses other players' commands that grip it too (LEASED)."""
        return ()


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A game's options: every field has a default and bounds (``msgspec.Meta``).

    What bounds cannot say, ``__post_init__`` judges: it may put values into one spelling, and
    refuses what does not fit together with an ``IllegalMove``.

    These are kept by the house. ``spectator_chat``: those who only watch may write while a game
    is on. ``bot_seconds``: how long a computer player waits at least, so that people can follow.
    """

    spectator_chat: bool = False
    bot_seconds: Annotated[float, msgspec.Meta(ge=0, le=30, multiple_of=0.25)] = 0.75


@dataclass(frozen=True, slots=True)
class Result:
    """How a game ended.

    ``winners``: seats that won; empty for a draw or an aborted game. ``reason``: one lower-case
    word or two with a hyphen (``checkmate``, ``stalemate``, ``aborted``).
    """

    winners: tuple[int, ...]
    reason: str


Deed = Literal["sit", "stand", "restart", "add_bot", "remove_bot"]


class Errand(msgspec.Struct, frozen=True):
    """What a command of a game asks of the house, which judges it as a command of its own.

    ``sit``: on chair ``seat`` (None: the first free one), called ``name`` from now on, if that is
    given. ``stand``: leave the chair. ``restart``: end this match, whoever may have won it, and
    begin the next with those who sit. ``add_bot``: a computer player of ``level`` takes ``seat``;
    ``remove_bot``: the one there leaves it.
    """

    deed: Deed
    seat: int | None = None
    name: str = ""
    level: str = ""


class Person(NamedTuple):
    """Who sits somewhere, as the house knows them. ``connected``: here at the moment."""

    name: str
    connected: bool = True


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """What one command changed.

    ``facts``: for each part of the document that may have changed, what happened to it
    (``{"game": "move"}``); a changed part without a fact is called ``updated``.
    ``touched``: the keys ``Game.view`` needs to show the change and nothing else; None means all.
    ``private``: seats that learn more of this change than a spectator does; None: any may. The
    others are told what spectators are, so naming too few tells too little, never too much.
    ``again``: everybody agreed to another game; the house sets it up.
    ``rows``: stored parts that changed; None removes the row (see ``Game.rows``).
    """

    state: S
    facts: Mapping[str, str] = field(default_factory=dict)
    touched: frozenset[Hashable] | None = None
    private: frozenset[int] | None = None
    again: bool = False
    rows: Mapping[tuple[str, str], Document | None] = field(default_factory=dict)
