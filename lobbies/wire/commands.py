"""Every command a client can send, with its JSON schema: the other descriptions build on it."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from games import GAMES
from games.base import Command
from lobbies.protocol_commands import LOBBY_COMMANDS, LOBBY_TRANSIENTS

Schema = dict[str, Any]
REF = "#/components/schemas/"
HOUSE = "lobby"
"""Stands for the kind where a command belongs to every lobby."""


class Described(msgspec.Struct, frozen=True):
    """One command: its ``name`` among the schemas, and those schemas by name.

    ``kind``: the game it belongs to, or ``HOUSE``. ``who``: see ``games.base.Command``.
    """

    name: str
    action: str
    kind: str
    who: str
    text: str
    transient: bool
    schemas: dict[str, Schema]

    @property
    def schema(self) -> Schema:
        """The payload's own schema."""
        return self.schemas[self.name]


def described() -> list[Described]:
    """All commands: those of every lobby, then each game's, in the order they are declared."""
    found = [describe(c, HOUSE) for c in LOBBY_COMMANDS]
    found += [describe(c, HOUSE, transient=True) for c in LOBBY_TRANSIENTS]
    for kind, game in GAMES.items():
        found += [describe(c, kind) for c in game.commands]
        found += [describe(c, kind, transient=True) for c in game.transients]
    return found


def describe(command: type[Command], kind: str, *, transient: bool = False) -> Described:
    """One command of a game, or (``HOUSE``) of every lobby."""
    prefix = "" if kind == HOUSE else kind.capitalize()
    schemas = schemas_of(command, prefix)
    if command.bare:
        schemas[prefix + command.__name__] = _bare(schemas[prefix + command.__name__], command.bare)
    return Described(
        name=prefix + command.__name__, action=command.action, kind=kind, who=command.who,
        text=inspect.cleandoc(command.__doc__ or "").replace("``", "`"), transient=transient,
        schemas=schemas,
    )  # fmt: skip


def _bare(schema: Schema, field: str) -> Schema:
    """The schema of a payload that is the value of one field, without an object around it."""
    about = {name: schema[name] for name in ("title", "description") if name in schema}
    return {**schema["properties"][field], **about}


def schemas_of(kind: type[Any], prefix: str = "") -> dict[str, Schema]:
    """The JSON schemas of a type and of those it is made of; their names begin with ``prefix``."""
    _, found = msgspec.json.schema_components([kind], ref_template=f"{REF}{prefix}{{name}}")
    return {prefix + name: tidy(schema, prefix) for name, schema in found.items()}


def tidy(schema: Schema, prefix: str = "") -> Schema:
    """A schema with its description as a reader wants it."""
    result = dict(schema)
    if "title" in result:
        result["title"] = prefix + result["title"]
    if "description" in result:
        result["description"] = inspect.cleandoc(result["description"]).replace("``", "`")
    return result
