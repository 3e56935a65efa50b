"""How a call is described: bodies by their types, errors by their status.

In here: what ``extend_schema`` is told, and the hook that puts the types' own schemas into the
OpenAPI document. Not in here: the addresses (``urls``), the types (``bodies``).
"""

from __future__ import annotations

from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from lobbies.api import bodies
from lobbies.api.call import JSON
from lobbies.identity import COOKIE
from lobbies.protocol_commands import SetOptions
from lobbies.wire.commands import tidy
from lobbies.wire.statuses import STATUS

Schema = dict[str, Any]
_REF = "#/components/schemas/{name}"


def body(kind: type[Any]) -> Schema:
    """A JSON body of this type."""
    return {JSON: ref(kind)}


def ref(kind: type[Any]) -> Schema:
    """A pointer to the type's schema."""
    return {"$ref": _REF.format(name=kind.__name__)}


def told(kind: type[Any] | None, *errors: int, status: int = 200, note: str = "") -> dict[Any, Any]:
    """The answers of a call: the good one, and the errors by their status."""
    if kind is None:
        good: Any = OpenApiResponse(description=note or "Done.")
    else:
        good = OpenApiResponse(ref(kind), note or _first_sentence(kind))
    return {status: good, **{code: refused(code) for code in errors}}


def plain(note: str, media: str, *errors: int, unchanged: bool = False) -> dict[Any, Any]:
    """The answers of a call whose good one is no type of ``bodies``."""
    kind: Schema = {"type": "object"} if media == JSON else {"type": "string"}
    answers: dict[Any, Any] = {(200, media): OpenApiResponse(kind, note)}
    if unchanged:
        answers[304] = OpenApiResponse(description="Nothing has changed since.")
    return {**answers, **{code: refused(code) for code in errors}}


def refused(status: int) -> OpenApiResponse:
    """An error, with the codes that may stand in it."""
    codes = ", ".join(code for code, its in STATUS.items() if its == status)
    return OpenApiResponse(ref(bodies.Problem), f"{codes}.")


def asks(name: str, description: str, kind: type = str, enum: Any = None) -> OpenApiParameter:
    """A parameter of the query."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, False, description, enum=enum)


class Identity(OpenApiAuthenticationExtension):
    """How callers say who they are."""

    target_class = "lobbies.api.authentication.PlayerAuthentication"
    name = ["token", "cookie"]
    match_subclasses = True

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Either of them; most reading needs neither."""
        return [{"token": []}, {"cookie": []}]

    def get_security_definition(self, auto_schema: Any) -> list[Schema]:
        """A token for programs, the cookie for our own pages."""
        note = "Our own pages only: calls that change something need the header `X-CSRFToken` too."
        return [
            {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": note},
        ]


def components(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Drf-spectacular's hook: add the schemas of every type in ``bodies``."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(type_schemas())
    return result


def type_schemas() -> Schema:
    """The JSON schemas of all bodies, by name."""
    kinds: list[type[Any]] = [
        kind
        for kind in vars(bodies).values()
        if isinstance(kind, type) and issubclass(kind, bodies.Asked | bodies.Told)
    ]
    kinds = [kind for kind in kinds if kind not in (bodies.Asked, bodies.Told)] + [SetOptions]
    _, found = msgspec.json.schema_components(kinds, ref_template=_REF)
    return {name: tidy(found[name]) for name in sorted(found)}


def _first_sentence(kind: type[Any]) -> str:
    return (kind.__doc__ or "").split("\n")[0]
