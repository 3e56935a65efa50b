"""Verbs for what lies on the table: drop, take, flip, turn, group, look, add, roll, count.

In here: one function a command, from a draft to a step. Who may is asked of ``permission``.
"""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from games.base import IllegalMove, Step
from games.rng import Rng
from games.tabletop import commands
from games.tabletop.draft import Draft
from games.tabletop.permission import card, deck, either, movable, seat_of, thing
from games.tabletop.piles import turned_over
from games.tabletop.state import Table
from games.tabletop.terms import MOST_IN_DECK
from games.tabletop.texts import clean
from games.tabletop.thing import Card, Deck, Thing

GAP = 12
"""Between things that are added side by side, beside their size."""
_SIZES = {"card": 63, "note": 120, "image": 160, "die": 40, "counter": 50, "token": 30}
_OF_KIND = {
    "color": ("token", "counter", "die", "note"),
    "label": ("token", "counter", "die", "image"),
    "text": ("note",),
    "value": ("counter",),
    "face_up": ("card",),
    "name": (),
}
"""Properties that only some kinds of things have; of decks ``name`` and ``face_up``."""
_PLAIN = {
    "rotation": 0, "face_up": False, "color": 0, "label": "", "text": "", "value": 0, "name": "",
    "owner": None, "locked": False,
}  # fmt: skip


def update(draft: Draft, command: commands.Update, rng: Rng) -> Step[Table]:
    """Properties change, each for itself."""
    seat_of(draft)
    for key, patch in command.things.items():
        patch_one(draft, key, patch)
    removed = all(patch is None for patch in command.things.values())
    return draft.step("removed" if removed else "updated", undoable=True)


def patch_one(draft: Draft, key: str, patch: commands.Patch | None) -> None:
    """One thing or deck changes, or is taken away."""
    found = either(draft, key)
    if patch is None:
        movable(found)
        draft.remove(key)
        draft.forget_pack(key)
        return
    values = _values(patch)
    if found.locked and values.keys() & {"x", "y", "rotation"}:
        movable(found)
    if isinstance(found, Deck):
        draft.put(key, _deck_patched(found, values))
    else:
        draft.put(key, _thing_patched(draft, found, values))


def _values(patch: commands.Patch) -> dict[str, object]:
    """What is said, null turned into what is usual, texts made clean."""
    said = {name: getattr(patch, name) for name in patch.__struct_fields__}
    values = {n: _PLAIN.get(n) if v is None else v for n, v in said.items() if v is not UNSET}
    return {n: clean(v) if isinstance(v, str) else v for n, v in values.items()}


def _deck_patched(found: Deck, values: dict[str, object]) -> Deck:
    if not values.keys() <= {"x", "y", "rotation", "name", "locked", "face_up"}:
        raise IllegalMove("A deck has no such property.", "INVALID_MOVE")
    if values.pop("face_up", found.face_up) != found.face_up:
        found = turned_over(found)
    return replace(found, **values)


def _thing_patched(draft: Draft, found: Thing, values: dict[str, object]) -> Thing:
    for name in values:
        if name in _OF_KIND and found.kind not in _OF_KIND[name]:
            raise IllegalMove("Such a thing has no such property.", "INVALID_MOVE")
    if values.get("owner") not in (None, draft.seat):
        raise IllegalMove("You can only mark things as your own.", "FORBIDDEN")
    if "face_up" in values and values["face_up"] != found.face_up:
        values["seen"] = ()
    return replace(found, **values)


def drop(draft: Draft, command: commands.Drop, rng: Rng) -> Step[Table]:
    """Things lie where they were dropped, above or below all others."""
    seat_of(draft)
    found_at = {key: either(draft, key) for key in command.at}
    # Among themselves they lie as before: JSON objects have no order to go by.
    for key in sorted(found_at, key=lambda key: found_at[key].z, reverse=command.bottom):
        found, (x, y) = found_at[key], command.at[key]
        movable(found)
        z = draft.below() if command.bottom else draft.above()
        rotation = found.rotation if command.rotation is None else command.rotation
        draft.put(key, replace(found, x=x, y=y, z=z, rotation=rotation))
    return draft.step("dropped", undoable=True)


def take(draft: Draft, command: commands.Take, rng: Rng) -> Step[Table]:
    """Cards go from the table to the tray."""
    seat = seat_of(draft)
    draft.hold(seat, [_off(draft, key) for key in dict.fromkeys(command.ids)])
    return draft.step("taken", undoable=True)


def _off(draft: Draft, key: str) -> Card:
    """A card leaves the table."""
    found, its = card(draft, key)
    movable(found)
    draft.remove(key)
    return its


def flip(draft: Draft, command: commands.Flip, rng: Rng) -> Step[Table]:
    """Cards and decks are turned over."""
    seat_of(draft)
    for key in dict.fromkeys(command.ids):
        if draft.deck(key) is not None:
            draft.put(key, turned_over(deck(draft, key)))
        else:
            found, _ = card(draft, key)
            draft.put(key, replace(found, face_up=not found.face_up, seen=()))
    return draft.step("flipped", undoable=True)


