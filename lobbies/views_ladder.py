"""The ladder's page, and the ratings of those who sit at a table.

In here: what they show. Not in here: how a rating comes about (``ladder``). Without ``LADDER``
there is neither.
"""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games import GAMES
from lobbies import ladder
from lobbies.gate import may_enter
from lobbies.identity import player_of
from lobbies.views import game_or_404, page, refusing
from lobbies.views_lobby import lobby_or_404

BEST = 100


@require_safe
def ladders(request: HttpRequest, kind: str, name: str = "") -> HttpResponse:
    """The best of one ladder, with the way to the game's others."""
    game = game_or_404(kind)
    name = name or next(iter(game.ladders), "")
    if not settings.LADDER or name not in game.ladders:
        raise Http404(_("There is no ladder here."))
    me = player_of(request)
    rows = [
        {"name": row.player.name, "rating": ladder.points(row), "games": row.games,
         "me": row.player == me}
        for row in ladder.best(f"{kind}:{name}", BEST)
    ]  # fmt: skip
    context = {
        "player": me,
        "kind": kind,
        "title": _(game.title),
        "name": name,
        "names": [(key, _(title)) for key, title in game.ladders.items()],
        "rows": rows,
        "sure_after": ladder.SURE_AFTER,
    }
    return page(request, "ladder.html", context)


@never_cache
@require_safe
@refusing
def ratings(request: HttpRequest, code: str) -> HttpResponse:
    """What is shown of the ratings of those who sit at a table, by player id."""
    room = lobby_or_404(code)
    may_enter(room, player_of(request))
    game = GAMES[room.kind]
    name = ladder.name_of(game, msgspec.convert(room.options, game.options))
    if name is None:
        return JsonResponse({})
    members = room.members.filter(seat__isnull=False, bot="").values_list("player_id", flat=True)
    return JsonResponse(ladder.of_players(name, [str(member) for member in members]))
