"""The page of a game's own board to try things out on, alone.

In here: what it begins with. Not in here: the replay of a game (``views_games``), the board itself
(the game's ``study.js``).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games import GAMES
from games.base import Game, IllegalMove, Views
from games.rng import Rng
from lobbies import store
from lobbies.identity import player_of
from lobbies.models import Match
from lobbies.modules import has_study, import_map, needed
from lobbies.views import page, refusing
from lobbies.views_games import check_replays, listed, match_or_404, page_data


@never_cache
@require_safe
@refusing
def study(request: HttpRequest, kind: str) -> HttpResponse:
    """A game's board to try things out on, alone: after ``?game=``, or as its options begin."""
    game = GAMES.get(kind)
    if game is None or not has_study(kind):
        raise Http404(_("There is no such page of this game."))
    check_replays(request)
    match = _studied(request, kind)
    names = {int(seat): name for seat, name in match.names.items()} if match else {}
    tags = {word: names[seat] for seat, word in enumerate(game.seat_names) if names.get(seat)}
    begins, wrong = _played(match) if match else _begun(game, request.GET.dict())
    board = f"games/{kind}/board.css"
    player = player_of(request)
    known = str(player.pk) if player else ""
    context = {
        "match": match,
        "kind": kind,
        "title": _(game.title),
        "players": listed([name for _seat, name in sorted(names.items()) if name]),
        "wrong": wrong,
        "board_css": board if finders.find(board) else "",
        "data": {
            **page_data(request, kind),
            "lobbyId": "", "code": "", "lobbyName": "", "options": {}, "replay": "", "over": False,
            "playerId": known, "games": "", "game": begins.get("game", {}), "tags": tags,
            "module": static(f"games/{kind}/study.js"),
        },
        "import_map": json.dumps(import_map()),
        "modules": needed("parlour/study.js", f"games/{kind}/study.js"),
    }  # fmt: skip
    return page(request, "study.html", context, 400 if wrong else 200)


def _studied(request: HttpRequest, kind: str) -> Match | None:
    """The finished game to be looked into, if one is named."""
    asked = request.GET.get("game", "")
    if not asked:
        return None
    try:
        match = match_or_404(request, uuid.UUID(asked))
    except ValueError:
        raise Http404(_("There is no such game.")) from None
    if match.kind != kind or match.ended_at is None:
        raise Http404(_("There is no such game."))
    return match


def _played(match: Match) -> tuple[Views, str]:
    """What a spectator sees of a game at its end."""
    return GAMES[match.kind].view(store.replay(match)[0].state, None), ""


def _begun(game: Game[Any], asked: Mapping[str, str]) -> tuple[Views, str]:
    """What a game with these options begins with, and what was wrong with them."""
    known = {field.encode_name for field in msgspec.structs.fields(game.options)}
    chosen = {name: text for name, text in asked.items() if name in known and text}
    seats, wrong = tuple(range(game.max_seats)), ""
    try:
        options = msgspec.convert(chosen, game.options, strict=False)
    except IllegalMove as error:
        options, wrong = game.options(), error.phrase.said(_)
    except msgspec.ValidationError:
        options, wrong = game.options(), _("That could not be read.")
    return game.view(game.setup(seats, options, Rng(b"", 0), 0), None), wrong
