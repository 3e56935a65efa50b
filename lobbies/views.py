"""The pages. Here a request becomes a page; what happens goes through the gate and the door.

In here: reading what a page shows, forms, cookies. Not in here: rules, sockets, JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from games import GAMES
from games.base import Game
from lobbies import limits
from lobbies.forms import NewLobby
from lobbies.gate import open_lobby
from lobbies.identity import new_player, player_of, set_cookie
from lobbies.languages import worded
from lobbies.models import Lobby, Player
from lobbies.protocol import Refusal
from lobbies.rows import chairs, in_words, public, settings_of_the_house, sheet

PAGE_ROWS = 20
START_ROWS = 6


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page with what every page shows: who the visitor is, if they are known."""
    context = context or {}
    player = context.pop("player", None) or player_of(request)
    context["me"] = {"name": player.name, "color": color(player)} if player else None
    context["ladder"] = settings.LADDER
    return render(request, template, context, status=status)


View = Callable[..., HttpResponse]


def refusing(view: View) -> View:
    """A page whose refusals are pages too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            status = {"RATE_LIMITED": 429, "NOT_FOUND": 404}.get(refusal.code, 403)
            return page(request, "refused.html", {"message": worded(refusal)}, status)

    return answered


def visitor(request: HttpRequest) -> Player:
    """Who looks at the page, made known if need be; the view sets the cookie.

    :raises Refusal: RATE_LIMITED when too many strangers come from one address.
    """
    known = player_of(request)
    if known is not None:
        return known
    if not limits.may_ask_token(address_of(request)):
        raise Refusal("RATE_LIMITED", _("Many people came from your address. Wait a minute."))
    return new_player()


def address_of(request: HttpRequest) -> str:
    """The address the visitor calls from, behind trusted proxies too."""
    forwarded = request.headers.get("x-forwarded-for", "").encode("latin-1", "replace")
    peer = request.META.get("REMOTE_ADDR", "")
    return limits.address_of({b"x-forwarded-for": forwarded}, peer)


def color(player: Player) -> int:
    """The player's own colour outside a lobby: 1 to 8."""
    return player.pk.int % 8 + 1


def game_or_404(kind: str) -> Game[Any]:
    """The game of this kind."""
    if kind not in GAMES:
        raise Http404(_("There is no game called “%(kind)s” here.") % {"kind": kind})
    return GAMES[kind]


def _list(request: HttpRequest, size: int) -> dict[str, Any]:
    """The list of public lobbies as the query asks."""
    asked = {
        key: request.GET.get(key, "").replace("\0", "").strip()[:60]
        for key in ("kind", "status", "search")
    }
    if asked["kind"] not in GAMES:
        asked["kind"] = ""
    if asked["status"] not in Lobby.Status.values:
        asked["status"] = ""
    found = sheet(public(**asked), request.GET.get("page", ""), size)
    return {
        **asked,
        "sheet": found,
        "rows": found.rows,
        "query": urlencode({key: value for key, value in asked.items() if value}),
        "filtered": bool(asked["search"] or asked["kind"]),
        "empty_chairs": chairs(2),
    }


@gzip_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: sit down in two clicks. Its pictures are drawn in it, and pack well."""
    return _start(request)


def _start(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {"tables": settings_of_the_house(), **_list(request, START_ROWS), **more}
    return page(request, "start.html", context, 404 if "code_error" in more else 200)


@require_safe
def lobbies(request: HttpRequest) -> HttpResponse:
    """All public lobbies, with filters."""
    context = {
        **_list(request, PAGE_ROWS),
        "tables": settings_of_the_house(),
        "statuses": [
            ("", _("Open tables")),
            ("waiting", _("With a free chair")),
            ("playing", _("Being played")),
            ("over", _("Just finished")),
        ],
        "here": "lobbies",
    }
    return page(request, "lobbies.html", context)


@require_GET
@never_cache
def rows(request: HttpRequest) -> HttpResponse:
    """The rows of a list alone, for a page that keeps itself fresh."""
    size = START_ROWS if request.GET.get("short") else PAGE_ROWS
    return render(request, "parts/_lobby_rows.html", _list(request, size))


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """Go to the lobby of a code, or of a whole link somebody pasted."""
    text = request.GET.get("code", "").strip()
    link = urlsplit(text)
    if "/l/" in link.path:
        text = link.path.split("/l/", 1)[1].strip("/")
    if text and text.isascii() and text.replace("-", "").isalnum():
        found = Lobby.objects.filter(code=text.upper()).first()
        if found or len(text) > 6:
            address = f"/l/{found.code if found else text}/"
            return redirect(f"{address}?{link.query}" if link.query else address)
    wrong = _("There is no table with the code “%(code)s”. Look again, or ask for the link.")
    return _start(request, code=text, code_error=wrong % {"code": text[:12]})


@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Set up a table; the one who does is its host."""
    game = game_or_404(kind)
    form = NewLobby(game, request.POST or None)
    if request.method == "POST" and form.is_valid():
        player = visitor(request)
        chosen = form.cleaned_data
        try:
            lobby = open_lobby(
                player,
                kind,
                name=chosen["name"],
                visibility=chosen["visibility"],
                passphrase=chosen["passphrase"] if chosen["visibility"] == "private" else "",
                options=chosen["options"],
            )
        except Refusal as refusal:
            form.add_error(None, worded(refusal))
        else:
            answer = redirect("lobby", lobby.code)
            set_cookie(answer, player)
            return answer
    context = {
        "form": form,
        "kind": kind,
        "title": _(game.title),
        "fields": [f"options/{kind}_fields.html", "options/any_fields.html"],
        "pictures": [f"pictures/{kind}.html", "pictures/any.html"],
    }
    return page(request, "new.html", context, 400 if form.errors else 200)


@require_safe
@refusing
def play(request: HttpRequest, kind: str) -> HttpResponse:
    """Quick pairing: first how, then wait. The options stand in the address.

    Where people come and go there is nobody to wait for, and the usual options will do.
    """
    game = game_or_404(kind)
    context = {
        "kind": kind,
        "title": _(game.title),
        "paces": [f"options/{kind}_paces.html", "options/any_paces.html"],
    }
    form = NewLobby(game, {**request.GET.dict(), "visibility": "public"})
    asked = request.GET or game.opens
    if not asked or not form.is_valid():
        return page(request, "play.html", context)
    player = visitor(request)
    options = form.cleaned_data["options"]
    context["words"] = in_words(kind, options)
    context["chairs"] = chairs(game.max_seats, [0])
    context["waiting"] = {"kind": kind, "options": options}
    answer = page(request, "waiting.html", {**context, "player": player})
    set_cookie(answer, player)
    return answer


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How it works, and the keys."""
    return page(request, "help.html", {"here": "help"})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    reason = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return page(request, "404.html", {"reason": reason}, 404)
