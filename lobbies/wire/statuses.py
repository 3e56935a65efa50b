"""The HTTP status of every error code of the wire."""

from __future__ import annotations

from collections.abc import Mapping

STATUS: Mapping[str, int] = {
    "INVALID_JSON": 400,
    "INVALID_MESSAGE": 400,
    "UNKNOWN_ACTION": 400,
    "TOO_LARGE": 413,
    "RATE_LIMITED": 429,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "STALE_STATE": 409,
    "NOT_YOUR_TURN": 409,
    "INVALID_MOVE": 422,
    "CANT_PASS": 422,
    "SEAT_TAKEN": 409,
    "INVALID_SEAT": 422,
    "SEAT_EMPTY": 409,
    "TOURNEY_FULL": 409,
    "TOURNEY_IN_PROGRESS": 409,
    "NOT_IN_TOURNEY": 409,
    "INVALID_STATE": 409,
    "NO_ACTIVE_GAME": 409,
    "NOT_A_BOT": 409,
    "LEASED": 409,
    "CONFLICT": 409,
    "INTERNAL_ERROR": 500,
}
