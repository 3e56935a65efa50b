"""The pages of one lobby: the table, the door of a private one, its QR code."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from games import GAMES
from lobbies.forms import NewLobby
from lobbies.gate import enter, may_enter
from lobbies.identity import set_cookie
from lobbies.languages import worded
from lobbies.models import Ban, Lobby, Player
from lobbies.modules import has_study, import_map, needed
from lobbies.protocol import Refusal
from lobbies.rows import chairs, in_words, sentence
from lobbies.views import page, refusing, visitor
from lobbies.views_me import qr_svg

COLORS = 8
_TOKEN = re.compile(r"[\w-]{1,64}")


def lobby_or_404(code: str) -> Lobby:
    """The lobby of a code or id."""
    try:
        found = Lobby.objects.filter(pk=uuid.UUID(code))
    except ValueError:
        found = Lobby.objects.filter(code=code.upper().replace("\0", ""))
    lobby = found.select_related("host").first()
    if lobby is None:
        raise Http404(_("There is no table with the code “%(code)s”.") % {"code": code[:36]})
    return lobby


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refusing
def lobby(request: HttpRequest, code: str) -> HttpResponse:
    """The table, for whoever may come in; else the door, or the word why not."""
    room = lobby_or_404(code)
    if room.status == Lobby.Status.CLOSED:
        return _shut(request, room, {"why": "closed"}, 410)
    player = visitor(request)
    phrase = request.POST.get("passphrase")
    invite = request.GET.get("invite", "")
    try:
        if room.visibility == Lobby.Visibility.PRIVATE and (invite or phrase):
            enter(room, player, invite=invite, passphrase=phrase)
        else:
            may_enter(room, player)
    except Refusal as refusal:
        answer = _refused(request, room, player, refusal, phrase is not None)
    else:
        # With the way in remembered, the address that is copied and shared holds no secret.
        own = reverse("lobby", args=[room.code])
        moved = phrase is not None or invite or request.path != own
        answer = redirect(own) if moved else _table(request, room, player)
    set_cookie(answer, player)
    return answer


def _refused(
    request: HttpRequest, room: Lobby, player: Player, refusal: Refusal, tried: bool
) -> HttpResponse:
    """A closed door: one that opens with a passphrase, or one that does not."""
    context = {"player": player, "room": room, "tried": tried, "message": worded(refusal)}
    banned = Ban.objects.filter(player=player).filter(Q(lobby=room) | Q(lobby=None)).exists()
    if banned or room.visibility == Lobby.Visibility.PUBLIC:
        return _shut(request, room, {**context, "why": "kept out"}, 403)
    status = 429 if refusal.code == "RATE_LIMITED" else 403
    return page(request, "door.html", context, status)


def _shut(request: HttpRequest, room: Lobby, context: dict[str, Any], status: int) -> HttpResponse:
    """A table nobody gets to from here."""
    empty = chairs(GAMES[room.kind].max_seats)
    return page(request, "shut.html", {"room": room, "chairs": empty, **context}, status)


def _table(request: HttpRequest, room: Lobby, player: Player) -> HttpResponse:
    game = GAMES[room.kind]
    link = request.build_absolute_uri(reverse("lobby", args=[room.code]))
    members = list(room.members.select_related("player").order_by("joined_at"))
    seated = {member.seat: member for member in members if member.seat is not None}
    # The colour of somebody's mark follows the order of coming, as in the page's script.
    colors = {m.seat: order % COLORS + 1 for order, m in enumerate(members) if m.seat is not None}
    board = f"games/{room.kind}/board.css"
    words = in_words(room.kind, room.options)
    seats = _seats(game, seated, colors, player)
    context = {
        "player": player,
        "room": room,
        "kind": room.kind,
        "title": _(game.title),
        "words": words,
        "sentence": sentence([*words, room.get_visibility_display()]),
        "og_title": f"{_(game.title)}: {room.name}",
        "og_text": sentence(words),
        "seats": seats,
        "sheet": sorted(seats, key=lambda seat: seat["seat"]),
        "chairs": chairs(game.max_seats, seated),
        # Who has a table that is always open to themselves came to invite somebody.
        "alone": game.opens and room.host_id == player.pk and len(seated) < 2,
        "link": link,
        "qr": reverse("qr", args=[room.code]),
        "board_css": board if finders.find(board) else "",
        "form": NewLobby(
            game,
            initial={**room.options, "name": room.name, "visibility": room.visibility},
            auto_id="option_%s",
        ),
        "fields": [f"options/{room.kind}_fields.html", "options/any_fields.html"],
        "data": _data(request, room, player),
        "import_map": json.dumps(import_map()),
        "modules": needed("parlour/table.js", f"games/{room.kind}/board.js"),
    }
    return page(request, "table.html", context)


def _seats(
    game: Any, seated: dict[int, Any], colors: dict[int, int], player: Player
) -> list[dict[str, Any]]:
    """The plates as the server can draw them: mine at the bottom, the others round the table."""
    mine = next((seat for seat, member in seated.items() if member.player_id == player.pk), 0)
    places = {2: ("bottom", "top"), 3: ("bottom", "left", "right")}.get(
        game.max_seats, ("bottom", "left", "top", "right")
    )
    order = [(mine + step) % game.max_seats for step in range(game.max_seats)]
    return [
        {
            "seat": seat,
            "place": places[step % len(places)],
            "name": seated[seat].player.name if seat in seated else "",
            "word": _(game.seat_names[seat]) if seat < len(game.seat_names) else "",
            "color": colors.get(seat, ""),
            "me": seat in seated and seated[seat].player_id == player.pk,
        }
        for step, seat in enumerate(order)
    ]


def _data(request: HttpRequest, room: Lobby, player: Player) -> dict[str, Any]:
    """What the table's script needs to begin."""
    game = GAMES[room.kind]
    return {
        "lobbyId": str(room.pk),
        "code": room.code,
        "kind": room.kind,
        "gameVersion": settings.BUILD,
        "build": settings.BUILD,
        "board": static(f"games/{room.kind}/board.js"),
        "csrf": get_token(request),
        "playerId": str(player.pk),
        "name": player.name,
        "host": room.host_id == player.pk,
        "permanent": room.code == game.permanent,
        "qr": reverse("qr", args=[room.code]),
        "start": reverse("start"),
        "ratings": reverse("ratings", args=[room.code]) if settings.LADDER and game.ladders else "",
        "games": reverse("lobby-games", args=[room.code]),
        "study": reverse("study", args=[room.kind]) if has_study(room.kind) else "",
        "quickplay": reverse("play", args=[room.kind]),
        "seats": game.max_seats,
        "opens": game.opens,
        "levels": [{"level": level, "title": _(title)} for level, title in game.levels.items()],
        "seatNames": [_(name) for name in game.seat_names],
        "locale": get_language(),
    }


@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of a lobby's link; with ``?invite=`` of an invitation the caller holds."""
    link = request.build_absolute_uri(reverse("lobby", args=[lobby_or_404(code).code]))
    invite = request.GET.get("invite", "")
    if _TOKEN.fullmatch(invite):
        link += f"?invite={invite}"
    return HttpResponse(qr_svg(link), content_type="image/svg+xml")
