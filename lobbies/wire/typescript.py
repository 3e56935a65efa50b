"""TypeScript declarations of everything a client sends, from the types that decode it.

In here: the commands of every lobby and of each game, the envelope, the error and close codes.
Not in here: the document (``wire.d.ts``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

from django.conf import settings

from lobbies.protocol import CLOSE_CODES, ErrorCode
from lobbies.wire.commands import HOUSE, REF, Described, Schema, described

PATH = Path(settings.BASE_DIR, "lobbies", "static", "parlour", "protocol.d.ts")
_HEAD = """/**
 * What a client may send, and how it may be refused: made by `manage.py wire` from the types that
 * decode it. Not to be changed by hand. The document is described in wire.d.ts.
 */
"""
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean",
          "null": "null"}  # fmt: skip


def declarations() -> str:
    """The whole file."""
    commands = described()
    schemas: dict[str, Schema] = {}
    for command in commands:
        schemas |= command.schemas
    kinds = list(dict.fromkeys(command.kind for command in commands))
    parts = [
        _HEAD,
        *(_interface(name, schema) for name, schema in schemas.items()),
        *(_map(kind, [c for c in commands if c.kind == kind]) for kind in kinds),
        _all(kinds),
        _union("ErrorCode", [json.dumps(code) for code in get_args(ErrorCode)]),
        _union("CloseCode", [str(code) for code in sorted(CLOSE_CODES)]),
    ]
    return "\n".join(parts)


def _interface(name: str, schema: Schema) -> str:
    """One payload."""
    text = _comment(schema.get("description", ""))
    properties = schema.get("properties", {})
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{text}export type {name} = {type_of(schema)};\n"
    if not properties:
        return f"{text}export type {name} = Record<string, never>;\n"
    needed = schema.get("required", [])
    lines = [
        f"  {key}{'' if key in needed else '?'}: {type_of(value)};"
        for key, value in properties.items()
    ]
    return "\n".join([f"{text}export interface {name} {{", *lines, "}", ""])


def type_of(schema: Schema) -> str:
    """A JSON schema as a TypeScript type."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(each) for each in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "array" and "prefixItems" in schema:
        return f"[{', '.join(type_of(each) for each in schema['prefixItems'])}]"
    if kind == "array":
        inner = type_of(schema.get("items") or {})
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"Record<string, {type_of(values) if isinstance(values, dict) else 'unknown'}>"
    return _PLAIN.get(str(kind), "unknown")


def _map(kind: str, commands: list[Described]) -> str:
    """Actions and their payloads."""
    what = "of every lobby" if kind == HOUSE else f"of {kind}"
    lines = [f"  {_key(c.action)}: {c.name};" for c in commands]
    head = f"/** The commands {what}: the payload of each action. */"
    return "\n".join([head, f"export interface {_map_name(kind)} {{", *lines, "}", ""])


def _map_name(kind: str) -> str:
    return f"{kind.capitalize()}Commands"


def _key(action: str) -> str:
    return action if action.isidentifier() else json.dumps(action)


def _all(kinds: list[str]) -> str:
    games = [f"  {_key(kind)}: {_map_name(kind)};" for kind in kinds if kind != HOUSE]
    return "\n".join(
        [
            "/** Each game's own commands, by its kind. */",
            "export interface Games {",
            *games,
            "}\n",
            "/** What a lobby of this kind understands. */",
            f"export type CommandsOf<K extends keyof Games> = {_map_name(HOUSE)} & Games[K];\n",
            "/** A command on the wire. `v`: the version its sender saw. */",
            "export interface Envelope<K extends keyof Games, A extends keyof CommandsOf<K>> {",
            "  action: A;\n  payload?: CommandsOf<K>[A];\n  ref?: string;\n  v?: number;\n}\n",
        ]
    )


def _union(name: str, members: list[str]) -> str:
    line = f"export type {name} = {' | '.join(members)};\n"
    if len(line) <= 100:
        return line
    return "\n".join([f"export type {name} =", *(f"  | {member}" for member in members)]) + ";\n"


def _comment(text: str) -> str:
    if not text:
        return ""
    if "\n" not in text and len(text) <= 92:
        return f"/** {text} */\n"
    lines = "\n".join(f" * {line}".rstrip() for line in text.split("\n"))
    return f"/**\n{lines}\n */\n"
