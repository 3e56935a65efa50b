"""The host's powers: options, handing over, showing out, muting, inviting, closing.

At a table that is everybody's (``Room.permanent``) whoever came first is the host without having
opened it: there they may bring computer players and begin anew when the game is over, and the
staff keep the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from games.base import Command, Game, IllegalMove, Options
from lobbies import protocol
from lobbies.manners.coming import removed
from lobbies.manners.effect import Effect, guest_of
from lobbies.names import clean_name
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room, with_guest, without_guest

OF_THE_HOUSE = frozenset(field.encode_name for field in msgspec.structs.fields(Options))
"""Options that the house keeps: they can be changed at any time."""


def set_options(room: Room, actor: Actor, command: protocol.SetOptions, now: int) -> Effect:
    """The host changes name, visibility or options.

    :raises IllegalMove: if the game that is on does not let these be changed.
    """
    if command.visibility == "private" and room.permanent:
        raise Refusal("FORBIDDEN", "This table is everybody's: it stays public.")
    _expect_own(room, actor)
    after = room
    if command.options:
        of_the_game = command.options.keys() - OF_THE_HOUSE
        if room.playing and not room.game.opens and of_the_game:
            raise Refusal("INVALID_STATE", "The options can be changed when this game is over.")
        options = merged_options(room, command.options)
        if room.playing:
            room.game.permit(room.playing.state, options)
        after = unready(replace(after, options=options))
    if command.name is not None:
        after = replace(after, name=clean_name(command.name, room.name))
    if command.visibility is not None:
        if command.visibility == "public":
            after = _without_absent(after, now)
        after = replace(after, visibility=command.visibility)
    return Effect(after, {"lobby": "updated", "players": "updated"})


def _expect_own(room: Room, actor: Actor) -> None:
    """:raises Refusal: at everybody's table, but for the staff."""
    if room.permanent and not actor.staff:
        raise Refusal("FORBIDDEN", "Only the staff can do that.")


def _without_absent(room: Room, now: int) -> Room:
    """Without those whom only a private table still lists: admitted once, away for long.

    Who has a chair leaves it as everybody does whose time is up: the game hears of it.
    """
    for guest in room.guests.values():
        if guest.connected or guest.away_until or guest.gone or guest.bot:
            continue
        if guest.seat is None:
            room = without_guest(room, guest.player)
        else:
            room = with_guest(room, replace(guest, away_until=now))
    return room


def merged_options(room: Room, patch: Mapping[str, Any]) -> Any:
    """The room's options with some changed.

    :raises Refusal: for an unknown option or a value out of bounds.
    """
    return options_of(room.game, {**msgspec.to_builtins(room.options), **patch})


def options_of(game: Game[Any], values: Mapping[str, Any]) -> Any:
    """A game's options from plain values; what is not said is as usual.

    :raises Refusal: for an unknown option or a value out of bounds.
    """
    try:
        return msgspec.convert(values, game.options)
    except IllegalMove as error:
        raise Refusal("INVALID_MESSAGE", error.phrase) from None
    except msgspec.ValidationError as error:
        raise Refusal("INVALID_MESSAGE", "That option does not fit: {why}.", why=error) from None


def unready(room: Room) -> Room:
    """The room where everybody says anew that they are ready; computer players always are."""
    guests = {k: replace(g, ready=bool(g.bot)) if g.ready else g for k, g in room.guests.items()}
    return replace(room, guests=guests)


def hand_over(room: Room, actor: Actor, command: protocol.Host, now: int) -> Effect:
    """The host hands the powers over."""
    guest = guest_of(room, command.player_id)
    if guest.bot:
        raise Refusal("INVALID_STATE", "A computer player cannot be the host.")
    if guest.player == room.host:
        return Effect(room)
    return Effect(replace(room, host=guest.player), {"lobby": "host", "players": "host"})


def kick(room: Room, actor: Actor, command: protocol.Kick, now: int) -> Effect:
    """The host shows somebody out."""
    if command.ban and room.permanent and not actor.staff:
        raise Refusal("FORBIDDEN", "This table is everybody's: only the staff can ban here.")
    _expect_own(room, actor)
    player = command.player_id
    if player == actor.player:
        raise Refusal("INVALID_STATE", "You cannot show yourself out: leave instead.")
    guest = room.guests.get(player)
    if guest is None and not command.ban and not actor.staff:
        raise Refusal("NOT_FOUND", "That player is not at this table.")
    after = Effect(room)
    if guest is not None:
        if guest.seat is not None and room.playing and not room.game.opens and not actor.staff:
            raise Refusal(
                "INVALID_STATE", "{name} is playing: the game must end first.", name=guest.name
            )
        after = removed(room, guest, "kicked")
    if not command.ban:
        return replace(after, expel=frozenset({player}))
    row = {"player": player, "reason": "", "at": now}
    banned = replace(after.room, banned=after.room.banned | {player})
    return replace(after, room=banned, expel=frozenset({player}), rows=(("ban", row),))


def mute(room: Room, actor: Actor, command: protocol.Mute, now: int) -> Effect:
    """The host takes or gives somebody's voice."""
    _expect_own(room, actor)
    guest = guest_of(room, command.player_id)
    return Effect(with_guest(room, replace(guest, muted=command.muted)), {"players": "muted"})


def invite(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host makes a new invitation."""
    return Effect(replace(room, invite=secrets.token_urlsafe(12)), {"you": "invite"})


def close(room: Room, actor: Actor, command: Command, now: int) -> Effect:
    """The host closes the lobby."""
    if room.permanent:
        raise Refusal("FORBIDDEN", "This table is everybody's: it is never closed.")
    return Effect(replace(room, status="closed"), {"lobby": "closed"})
