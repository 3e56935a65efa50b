"""Who asks what of the judge, when: the states of a lobby, its roles, and every action.

In here: rooms to ask in, and the judge's answer in a word. Not in here: what it should be
(test_permissions).
"""

from __future__ import annotations

from msgspec.structs import replace

from games.base import Command
from games.chess.commands import Abort, Claim, Draw, Move, Pause, Rematch, Resign, Resume, Takeback
from lobbies import protocol
from lobbies.judge import judge
from lobbies.manners import Arrive, EndGame, Join, Leave, Pardon
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room
from tests.lobby_life import CAST, IDS, STAFF, START, STRANGER, come_in, do, new_room

ROLES = ("stranger", "watcher", "guest", "host", "standing", "banned", "staff")
"""A stranger is not on the list; a guest sits, a watcher does not; standing: a host who watches."""


def waiting() -> Room:
    """Anh hosts and sits, Bình sits, Chi watches, Dũng was banned. Nobody is ready."""
    room = come_in(new_room(minutes=0, increment=0), "Anh", "Bình", "Chi", "Dũng", "Giang")
    room = do(room, "Anh", protocol.Kick(IDS["Dũng"], ban=True))
    room = do(room, "Chi", protocol.Say("xin chào"))
    return do(room, "Bình", protocol.Sit(1))


def playing() -> Room:
    """White is to move."""
    return do(waiting(), "Anh", protocol.Start())


def over() -> Room:
    return do(playing(), "Bình", Resign())


def closed() -> Room:
    return do(over(), "Anh", protocol.Close())


STATES = {"waiting": waiting, "playing": playing, "over": over, "closed": closed}
ACTIONS: dict[str, Command] = {
    "arrive": Arrive(),
    "join": Join(),
    "leave": Leave(),
    "hello": protocol.Hello("b2"),
    "sync": protocol.Sync(),
    "sit (taken)": protocol.Sit(1),
    "sit (no such)": protocol.Sit(2),
    "stand": protocol.Stand(),
    "spectate": protocol.Spectate(),
    "ready": protocol.Ready(),
    "start": protocol.Start(),
    "add a computer": protocol.AddBot("easy"),
    "no computer": protocol.RemoveBot(1),
    "pause": protocol.Pause(),
    "resume": protocol.Resume(),
    "end": protocol.End(),
    "options": protocol.SetOptions(options={"minutes": 5}),
    "name": protocol.SetOptions(name="Loud sea"),
    "visibility": protocol.SetOptions(visibility="private"),
    "host": protocol.Host(IDS["Chi"]),
    "kick a watcher": protocol.Kick(IDS["Giang"]),
    "kick a player": protocol.Kick(IDS["Bình"]),
    "kick nobody": protocol.Kick(STRANGER),
    "ban a watcher": protocol.Kick(IDS["Giang"], ban=True),
    "mute": protocol.Mute(IDS["Giang"]),
    "invite": protocol.Invite(),
    "close": protocol.Close(),
    "say": protocol.Say("chào"),
    "report": protocol.ReportLine(1),
    "report nothing": protocol.ReportLine(9),
    "move": Move("e2e4"),
    "bad move": Move("e2e5"),
    "offer a draw": Draw(offer=True),
    "accept a draw": Draw(accept=True),
    "resign": Resign(),
    "take back": Takeback(ask=True),
    "stop clocks": Pause(ask=True),
    "run clocks": Resume(),
    "abort": Abort(),
    "claim the win": Claim(),
    "rematch": Rematch(),
    "end the game": EndGame(),
    "pardon": Pardon(IDS["Dũng"]),
}
SHORT = {
    "FORBIDDEN": "no", "INVALID_STATE": "not now", "NO_ACTIVE_GAME": "no game",
    "NOT_YOUR_TURN": "turn", "NOT_FOUND": "whom?", "SEAT_TAKEN": "taken",
    "INVALID_SEAT": "chair?", "INVALID_MOVE": "illegal", "INVALID_MESSAGE": "what?",
    "NOT_A_BOT": "no bot",
}  # fmt: skip


def acting(room: Room, role: str) -> tuple[Room, Actor]:
    """The actor of a role, and the room in which they have it."""
    if role == "standing":
        return replace(room, host=IDS["Giang"]), CAST["Giang"]
    names = {"watcher": "Chi", "guest": "Bình", "host": "Anh", "banned": "Dũng"}
    if role == "staff":
        return room, STAFF
    return room, CAST[names[role]] if role in names else Actor(STRANGER, "Hà")


def outcome(state: str, role: str, action: str) -> str:
    """``yes``, ``-`` when nothing changes, else the refusal in short."""
    room, actor = acting(STATES[state](), role)
    try:
        change = judge(room, actor, ACTIONS[action], START)
    except Refusal as refusal:
        assert refusal.message.endswith(".") and refusal.message[0].isupper(), refusal.message
        return SHORT[refusal.code]
    return "-" if change is None else "yes"
