"""A match step by step: the position, what everybody may know of it, and who did what.

In here: the pages and the picture. Not in here: how a game is replayed (``store``) and what is
secret (``Game.view``): everything shown is what a spectator may know, except on the page ``look``.
"""

from __future__ import annotations

import json
from typing import Any

import chess
import chess.svg
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from games import GAMES
from games.base import Views
from lobbies import store
from lobbies.admin.deeds import Reason, ask, note
from lobbies.admin.lists import NOTHING, moment
from lobbies.manners import Inspect
from lobbies.models import Match, Move
from lobbies.rooms import Play

ASKED = ("command", "bot")
"""Events that carry a command of the game."""
STEPS_SHOWN = 200
"""Steps listed beside the position, around it: a free table may have thousands."""
LONG_AGO = 31_536_000
_SQUARES = {
    "square light": "#ebdfc3",
    "square dark": "#a17d57",
    "square light lastmove": "#e2c27c",
    "square dark lastmove": "#bd9046",
    "margin": "#174a38",
    "coord": "#f6f3e6",
}
"""The board of the site (``tokens.css``), for a picture that no style sheet reaches."""
# python-chess writes style attributes into its pieces; the page's own policy allows none.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def hidden(match: Match) -> bool:
    """Whether something of this match is still secret."""
    return GAMES[match.kind].secret and match.ended_at is None


def match_or_404(model_admin: Any, request: HttpRequest, pk: Any) -> Match:
    """The match, for staff who may read matches."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    match = Match.objects.select_related("lobby").filter(pk=pk).first()
    if match is None or match.kind not in GAMES:
        raise Http404
    return match


def changes(match: Match) -> QuerySet[Move]:
    """What moved the match on, in order: step 1 is the first of them, step 0 the start."""
    return match.moves.order_by("version")


def position(match: Match, asked: str) -> tuple[Play, int, int]:
    """The match after the step asked for (the last one if none is), that step, and the last one.

    :raises Http404: for a step that has not been.
    """
    versions = [match.started_version, *changes(match).values_list("version", flat=True)]
    last = len(versions) - 1
    step = int(asked) if asked.isdecimal() and len(asked) < 7 else last
    if step > last:
        raise Http404
    play, _version = store.replay(match, upto=versions[step])
    return play, step, last


def show(model_admin: Any, request: HttpRequest, pk: Any) -> HttpResponse:
    """The page of one position; ``?step=`` says which, the last one if nothing is said."""
    match = match_or_404(model_admin, request, pk)
    play, step, last = position(match, request.GET.get("step", ""))
    game = GAMES[match.kind]
    described = game.describe(play.state)
    picture = reverse("admin:lobbies_match_picture", args=[match.pk, step])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Replay of %(match)s") % {"match": model_admin.label(match)},
        "opts": model_admin.opts,
        "match": match,
        "step": step,
        "last": last,
        "previous": max(0, step - 1),
        "next": min(last, step + 1),
        "picture": picture if "fen" in described else "",
        "facts": _facts(described),
        "view": pretty(game.view(play.state, None)),
        "steps": _steps(match, step),
        "running": match.ended_at is None,
        "hidden": hidden(match),
    }
    return TemplateResponse(request, "admin/lobbies/match/replay.html", context)


def _facts(described: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key.upper() if len(key) < 4 else key, in_words(v)) for key, v in described.items()]


def in_words(value: Any) -> str:
    """A small JSON value without its punctuation."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {in_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " ".join(in_words(inner) for inner in value)
    return str(value)


def pretty(views: Views) -> str:
    """A view as people read JSON."""
    return json.dumps(views, indent=2, ensure_ascii=False)


def _steps(match: Match, step: int) -> list[dict[str, Any]]:
    """The changes around a step, in words."""
    first = max(0, step - STEPS_SHOWN // 2)
    silent = hidden(match)
    return [
        {
            "number": first + index,
            "who": NOTHING if move.seat is None else match.names.get(str(move.seat), move.seat),
            "what": move.action.partition("/")[2] if move.event in ASKED else move.event,
            "asked": "" if silent else in_words(list(move.payload.values())),
            "at": moment(move.at),
        }
        for index, move in enumerate(changes(match)[first : first + STEPS_SHOWN], 1)
    ]


def picture(model_admin: Any, request: HttpRequest, pk: Any, step: int) -> HttpResponse:
    """The board after a step, as an image of its own: its style is no part of our pages."""
    match = match_or_404(model_admin, request, pk)
    play, _step, _last = position(match, str(step))
    game = GAMES[match.kind]
    fen = game.describe(play.state).get("fen")
    if fen is None:
        raise Http404
    board = chess.Board(fen)
    moves = list(game.view(play.state, None).get("game", {}).get("moves", {}).values())
    last_move = chess.Move.from_uci(moves[-1]) if moves else None
    check = board.king(board.turn) if board.is_check() else None
    return HttpResponse(
        chess.svg.board(board, lastmove=last_move, check=check, colors=_SQUARES),
        content_type="image/svg+xml",
        headers={
            "Content-Security-Policy": _PICTURE_POLICY,
            "Cache-Control": f"private, immutable, max-age={LONG_AGO}",
        },
    )


def look(model_admin: Any, request: HttpRequest, pk: Any) -> HttpResponse:
    """What each player of a game with secrets knows now. Asked once more, and written down."""
    match = match_or_404(model_admin, request, pk)
    game = GAMES[match.kind]
    if not game.secret:
        raise Http404
    if not model_admin.may_act(request):
        raise PermissionDenied
    form = Reason(request.POST if "confirmed" in request.POST else None)
    form.fields["reason"].required = True
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Look at what is hidden in %(match)s") % {"match": model_admin.label(match)},
        "opts": model_admin.opts,
        "match": match,
        "form": form,
    }
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        sentence = _("Looked at what is hidden. Reason: %(reason)s") % {"reason": reason}
        # The table is told first: nobody looks without that being known.
        if hidden(match):
            ask(request, match.lobby_id, Inspect())
        note(request, match, model_admin.label(match), sentence)
        play, version = store.replay(match)
        context["version"] = version
        context["seats"] = [
            (match.names.get(str(seat), str(seat)), pretty(game.view(play.state, seat)))
            for seat in sorted(play.seats)
        ]
    return TemplateResponse(request, "admin/lobbies/match/look.html", context)
