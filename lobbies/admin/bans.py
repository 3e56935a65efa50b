"""Bans: from one table, through the door; from the whole site, at every door at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lobbies.admin.deeds import Acting, Deed, Reason, ask
from lobbies.admin.lists import NOTHING, linked, moment
from lobbies.manners import Pardon
from lobbies.models import Ban, Connection, Lobby, Member, Player
from lobbies.protocol import Kick, Refusal
from lobbies.table import now_ms

DAY = 24 * 3600 * 1000
TABLES_AT_ONCE = 500


class HowLong(Reason):
    """Why, and for how long."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("For"),
        coerce=int,
        choices=[
            (1, gettext_lazy("a day")),
            (7, gettext_lazy("a week")),
            (30, gettext_lazy("a month")),
            (0, gettext_lazy("good, until it is lifted")),
        ],
    )


def ban_from_site(request: HttpRequest, player: Player, answers: dict[str, Any]) -> str:
    """Ban a player from every table, and show them out of all where they are now."""
    days = answers["days"]
    until = now_ms() + days * DAY if days else None
    values = {"reason": answers.get("reason", ""), "until": until}
    if not Ban.objects.filter(lobby=None, player=player).update(**values):
        Ban.objects.create(lobby=None, player=player, **values)
    for lobby in tables_of(player):
        _show_out(request, lobby, player)
    if until is None:
        return _("Banned %(name)s from the site.") % {"name": player.name}
    return _("Banned %(name)s from the site until %(until)s.") % {
        "name": player.name,
        "until": moment(until),
    }


def tables_of(player: Player) -> list[Any]:
    """The open lobbies where a player is listed or connected, by id."""
    listed = Member.objects.filter(player=player).values_list("lobby_id", flat=True)
    connected = Connection.objects.filter(player=player).values_list("lobby_id", flat=True)
    ids = {*listed[:TABLES_AT_ONCE], *connected[:TABLES_AT_ONCE]}
    open_ones = Lobby.objects.filter(pk__in=ids).exclude(status=Lobby.Status.CLOSED)
    return list(open_ones.values_list("pk", flat=True))


def _show_out(request: HttpRequest, lobby: Any, player: Player) -> None:
    try:
        ask(request, lobby, Kick(str(player.pk)))
    except Refusal as refusal:
        if refusal.code == "INTERNAL_ERROR":
            raise


def lift(request: HttpRequest, ban: Ban, answers: dict[str, Any]) -> str:
    """Let somebody in again."""
    if ban.lobby is None:
        Ban.objects.filter(pk=ban.pk).delete()
        return _("Lifted the ban of %(name)s from the site.") % {"name": ban.player.name}
    ask(request, ban.lobby_id, Pardon(str(ban.player_id)))
    return _("Lifted the ban of %(name)s from %(lobby)s.") % {
        "name": ban.player.name,
        "lobby": ban.lobby,
    }


@admin.register(Ban)
class BanAdmin(Acting):
    """Who is kept out of where."""

    list_display = ("player", "scope", "reason", "ends", "created")
    list_display_links = ("player",)
    list_filter = (("lobby", admin.EmptyFieldListFilter),)
    list_select_related = ("player", "lobby")
    search_fields = ("player__name",)
    search_help_text = gettext_lazy("How the player's name begins")
    ordering = ("-pk",)
    fields = ("who", "scope", "reason", "ends", "created")
    readonly_fields = fields
    who = linked("player", gettext_lazy("player"))
    deeds = (
        Deed(
            "lift", gettext_lazy("Lift the ban"),
            gettext_lazy("They may come in again."),
            lift,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ban]:
        """With the names of both sides."""
        return super().get_queryset(request).select_related("player", "lobby")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ban], search_term: str
    ) -> tuple[QuerySet[Ban], bool]:
        """By how the player's name begins."""
        term = search_term.strip()
        return (queryset.filter(player__name__istartswith=term) if term else queryset), False

    @admin.display(description=gettext_lazy("from"))
    def scope(self, ban: Ban) -> str:
        """The lobby, or the whole site."""
        return str(ban.lobby) if ban.lobby else _("the whole site")

    @admin.display(description=gettext_lazy("ends"))
    def ends(self, ban: Ban) -> str:
        """When it ends by itself."""
        return moment(ban.until) if ban.until else NOTHING

    def label(self, row: Ban) -> str:
        """Who, from where."""
        return f"{row.player.name}: {self.scope(row)}"
