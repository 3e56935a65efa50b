"""What lies on free tables, row by row, as staff see it: places and numbers, never a hidden face.

In here: the lists of board objects and decks. Not in here: what is hidden, which is shown only on
the match's ``look`` page; that is written down and told to the table.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lobbies.admin.lists import NOTHING, Reading, link
from lobbies.admin.replay import hidden
from lobbies.models import BoardObject, Deck

HIDDEN = gettext_lazy("hidden; the match's page has a look at it")


class _Piece(Reading):
    """A row of a match."""

    list_select_related = ("match", "match__lobby")
    ordering = ("-pk",)
    search_fields = ("match__lobby__code",)
    search_help_text = gettext_lazy("The code of a lobby")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the lobby's code, which has an index."""
        term = search_term.strip().upper()
        return (queryset.filter(match__lobby__code=term) if term else queryset), False

    @admin.display(description=gettext_lazy("match"))
    def where(self, row: Any) -> SafeString:
        """The match it belongs to."""
        return link(row.match, f"{row.match.lobby.code} {row.match.number}")


@admin.register(BoardObject)
class BoardObjectAdmin(_Piece):
    """Cards, tokens, counters, dice, notes and pictures."""

    list_display = ("key", "kind", "where", "place", "shows")
    fields = ("key", "kind", "where", "place", "shows", "more")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("place"))
    def place(self, row: BoardObject) -> str:
        """Where it lies."""
        data = row.data
        return f"{data.get('x', 0)}, {data.get('y', 0)} · {data.get('z', 0)}"

    @admin.display(description=gettext_lazy("shows"))
    def shows(self, row: BoardObject) -> str:
        """The face of a card if all can see it; what else says something."""
        data = row.data
        if "card" in data:
            if not data.get("faceUp") and hidden(row.match):
                return str(HIDDEN)
            return str(data["card"].get("face", NOTHING))
        return str(data.get("text") or data.get("label") or data.get("value") or NOTHING)

    @admin.display(description=gettext_lazy("more"))
    def more(self, row: BoardObject) -> str:
        """Everything else, without the card."""
        return json.dumps({k: v for k, v in row.data.items() if k != "card"}, ensure_ascii=False)


@admin.register(Deck)
class DeckAdmin(_Piece):
    """Decks, trays (``tray.<seat>``), and what decks were made of (``pack.<id>``)."""

    list_display = ("key", "label", "where", "owner", "count")
    fields = ("key", "label", "where", "owner", "count", "order")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deck]:
        """With the cards: their number is told."""
        return super().get_queryset(request).select_related("match", "match__lobby")

    @admin.display(description=gettext_lazy("name"))
    def label(self, row: Deck) -> str:
        """Its name, if it has one."""
        return row.name or NOTHING

    @admin.display(description=gettext_lazy("owner"))
    def owner(self, row: Deck) -> str:
        """Whose it is."""
        return NOTHING if row.seat is None else _("seat %(seat)d") % {"seat": row.seat}

    @admin.display(description=gettext_lazy("cards"))
    def count(self, row: Deck) -> int:
        """How many cards."""
        return len(row.cards)

    @admin.display(description=gettext_lazy("order"))
    def order(self, row: Deck) -> str:
        """The cards, once nothing of the match is secret any more."""
        if hidden(row.match):
            return str(HIDDEN)
        faces = (card.get("card", card).get("face", "?") for card in row.cards)
        return " ".join(faces) or NOTHING
