"""Who is in which lobby, as staff see them, and the powers of a host that staff have everywhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lobbies.admin.deeds import Acting, Deed, ask
from lobbies.admin.lists import linked, when
from lobbies.models import Member
from lobbies.protocol import Host, Kick, Mute


def show_out(request: HttpRequest, member: Member, answers: dict[str, Any]) -> str:
    """Remove somebody from the lobby."""
    ask(request, member.lobby_id, Kick(str(member.player_id)))
    return _("Showed %(name)s out of %(lobby)s.") % _named(member)


def ban(request: HttpRequest, member: Member, answers: dict[str, Any]) -> str:
    """Remove somebody from the lobby for good."""
    ask(request, member.lobby_id, Kick(str(member.player_id), ban=True))
    return _("Banned %(name)s from %(lobby)s.") % _named(member)


def mute(request: HttpRequest, member: Member, answers: dict[str, Any]) -> str:
    """Take somebody's voice in this lobby."""
    ask(request, member.lobby_id, Mute(str(member.player_id)))
    return _("Muted %(name)s in %(lobby)s.") % _named(member)


def unmute(request: HttpRequest, member: Member, answers: dict[str, Any]) -> str:
    """Give the voice back."""
    ask(request, member.lobby_id, Mute(str(member.player_id), muted=False))
    return _("Let %(name)s talk again in %(lobby)s.") % _named(member)


def make_host(request: HttpRequest, member: Member, answers: dict[str, Any]) -> str:
    """Hand the host's powers to somebody."""
    ask(request, member.lobby_id, Host(str(member.player_id)))
    return _("Made %(name)s the host of %(lobby)s.") % _named(member)


def _named(member: Member) -> dict[str, Any]:
    return {"name": member.player.name, "lobby": member.lobby}


@admin.register(Member)
class MemberAdmin(Acting):
    """Who is in which lobby."""

    list_display = ("player", "lobby", "seat", "connected", "away", "muted", "joined")
    list_display_links = ("player",)
    list_filter = ("connected", "muted")
    list_select_related = ("player", "lobby")
    ordering = ("-pk",)
    fields = (
        "who", "where", "seat", "ready", "connected", "away", "gone", "muted", "bot",
        "game_version", "joined",
    )  # fmt: skip
    readonly_fields = fields
    who = linked("player", gettext_lazy("player"))
    where = linked("lobby", gettext_lazy("lobby"))
    away = when("away_until", gettext_lazy("away until"))
    joined = when("joined_at", gettext_lazy("joined"))
    deeds = (
        Deed(
            "show-out", gettext_lazy("Show out"),
            gettext_lazy("They leave the table at once, a seat in a game too, and may come back."),
            show_out,
        ),
        Deed(
            "ban", gettext_lazy("Ban from the table"),
            gettext_lazy("They leave the table at once and cannot come back until you let them."),
            ban,
        ),
        Deed(
            "mute", gettext_lazy("Mute"),
            gettext_lazy("They stay, but cannot write in the chat of this table."),
            mute, unless=lambda member: member.muted,
        ),
        Deed(
            "unmute", gettext_lazy("Let talk again"),
            gettext_lazy("They can write in the chat of this table again."),
            unmute, unless=lambda member: not member.muted,
        ),
        Deed(
            "host", gettext_lazy("Make host"),
            gettext_lazy("They get the host's powers; the present host loses them."),
            make_host,
            unless=lambda member: bool(member.bot) or member.lobby.host_id == member.player_id,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        """With the names of both sides."""
        return super().get_queryset(request).select_related("player", "lobby")

    def label(self, row: Member) -> str:
        """Who, and where."""
        return _("%(name)s in %(lobby)s") % _named(row)

    def after(self, row: Member) -> str:
        """Back to the lobby."""
        return reverse("admin:lobbies_lobby_change", args=[row.lobby_id])
