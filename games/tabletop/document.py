"""What a viewer may know of a card table: the only place where its secrets are kept.

What is 0, false or empty is absent, but for x, y and z. The shape::

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
