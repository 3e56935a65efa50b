"""The tables of docs/protocol.md that follow from the code; the words around them are written.

In here: one function a table, and putting them between their marks. Not in here: the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from games import GAMES
from lobbies.protocol import CLOSE_CODES, ErrorCode
from lobbies.wire.commands import HOUSE, Described, Schema, described
from lobbies.wire.statuses import STATUS

PATH = Path(settings.BASE_DIR, "docs", "protocol.md")
_WHO = {"seat": "who sits", "host": "the host", "anyone": "anybody"}


def refreshed() -> str:
    """The page as it should be: the words that are there, the tables made anew."""
    text = PATH.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: made by manage.py wire -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        made = f"{begin}\n{table()}\n{end}"
        text, found = pattern.subn(lambda _, made=made: made, text)
        if found != 1:
            raise ValueError(f"{PATH.name} needs one place for the table “{name}”.")
    return text


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
                     for row in cells)  # fmt: skip


def calls() -> str:
    """Every address of the API."""
    schema = SchemaGenerator().get_schema(public=True)
    rows = [
        (f"`{method.upper()} {path}`", operation.get("description", "").split("\n")[0])
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return _table(("call", "does"), rows)


def commands() -> str:
    """Every command, those of every lobby first."""
    blocks = []
    everything = described()
    for kind in (HOUSE, *GAMES):
        title = "Every lobby" if kind == HOUSE else GAMES[kind].title
        rows = [_command(c) for c in everything if c.kind == kind]
        if rows:
            head = ("action", "payload", "who", "what it does")
            blocks.append(f"### {title}\n\n{_table(head, rows)}")
    return "\n\n".join(blocks)


def _command(command: Described) -> tuple[str, ...]:
    fields = command.schema.get("properties", {})
    needed = command.schema.get("required", [])
    names = [_field(name, schema, name in needed) for name, schema in fields.items()]
    text = " ".join(command.text.split())
    text += " Passing: never stored, may be dropped." if command.transient else ""
    payload = f"`{{{', '.join(names)}}}`" if names else ""
    return f"`{command.action}`", payload, _WHO.get(command.who, command.who), text


def _field(name: str, schema: Schema, needed: bool) -> str:
    return f"{name}{'' if needed else '?'}: {kind_of(schema)}"


def kind_of(schema: Schema) -> str:
    """A short word for what a field holds."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(kind_of(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "$ref" in schema:
        return "object"
    words: Mapping[str, str] = {"integer": "int", "boolean": "bool", "array": "list"}
    word = str(schema.get("type", "any"))
    return words.get(word, word) + _bounds(schema)


def _bounds(schema: Schema) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    if low is None:
        return "" if high is None else f" ≤ {high}"
    return f" ≥ {low}" if high is None else f" {low}–{high}"


def errors() -> str:
    """Every error code, with its status over HTTP."""
    rows = [(f"`{code}`", str(STATUS[code])) for code in get_args(ErrorCode)]
    return _table(("code", "HTTP status"), rows)


def closes() -> str:
    """Every close code of the socket."""
    return _table(("close code", "why"), [(str(c), t) for c, t in sorted(CLOSE_CODES.items())])


TABLES: Mapping[str, Callable[[], Any]] = {
    "calls": calls,
    "commands": commands,
    "errors": errors,
    "closes": closes,
}
