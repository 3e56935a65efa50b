"""The stored parts of a game that keeps rows: board objects and decks, one row each.

In here: rows from and to documents. Not in here: when (``store``), and what they mean (``games``).
A document's own columns (kind, seat, name, cards) are there for the admin; the rest is ``data``.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from games.base import Document
from lobbies import statements
from lobbies.models import BoardObject, Deck, Match
from lobbies.statements import as_json

Rows = Mapping[tuple[str, str], Document | None]
MODELS = {"object": BoardObject, "deck": Deck}


def write(match: UUID, rows: Rows) -> None:
    """Insert or update the rows that are given, remove those given as None."""
    for table, model in MODELS.items():
        mine = {key: row for (of, key), row in rows.items() if of == table}
        gone = [key for key, row in mine.items() if row is None]
        if gone:
            model._default_manager.filter(match=match, key__in=gone).delete()
        columns = _object if table == "object" else _deck
        whole = [
            {"match_id": match, "key": key, **columns(row)}
            for key, row in mine.items()
            if row is not None
        ]
        statements.insert_or_update(model._meta.db_table, ("match_id", "key"), whole)
    rest = rows.get(("rest", ""))
    if rest is not None:
        statements.update("lobbies_match", [{"id": match, "snapshot": as_json(rest)}])


def _object(row: Document) -> Document:
    return {"kind": row["kind"], "data": as_json(row)}


def _deck(row: Document) -> Document:
    data = {name: value for name, value in row.items() if name != "cards"}
    return {
        "seat": row.get("seat"),
        "name": row.get("name", ""),
        "data": as_json(data),
        "cards": as_json(row.get("cards", [])),
    }


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
