"""Every address of the site, by the part that answers it."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

handler404 = "lobbies.views.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("lobbies.api.urls")),
    path("", include("lobbies.health")),
    path("", include("lobbies.urls")),
]
