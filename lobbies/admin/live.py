"""How it goes right now: every server process in figures, and their sum, every two seconds.

In here: the page and the part of it that is asked for again and again. Not in here: the figures
(``figures``). Who may see it: staff who may view server processes.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lobbies.admin.lists import NOTHING, Reading, ago
from lobbies.clock import now_ms
from lobbies.figures import Figures, percentile, together
from lobbies.models import Process
from lobbies.presence import DEAD_AFTER_MS


@admin.register(Process)
class ProcessAdmin(Reading):
    """Instead of a list of rows: how it goes."""

    def get_urls(self) -> list[Any]:
        """The page, and what it asks for."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.live_view), name="lobbies_process_changelist"),
            path("figures/", wrap(self.figures_view), name="lobbies_process_figures"),
        ]

    def live_view(self, request: HttpRequest) -> HttpResponse:
        """The page; without scripts it shows the moment it was loaded."""
        self._check(request)
        context = {
            **self.admin_site.each_context(request),
            **shown(now_ms()),
            "title": _("Right now"),
            "figures": reverse("admin:lobbies_process_figures"),
        }
        return render(request, "admin/lobbies/process/live.html", context)

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """The part with the figures."""
        self._check(request)
        return render(request, "admin/lobbies/process/_figures.html", shown(now_ms()))

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


class Line(msgspec.Struct):
    """A process (or all) as the page shows it: every figure in words, rates for the drawing."""

    name: str
    since: str
    cells: list[tuple[str, str, bool]]
    """Heading, figure, and whether somebody should look."""


def shown(now: int) -> dict[str, Any]:
    """What the page shows at ``now`` (ms): those that said so lately, the oldest first."""
    rows = Process.objects.filter(seen__gte=now - DEAD_AFTER_MS).order_by("started", "pk")
    told = [(row, msgspec.convert(row.figures, Figures)) for row in rows if row.figures]
    every = together(figures for _row, figures in told)
    return {
        "head": headline(every),
        "lines": [
            Line(str(row.pk)[:8], ago(row.started, now), cells(figures)) for row, figures in told
        ],
        "total": Line(_("All"), "", cells(every)) if len(told) > 1 else None,
        "rate": round(every.changes, 1),
        "slowest": round((percentile(every.commands, 0.99) or 0) * 1000, 2),
    }


def headline(figures: Figures) -> list[tuple[str, str, bool]]:
    """What is read first."""
    return [
        (_("open sockets"), whole(figures.sockets), False),
        (_("of them watching"), whole(figures.watchers), False),
        (_("tables in memory"), whole(figures.lobbies), False),
        (_("changes a second"), rate(figures.changes), False),
        (_("command, median"), ms(figures.commands, 0.5), False),
        (_("command, p99"), ms(figures.commands, 0.99), False),
        (_("commit, p99"), ms(figures.commits, 0.99), False),
        (_("errors in a minute"), whole(figures.errors), figures.errors > 0),
    ]


def cells(figures: Figures) -> list[tuple[str, str, bool]]:
    """One line of the table."""
    return [
        (_("sockets"), whole(figures.sockets), False),
        (_("watching"), whole(figures.watchers), False),
        (_("tables"), whole(figures.lobbies), False),
        (_("changes/s"), rate(figures.changes), False),
        (_("news/s"), rate(figures.deliveries), False),
        (_("command p50"), ms(figures.commands, 0.5), False),
        (_("command p99"), ms(figures.commands, 0.99), False),
        (_("commit p50"), ms(figures.commits, 0.5), False),
        (_("commit p99"), ms(figures.commits, 0.99), False),
        (_("loop late p99"), ms(figures.lag, 0.99), False),
        (_("waiting"), whole(figures.waiting), figures.waiting > 100),
        (_("behind"), whole(figures.behind), figures.behind > 0),
        (_("refused/min"), whole(figures.refused), False),
        (_("lost races/min"), whole(figures.races), False),
        (_("too slow/min"), whole(figures.slow), figures.slow > 0),
        (_("errors/min"), whole(figures.errors), figures.errors > 0),
        (_("memory"), _("%s MB") % whole(figures.memory >> 20), False),
    ]


def whole(value: int) -> str:
    """A count."""
    return str(number_format(value, force_grouping=True))


def rate(value: float) -> str:
    """So many a second."""
    return str(number_format(value, 0 if value >= 10 else 1, force_grouping=True))


def ms(counts: tuple[int, ...], share: float) -> str:
    """A percentile in milliseconds; a dash if nothing happened."""
    seconds = percentile(counts, share)
    if seconds is None:
        return NOTHING
    value = seconds * 1000
    return _("%s ms") % number_format(value, 0 if value >= 10 else 1)
