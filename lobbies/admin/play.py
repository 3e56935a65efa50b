"""Matches and their moves, as staff see them: to read, to replay, and (when need be) to look at.

A match's seed is shown once it is over, as the players see it; what viewers may not know of a
running game is shown only on its ``look`` page, and every look is written down.
"""

from __future__ import annotations

from typing import Any, get_args

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from games import GAMES
from games.base import Event
from games.rng import commitment
from lobbies.admin import replay
from lobbies.admin.deeds import Acting, Deed, ask
from lobbies.admin.lists import NOTHING, KindFilter, Reading, found_by, link, linked, when
from lobbies.manners import EndGame
from lobbies.models import Match, Move
from lobbies.protocol import Refusal

HIDDEN = gettext_lazy("hidden while the game is on")


def end_game(request: HttpRequest, match: Match, answers: dict[str, Any]) -> str:
    """End this match."""
    if match.ended_at is not None:
        raise Refusal("NO_ACTIVE_GAME", _("That game is over."))
    ask(request, match.lobby_id, EndGame())
    return _("Ended game %(number)d in %(lobby)s.") % {
        "number": match.number,
        "lobby": match.lobby,
    }


@admin.register(Match)
class MatchAdmin(Acting):
    """Games played and being played, newest first."""

    list_display = ("started", "game", "lobby", "number", "players", "ended", "outcome")
    list_filter = (KindFilter, ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("lobby",)
    ordering = ("-started_at", "-id")
    search_fields = ("id", "lobby__code")
    search_help_text = gettext_lazy("The code of a lobby, or the id of a match")
    fields = (
        "id", "where", "number", "game", "players", "started", "ended", "outcome", "options",
        "seats", "started_version", "snapshot_version", "chance", "log",
    )  # fmt: skip
    readonly_fields = fields
    change_form_template = "admin/lobbies/match/change_form.html"
    where = linked("lobby", gettext_lazy("lobby"))
    started = when("started_at", gettext_lazy("started"))
    ended = when("ended_at", gettext_lazy("ended"))
    deeds = (
        Deed(
            "end", gettext_lazy("End the game"),
            gettext_lazy("The game ends without a winner; everybody stays at the table."),
            end_game, unless=lambda match: match.ended_at is not None,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        """Without what is secret or long."""
        return super().get_queryset(request).select_related("lobby").defer("seed", "snapshot")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Match], search_term: str
    ) -> tuple[QuerySet[Match], bool]:
        """By the lobby's code or the match's id; both have an index."""
        term = search_term.strip()
        if len(term) == 36:
            return queryset.filter(pk=term), False
        return (queryset.filter(lobby__code=term.upper()) if term else queryset), False

    def get_urls(self) -> list[Any]:
        """Beside the row's own page: its replay, its pictures, and the look at what is hidden."""
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/replay/", wrap(self.replay_view), name="lobbies_match_replay"),
            path("<uuid:pk>/<int:step>.svg", wrap(self.picture_view), name="lobbies_match_picture"),
            path("<uuid:pk>/look/", wrap(self.look_view), name="lobbies_match_look"),
            *super().get_urls(),
        ]

    def label(self, row: Match) -> str:
        """Which game, where."""
        return _("game %(number)d in %(lobby)s") % {"number": row.number, "lobby": row.lobby}

    def replay_view(self, request: HttpRequest, pk: Any) -> Any:
        """The match step by step."""
        return replay.show(self, request, pk)

    def picture_view(self, request: HttpRequest, pk: Any, step: int) -> Any:
        """The board after a step."""
        return replay.picture(self, request, pk, step)

    def look_view(self, request: HttpRequest, pk: Any) -> Any:
        """What each player of a game with secrets knows."""
        return replay.look(self, request, pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With the way to the replay, and to the look where there is something to hide."""
        match = context.get("original")
        if match is not None:
            context["replay"] = reverse("admin:lobbies_match_replay", args=[match.pk])
            if GAMES[match.kind].secret and self.may_act(request):
                context["look"] = reverse("admin:lobbies_match_look", args=[match.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("game"))
    def game(self, match: Match) -> str:
        """The game's name for people."""
        return _(GAMES[match.kind].title) if match.kind in GAMES else match.kind

    @admin.display(description=gettext_lazy("players"))
    def players(self, match: Match) -> str:
        """Names by seat, as they were."""
        return ", ".join(name for _seat, name in sorted(match.names.items())) or NOTHING

    @admin.display(description=gettext_lazy("result"))
    def outcome(self, match: Match) -> str:
        """Who won, and how."""
        if match.result is None:
            return _("being played")
        winners = [match.names.get(str(seat), str(seat)) for seat in match.result["winners"]]
        reason = match.result["reason"]
        return f"{', '.join(winners)} ({reason})" if winners else reason

    @admin.display(description=gettext_lazy("chance"))
    def chance(self, match: Match) -> str:
        """The seed's hash; the seed itself once the game is over."""
        if not GAMES[match.kind].random:
            return NOTHING
        seed = bytes(match.seed)
        if match.ended_at is None:
            return _("seed kept until the end; its hash: %s") % commitment(seed)
        return seed.hex()

    @admin.display(description=gettext_lazy("moves"))
    def log(self, match: Match) -> SafeString:
        """Every change of this match."""
        address = found_by("move", match__id__exact=match.pk)
        return format_html('<a href="{}">{}</a>', address, _("all moves"))


class EventFilter(admin.SimpleListFilter):
    """Filter by what moved a game, from the contract: the log is not searched for its words."""

    title = gettext_lazy("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every kind of event."""
        return [(event, event) for event in get_args(Event)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The changes of the chosen kind."""
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(Move)
class MoveAdmin(Reading):
    """The log of all lobbies: one line per committed change, newest first."""

    list_display = ("at_time", "lobby", "version", "player", "seat", "event", "action", "asked")
    list_display_links = ("at_time",)
    list_select_related = ("lobby", "player", "match")
    list_filter = (EventFilter,)
    ordering = ("-pk",)
    fields = (
        "at_time", "where", "game", "version", "who", "seat", "event", "action", "asked", "ref",
    )  # fmt: skip
    readonly_fields = fields
    at_time = when("at", gettext_lazy("at"))
    where = linked("lobby", gettext_lazy("lobby"))
    who = linked("player", gettext_lazy("player"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Move]:
        """With what is needed to say whose and where."""
        rows = super().get_queryset(request).select_related("lobby", "player", "match")
        return rows.defer("match__seed", "match__snapshot")

    def label(self, row: Move) -> str:
        """Which change, where."""
        return _("version %(version)d of %(lobby)s") % {"version": row.version, "lobby": row.lobby}

    @admin.display(description=gettext_lazy("match"))
    def game(self, move: Move) -> str | SafeString:
        """A link to the match this change moved on."""
        return link(move.match, _("game %d") % move.match.number) if move.match else NOTHING

    @admin.display(description=gettext_lazy("asked"))
    def asked(self, move: Move) -> str:
        """The command as it came, unless it could give a secret away."""
        if move.match is not None and replay.hidden(move.match):
            return str(HIDDEN)
        return replay.in_words(move.payload) or NOTHING
