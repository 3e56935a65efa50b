"""``/api/quickplay/``: play with whoever wishes for the same."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies import matchmaking
from lobbies.api.bodies import Paired, Pairing
from lobbies.api.call import Call, check_pace, nothing, player_of, read, reply
from lobbies.api.described import body, told
from lobbies.table import now_ms


class QuickplayCall(Call):
    """Quick pairing."""

    @extend_schema(
        operation_id="quickplay",
        tags=["quick pairing"],
        request=body(Pairing),
        responses=told(Paired, 400, 401, 403, 404, 429),
    )
    def post(self, request: Request) -> HttpResponse:
        """Wish for a game; ask again every second or two until there is a lobby.

        Whoever has not asked for ten seconds does not wait any more. The game begins with the
        pairing, at chairs wished for or drawn by lot.
        """
        player = player_of(request)
        check_pace(str(player.pk))
        wish = read(request, Pairing)
        lobby = matchmaking.pair(player, wish.kind, wish.options, now_ms(), wish.seat)
        if lobby is None:
            return reply(Paired(waiting=True))
        return reply(Paired(str(lobby.pk), lobby.code))

    @extend_schema(
        operation_id="withdraw",
        tags=["quick pairing"],
        responses=told(None, 401, 403, status=204, note="Nobody waits."),
    )
    def delete(self, request: Request) -> HttpResponse:
        """Stop waiting."""
        matchmaking.withdraw(player_of(request))
        return nothing()
