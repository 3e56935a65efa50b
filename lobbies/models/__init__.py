"""What is stored. Rows only: rules live in ``games``, the writer of live lobbies is the door."""

from lobbies.models.ladder import RatedMatch, Rating
from lobbies.models.people import Ban, Connection, Player, Process, Report, Waiting
from lobbies.models.play import BoardObject, Deck, Match, Move, Part
from lobbies.models.rooms import ChatMessage, Lobby, Member

__all__ = [
    "Ban",
    "BoardObject",
    "ChatMessage",
    "Connection",
    "Deck",
    "Lobby",
    "Match",
    "Member",
    "Move",
    "Part",
    "Player",
    "Process",
    "RatedMatch",
    "Rating",
    "Report",
    "Waiting",
]
