"""Lists and pages of the staff: read-only, never counted, nothing secret in them.

In here: what all tables of the admin have in common. Not in here: acting on a row (``deeds``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from games import GAMES

NOTHING = "–"
SECRETS = frozenset({"passphrase", "invite", "seed", "snapshot", "data", "cards"})
"""Columns that no page shows and no address may ask about."""


class Leafing(ChangeList):
    """A list read page by page: one row further than it shows tells whether there is more.

    A table of 100,000 rows is never counted, nor is anything done to rows that are not shown.
    """

    def get_results(self, request: HttpRequest) -> None:
        """Read the rows of this page and one more."""
        start = (self.page_num - 1) * self.list_per_page
        if start < 0:
            raise IncorrectLookupParameters
        rows = list(self.queryset[start : start + self.list_per_page + 1])
        if start and not rows:
            raise IncorrectLookupParameters
        self.result_list = rows[: self.list_per_page]
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = None
        self.first_row = start + 1
        self.last_row = start + self.result_count
        self.newer_page = self._page(self.page_num - 1) if start else ""
        self.older_page = self._page(self.page_num + 1) if len(rows) > self.list_per_page else ""

    def _page(self, number: int) -> str:
        return self.get_query_string({PAGE_VAR: number})


class KindFilter(admin.SimpleListFilter):
    """Filter by game, from the list of games: the table is not asked which kinds it holds."""

    title = gettext_lazy("game")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every game of the house."""
        return [(kind, _(game.title)) for kind, game in GAMES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of the chosen game."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class Reading(admin.ModelAdmin):
    """A table to read. What staff may do to a row, they do through its deeds."""

    list_per_page = 100
    list_max_show_all = 0
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    view_on_site: Any = False
    change_form_template = "admin/lobbies/change_form.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Lists that are never counted."""
        return Leafing

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under its own name."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One row. Without Django's transaction around it: the door commits in one of its own."""
        return self._changeform_view(request, object_id, form_url, extra_context)

    def label(self, row: Any) -> str:
        """The row's name, on its page and in the log."""
        return str(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page of a row, under the row's own name."""
        row = context.get("original")
        if row is not None:
            context["subtitle"] = self.label(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows come from playing."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody writes into live rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is abandoned, ``manage.py tidy`` removes."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No address may feel its way along a secret, letter by letter."""
        if SECRETS.intersection(lookup.split("__")):
            return False
        return bool(super().lookup_allowed(lookup, value, request))


def when(field: str, description: Any) -> Callable[[Any, Any], str]:
    """A column or field for a time in milliseconds."""

    @admin.display(description=description)
    def show(self: Any, row: Any) -> str:
        return moment(getattr(row, field))

    return show


def moment(at: int | None) -> str:
    """Milliseconds since the epoch as people read them, in UTC."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S}" if at else NOTHING


def ago(at: int, now: int) -> str:
    """How long before ``now`` that was (both in ms), in the largest unit that fits."""
    seconds = max(0, now - at) // 1000
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def link(row: Model | None, text: str = "") -> str | SafeString:
    """A link to a row's own page."""
    if row is None:
        return NOTHING
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), text or str(row))


def linked(field: str, description: Any) -> Callable[[Any, Any], str | SafeString]:
    """A column or field for a row that this one points to."""

    @admin.display(description=description)
    def show(self: Any, row: Any) -> str | SafeString:
        return link(getattr(row, field))

    return show


def found_by(model: str, **lookups: Any) -> str:
    """The address of a list, with filters."""
    address = reverse(f"admin:lobbies_{model}_changelist")
    query = "&".join(f"{key}={value}" for key, value in lookups.items())
    return f"{address}?{query}" if query else address
