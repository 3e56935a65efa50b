"""Lobbies, as staff see them.

In here: the list, the page of one, closing it and ending its game. The form changes nothing itself:
what differs becomes one command at the door. Not in here: the people at a table (``members``).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from games import GAMES
from lobbies.admin.deeds import Acting, Deed, ask, staff
from lobbies.admin.lists import KindFilter, found_by, when
from lobbies.languages import worded
from lobbies.manners import EndGame, options_of
from lobbies.models import Lobby, Match, Member
from lobbies.protocol import Close, Refusal, SetOptions
from lobbies.tables import act

PEOPLE_SHOWN = 100
MATCHES_SHOWN = 10


# Deeds


def close(request: HttpRequest, lobby: Lobby, answers: dict[str, Any]) -> str:
    """Close the lobby."""
    ask(request, lobby.pk, Close())
    return _("Closed %(lobby)s.") % {"lobby": lobby}


def end_game(request: HttpRequest, lobby: Lobby, answers: dict[str, Any]) -> str:
    """End the game on the table."""
    ask(request, lobby.pk, EndGame())
    return _("Ended the game in %(lobby)s.") % {"lobby": lobby}


def begin_anew(request: HttpRequest, lobby: Lobby, answers: dict[str, Any]) -> str:
    """Begin the lobby's game anew, with those who are there."""
    command = GAMES[lobby.kind].restarts
    if command is None:
        raise Refusal("INVALID_STATE", "This game is not begun anew; end it instead.")
    ask(request, lobby.pk, command())
    return _("Began the game in %(lobby)s anew.") % {"lobby": lobby}


def _stays_open(lobby: Lobby) -> bool:
    """Whether there is nothing to close: it is closed, or it always exists."""
    permanent = lobby.code == GAMES[lobby.kind].permanent
    return permanent or lobby.status == Lobby.Status.CLOSED


def _cannot_restart(lobby: Lobby) -> bool:
    return lobby.status == Lobby.Status.CLOSED or GAMES[lobby.kind].restarts is None


# Lobbies


class LobbyForm(forms.ModelForm):
    """What the host may change, staff may change too."""

    class Meta:
        model = Lobby
        fields = ("name", "visibility", "options")

    def clean_options(self) -> dict[str, Any]:
        """Options that the game takes."""
        options = self.cleaned_data["options"]
        game = GAMES[self.instance.kind]
        try:
            options_of(game, options if isinstance(options, dict) else {"": options})
        except Refusal as refusal:
            raise forms.ValidationError(worded(refusal)) from None
        return dict(options)

    def command(self) -> SetOptions:
        """What differs, as the command a host would send."""
        asked = {name: self.cleaned_data[name] for name in self.changed_data}
        if "options" in asked:
            before = self.initial["options"]
            asked["options"] = {
                key: value for key, value in asked["options"].items() if before.get(key) != value
            }
        return SetOptions(**asked)


@admin.register(Lobby)
class LobbyAdmin(Acting):
    """All lobbies, newest first."""

    form = LobbyForm
    list_display = ("code", "name", "game", "status", "visibility", "host", "sitting", "created")
    list_filter = (KindFilter, "status", "visibility")
    list_select_related = ("host",)
    search_fields = ("code", "name")
    search_help_text = gettext_lazy("A code, an id, or how the name begins")
    ordering = ("-created", "-id")
    fieldsets = (
        (None, {"fields": ("name", "visibility", "options")}),
        (
            gettext_lazy("As it stands"),
            {
                "fields": (
                    "id", "code", "game", "status", "host", "opens_with", "version", "games",
                    "said", "changed", "alarm", "created",
                )
            },
        ),
    )  # fmt: skip
    readonly_fields = fieldsets[1][1]["fields"]
    change_form_template = "admin/lobbies/lobby/change_form.html"
    changed = when("changed_at", gettext_lazy("last change"))
    alarm = when("alarm_at", gettext_lazy("alarm"))
    deeds = (
        Deed(
            "close", gettext_lazy("Close the table"),
            gettext_lazy("Everybody at the table is told that it is closed. A game ends there."),
            close, unless=_stays_open,
        ),
        Deed(
            "restart", gettext_lazy("Begin anew"),
            gettext_lazy("What is being played ends without a winner; who is there stays."),
            begin_anew, unless=_cannot_restart,
        ),
        Deed(
            "end", gettext_lazy("End the game"),
            gettext_lazy("The game ends without a winner; everybody stays at the table."),
            end_game, unless=lambda lobby: lobby.status != Lobby.Status.PLAYING,
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lobby]:
        """With those who sit, read once for the page."""
        seated = Member.objects.filter(seat__isnull=False).select_related("player").order_by("seat")
        rows = super().get_queryset(request).defer("passphrase", "invite")
        return rows.prefetch_related(Prefetch("members", seated, to_attr="seated"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Lobby], search_term: str
    ) -> tuple[QuerySet[Lobby], bool]:
        """By code or id, which have an index; else by how the name begins."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if len(term) == 36:
            return queryset.filter(pk=term), False
        if term.isalpha() and 4 <= len(term) <= 6:
            coded = queryset.filter(code=term.upper())
            if coded.exists():
                return coded, False
        return queryset.filter(name__istartswith=term), False

    def has_change_permission(self, request: HttpRequest, obj: Lobby | None = None) -> bool:
        """The form is the host's own; it goes through the door. A closed table stays as it is."""
        closed = obj is not None and obj.status == Lobby.Status.CLOSED
        return self.may_act(request) and not closed

    @admin.display(description=gettext_lazy("game"))
    def game(self, lobby: Lobby) -> str:
        """The game's name for people."""
        return _(GAMES[lobby.kind].title) if lobby.kind in GAMES else lobby.kind

    @admin.display(description=gettext_lazy("seated"))
    def sitting(self, lobby: Any) -> str:
        """Who sits, by seat."""
        return ", ".join(member.player.name for member in lobby.seated) or "–"

    @admin.display(description=gettext_lazy("opens with"))
    def opens_with(self, lobby: Lobby) -> str:
        """How one gets in; neither the passphrase nor the invitation is shown."""
        if lobby.visibility == Lobby.Visibility.PUBLIC:
            return _("anybody may come in")
        kept = Lobby.objects.filter(pk=lobby.pk).exclude(passphrase="").exists()
        return _("invitation or passphrase") if kept else _("invitation only")

    def view_on_site(self, lobby: Lobby) -> str:
        """The table itself."""
        return reverse("lobby", args=[lobby.code])

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page; a refusal of the door comes back to it as a message."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            self.message_user(request, worded(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Lobby, form: Any, change: bool) -> None:
        """No row is written here: what differs goes through the door."""
        if form.changed_data:
            act(str(obj.pk), staff(request), form.command())

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> str:
        """For the log: each field that changed, from what to what."""
        return "; ".join(
            f"{name}: {form.initial[name]} → {form.cleaned_data[name]}"
            for name in form.changed_data
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the people at the table and the games played there."""
        lobby = context.get("original")
        if lobby is not None:
            members = lobby.members.select_related("player", "lobby").order_by("joined_at", "pk")
            matches = Match.objects.filter(lobby=lobby).defer("seed", "snapshot")
            context |= {
                "people": members[:PEOPLE_SHOWN],
                "matches": matches.order_by("-number")[:MATCHES_SHOWN],
                "chat": found_by("chatmessage", lobby__id__exact=lobby.pk),
                "moves": found_by("move", lobby__id__exact=lobby.pk),
            }
        return super().render_change_form(request, context, *args, **kwargs)
