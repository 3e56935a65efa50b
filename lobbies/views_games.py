"""The pages of games: the replay of one, its files, the lists of a table's and of one's own.

In here: what the pages say beside the board. Not in here: the positions (``api.replaying`` tells
them to the page's script), what may be seen of them (``Game.hindsight``).
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from games import GAMES
from lobbies import limits, store
from lobbies.gate import may_enter
from lobbies.identity import player_of
from lobbies.models import Lobby, Match, Part
from lobbies.modules import has_study, import_map, needed
from lobbies.protocol import Refusal
from lobbies.rows import DEEPEST, in_words, sentence
from lobbies.views import address_of, page, refusing
from lobbies.views_lobby import lobby_or_404

COLORS = 8
GAMES_A_PAGE = 20


def match_or_404(request: HttpRequest, key: uuid.UUID) -> Match:
    """The game, for whoever may come into its lobby.

    :raises Refusal: FORBIDDEN for a private table's game.
    """
    match = Match.objects.select_related("lobby").filter(pk=key).first()
    if match is None or match.kind not in GAMES:
        raise Http404(_("There is no such game."))
    may_enter(match.lobby, player_of(request))
    return match


def check_replays(request: HttpRequest) -> None:
    """:raises Refusal: RATE_LIMITED if this address has much worked out that takes long."""
    if not limits.may_replay(address_of(request)):
        raise Refusal("RATE_LIMITED", _("That was too much at once. Wait a minute."))


@never_cache
@require_safe
@refusing
def replay(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A game to look at again."""
    match = match_or_404(request, key)
    game = GAMES[match.kind]
    board = f"games/{match.kind}/board.css"
    seats = seats_of(match)
    words = in_words(match.kind, match.options)
    outcome = outcome_of(match)
    context = {
        "match": match,
        "room": match.lobby,
        "kind": match.kind,
        "title": _(game.title),
        "players": listed([seat["name"] for seat in seats if seat["name"]]),
        "words": words,
        "sentence": sentence(words) if words else "",
        "outcome": outcome,
        "started": moment(match.started_at),
        "ended": moment(match.ended_at),
        "seats": seats,
        "sheet": sorted(seats, key=lambda seat: seat["seat"]),
        "link": request.build_absolute_uri(request.path),
        "files": files_of(match),
        "study": study_of(match),
        "closed": match.lobby.status == Lobby.Status.CLOSED,
        "board_css": board if finders.find(board) else "",
        "data": _data(request, match),
        "import_map": json.dumps(import_map()),
        "modules": needed("parlour/replay.js", f"games/{match.kind}/board.js"),
    }
    return page(request, "replay.html", context)


@never_cache
@require_safe
@refusing
def of_lobby(request: HttpRequest, code: str) -> HttpResponse:
    """The games played at a table, the newest first."""
    room = lobby_or_404(code)
    may_enter(room, player_of(request))
    found = Match.objects.filter(lobby=room, kind__in=GAMES).order_by("-number")
    context = {"room": room, "title": _(GAMES[room.kind].title), **_leaf(request, found)}
    return page(request, "games.html", context)


@never_cache
@require_safe
@refusing
def mine(request: HttpRequest) -> HttpResponse:
    """The games the visitor took part in, the newest first."""
    player = player_of(request)
    found = Part.objects.filter(player=player, match__kind__in=GAMES).order_by("-id")
    context = _leaf(request, found.select_related("match"))
    return page(request, "games.html", {"player": player, "here": "me", **context})


def _leaf(request: HttpRequest, found: QuerySet[Any]) -> dict[str, Any]:
    """A page of games; it is never counted how many there are."""
    asked = request.GET.get("page", "")
    number = min(int(asked), DEEPEST) if asked.isascii() and asked.isdigit() else 1
    first = GAMES_A_PAGE * (max(number, 1) - 1)
    rows = list(found[first : first + GAMES_A_PAGE + 1])
    matches = [row.match if isinstance(row, Part) else row for row in rows[:GAMES_A_PAGE]]
    more = len(rows) > GAMES_A_PAGE and number < DEEPEST
    return {"games": [_line(match) for match in matches], "number": max(number, 1), "more": more}


