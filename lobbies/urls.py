"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from lobbies import (
    views,
    views_computer,
    views_games,
    views_ladder,
    views_lobby,
    views_me,
    views_study,
)

urlpatterns = [
    path("", views.start, name="start"),
    path("lobbies/", views.lobbies, name="lobbies"),
    path("lobbies/rows/", views.rows, name="rows"),
    path("code/", views.code, name="code"),
    path("new/<slug:kind>/", views.new, name="new"),
    path("play/<slug:kind>/", views.play, name="play"),
    path("computer/<slug:kind>/", views_computer.computer, name="computer"),
    path("help/", views.help_page, name="help"),
    path("me/", views_me.me, name="me"),
    path("me/name/", views_me.name, name="name"),
    path("me/passphrase/", views_me.passphrase, name="passphrase"),
    path("me/come-back/", views_me.come_back, name="come-back"),
    path("me/device/<str:token>/", views_me.device, name="device"),
    path("language/", set_language, name="language"),
    path("games/<uuid:key>/", views_games.replay, name="replay"),
    path("games/<uuid:key>/file.<slug:suffix>", views_games.file, name="game-file"),
    path("ladder/<slug:kind>/", views_ladder.ladders, name="ladder"),
    path("ladder/<slug:kind>/<slug:name>/", views_ladder.ladders, name="one-ladder"),
    path("l/<str:code>/", views_lobby.lobby, name="lobby"),
    path("l/<str:code>/ratings/", views_ladder.ratings, name="ratings"),
    path("study/<slug:kind>/", views_study.study, name="study"),
    path("l/<str:code>/games/", views_games.of_lobby, name="lobby-games"),
    path("me/games/", views_games.mine, name="my-games"),
    path("l/<str:code>/qr.svg", views_lobby.qr, name="qr"),
]
