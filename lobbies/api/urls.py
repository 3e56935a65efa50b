"""The addresses of the API."""

from __future__ import annotations

from django.urls import path, re_path

from lobbies.api import (
    descriptions,
    live,
    matches,
    quickplay,
    replaying,
    rooms,
    setups,
    tokens,
)
from lobbies.api.nowhere import NowhereCall

urlpatterns = [
    path("token/", tokens.TokenCall.as_view()),
    path("lobbies/", rooms.LobbiesCall.as_view()),
    path("lobbies/<str:key>/", rooms.LobbyCall.as_view()),
    path("lobbies/<str:key>/join/", rooms.JoinCall.as_view()),
    path("lobbies/<str:key>/leave/", rooms.LeaveCall.as_view()),
    path("lobbies/<str:key>/actions/", live.ActionsCall.as_view()),
    path("lobbies/<str:key>/state/", live.StateCall.as_view()),
    path("lobbies/<str:key>/setup/", setups.SetupCall.as_view()),
    path("lobbies/<str:key>/moves/", matches.MovesCall.as_view()),
    path("games/<str:key>/", matches.GameCall.as_view()),
    path("games/<str:key>/replay/", replaying.ReplayCall.as_view()),
    path("games/<str:key>/pgn/", matches.PgnCall.as_view()),
    path("quickplay/", quickplay.QuickplayCall.as_view()),
    path("schema/", descriptions.SchemaCall.as_view()),
    path("asyncapi.json", descriptions.AsyncApiCall.as_view()),
    path("docs/", descriptions.page, name="api-docs"),
    re_path(r".*", NowhereCall.as_view()),
]
