"""The commands every lobby knows, as types. ``protocol`` decodes them; who may send what is said by
``who`` and judged elsewhere."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from games.base import Command, Who

_UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
PlayerId = Annotated[str, Meta(pattern=_UUID, max_length=36)]
Seat = Annotated[int, Meta(ge=0, le=99)]


class Hello(Command, frozen=True):
    """Says which build the client runs."""

    action: ClassVar[str] = "lobby/hello"
    who: ClassVar[Who] = "anyone"
    game_version: Annotated[str, Meta(max_length=40)]


class Sync(Command, frozen=True):
    """Asks for the whole document."""

    action: ClassVar[str] = "lobby/sync"
    who: ClassVar[Who] = "anyone"


class GameSync(Command, frozen=True):
    """Asks for the whole document (the name Tiến Lên clients use)."""

    action: ClassVar[str] = "game/sync"
    who: ClassVar[Who] = "anyone"


class Sit(Command, frozen=True):
    """Takes a chair: the one named, or the first free one."""

    action: ClassVar[str] = "lobby/sit"
    who: ClassVar[Who] = "anyone"
    seat: Seat | None = None


class Stand(Command, frozen=True):
    """Leaves the chair and watches."""

    action: ClassVar[str] = "lobby/stand"


class Spectate(Command, frozen=True):
    """Watches: leaves the chair if there is one."""

    action: ClassVar[str] = "lobby/spectate"
    who: ClassVar[Who] = "anyone"


class Ready(Command, frozen=True):
    """Is ready to start, or not any more."""

    action: ClassVar[str] = "lobby/ready"
    ready: bool = True


class Start(Command, frozen=True):
    """Starts the game with those who sit."""

    action: ClassVar[str] = "lobby/start"
    who: ClassVar[Who] = "host"


class AddBot(Command, frozen=True):
    """Gives a computer player of this level the chair named, or the first free one."""

    action: ClassVar[str] = "lobby/add_bot"
    who: ClassVar[Who] = "host"
    level: Annotated[str, Meta(min_length=1, max_length=20)]
    seat: Seat | None = None


class RemoveBot(Command, frozen=True):
    """Takes the chair of a computer player away."""

    action: ClassVar[str] = "lobby/remove_bot"
    who: ClassVar[Who] = "host"
    seat: Seat


class Pause(Command, frozen=True):
    """Stops a game between computer players."""

    action: ClassVar[str] = "lobby/pause"
    who: ClassVar[Who] = "host"


class Resume(Command, frozen=True):
    """Goes on with a game between computer players."""

    action: ClassVar[str] = "lobby/resume"
    who: ClassVar[Who] = "host"


class End(Command, frozen=True):
    """Ends a game between computer players; nobody has won it."""

    action: ClassVar[str] = "lobby/end"
    who: ClassVar[Who] = "host"


class SetOptions(Command, frozen=True):
    """Changes the lobby's name, visibility or the game's options (a patch)."""

    action: ClassVar[str] = "lobby/options"
    who: ClassVar[Who] = "host"
    name: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    visibility: Literal["public", "private"] | None = None
    options: dict[Annotated[str, Meta(max_length=40)], bool | int | float | str] = {}


class Host(Command, frozen=True):
    """Hands the host's powers over."""

    action: ClassVar[str] = "lobby/host"
    who: ClassVar[Who] = "host"
    player_id: PlayerId


class Kick(Command, frozen=True):
    """Shows somebody out; with ``ban``, for good."""

    action: ClassVar[str] = "lobby/kick"
    who: ClassVar[Who] = "host"
    player_id: PlayerId
    ban: bool = False


class Mute(Command, frozen=True):
    """Takes somebody's voice in the chat, or gives it back."""

    action: ClassVar[str] = "lobby/mute"
    who: ClassVar[Who] = "host"
    player_id: PlayerId
    muted: bool = True


class Invite(Command, frozen=True):
    """Makes a new invitation; the old one opens nothing any more."""

    action: ClassVar[str] = "lobby/invite"
    who: ClassVar[Who] = "host"


class Close(Command, frozen=True):
    """Closes the lobby."""

    action: ClassVar[str] = "lobby/close"
    who: ClassVar[Who] = "host"


class Say(Command, frozen=True):
    """Says a line in the chat."""

    action: ClassVar[str] = "chat/say"
    who: ClassVar[Who] = "anyone"
    text: Annotated[str, Meta(min_length=1, max_length=500)]


class ReportLine(Command, frozen=True):
    """Reports a chat line to the staff."""

    action: ClassVar[str] = "chat/report"
    who: ClassVar[Who] = "anyone"
    message_id: Annotated[int, Meta(ge=1)]
    reason: Annotated[str, Meta(max_length=200)] = ""


class Ping(Command, frozen=True):
    """The heartbeat; answered by ``pong`` with the same timestamp."""

    action: ClassVar[str] = "ping"
    who: ClassVar[Who] = "anyone"
    timestamp: int | float | None = None


class Typing(Command, frozen=True):
    """Somebody is writing: shown to the others, never stored."""

    action: ClassVar[str] = "lobby/typing"
    who: ClassVar[Who] = "anyone"


LOBBY_COMMANDS: tuple[type[Command], ...] = (
    Hello, Sync, GameSync, Sit, Stand, Spectate, Ready, Start, AddBot, RemoveBot, Pause, Resume,
    End, SetOptions,
    Host, Kick, Mute, Invite, Close, Say, ReportLine, Ping,
)  # fmt: skip
LOBBY_TRANSIENTS: tuple[type[Command], ...] = (Typing,)