def _line(match: Match) -> dict[str, Any]:
    """A game in a list."""
    return {
        "id": match.pk,
        "title": _(GAMES[match.kind].title),
        "players": listed([name for _seat, name in sorted(match.names.items()) if name]),
        "outcome": outcome_of(match),
        "over": match.ended_at is not None,
        "started": moment(match.started_at),
    }


def seats_of(match: Match) -> list[dict[str, Any]]:
    """The plates as they stood at the start, the first seat at the bottom."""
    game = GAMES[match.kind]
    places = {2: ("bottom", "top"), 3: ("bottom", "left", "right")}.get(
        game.max_seats, ("bottom", "left", "top", "right")
    )
    return [
        {
            "seat": seat,
            "place": places[seat % len(places)],
            "name": match.names.get(str(seat), ""),
            "word": game.seat_names[seat] if seat < len(game.seat_names) else "",
            "color": seat % COLORS + 1,
        }
        for seat in range(game.max_seats)
    ]


def outcome_of(match: Match) -> str:
    """How it ended, in a few words; empty while it goes on."""
    if match.ended_at is None:
        return ""
    winners = (match.result or {}).get("winners", [])
    names = [match.names.get(str(seat), "") for seat in winners]
    if any(names):
        return _("Won by %(names)s") % {"names": listed([name for name in names if name])}
    return _("Nobody won") if winners == [] else ""


def moment(at: int | None) -> datetime | None:
    """Milliseconds as a time for templates."""
    return datetime.fromtimestamp(at / 1000, UTC) if at is not None else None


def listed(names: list[str]) -> str:
    """Names as one says them: Anh, Bình and Chi."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    return _("%(first)s and %(last)s") % {"first": first, "last": last}


def files_of(match: Match) -> list[dict[str, str]]:
    """What can be downloaded of the game; nothing of secrets while they are some."""
    game = GAMES[match.kind]
    if game.secret and match.ended_at is None:
        return []
    return [
        {"label": suffix.upper(), "href": reverse("game-file", args=[match.pk, suffix])}
        for suffix in game.files
    ]


def study_of(match: Match) -> str:
    """Where the game's own board for trying things out is, if it brings one."""
    if not has_study(match.kind) or match.ended_at is None:
        return ""
    return f"{reverse('study', args=[match.kind])}?game={match.pk}"


def _data(request: HttpRequest, match: Match) -> dict[str, Any]:
    """What the page's script needs to begin: as for a table, and where the replay is."""
    return {
        **page_data(request, match.kind),
        "lobbyId": str(match.lobby_id),
        "code": match.lobby.code,
        "lobbyName": match.lobby.name,
        "options": match.options,
        "games": reverse("lobby-games", args=[match.lobby.code]),
        "replay": f"/api/games/{match.pk}/replay/?build={settings.BUILD}",
        "over": match.ended_at is not None,
    }


def page_data(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What the script of any page with a board and nobody at it needs."""
    game = GAMES[kind]
    return {
        "kind": kind,
        "gameVersion": settings.BUILD,
        "build": settings.BUILD,
        "board": static(f"games/{kind}/board.js"),
        "csrf": get_token(request),
        "playerId": "",
        "name": "",
        "host": False,
        "qr": "",
        "start": reverse("start"),
        "quickplay": reverse("play", args=[kind]),
        "seats": game.max_seats,
        "opens": game.opens,
        "seatNames": [_(name) for name in game.seat_names],
        "locale": get_language(),
    }


@require_safe
@refusing
def file(request: HttpRequest, key: uuid.UUID, suffix: str) -> HttpResponse:
    """A game as a file, in one of the formats it knows."""
    match = match_or_404(request, key)
    game = GAMES[match.kind]
    if suffix not in game.files or not files_of(match):
        raise Http404(_("There is no such file of this game."))
    check_replays(request)
    play, _version = store.replay(match)
    names = {int(seat): name for seat, name in match.names.items()}
    made = game.exports(play.state, names)[suffix]
    name = f"parlour-{match.kind}-{match.started_at}.{suffix}"
    return HttpResponse(
        made,
        content_type=f"{game.files[suffix]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
