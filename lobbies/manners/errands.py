"""What a game's own command asks of the house: a chair for its sender, or a new beginning.

In here: the house's side of ``games.base.Errand``. Not in here: whether the game lets it be asked
(``Game.errand``, ``Game.admit``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from games.base import Deed, Errand
from lobbies import protocol
from lobbies.manners.bots import add_bot, remove_bot
from lobbies.manners.chairs import expect_admitted, sit, stand
from lobbies.manners.effect import Effect
from lobbies.manners.leaving import without_gone
from lobbies.names import clean_name
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room, with_guest

RESTARTED = "reset"
"""The reason in the result of a match that was ended by beginning anew."""


def run(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """Carry out an errand.

    :raises Refusal: as the house's own commands do.
    """
    return _ERRANDS[errand.deed](room, actor, errand, now)


def _sit(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """Take a chair, under a name; whoever sits there already may say so again.

    :raises IllegalMove: if the game lets nobody take a chair now, not even their own.
    """
    mine = room.seat_of(actor.player)
    if mine is not None and errand.seat in (None, mine):
        expect_admitted(room, mine)
        return _called(Effect(room), actor, errand.name)
    return _called(sit(room, actor, protocol.Sit(errand.seat), now), actor, errand.name)


def _called(effect: Effect, actor: Actor, asked: str) -> Effect:
    """The same, with the actor called what they ask for; the name is theirs from now on."""
    guest = effect.room.guests[actor.player]
    name = clean_name(asked, guest.name)
    if name == guest.name:
        return effect
    return replace(
        effect,
        room=with_guest(effect.room, replace(guest, name=name)),
        facts={"players": "renamed", **effect.facts},
        rows=(*effect.rows, ("name", {"player": actor.player, "name": name})),
    )


def _stand(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """Leave the chair."""
    if room.seat_of(actor.player) is None:
        raise Refusal("NOT_IN_TOURNEY", "You have no seat here.")
    return stand(room, actor, protocol.Stand(), now)


def _add_bot(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """Give a computer player a chair."""
    return add_bot(room, actor, protocol.AddBot(errand.level, errand.seat), now)


def _remove_bot(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """Take a computer player's chair away."""
    assert errand.seat is not None
    return remove_bot(room, actor, protocol.RemoveBot(errand.seat), now)


def _restart(room: Room, actor: Actor, errand: Errand, now: int) -> Effect:
    """End what is being played, and begin anew with those who are here.

    What is played at everybody's table is ended by the staff, or by all of them leaving.
    """
    if room.playing is not None:
        if room.permanent and not actor.staff:
            raise Refusal("FORBIDDEN", "Only the staff can do that.")
        room = replace(room, play=replace(room.playing, stopped=RESTARTED, over=True))
    return Effect(without_gone(room), {"game": "reset"}, start=True)


_ERRANDS: Mapping[Deed, Callable[[Room, Actor, Errand, int], Effect]] = {
    "sit": _sit,
    "stand": _stand,
    "restart": _restart,
    "add_bot": _add_bot,
    "remove_bot": _remove_bot,
}
