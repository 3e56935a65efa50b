"""Chat lines, and the reports about them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lobbies.admin.bans import HowLong, ban_from_site
from lobbies.admin.deeds import Acting, Deed, ask
from lobbies.admin.lists import Reading, linked, when
from lobbies.models import ChatMessage, Report
from lobbies.protocol import Kick, Mute, Refusal

LINES_AROUND = 10
"""Lines of chat shown before and after a reported one."""


@admin.register(ChatMessage)
class ChatMessageAdmin(Reading):
    """What is said, newest first."""

    list_display = ("at_time", "lobby", "number", "name", "text")
    list_display_links = ("at_time",)
    list_select_related = ("lobby",)
    ordering = ("-pk",)
    search_fields = ("lobby__code",)
    search_help_text = gettext_lazy("The code of a lobby")
    fields = ("at_time", "where", "number", "who", "name", "text")
    readonly_fields = fields
    at_time = when("at", gettext_lazy("at"))
    where = linked("lobby", gettext_lazy("lobby"))
    who = linked("player", gettext_lazy("player"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ChatMessage], search_term: str
    ) -> tuple[QuerySet[ChatMessage], bool]:
        """By the lobby's code, which has an index."""
        term = search_term.strip()
        return (queryset.filter(lobby__code=term.upper()) if term else queryset), False

    def label(self, row: ChatMessage) -> str:
        """The line itself."""
        return f"“{row.text}”"


def settle(request: HttpRequest, report: Report, answers: dict[str, Any]) -> str:
    """Nothing more is to be done."""
    Report.objects.filter(pk=report.pk).update(settled=True)
    return _("Settled the report about “%(text)s”.") % {"text": report.text}


def reopen(request: HttpRequest, report: Report, answers: dict[str, Any]) -> str:
    """Something is to be done after all."""
    Report.objects.filter(pk=report.pk).update(settled=False)
    return _("Opened the report about “%(text)s” again.") % {"text": report.text}


def mute(request: HttpRequest, report: Report, answers: dict[str, Any]) -> str:
    """Take the author's voice at that table."""
    ask(request, report.lobby_id, Mute(str(_author(report).pk)))
    settle(request, report, answers)
    return _("Muted %(name)s in %(lobby)s and settled the report.") % _named(report)


def ban(request: HttpRequest, report: Report, answers: dict[str, Any]) -> str:
    """Keep the author out of that table."""
    ask(request, report.lobby_id, Kick(str(_author(report).pk), ban=True))
    settle(request, report, answers)
    return _("Banned %(name)s from %(lobby)s and settled the report.") % _named(report)


def ban_everywhere(request: HttpRequest, report: Report, answers: dict[str, Any]) -> str:
    """Keep the author out of the site."""
    done = ban_from_site(request, _author(report), answers)
    settle(request, report, answers)
    return done


def _author(report: Report) -> Any:
    if report.about is None:
        raise Refusal("NOT_FOUND", _("That player is gone."))
    return report.about


def _named(report: Report) -> dict[str, Any]:
    return {"name": report.about, "lobby": report.lobby}


class SettledFilter(admin.SimpleListFilter):
    """What is still to be done, unless more is asked for."""

    title = gettext_lazy("state")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Beside the open ones."""
        return [("yes", _("settled")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """The first choice is not "all" here."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("open")}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The reports of the chosen state."""
        if self.value() == "all":
            return queryset
        return queryset.filter(settled=self.value() == "yes")


@admin.register(Report)
class ReportAdmin(Acting):
    """Lines somebody found out of place: first what is still open."""

    list_display = ("at_time", "text", "about", "lobby", "reporter", "reason", "settled")
    list_display_links = ("at_time", "text")
    list_filter = (SettledFilter,)
    list_select_related = ("about", "lobby", "reporter")
    ordering = ("-pk",)
    fields = ("at_time", "text", "author", "where", "witness", "reason", "settled")
    readonly_fields = fields
    change_form_template = "admin/lobbies/report/change_form.html"
    at_time = when("at", gettext_lazy("at"))
    author = linked("about", gettext_lazy("about"))
    where = linked("lobby", gettext_lazy("lobby"))
    witness = linked("reporter", gettext_lazy("reporter"))
    deeds = (
        Deed(
            "settle", gettext_lazy("Settle"),
            gettext_lazy("Nothing more is to be done about this line."),
            settle, unless=lambda report: report.settled,
        ),
        Deed(
            "mute", gettext_lazy("Mute the author there"),
            gettext_lazy("They cannot write at that table any more. The report is settled."),
            mute, unless=lambda report: report.about_id is None,
        ),
        Deed(
            "ban", gettext_lazy("Ban the author from that table"),
            gettext_lazy("They leave that table at once, for good. The report is settled."),
            ban, unless=lambda report: report.about_id is None,
        ),
        Deed(
            "ban-everywhere", gettext_lazy("Ban the author from the site"),
            gettext_lazy("They leave every table at once. The report is settled."),
            ban_everywhere, form=HowLong, unless=lambda report: report.about_id is None,
        ),
        Deed(
            "reopen", gettext_lazy("Open again"),
            gettext_lazy("The report stands in the list again."),
            reopen, unless=lambda report: not report.settled,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """With everybody's names."""
        return super().get_queryset(request).select_related("about", "lobby", "reporter", "message")

    def label(self, row: Report) -> str:
        """The line itself."""
        return f"“{row.text}”"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what was said before and after."""
        report = context.get("original")
        if report is not None and report.message is not None:
            number = report.message.number
            near = (number - LINES_AROUND, number + LINES_AROUND)
            lines = ChatMessage.objects.filter(lobby=report.lobby_id, number__range=near)
            context |= {"lines": lines.order_by("number"), "reported": number}
        return super().render_change_form(request, context, *args, **kwargs)
