"""The addresses of the API."""

from __future__ import annotations

from django.urls import path, re_path

from lobbies.api import rooms, tokens
from lobbies.api.nowhere import NowhereCall

urlpatterns = [
    path("token/", tokens.TokenCall.as_view()),
    path("lobbies/", rooms.LobbiesCall.as_view()),
    path("lobbies/<str:key>/", rooms.LobbyCall.as_view()),
    path("lobbies/<str:key>/join/", rooms.JoinCall.as_view()),
    path("lobbies/<str:key>/leave/", rooms.LeaveCall.as_view()),
    re_path(r".*", NowhereCall.as_view()),
]
