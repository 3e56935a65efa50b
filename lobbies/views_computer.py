"""The page where somebody sits down to play against the computer.

In here: choosing a strength and a side, then a table of one's own with the game begun. Not in here:
computer players at other tables (the host seats them there).
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from games.base import Game
from lobbies.forms import NewLobby
from lobbies.gate import open_lobby
from lobbies.identity import actor_of, set_cookie
from lobbies.models import Lobby, Player
from lobbies.protocol import AddBot, Stand, Start
from lobbies.tables import act
from lobbies.views import game_or_404, page, refusing, visitor

WATCHING = "none"
"""Stands for the chair of who only wants to watch."""


@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def computer(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose how strong the computer shall be; that button begins the game."""
    game = game_or_404(kind)
    if not game.levels:
        raise Http404(_("The computer does not play this game yet."))
    asked = request.POST.dict()
    posted = request.method == "POST"
    given = {**game.alone, **asked, "visibility": "private"} if posted else None
    form = NewLobby(game, given, initial=game.alone)
    if posted and form.is_valid() and asked.get("level") in game.levels:
        player = visitor(request)
        seat = _seat(game, asked.get("seat", ""))
        lobby = _table(player, game, asked["level"], seat, form.cleaned_data["options"])
        answer = redirect("lobby", lobby.code)
        set_cookie(answer, player)
        return answer
    context = {
        "form": form,
        "kind": kind,
        "title": _(game.title),
        "levels": [(level, _(title)) for level, title in game.levels.items()],
        "sides": [(seat, _(name)) for seat, name in enumerate(game.seat_names)],
        "side": asked.get("seat", "0"),
        "fields": [f"options/{kind}_fields.html", "options/any_fields.html"],
        "pictures": [f"pictures/{kind}.html", "pictures/any.html"],
    }
    return page(request, "computer.html", context, 400 if asked else 200)


def _seat(game: Game[Any], asked: str) -> int | None:
    """The chair that was asked for (None: to watch), else the first."""
    if asked == WATCHING:
        return None
    return int(asked) if asked in {str(seat) for seat in range(game.max_seats)} else 0


def _table(player: Player, game: Game[Any], level: str, seat: int | None, options: Any) -> Lobby:
    """A private table of ``player``, with computer players on all other chairs, and the game on."""
    seats = {seat or 0: player}
    lobby = open_lobby(player, game.kind, visibility="private", options=options, seats=seats)
    host = actor_of(player)
    if seat is None:
        act(str(lobby.pk), host, Stand())
    for other in range(game.max_seats):
        if other != seat:
            act(str(lobby.pk), host, AddBot(level, other))
    if not game.opens:
        act(str(lobby.pk), host, Start())
    elif game.readies is not None:
        act(str(lobby.pk), host, game.readies())
    return lobby
