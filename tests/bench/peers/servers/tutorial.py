"""Chess as the tutorials of Django and Channels lead to it: a consumer, the ORM, a group a game.

One module: settings, two tables, a consumer. ``python -m daphne …tutorial:application`` with
``DATA_DIR`` (a folder) and ``GAMES`` (how many there are to play) in the environment. What the
documentation advises for production is on: SQLite in WAL, connections that are kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import chess
import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(os.environ["DATA_DIR"]) / "tutorial.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
django.setup()

from channels.db import database_sync_to_async  # noqa: E402  (after django.setup)
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import path  # noqa: E402


class Game(models.Model):
    """A game: where it stands, and who is White and Black."""

    fen = models.CharField(max_length=100, default=chess.STARTING_FEN)
    white = models.CharField(max_length=50, default="anh")
    black = models.CharField(max_length=50, default="binh")
    wants = models.CharField(max_length=50, default="")
    result = models.CharField(max_length=20, default="")

    class Meta:
        app_label = "tutorial"

    def __str__(self) -> str:
        return f"{self.white} and {self.black}"


class Move(models.Model):
    """A move that was made."""

    game = models.ForeignKey(Game, on_delete=models.CASCADE, related_name="moves")
    uci = models.CharField(max_length=5)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "tutorial"

    def __str__(self) -> str:
        return self.uci


class GameConsumer(AsyncJsonWebsocketConsumer):
    """One player, or one who watches."""

    async def connect(self) -> None:
        self.game_id = self.scope["url_route"]["kwargs"]["game_id"]
        self.player = self.scope["query_string"].decode().removeprefix("player=")
        self.group = f"game_{self.game_id}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        game = await Game.objects.aget(pk=self.game_id)
        await self.send_json({"type": "state", "fen": game.fen})

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: dict[str, Any]) -> None:
        deed = {"move": make_move, "resign": resign, "rematch": rematch}[content["type"]]
        try:
            news = await database_sync_to_async(deed)(self.game_id, self.player, content)
        except ValueError as refused:
            await self.send_json({"type": "refused", "message": str(refused)})
            return
        if news:
            await self.channel_layer.group_send(self.group, {"type": "game.news", "news": news})

    async def game_news(self, event: dict[str, Any]) -> None:
        """Tell what happened."""
        await self.send_json(event["news"])


@transaction.atomic
def make_move(game_id: int, player: str, content: dict[str, Any]) -> dict[str, Any]:
    """A move by whose turn it is.

    :raises ValueError: if it is not legal, or not theirs.
    """
    game = Game.objects.get(pk=game_id)
    board = chess.Board(game.fen)
    if game.result or player != (game.white if board.turn else game.black):
        raise ValueError("It is not your turn.")
    board.push(board.parse_uci(content["uci"]))
    outcome = board.outcome()
    game.fen = board.fen()
    game.result = outcome.result() if outcome else ""
    game.save()
    Move.objects.create(game=game, uci=content["uci"])
    return {"type": "moved", "uci": content["uci"], "fen": game.fen, "result": game.result}


@transaction.atomic
def resign(game_id: int, player: str, content: dict[str, Any]) -> dict[str, Any]:
    """One gives up."""
    game = Game.objects.get(pk=game_id)
    game.result = "0-1" if player == game.white else "1-0"
    game.save()
    return {"type": "over", "result": game.result}


@transaction.atomic
def rematch(game_id: int, player: str, content: dict[str, Any]) -> dict[str, Any] | None:
    """One wants another game; if both do, it begins with colours swapped."""
    game = Game.objects.get(pk=game_id)
    if game.wants in ("", player):
        game.wants = player
        game.save()
        return None
    game.white, game.black, game.wants, game.result = game.black, game.white, "", ""
    game.fen = chess.STARTING_FEN
    game.save()
    return {"type": "began", "fen": game.fen}


def prepare(games: int) -> None:
    """Make the tables, and the games in them."""
    with connection.schema_editor() as editor:
        editor.create_model(Game)
        editor.create_model(Move)
    Game.objects.bulk_create(Game() for _ in range(games))


prepare(int(os.environ["GAMES"]))
application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("ws/games/<int:game_id>/", GameConsumer.as_asgi())])}
)
