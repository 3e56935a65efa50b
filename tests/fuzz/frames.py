"""Frames that nobody would send: random, malformed, nearly right. All from one seed.

In here: values by JSON Schema, mutations of them, bytes. Not in here: sockets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, get_type_hints

import msgspec

from games import GAMES
from lobbies.protocol import LOBBY_COMMANDS, LOBBY_TRANSIENTS

Value = Any
TEXTS = (
    "", "a", "0", "e2e4", "a\0b", "\u202egnirts", "😀" * 7, "Tiếng Việt", "'; DROP TABLE x; --",
    "<script>alert(1)</script>", "../../etc/passwd", "%s%n{0}", "\ud83d", "ﷺ" * 50, "x" * 5000,
    "00000000-0000-4000-8000-000000000000", "NaN", "null", "[object Object]", "\r\n\r\n",
)  # fmt: skip
NUMBERS = (
    0, -1, 1, 2, 3, 52, 53, 127, 255, 2**15, 2**31, -(2**31) - 1, 2**53, 2**63, -(2**63) - 1, 2**64,
    10**40, 0.1, -0.0, 1e-320, 1e300,
)  # fmt: skip
RAW = (
    "", " ", "{", "}", "[]", "null", "0", '"', "1e999", "-", "{}{}", '{"action":}', "\ufeff{}",
    '{"action":"ping","action":"chat/say"}', '{"action":"ping","ref":"\\u0000"}', "NaN",
    '{"action":"ping","ref":"' + "r" * 37 + '"}', '{"action":"' + "a" * 41 + '"}',
    '{"action":"chat/say","payload":{"text":"\\ud800"}}', "[" * 20_000, '{"a":' * 9_000,
    '{"action":"board/update","payload":' + '{"1":' * 300 + "1" + "}" * 301,
    '{"action":"ping","payload":{"timestamp":' + "9" * 5000 + "}}", '{"x":"' + "y" * 40_000 + '"}',
)  # fmt: skip


@cache
def commands(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """By action: the JSON Schema of the payload, for every command a lobby of this kind knows."""
    game = GAMES[kind]
    known = (*LOBBY_COMMANDS, *game.commands, *LOBBY_TRANSIENTS, *game.transients)
    return {
        command.action: msgspec.json.schema(
            get_type_hints(command, include_extras=True)[command.bare] if command.bare else command
        )
        for command in known
    }


class Frames:
    """An endless row of frames for a lobby of ``kind``; ``keys``: ids that mean something there."""

    def __init__(self, kind: str, seed: int, keys: list[str]) -> None:
        self.kind, self.keys = kind, keys
        self.chance = Random(f"{kind} {seed}")
        self._ways: tuple[tuple[Callable[[], str | bytes | list[str]], int], ...] = (
            (self._valid, 30), (self._mutated, 30), (self._foreign, 5), (self._json, 10),
            (self._spoilt, 15), (self._raw, 4), (self._bytes, 4), (self._binary, 2),
            (self._fragments, 4),
        )  # fmt: skip
        self.number = 0

    def next(self) -> str | bytes | list[str]:
        """One more: text, bytes (a binary frame), or the fragments of a text."""
        self.number += 1
        ways, weights = zip(*self._ways, strict=True)
        return self.chance.choices(ways, weights)[0]()

    # The ways

    def _message(self, kind: str = "") -> dict[str, Value]:
        """A command as its schema wants it."""
        actions = commands(kind or self.kind)
        action = self.chance.choice([*actions])
        message: dict[str, Value] = {"action": action, "payload": self._by(actions[action])}
        if self.chance.random() < 0.6:
            message["ref"] = f"f{self.number}"
        if self.chance.random() < 0.2:
            message["v"] = self.chance.choice([0, 1, self.chance.randrange(500), 2**40])
        return message

    def _valid(self) -> str:
        return text(self._message())

    def _foreign(self) -> str:
        return text(self._message(self.chance.choice([*GAMES])))

    def _mutated(self) -> str:
        message = self._message()
        for _ in range(self.chance.randint(1, 3)):
            message = self._bent(message)
        return text(message)

    def _json(self) -> str:
        return text(self._any(self.chance.randint(0, 6)))

    def _spoilt(self) -> str:
        """A right text with some characters gone, doubled or replaced."""
        found = text(self._message())
        for _ in range(self.chance.randint(1, 4)):
            at = self.chance.randrange(len(found) + 1)
            cut = self.chance.randint(0, 3)
            middle = self.chance.choice(["", found[at : at + cut] * 2, *'{}[]",:\\0e-\0é'])
            found = found[:at] + middle + found[at + cut :]
        return found

    def _raw(self) -> str:
        return self.chance.choice(RAW)

    def _bytes(self) -> str:
        return self.chance.randbytes(self.chance.randint(0, 400)).decode("latin-1")

    def _binary(self) -> bytes:
        if self.chance.random() < 0.5:
            return self.chance.randbytes(self.chance.randint(0, 2000))
        return text(self._message()).encode()

    def _fragments(self) -> list[str]:
        found = text(self._message())
        size = self.chance.randint(1, 20)
        return [found[at : at + size] for at in range(0, len(found), size)]

    # Values

    def _any(self, depth: int) -> Value:
        """Any JSON value."""
        chance = self.chance
        kinds = ["text", "number", "word", *(["list", "object"] if depth else [])]
        match chance.choice(kinds):
            case "text":
                return chance.choice([*TEXTS, *self.keys])
            case "number":
                return chance.choice(NUMBERS)
            case "word":
                return chance.choice([None, True, False])
            case "list":
                return [self._any(depth - 1) for _ in range(chance.randint(0, 4))]
        names = [*TEXTS[:6], *self.keys, "action", "payload", "ref", "v", "x"]
        return {chance.choice(names): self._any(depth - 1) for _ in range(chance.randint(0, 4))}

    def _bent(self, value: Value) -> Value:
        """The value with one thing in it that does not belong there."""
        chance = self.chance
        if isinstance(value, dict) and value and chance.random() < 0.85:
            key = chance.choice([*value])
            if chance.random() < 0.15:
                return {k: v for k, v in value.items() if k != key}
            if chance.random() < 0.15:
                return {**value, chance.choice(TEXTS[:8]): self._any(2)}
            return {**value, key: self._bent(value[key])}
        if isinstance(value, list) and value and chance.random() < 0.7:
            at = chance.randrange(len(value))
            if chance.random() < 0.2:
                return value * chance.choice([2, 60])
            return [*value[:at], self._bent(value[at]), *value[at + 1 :]]
        return self._any(3)

    def _by(self, schema: Mapping[str, Any], whole: Mapping[str, Any] | None = None) -> Value:
        """A value that a JSON Schema allows, as far as this reads it."""
        whole, chance = whole or schema, self.chance
        if "$ref" in schema:
            return self._by(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
        if "anyOf" in schema:
            return self._by(chance.choice(schema["anyOf"]), whole)
        if choices := schema.get("enum") or [schema[key] for key in ("const",) if key in schema]:
            return chance.choice(choices)
        return self._typed(schema, whole)

    def _typed(self, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Value:
        chance = self.chance
        match schema.get("type"):
            case "object":
                return self._object(schema, whole)
            case "array":
                most = min(schema.get("maxItems", 4), 4)
                count = chance.randint(min(schema.get("minItems", 0), most), most)
                items = schema.get("prefixItems") or [schema.get("items") or {}] * count
                return [self._by(item, whole) for item in items]
            case "string":
                return self._text(schema)
            case "integer" | "number":
                least = schema.get("minimum", schema.get("exclusiveMinimum", -5))
                return chance.randint(int(least), int(schema.get("maximum", least + 60)))
            case "boolean":
                return chance.random() < 0.5
            case "null":
                return None
        return self._any(2)

    def _object(self, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Value]:
        required, chance = schema.get("required", ()), self.chance
        found = {
            name: self._by(part, whole)
            for name, part in schema.get("properties", {}).items()
            if name in required or chance.random() < 0.6
        }
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            for _ in range(chance.randint(0, 3)):
                found[chance.choice(self.keys)] = self._by(more, whole)
        return found

    def _text(self, schema: Mapping[str, Any]) -> str:
        most = schema.get("maxLength", 40)
        likely = [*self.keys, "e2e4", "d7d5", "g1f3", str(self.chance.randint(0, 9))]
        found: str = self.chance.choice([*likely, *TEXTS])[:most]
        return found.ljust(schema.get("minLength", 0), "a")


def text(value: Value) -> str:
    """A value as JSON; half of a surrogate pair stays an escape."""
    return json.dumps(value, separators=(",", ":"))
