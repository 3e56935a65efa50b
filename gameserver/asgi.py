"""The application a server runs: pages and REST by Django, the socket by Channels."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gameserver.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (after django.setup)

from lobbies.routing import websocket_urlpatterns  # noqa: E402  (after django.setup)
from lobbies.serving import Attended, Requests  # noqa: E402  (after django.setup)

application = Attended(
    ProtocolTypeRouter({"http": Requests(), "websocket": URLRouter(websocket_urlpatterns)})
)
