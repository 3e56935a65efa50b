"""The stored parts of a game that keeps rows: board objects and decks, one row each.

In here: rows from and to documents. Not in here: when (``store``), and what they mean (``games``).
A document's own columns (kind, seat, name, cards) are there for the admin; the rest is ``data``.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from games.base import Document
from lobbies.models import BoardObject, Deck, Match

Rows = Mapping[tuple[str, str], Document | None]


def write(match: UUID, rows: Rows) -> None:
    """Insert or update the rows that are given, remove those given as None."""
    _write_objects(match, {key: row for (table, key), row in rows.items() if table == "object"})
    _write_decks(match, {key: row for (table, key), row in rows.items() if table == "deck"})
    rest = rows.get(("rest", ""))
    if rest is not None:
        Match.objects.filter(pk=match).update(snapshot=rest)


def _write_objects(match: UUID, rows: Mapping[str, Document | None]) -> None:
    gone = [key for key, row in rows.items() if row is None]
    if gone:
        BoardObject.objects.filter(match=match, key__in=gone).delete()
    BoardObject.objects.bulk_create(
        [
            BoardObject(match_id=match, key=key, kind=row["kind"], data=row)
            for key, row in rows.items()
            if row is not None
        ],
        update_conflicts=True,
        unique_fields=["match", "key"],
        update_fields=["kind", "data"],
    )


def _write_decks(match: UUID, rows: Mapping[str, Document | None]) -> None:
    gone = [key for key, row in rows.items() if row is None]
    if gone:
        Deck.objects.filter(match=match, key__in=gone).delete()
    Deck.objects.bulk_create(
        [_deck(match, key, dict(row)) for key, row in rows.items() if row is not None],
        update_conflicts=True,
        unique_fields=["match", "key"],
        update_fields=["seat", "name", "data", "cards"],
    )


def _deck(match: UUID, key: str, row: Document) -> Deck:
    cards = row.pop("cards", [])
    return Deck(
        match_id=match,
        key=key,
        seat=row.get("seat"),
        name=row.get("name", ""),
        data=row,
        cards=cards,
    )


def read(match: Match) -> dict[tuple[str, str], Document]:
    """All stored parts of a match."""
    rows: dict[tuple[str, str], Document] = {}
    for item in BoardObject.objects.filter(match=match):
        rows["object", item.key] = item.data
    for deck in Deck.objects.filter(match=match):
        rows["deck", deck.key] = {**deck.data, "cards": deck.cards}
    if match.snapshot is not None:
        rows["rest", ""] = match.snapshot
    return rows
