"""The application a server runs: pages and REST by Django, the socket by Channels."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gameserver.settings")
django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (after django.setup)

from lobbies.routing import websocket_urlpatterns  # noqa: E402  (after django.setup)
from lobbies.serving import Attended  # noqa: E402  (after django.setup)

application = Attended(
    ProtocolTypeRouter({"http": django_application, "websocket": URLRouter(websocket_urlpatterns)})
)
