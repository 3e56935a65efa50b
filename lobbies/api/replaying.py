"""``/api/games/{id}/replay/``: a game to look at again, position by position.

In here: pages, and how long an answer keeps. Not in here: what is told of each position
(``replays``), what may be seen (``Game.hindsight``).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies.api import bodies
from lobbies.api.call import Call, check_replays, reply
from lobbies.api.described import asks, told
from lobbies.api.glimpse import Glimpse
from lobbies.api.matches import facts_of, match_of
from lobbies.models import Match
from lobbies.protocol import Refusal
from lobbies.replays import REPLAYED, Told, tape

DAY = 86_400


class ReplayCall(Call):
    """A game to look at again."""

    @extend_schema(
        operation_id="replayGame",
        tags=["games"],
        parameters=[asks("from", "Begin after this many changes.", int)],
        responses=told(bodies.Replay, 400, 401, 403, 404, 429),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read all it takes to look at a game again; the seed once it is over.

        At most 500 changes at once, and the first 5,000 of a match. A finished game keeps for a
        day with whoever asked for it, and with nobody between: its table may become private. Send
        the `ETag` back as `If-None-Match`: unchanged, the answer is 304.
        """
        match, glimpse = match_of(request, key)
        first = _first(request.query_params.get("from", "0"))
        headers = _headers(match, glimpse, first)
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return HttpResponse(status=304, headers=headers)
        check_replays(request)
        return reply(_replay(request, match, first), headers=headers)


def _first(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= REPLAYED):
        raise Refusal("INVALID_MESSAGE", "`from` is how many changes to leave out.")
    return int(text)


def _headers(match: Match, glimpse: Glimpse, first: int) -> dict[str, str]:
    """What is over never changes; else the lobby's version says whether anything has."""
    over = match.ended_at is not None
    state = "over" if over else str(glimpse.version)
    headers = {"ETag": f'"{settings.BUILD}-{match.pk.hex}-{first}-{state}"'}
    if over:
        headers["Cache-Control"] = f"private, max-age={DAY}"
    return headers


def _replay(request: Request, match: Match, first: int) -> bodies.Replay:
    part = tape(match, first)
    reached = first + len(part.steps)
    more = f"{request.path}?from={reached}" if reached < part.count and part.steps else None
    return bodies.Replay(
        **facts_of(match), seats=match.seats, started_version=match.started_version,
        first=first, count=part.count, document=part.document, chapter=part.chapter,
        moves=[_step(step) for step in part.steps], next=more,
    )  # fmt: skip


def _step(step: Told) -> bodies.StepTold:
    row = step.move
    shown: dict[str, Any] = {
        "at": step.at, "patch": step.patch, "facts": dict(step.facts), "chapter": step.chapter,
    }  # fmt: skip
    if row is None:
        return bodies.StepTold(v=0, event="ended", **shown)
    if not step.open:
        return bodies.StepTold(v=row.version, event=row.event, **shown)
    by_player = row.event in ("command", "bot")
    return bodies.StepTold(
        v=row.version, event=row.event, seat=row.seat,
        player_id=str(row.player_id) if row.player_id and by_player else None,
        action=row.action if by_player else None, payload=row.payload if by_player else None,
        **shown,
    )  # fmt: skip
