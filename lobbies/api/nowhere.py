"""Every other address under ``/api/``: an error as JSON, not a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies.api.call import Call
from lobbies.protocol import Refusal


@extend_schema(exclude=True)
class NowhereCall(Call):
    """Nothing is here."""

    authentication_classes: list[type] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """:raises Refusal: NOT_FOUND, whatever is asked."""
        raise Refusal("NOT_FOUND", "There is nothing at this address. Addresses end in a slash.")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing."""
        return HttpResponse(status=404)
