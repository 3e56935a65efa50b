"""``/api/games/{id}/`` and ``…/moves/``: games as they were or are being played.

In here: what is told of the log (position by position: ``replaying``). Moves of a game with
secrets are told only once it is over: they show what only some may know. Not in here: what a
spectator may see (``Game.view`` alone).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from games import GAMES
from games.rng import commitment
from lobbies import store
from lobbies.api import bodies
from lobbies.api.call import Call, check_replays, reply
from lobbies.api.described import asks, plain, told
from lobbies.api.glimpse import Glimpse, look_at
from lobbies.models import Match, Move
from lobbies.protocol import Refusal

PGN = "application/x-chess-pgn"
MOVES_AT_ONCE = 1000
SECRETIVE = [game.kind for game in GAMES.values() if game.secret]


class MovesCall(Call):
    """The log of a lobby."""

    @extend_schema(
        operation_id="moves",
        tags=["live"],
        parameters=[asks("since", "Only moves after this version.", int)],
        responses=told(bodies.Moves, 400, 401, 403, 404),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read the committed moves of a lobby's games, in order, at most 1,000 at once.

        Moves of a game with secrets are told once it is over.
        """
        glimpse = look_at(request, key)
        since = _number(request.query_params.get("since", "0"))
        lobby = UUID(glimpse.id)
        rows = Move.objects.filter(lobby=lobby, match__isnull=False, version__gt=since)
        rows = _tellable(rows, lobby).order_by("version")
        moves = [_move(row, game=True) for row in rows[: MOVES_AT_ONCE + 1]]
        if len(moves) <= MOVES_AT_ONCE:
            return reply(bodies.Moves(moves))
        last = moves[MOVES_AT_ONCE - 1].v
        return reply(bodies.Moves(moves[:MOVES_AT_ONCE], f"{request.path}?since={last}"))


class GameCall(Call):
    """One game."""

    @extend_schema(
        operation_id="readGame", tags=["games"], responses=told(bodies.GameTold, 401, 403, 404)
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read one finished or running game, with its first 1,000 moves."""
        match, _ = match_of(request, key)
        rules = GAMES[match.kind]
        play, _ = store.replay(match)
        described = None if _hidden(match) else rules.describe(play.state) or None
        players = {
            seat: bodies.PlayerTold(player, match.names.get(seat, ""))
            for seat, player in match.seats.items()
        }
        return reply(
            bodies.GameTold(
                **facts_of(match), lobby_id=str(match.lobby_id), number=match.number,
                players=players, view=rules.view(play.state, None), description=described,
                ended_at=match.ended_at, moves=None if _hidden(match) else _moves(match),
            )
        )  # fmt: skip


class PgnCall(Call):
    """A chess game for other programs."""

    @extend_schema(
        operation_id="gameAsPgn",
        tags=["games"],
        responses=plain("The game as PGN.", PGN, 401, 403, 404, 429),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Read a chess game as PGN."""
        match, _ = match_of(request, key)
        check_replays(request)
        names = {int(seat): name for seat, name in match.names.items()}
        play, _ = store.replay(match)
        files = {} if _hidden(match) else GAMES[match.kind].exports(play.state, names)
        if "pgn" not in files:
            raise Refusal("NOT_FOUND", "There is no PGN of this game.")
        name = f"parlour-{match.started_at}.pgn"
        return HttpResponse(
            files["pgn"],
            content_type=f"{PGN}; charset=utf-8",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )


def match_of(request: Request, key: str) -> tuple[Match, Glimpse]:
    """The match with this id and its lobby, if the caller may see that."""
    try:
        match = Match.objects.filter(pk=UUID(key)).first()
    except ValueError:
        match = None
    if match is None or match.kind not in GAMES:
        raise Refusal("NOT_FOUND", "There is no such game.")
    return match, look_at(request, str(match.lobby_id))


def _hidden(match: Match) -> bool:
    """Whether the log would tell what only some may know."""
    return match.ended_at is None and match.kind in SECRETIVE


def facts_of(match: Match) -> dict[str, Any]:
    """What every description of a match tells; the seed only when nobody can use it any more."""
    seed, over = bytes(match.seed), match.ended_at is not None
    outcome = None
    if match.result is not None:
        outcome = bodies.Outcome(match.result["winners"], match.result["reason"])
    return {
        "id": str(match.pk),
        "kind": match.kind,
        "options": match.options,
        "started_at": match.started_at,
        "seed_hash": commitment(seed),
        "seed": seed.hex() if over else None,
        "over": over,
        "result": outcome,
    }


def _tellable(rows: QuerySet[Move], lobby: UUID) -> QuerySet[Move]:
    """The lobby's moves up to the game that is on, if that has secrets; it is the last there is."""
    hidden = Match.objects.filter(lobby=lobby, kind__in=SECRETIVE, ended_at=None)
    began = hidden.order_by("started_version").values_list("started_version", flat=True).first()
    return rows if began is None else rows.filter(version__lte=began)


def _moves(match: Match) -> list[bodies.MoveTold]:
    return [_move(row) for row in match.moves.order_by("version")[:MOVES_AT_ONCE]]


def _move(row: Move, *, game: bool = False) -> bodies.MoveTold:
    by_player = row.event in ("command", "bot")
    return bodies.MoveTold(
        v=row.version, event=row.event, at=row.at, seat=row.seat,
        player_id=str(row.player_id) if row.player_id and by_player else None,
        action=row.action if by_player else None, payload=row.payload if by_player else None,
        game=str(row.match_id) if game else None,
    )  # fmt: skip


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refusal("INVALID_MESSAGE", "`since` is a version: a whole number.")
    return int(text)
