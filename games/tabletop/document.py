"""What a viewer may know of a card table: the only place where its secrets are kept.

What is 0, false or empty is absent, but for x, y, z and the ``decks`` of who sits. The shape::

    board    {id: thing or deck}               what lies there for all
      thing  {x, y, z, kind, rotation, faceUp, face, image, back, color, label, text, value,
              sides, rolls, owner, locked, looks: {seat: 1}}
      deck   {x, y, z, kind: "deck", name, count, rotation, faceUp, face, image, back, locked,
              looks: {seat: n}, cards: {place: {face, image, back}}, shuffles, shuffledBy}
    players  {playerId: {…, metadata, decks: {id: deck}, trayCount, trayBacks: {back: n},
              tray: {id: {face, image, back, at, shown: [seat …]}}, shown: {seat: n}}}
    game     {open: true, agreed: {seat: 1}}   open: everybody sees everything

- ``kind`` is absent for a card; else token, counter, die, note, image, deck. ``x, y``: the middle
  of the thing, as seat 0 sees it (``terms``); ``z``: what has more lies above.
- ``face`` (and the ``image`` of it) is there if the viewer may see it: of a card that lies face up,
  or that the viewer looks at; of a deck it is the top card's, if the deck lies face up. ``back``
  is absent for the usual one; a deck's is that of its top card.
- ``value``: what a counter says or a die shows; a die has ``sides`` and ``rolls``, which grows with
  each roll. ``image`` is also what a thing of kind image is. ``owner``: a seat, in whose colour a
  thing is marked.
- ``looks``: which seats look at a face-down card, or at how many cards from the top of a deck. Who
  looks sees ``cards``, by their place from the bottom (0); so the top is at ``count - 1``.
- ``shuffles`` grows when a deck is shuffled or cut, ``shuffledBy``: the seat that did.
- ``trayCount``: cards in a tray. ``trayBacks``: how many of them have which unusual back. ``tray``:
  one's own cards, ``at`` their place from the left (places may be missing between); of others'
  trays those cards that are shown to the viewer. ``shown`` of a card: seats that see it beside the
  owner, [-1] for everybody. ``shown`` of a player: how many cards which seat is shown, by seat,
  or "-1" for everybody.

Second words of messages, in ``board``, ``players`` and ``game`` alike: updated, dropped, taken,
flipped, turned, grouped, peeked, hidden, added, removed, rolled, counted, undone, opened, reset,
loaded, drawn, dealt, laid, stacked, shuffled, cut, spread, closed, picked, claimed, shared,
imported, played, passed, revealed, sorted, joined, left. A command may change two parts: both
messages have one ``v``, and all but the last of them say ``"more": true``; who draws only after
the last never sees a card in two places, or in none.

Passing messages carry ``by``, the seat of the sender: ``board/drag`` {id: [x, y], by},
``board/hover`` {at: [x, y], over, by}, ``board/release`` {ids, by}.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from games.base import Document, Views
from games.tabletop.state import EVERYBODY, Table
from games.tabletop.thing import Card, Deck, Held, Thing


def views(table: Table, viewer: int | None, only: frozenset[Hashable] | None) -> Views:
    """What the viewer in a seat (None: a spectator) may know, all or what is named in ``only``."""
    board: Document = {}
    # Always there for who sits: with the last of them gone, news is still about one deck.
    players: Document = {str(seat): {"decks": {}} for seat in table.seats}
    for key in _ids(table, only):
        if key in table.things:
            board[key] = thing_part(table.things[key], table.open, viewer)
        elif key in table.decks:
            deck = table.decks[key]
            part = deck_part(deck, table.open, viewer)
            if deck.owner is None:
                board[key] = {"kind": "deck", **part}
            else:
                players[str(deck.owner)]["decks"][key] = part
    for seat, tray in table.trays.items():
        if only is None or ("tray", seat) in only:
            players[str(seat)].update(tray_part(tray, table.open, seat, viewer))
    for seat, metadata in table.metadata.items():
        if only is None or ("metadata", seat) in only:
            players[str(seat)]["metadata"] = metadata
    game = game_part(table) if only is None or "game" in only else {}
    return {"board": board, "players": players, "game": game}


def _ids(table: Table, only: frozenset[Hashable] | None) -> Iterable[str]:
    if only is None:
        return (*table.things, *table.decks)
    return (key for key in only if isinstance(key, str))


def game_part(table: Table) -> Document:
    """Whether the table is open to everybody, and who would like it to be."""
    part: Document = {"open": True} if table.open else {}
    if table.agreed and not table.open:
        part["agreed"] = {str(seat): 1 for seat in sorted(table.agreed)}
    return part


def thing_part(thing: Thing, opened: bool, viewer: int | None) -> Document:
    """Something on the table."""
    part = _place(thing)
    if thing.card is not None:
        if opened or thing.face_up or viewer in thing.seen:
            part |= _face(thing.card)
        if thing.card.back:
            part["back"] = thing.card.back
    else:
        part["kind"] = thing.kind
        part |= {
            name: value
            for name in ("color", "label", "text", "value", "sides", "rolls", "image")
            if (value := getattr(thing, name))
        }
    if thing.owner is not None:
        part["owner"] = thing.owner
    if thing.seen:
        part["looks"] = {str(seat): 1 for seat in thing.seen}
    return part


def _place(thing: Thing | Deck) -> Document:
    part: Document = {"x": thing.x, "y": thing.y, "z": thing.z}
    if thing.rotation:
        part["rotation"] = thing.rotation
    if thing.face_up:
        part["faceUp"] = True
    if thing.locked:
        part["locked"] = True
    return part


def _face(card: Card) -> Document:
    part: Document = {"face": card.face} if card.face else {}
    return {**part, "image": card.image} if card.image else part


def _both_sides(card: Card) -> Document:
    return {**_face(card), "back": card.back} if card.back else _face(card)


def deck_part(deck: Deck, opened: bool, viewer: int | None) -> Document:
    """A deck: of its cards those at the top that the viewer looks at."""
    part = _place(deck)
    if deck.name:
        part["name"] = deck.name
    if deck.cards:
        top = deck.cards[-1]
        part["count"] = len(deck.cards)
        part |= _face(top) if deck.face_up else {}
        part |= {"back": top.back} if top.back else {}
    if deck.looks:
        part["looks"] = {str(seat): count for seat, count in sorted(deck.looks.items())}
    seen = len(deck.cards) if opened else deck.looks.get(-1 if viewer is None else viewer, 0)
    if seen:
        first = len(deck.cards) - seen
        part["cards"] = {
            str(place): _both_sides(card) for place, card in enumerate(deck.cards[first:], first)
        }
    if deck.shuffles:
        part |= {"shuffles": deck.shuffles, "shuffledBy": deck.shuffled_by}
    return part


def tray_part(tray: Mapping[str, Held], opened: bool, seat: int, viewer: int | None) -> Document:
    """What somebody at ``seat`` holds: its size to all, the cards to who may see them."""
    part: Document = {"trayCount": len(tray)} if tray else {}
    backs = Counter(held.card.back for held in tray.values() if held.card.back)
    if backs:
        part["trayBacks"] = dict(sorted(backs.items()))
    seen = {key: _held(held) for key, held in tray.items() if opened or sees(held, seat, viewer)}
    if seen:
        part["tray"] = seen
    shown = Counter(str(to) for held in tray.values() for to in held.shown)
    if shown:
        part["shown"] = dict(sorted(shown.items()))
    return part


def sees(held: Held, seat: int, viewer: int | None) -> bool:
    """Whether a card in the tray of ``seat`` may be seen."""
    return viewer == seat or EVERYBODY in held.shown or viewer in held.shown


def _held(held: Held) -> Document:
    part = {**_both_sides(held.card), "at": held.at}
    return {**part, "shown": list(held.shown)} if held.shown else part
