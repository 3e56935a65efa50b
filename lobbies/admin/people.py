"""Players, who of them is connected now, and who waits to be paired."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lobbies import identity
from lobbies.admin.bans import HowLong, ban_from_site, tables_of
from lobbies.admin.deeds import Acting, Deed, Reason, ask
from lobbies.admin.lists import Leafing, Reading, ago, found_by, linked, when
from lobbies.manners import Rename
from lobbies.models import Ban, Connection, Member, Player, Process, Waiting
from lobbies.names import NAME_LENGTH, clean_name
from lobbies.presence import DEAD_AFTER_MS
from lobbies.protocol import Kick, Refusal
from lobbies.table import now_ms
from lobbies.tables import act

ROWS_SHOWN = 50


class NewName(Reason):
    """Another name, for one that nobody should have to read."""

    name = forms.CharField(
        label=gettext_lazy("New name; empty for “Player” and a number"),
        max_length=NAME_LENGTH,
        required=False,
    )


def rename(request: HttpRequest, player: Player, answers: dict[str, Any]) -> str:
    """Give a player another name, at every table where they are."""
    before = player.name
    fallback = f"Player {player.pk.int % 9000 + 1000}"
    player.name = clean_name(answers["name"], fallback)
    player.save(update_fields=["name"])
    for lobby in tables_of(player):
        try:
            act(str(lobby), identity.actor_of(player), Rename(player.name))
        except Refusal as refusal:
            if refusal.code == "INTERNAL_ERROR":
                raise
    return _("Renamed %(before)s to %(name)s.") % {"before": before, "name": player.name}


def disconnect(request: HttpRequest, row: Connection, answers: dict[str, Any]) -> str:
    """Close a player's connections to one lobby."""
    ask(request, row.lobby_id, Kick(str(row.player_id)))
    return _("Disconnected %(name)s from %(lobby)s.") % {"name": row.player, "lobby": row.lobby}


@admin.register(Player)
class PlayerAdmin(Acting):
    """Everybody the site knows, newest first."""

    list_display = ("name", "id", "bot", "created")
    list_filter = (("bot", admin.EmptyFieldListFilter),)
    ordering = ("-created", "-id")
    search_fields = ("id", "name")
    search_help_text = gettext_lazy("An id, or how the name begins")
    fields = ("id", "name", "bot", "comes_back", "created")
    readonly_fields = fields
    change_form_template = "admin/lobbies/player/change_form.html"
    deeds = (
        Deed(
            "ban", gettext_lazy("Ban from the whole site"),
            gettext_lazy("They leave every table at once and can play nowhere here."),
            ban_from_site, form=HowLong,
        ),
        Deed(
            "rename", gettext_lazy("Give another name"),
            gettext_lazy("The new name is shown at once at every table where they are."),
            rename, form=NewName,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Player]:
        """Without the hash."""
        return super().get_queryset(request).defer("passphrase")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Player], search_term: str
    ) -> tuple[QuerySet[Player], bool]:
        """By id, else by how the name begins."""
        term = search_term.strip()
        if len(term) == 36:
            return queryset.filter(pk=term), False
        return (queryset.filter(name__istartswith=term) if term else queryset), False

    @admin.display(description=gettext_lazy("comes back with"))
    def comes_back(self, player: Player) -> str:
        """Whether there is a passphrase; never which."""
        kept = Player.objects.filter(pk=player.pk).exclude(passphrase="").exists()
        return _("a passphrase") if kept else _("this browser only")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the tables where the player is, and the bans."""
        player = context.get("original")
        if player is not None:
            members = Member.objects.filter(player=player).select_related("lobby")
            context |= {
                "members": members.order_by("-pk")[:ROWS_SHOWN],
                "bans": Ban.objects.filter(player=player).select_related("lobby")[:ROWS_SHOWN],
                "chat": found_by("chatmessage", player__id__exact=player.pk),
                "reports": found_by("report", about__id__exact=player.pk, settled="all"),
                "connections": found_by("connection", player__id__exact=player.pk),
            }
        return super().render_change_form(request, context, *args, **kwargs)


class Attended(Leafing):
    """A list of connections, each with when its server process was heard last."""

    def get_results(self, request: HttpRequest) -> None:
        """Ask about the processes of this page, once."""
        super().get_results(request)
        _with_process(self.result_list)


def _with_process(rows: list[Any]) -> None:
    heard = Process.objects.filter(pk__in={row.process for row in rows})
    seen = dict(heard.values_list("pk", "seen"))
    for row in rows:
        row.process_seen = seen.get(row.process)


@admin.register(Connection)
class ConnectionAdmin(Acting):
    """Who is connected now: each open socket, since when, last heard when, with which build."""

    list_display = ("player", "lobby", "state", "since_moment", "ping", "build")
    list_display_links = ("player",)
    list_select_related = ("player", "lobby")
    ordering = ("-since", "-id")
    fields = ("who", "where", "state", "since_moment", "ping", "build", "process")
    readonly_fields = fields
    who = linked("player", gettext_lazy("player"))
    where = linked("lobby", gettext_lazy("lobby"))
    since_moment = when("since", gettext_lazy("since"))
    deeds = (
        Deed(
            "disconnect", gettext_lazy("Disconnect"),
            gettext_lazy(
                "All their connections to that table are closed and they leave it; "
                "they may come back."
            ),
            disconnect,
        ),
    )  # fmt: skip

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list with the processes."""
        return Attended

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Connection | None:
        """One row with its process."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            _with_process([row])
        return row

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: Any) -> SafeString:
        """Live; silent (no ping for too long); or left over by a server that is gone."""
        name, text = self.verdict(row, now_ms())
        return format_html('<span class="state state--{}">{}</span>', name, text)

    def verdict(self, row: Any, now: int) -> tuple[str, str]:
        """The state at ``now`` (ms), as a word for programs and one for people."""
        if row.process_seen is None or row.process_seen < now - DEAD_AFTER_MS:
            return "lost", _("stale: its server is gone")
        if row.seen < now - settings.SILENCE_SECONDS * 1000:
            return "silent", _("silent")
        return "live", _("live")

    @admin.display(description=gettext_lazy("last ping"))
    def ping(self, row: Connection) -> str:
        """How long ago it was heard."""
        return _("%s ago") % ago(row.seen, now_ms())

    @admin.display(description=gettext_lazy("build"))
    def build(self, row: Connection) -> str | SafeString:
        """Which build the client runs, and whether that is ours."""
        if not row.game_version:
            return _("not said")
        if row.game_version == settings.BUILD:
            return row.game_version
        return format_html(
            '<span class="state state--silent">{} ({})</span>', row.game_version, _("not ours")
        )

    def after(self, row: Connection) -> str:
        """To the list: the row goes a moment later, with its socket."""
        return found_by("connection")

    def label(self, row: Connection) -> str:
        """Who, and where."""
        return _("%(name)s in %(lobby)s") % {"name": row.player, "lobby": row.lobby}


@admin.register(Waiting)
class WaitingAdmin(Reading):
    """Who waits to be paired."""

    list_display = ("player", "kind", "key", "lobby", "since_moment", "asked")
    list_select_related = ("player", "lobby")
    ordering = ("-since",)
    fields = ("player", "kind", "key", "lobby", "since_moment", "asked")
    readonly_fields = fields
    since_moment = when("since", gettext_lazy("since"))
    asked = when("seen", gettext_lazy("last asked"))

    def label(self, row: Waiting) -> str:
        """Who."""
        return str(row.player)
