"""Where the sockets are: ``/ws/lobbies/{id or code}/``, and ``/ws/play/`` to find a partner."""

from __future__ import annotations

from django.urls import re_path

from lobbies.consumers import LobbyConsumer
from lobbies.nowhere import NowhereConsumer
from lobbies.pairing import PairingConsumer

websocket_urlpatterns = [
    re_path(r"^ws/lobbies/(?P<key>[0-9A-Za-z-]{1,40})/?$", LobbyConsumer.as_asgi()),
    re_path(r"^ws/play/?$", PairingConsumer.as_asgi()),
    re_path(r"", NowhereConsumer.as_asgi()),
]