def turn(draft: Draft, command: commands.Turn, rng: Rng) -> Step[Table]:
    """Things are turned by an angle."""
    seat_of(draft)
    for key in dict.fromkeys(command.ids):
        found = either(draft, key)
        movable(found)
        draft.put(key, replace(found, rotation=(found.rotation + command.by) % 360))
    return draft.step("turned", undoable=True)


def group(draft: Draft, command: commands.Group, rng: Rng) -> Step[Table]:
    """Cards and decks become one deck, as they lie one above the other."""
    seat_of(draft)
    found = {key: either(draft, key) for key in command.ids}
    if len(found) < 2:
        raise IllegalMove("One card makes no deck: choose some more.", "INVALID_MOVE")
    pile = sorted(found, key=lambda key: found[key].z)
    cards = tuple(card for key in pile for card in lifted(draft, key))
    if len(cards) > MOST_IN_DECK:
        raise IllegalMove("A deck has at most {count} cards.", "CONFLICT", count=MOST_IN_DECK)
    lowest = found[pile[0]]
    face_up = all(each.face_up for each in found.values())
    made = Deck(
        name=clean(command.name), x=lowest.x, y=lowest.y, z=draft.above(),
        rotation=lowest.rotation, face_up=face_up, cards=cards,
    )  # fmt: skip
    draft.put(draft.new_id(), made)
    return draft.step("grouped", undoable=True)


def lifted(draft: Draft, key: str) -> tuple[Card, ...]:
    """What a card or a deck without an owner brings into another deck, bottom first."""
    if draft.deck(key) is None:
        return (_off(draft, key),)
    found = deck(draft, key)
    movable(found)
    if found.owner is not None:
        raise IllegalMove("That deck has an owner: share it first.", "INVALID_STATE")
    draft.remove(key)
    return found.cards


def peek(draft: Draft, command: commands.Peek, rng: Rng) -> Step[Table]:
    """Somebody looks at face-down cards, and everybody knows."""
    seat = seat_of(draft)
    for key in command.ids:
        found, _ = card(draft, key)
        if found.face_up:
            raise IllegalMove("That card lies face up: everybody sees it.", "INVALID_MOVE")
        draft.put(key, replace(found, seen=tuple(sorted({*found.seen, seat}))))
    return draft.step("peeked")


def hide(draft: Draft, command: commands.Hide, rng: Rng) -> Step[Table]:
    """Somebody looks no more."""
    seat = seat_of(draft)
    for key in command.ids:
        found = thing(draft, key)
        draft.put(key, replace(found, seen=tuple(s for s in found.seen if s != seat)))
    return draft.step("hidden")


def add(draft: Draft, command: commands.Add, rng: Rng) -> Step[Table]:
    """Something new is there."""
    seat_of(draft)
    new = _new(command)
    step = _SIZES[command.kind] + GAP
    for number in range(command.count):
        draft.lay(replace(new, x=command.x + number * step, y=command.y))
    return draft.step("added", undoable=True)


def _new(command: commands.Add) -> Thing:
    kind, label = command.kind, clean(command.label)
    match kind:
        case "card":
            face, image, back = (each or "" for each in (command.face, command.image, command.back))
            return Thing(card=Card(clean(face), image, back), face_up=command.face_up)
        case "die":
            return Thing(kind, color=command.color, label=label, sides=command.sides, value=1)
        case "counter":
            return Thing(kind, color=command.color, label=label, value=command.value)
        case "note":
            return Thing(kind, color=command.color, text=clean(command.text))
        case "image":
            if command.image is None:
                raise IllegalMove("A picture needs an address.", "INVALID_MOVE")
            return Thing(kind, image=command.image, label=label)
        case "token":
            return Thing(kind, color=command.color, label=label)


def roll(draft: Draft, command: commands.Roll, rng: Rng) -> Step[Table]:
    """Dice are rolled."""
    seat_of(draft)
    for key in dict.fromkeys(command.ids):
        found = thing(draft, key)
        if found.kind != "die":
            raise IllegalMove("Only dice can be rolled.", "INVALID_MOVE")
        draft.put(key, replace(found, value=rng.roll(found.sides), rolls=found.rolls + 1))
    return draft.step("rolled")


def count(draft: Draft, command: commands.Count, rng: Rng) -> Step[Table]:
    """A counter goes up or down."""
    seat_of(draft)
    found = thing(draft, command.id)
    if found.kind != "counter":
        raise IllegalMove("Only counters can be counted up and down.", "INVALID_MOVE")
    value = found.value + command.by
    if abs(value) > 999_999:
        raise IllegalMove("The counter cannot show more than that.", "INVALID_MOVE")
    draft.put(command.id, replace(found, value=value))
    return draft.step("counted", undoable=True)
