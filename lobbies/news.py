"""What a change is to each viewer: the difference of two of their views, encoded once per view.

In here: which frames go to whom. Not in here: sockets (``hub``) and rules (``games``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from games.base import Views
from games.patch import diff
from lobbies.document import chat_part, game_views, lobby_part, people, player_part, you_part
from lobbies.following import Sequel, sequel_of
from lobbies.judge import Change
from lobbies.protocol_frames import frame, in_order
from lobbies.rooms import Room


class News(msgspec.Struct, frozen=True, gc=False):
    """The frames of version ``v``.

    ``by_seat``: for the viewers in each seat; None: for spectators, and for seats not named.
    ``personal``: for players whose frames are their own. ``seats``: players who changed seats,
    and theirs now. ``expel``: players whose connections end after this. ``away``: players who
    count as gone from now on; whoever serves one of them still knows better. ``grips``: things that
    were handled, so that nobody holds them any more. ``sequel``: what the memo of another
    process needs to follow; None: it has to read.
    """

    v: int
    by_seat: Mapping[int | None, tuple[str, ...]]
    personal: Mapping[str, tuple[str, ...]] = {}
    seats: Mapping[str, int | None] = {}
    expel: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    grips: tuple[str, ...] = ()
    sequel: Sequel | None = None

    def frames(self, player: str, seat: int | None) -> tuple[str, ...]:
        """What the viewer gets, in order; never empty."""
        own = self.personal.get(player)
        if own is not None:
            return own
        return self.by_seat.get(seat) or self.by_seat[None]


def news_of(change: Change, grips: tuple[str, ...] = (), *, abroad: bool = True) -> News:
    """Compose the frames of a change for everybody. ``grips``: see ``News``. ``abroad``: there are
    other processes, who have to follow."""
    before, after = change.before, change.after
    version = after.version
    secret = after.game.secret
    sequel = sequel_of(change) if abroad else None
    watched: list[int | None] = [None, *_knowing(change)] if secret else [None]
    if _same_house(before, after) and not change.expel:  # Most of what happens is the game's alone.
        frames = {seat: _in_order(_game(change, seat, seat), version) for seat in watched}
        return News(version, frames, grips=grips, sequel=sequel)
    shared = _shared(change)
    seats = _reseated(before, after)
    by_seat = {seat: shared + _game(change, seat, seat) for seat in watched}
    personal = {}
    for player, patch in _yours(before, after).items():
        own = (frame("you/" + change.facts.get("you", "updated"), patch, v=version),)
        old, new = before.seat_of(player), after.seat_of(player)
        if secret and player in seats:
            game = _game(change, old, new)
        else:
            game = by_seat.get(new, by_seat[None])[len(shared) :]
        personal[player] = in_order(shared + own + game)
    by_seat = {seat: _in_order(frames, version) for seat, frames in by_seat.items()}
    gone = _away(before, after)
    return News(version, by_seat, personal, seats, change.expel, gone, grips, sequel)


def _in_order(frames: tuple[str, ...], version: int) -> tuple[str, ...]:
    return in_order(frames) or (frame(v=version),)


def _same_house(before: Room, after: Room) -> bool:
    """Whether nothing but the game has changed: who is here, what is said, what the lobby is."""
    same = before.guests is after.guests and before.chat is after.chat
    return same and before.invite == after.invite and _face(before) == _face(after)


def _knowing(change: Change) -> Iterable[int]:
    """The seats that may see more of a change than spectators do."""
    seats = change.after.seated()
    same = change.before.guests is change.after.guests and change.after.playing is not None
    return seats if change.private is None or not same else change.private & seats.keys()


def _shared(change: Change) -> tuple[str, ...]:
    """The parts that are the same for everybody: lobby, players, chat."""
    before, after = change.before, change.after
    patches = {}
    if _face(before) != _face(after):
        patches["lobby"] = diff(lobby_part(before), lobby_part(after))
    if before.guests is not after.guests or before.host != after.host:
        patches["players"] = _players(before, after)
    if before.chat is not after.chat:
        patches["chat"] = diff(chat_part(before), chat_part(after))
    return _frames(change, patches)


def _frames(change: Change, patches: Mapping[str, object]) -> tuple[str, ...]:
    version, facts = change.after.version, change.facts
    return tuple(
        frame(f"{part}/{facts.get(part, 'updated')}", patch, v=version)
        for part, patch in patches.items()
        if patch
    )


def _face(room: Room) -> tuple[object, ...]:
    face = (room.status, room.name, room.visibility, room.host, room.options)
    return (*face, room.inspected_at)


def _players(before: Room, after: Room) -> dict[str, object]:
    """The patch of the list of players; unchanged guests cost one comparison each."""
    patch: dict[str, object] = {}
    hosts = {before.host, after.host} if before.host != after.host else set()
    for player in {**before.guests, **after.guests}:
        old, new = before.guests.get(player), after.guests.get(player)
        if old is new and player not in hosts:
            continue
        if new is None:
            patch[player] = None
            continue
        change = diff(player_part(before, old) if old else {}, player_part(after, new))
        if change:
            patch[player] = change
    return patch


def _reseated(before: Room, after: Room) -> dict[str, int | None]:
    if before.guests is after.guests:
        return {}
    players = {**before.guests, **after.guests}
    moved = {player: after.seat_of(player) for player in players}
    return {player: seat for player, seat in moved.items() if seat != before.seat_of(player)}


def _away(before: Room, after: Room) -> frozenset[str]:
    if before.guests is after.guests:
        return frozenset()
    here = (player for player, guest in before.guests.items() if guest.connected)
    return frozenset(p for p in here if p in after.guests and not after.guests[p].connected)


def _yours(before: Room, after: Room) -> dict[str, object]:
    """The patches of ``you``, for those to whom it changed."""
    same = before.host == after.host and before.invite == after.invite
    if before.guests is after.guests and same:
        return {}
    patches: dict[str, object] = {}
    for player in {**before.guests, **after.guests}:
        if before.guests.get(player) is after.guests.get(player) and same:
            continue
        patch = diff(you_part(before, player), you_part(after, player))
        if patch:
            patches[player] = patch
    return patches


def _game(change: Change, old: int | None, new: int | None) -> tuple[str, ...]:
    """What the game's own parts bring to a viewer who sat at ``old`` and sits at ``new``."""
    before, after = change.before, change.after
    same = before.guests is after.guests or (
        people(before) == people(after) and _chairs(before) == _chairs(after)
    )
    if before.play is after.play and old == new and same:
        return ()
    # With its end a match shows its seed, which no game touches; nor does it know of people.
    ends = before.playing is not None and after.playing is None
    only = change.touched if old == new and same and not ends else None
    was, now = game_views(before, old, only), game_views(after, new, only)
    patches = _differences(was, now)
    if "players" in patches:
        listed = {p: {} for p in after.guests}
        patches["players"] = diff(
            _on(listed, was.get("players", {})), _on(listed, now.get("players", {}))
        )
    return _frames(change, {part: _spelt(change, part, p, now) for part, p in patches.items()})


def _chairs(room: Room) -> dict[int, str]:
    """Whose the parts are that a game keeps for a chair: they change hands with it."""
    return {seat: guest.player for seat, guest in room.seated().items()}


def _spelt(change: Change, part: str, patch: Any, now: Views) -> Any:
    """A patch with what has not changed too, where the game wants it told whole."""
    game, kind = change.after.game, f"{part}/{change.facts.get(part, 'updated')}"
    if patch and kind in game.whole:
        # What is an object grows by its entries: they are only named as they come.
        patch = {k: v for k, v in now[part].items() if type(v) is not dict} | patch
    atoms = [key for key in game.atoms if patch.get(key) is not None]
    return patch | {key: now[part][key] for key in atoms} if atoms else patch


def _differences(before: Views, after: Views) -> dict[str, object]:
    parts = dict.fromkeys((*before, *after))
    return {part: diff(before.get(part, {}), after.get(part, {})) for part in parts}


def _on(listed: Views, parts: Views) -> Views:
    """The game's share of the list: whoever is listed keeps their line, even if it is empty."""
    return {player: parts.get(player, {}) for player in listed}
