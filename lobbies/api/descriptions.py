"""The API about itself: the OpenAPI document, the socket's AsyncAPI, and a page for reading.

The page is drawn here from the same document, so that it needs no script and nothing from
elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from lobbies.api.call import Call, reply
from lobbies.protocol import CLOSE_CODES
from lobbies.wire import asyncapi
from lobbies.wire.commands import HOUSE, described
from lobbies.wire.pages import kind_of

OPENAPI = "application/vnd.oai.openapi+json"
_TITLES = {
    "you": "Who you are",
    "lobbies": "Lobbies",
    "live": "At the table",
    "games": "Games",
    "quick pairing": "Quick pairing",
}


@extend_schema(exclude=True)
class SchemaCall(Call):
    """``/api/schema/``."""

    authentication_classes: list[type] = []

    def get(self, request: Request) -> HttpResponse:
        """Read the OpenAPI 3.1 document."""
        answer = reply(openapi())
        answer.headers["Content-Type"] = OPENAPI
        return answer


@extend_schema(exclude=True)
class AsyncApiCall(Call):
    """``/api/asyncapi.json``."""

    authentication_classes: list[type] = []

    def get(self, request: Request) -> HttpResponse:
        """Read the AsyncAPI 3.0 document."""
        return reply(asyncapi.document(request.get_host(), secure=request.is_secure()))


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return document


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What stands in both documents, for people."""
    document = openapi()
    context = {
        "chapters": _chapters(document),
        "types": [_type(name, of) for name, of in document["components"]["schemas"].items()],
        "groups": _commands(),
        "closes": CLOSE_CODES,
        "limits": asyncapi.limits(),
        "socket": asyncapi.ADDRESS,
    }
    return render(request, "api.html", context)


def _commands() -> list[dict[str, Any]]:
    """The commands of every lobby, then each game's."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for command in described():
        row = {
            "action": command.action,
            "text": _prose(command.text),
            "fields": list(command.schema.get("properties", {})),
        }
        groups.setdefault(command.kind, []).append(row)
    names = {HOUSE: "every lobby"}
    return [{"of": names.get(kind, kind), "commands": rows} for kind, rows in groups.items()]


def _chapters(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls by what they are about."""
    calls: dict[str, list[dict[str, Any]]] = {tag: [] for tag in _TITLES}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            calls.setdefault(operation["tags"][0], []).append(_call(path, method, operation))
    return [{"title": _TITLES.get(tag, tag), "calls": found} for tag, found in calls.items()]


def _call(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"status": status, "text": _prose(answer["description"]), "type": _body(answer)}
        for status, answer in operation["responses"].items()
    ]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "text": _prose(operation.get("description", "")),
        "query": [
            {"name": p["name"], "text": _prose(p["description"])}
            for p in operation.get("parameters", [])
            if p["in"] == "query"
        ],
        "body": _body(operation.get("requestBody", {})),
        "answers": answers,
    }


def _body(of: dict[str, Any]) -> str:
    """The name of the type a body has, if it is one of ours."""
    for content in of.get("content", {}).values():
        reference: str = content["schema"].get("$ref", "")
        return reference.rpartition("/")[2]
    return ""


def _prose(text: str) -> SafeString:
    """A docstring, its lines joined, with what stands in backticks as code. Escaped, so safe."""
    flowing = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
    return mark_safe(re.sub(r"`+([^`]+)`+", r"<code>\1</code>", escape(flowing)))


def _type(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    needed = schema.get("required", [])
    fields = [
        {"name": field, "needed": field in needed, "kind": kind_of(of),
         "text": _prose(of.get("description", ""))}
        for field, of in schema.get("properties", {}).items()
    ]  # fmt: skip
    return {"name": name, "text": _prose(schema.get("description", "")), "fields": fields}
