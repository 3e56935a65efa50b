"""Talk: lines of chat, and reporting them."""

from __future__ import annotations

from msgspec.structs import replace

from lobbies import protocol
from lobbies.manners.effect import Effect, expect_player
from lobbies.protocol import Refusal
from lobbies.rooms import CHAT_KEPT, Actor, Line, Room


def say(room: Room, actor: Actor, command: protocol.Say, now: int) -> Effect:
    """A line of chat."""
    guest = room.guests.get(actor.player)
    if guest is None:
        raise Refusal("FORBIDDEN", "Take a place at this table to talk here.")
    if guest.muted:
        raise Refusal("FORBIDDEN", "The host has muted you.")
    watching = guest.seat is None and room.playing and room.host != actor.player
    if watching and not room.options.spectator_chat:
        raise Refusal("FORBIDDEN", "Those who watch are quiet while a game is being played.")
    text = " ".join(command.text.split())
    if not text:
        raise Refusal("INVALID_MESSAGE", "That line is empty.")
    number = room.said + 1
    chat = {**room.chat, number: Line(actor.player, guest.name, text, now)}
    if len(chat) > CHAT_KEPT:
        del chat[min(chat)]
    return Effect(replace(room, said=number, chat=chat), {"chat": "said"})


def report(room: Room, actor: Actor, command: protocol.ReportLine, now: int) -> Effect:
    """A line of chat is reported to the staff."""
    expect_player(actor)
    line = room.chat.get(command.message_id)
    if line is None:
        raise Refusal("NOT_FOUND", "That line is not in the chat any more.")
    row = {"number": command.message_id, "about": line.player_id, "text": line.text,
           "reporter": actor.player, "reason": command.reason, "at": now}  # fmt: skip
    return Effect(room, {}, rows=(("report", row),))
