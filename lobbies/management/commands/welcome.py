"""The first start: an account for the staff, and tables to look at.

In here: who they are and what they play. Everything at the tables goes through the gate and the
door, as when people play. Started again, the command changes nothing.
"""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

import chess
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from games import GAMES
from games.base import Command as GameCommand
from lobbies import identity, protocol
from lobbies.gate import open_lobby
from lobbies.manners import Arrive, Leave
from lobbies.models import Lobby, Player
from lobbies.tables import act, look

STAFF = "staff"
PATIENT = {"minutes": 0, "increment": 0, "spectatorChat": True}

OPERA = (
    "e4 e5 Nf3 d6 d4 Bg4 dxe5 Bxf3 Qxf3 dxe5 Bc4 Nf6 Qb3 Qe7 Nc3 c6 Bg5 b5 Nxb5 cxb5 Bxb5+ Nbd7 "
    "O-O-O Rd8 Rxd7 Rxd7 Rd1 Qe6 Bxd7+ Nxd7 Qb8+ Nxb8 Rd8#"
)
"""Paul Morphy against two at the opera, Paris 1858."""
IMMORTAL = "e4 e5 f4 exf4 Bc4 Qh4+ Kf1 b5 Bxb5 Nf6 Nf3 Qh6 d3 Nh5 Nh4 Qg5 Nf5 c6"
"""Adolf Anderssen against Lionel Kieseritzky, London 1851, as far as White's ninth move."""


@dataclass(frozen=True)
class Example:
    """A table: what was played there, and (by the player's number) what was said."""

    name: str
    moves: str
    said: tuple[tuple[int, str], ...]


PLAYED = (
    Example(
        "A game to watch",
        IMMORTAL,
        (
            (0, "Shall we follow Anderssen and see how far we get?"),
            (1, "London, 1851. I take Kieseritzky's side, he had more pieces at the end."),
            (2, "I only watch. Everybody may: open the table and you see every move."),
        ),
    ),
    Example(
        "A night at the opera",
        OPERA,
        (
            (1, "That rook was the last thing I saw."),
            (0, "Both rooks and the queen given away. Thank you for the game!"),
        ),
    ),
)
DEALT = Example(
    "Cards on the table",
    "",
    (
        (0, "Five each, hearts are trumps. You lead."),
        (2, "Any card game goes here: sit down, and move what lies there with a finger."),
    ),
)
LAID: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (0, "deck/deal", {"count": 5}),
    (0, "deck/lay", {"count": 3, "at": [-260, -20], "faceUp": True}),
    (1, "deck/draw", {}),
    (0, "board/add", {"kind": "counter", "x": 220, "y": -110, "label": "Anh", "value": 3}),
    (0, "board/add", {"kind": "counter", "x": 220, "y": 110, "label": "Bình", "color": 2}),
    (1, "board/add", {"kind": "note", "x": 380, "y": 0, "text": "First to seven wins"}),
)
"""What was done at the card table, and in which seat; what is the deck's is done with the pack."""
WAITING = Example(
    "Sit down here",
    "",
    ((2, "Both chairs are free. Take one, and send the link to whom you want to play with."),),
)


class Command(BaseCommand):
    """Welcomes whoever starts the site for the first time."""

    help = "Sets up a staff account and example tables, unless that has been done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--no-examples`."""
        parser.add_argument(
            "--no-examples", action="store_true", help="only the staff account, no tables"
        )

    def handle(self, *, no_examples: bool = False, **_options: Any) -> None:
        """Set up what is not there yet."""
        password = make_staff()
        if password:
            self.stdout.write(
                f"A staff account was made for /admin/: name “{STAFF}”, password “{password}”.\n"
                "The password is shown this once. Another one: "
                f"python manage.py changepassword {STAFF}"
            )
        if not no_examples and is_new():
            set_up_tables()
            self.stdout.write("Four example tables were set up.")


def make_staff() -> str:
    """Make the first account; its password, or "" if there are accounts already."""
    users = get_user_model()._default_manager
    if users.exists():
        return ""
    password = secrets.token_urlsafe(12)
    users.create_superuser(STAFF, password=password)
    return password


def is_new() -> bool:
    """Whether nobody has ever been here."""
    own = [game.permanent for game in GAMES.values() if game.permanent]
    return not Player.objects.exists() and not Lobby.objects.exclude(code__in=own).exists()


def set_up_tables() -> None:
    """One table with free chairs, one game being played, one that is over, one with cards."""
    people = [identity.new_player(name) for name in ("Anh", "Bình", "Chi")]
    _laid(DEALT, people)
    for example in reversed(PLAYED):
        _played(example, people)
    _waiting(WAITING, people)


def _played(example: Example, people: list[Player]) -> None:
    """A game without a clock: it waits as long as it has to."""
    seats = dict(enumerate(people[:2]))
    lobby = open_lobby(
        people[0], "chess", name=example.name, options=PATIENT, seats=seats, start=True
    )
    for player in people:
        _do(lobby, player, Arrive())
    for seat, move in _moves(example.moves):
        _do(lobby, people[seat], move)
    _talk(lobby, example, people)


def _laid(example: Example, people: list[Player]) -> None:
    """Cards, counters and a note lie on a table where people come and go."""
    seats = dict(enumerate(people[:2]))
    chatty = {"spectatorChat": True}
    lobby = open_lobby(people[0], "tabletop", name=example.name, options=chatty, seats=seats)
    for player in people:
        _do(lobby, player, Arrive())
    play = look(str(lobby.pk)).play
    assert play is not None
    (pack,) = play.state.decks
    for seat, action, payload in LAID:
        of_deck = {"deck": pack} if action.startswith("deck/") else {}
        _do(lobby, people[seat], protocol.restore("tabletop", action, {**of_deck, **payload}))
    _talk(lobby, example, people)


def _waiting(example: Example, people: list[Player]) -> None:
    """A table nobody holds: who comes first is its host."""
    lobby = open_lobby(people[2], "chess", name=example.name, options={"minutes": 10})
    _talk(lobby, example, people)
    _do(lobby, people[2], Leave())


def _moves(sans: str) -> list[tuple[int, GameCommand]]:
    """A score as commands, each with the seat that makes it."""
    board = chess.Board()
    moves = []
    for san in sans.split():
        seat = 0 if board.turn else 1
        uci = board.push_san(san).uci()
        moves.append((seat, protocol.restore("chess", "game/move", {"uci": uci})))
    return moves


def _talk(lobby: Lobby, example: Example, people: list[Player]) -> None:
    for number, text in example.said:
        _do(lobby, people[number], protocol.Say(text))


def _do(lobby: Lobby, player: Player, command: GameCommand) -> None:
    act(str(lobby.pk), identity.actor_of(player), command)
