"""What is generated from the messages' types is complete, valid and up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator

from games import GAMES
from lobbies.protocol import BadMessage, ErrorCode, commands_of, decode
from lobbies.wire import asyncapi, pages, statuses, typescript
from lobbies.wire.commands import HOUSE, described


def references(value: Any) -> Iterator[str]:
    """Every $ref in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolve(document: Any, pointer: str) -> Any:
    for step in pointer.removeprefix("#/").split("/"):
        document = document[step]
    return document


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The description as a client reads it."""
    return dict(json.loads(msgspec.json.encode(asyncapi.document("parlour.example", secure=True))))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for pointer in references(document):
        assert resolve(document, pointer)


@pytest.mark.parametrize("kind", GAMES)
def test_every_command_of_every_lobby_is_described(kind: str, document: dict[str, Any]) -> None:
    told = {
        message["name"]
        for message in document["components"]["messages"].values()
        if message.get("x-game", kind) == kind and "x-who" in message
    }
    assert told == set(commands_of(kind))
    assert all(message["summary"] for message in document["components"]["messages"].values())


def test_the_description_is_asyncapi_3_of_this_server(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    assert document["servers"]["here"]["host"] == "parlour.example"
    assert document["servers"]["here"]["protocol"] == "wss"
    assert document["channels"]["lobby"]["address"] == "/ws/lobbies/{id}/"
    assert set(document["channels"]["lobby"]["x-close-codes"]) >= {"4401", "4413", "1012"}
    for operation in document["operations"].values():
        assert operation["action"] in ("send", "receive")
        for message in operation["messages"]:
            assert message["$ref"].startswith("#/channels/lobby/messages/")


def test_schemas_are_valid_json_schemas(document: dict[str, Any]) -> None:
    for message in document["components"]["messages"].values():
        Draft202012Validator.check_schema(message["payload"])
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


FRAMES = [
    ({"action": "lobby/sit", "payload": {"seat": 1}}, True),
    ({"action": "lobby/sit"}, True),
    ({"action": "lobby/sit", "payload": {"seat": "1"}}, False),
    ({"action": "lobby/sit", "payload": {"chair": 1}}, False),
    ({"action": "lobby/sit", "payload": {"seat": -1}}, False),
    ({"action": "chat/say", "payload": {"text": "Chào!"}, "ref": "a"}, True),
    ({"action": "chat/say", "payload": {"text": ""}}, False),
    ({"action": "chat/say"}, False),
    ({"action": "chat/say", "payload": {"text": "x"}, "ref": "x" * 37}, False),
    ({"action": "game/move", "payload": {"uci": "e2e4"}, "v": 3}, True),
    ({"action": "game/move", "payload": {"uci": "e2e4"}, "v": "3"}, False),
    ({"action": "game/move", "payload": {"uci": "e2"}, "v": 3}, False),
    ({"action": "ping", "payload": {"timestamp": 17}}, True),
    ({"action": "ping", "extra": 1}, False),
]


@pytest.mark.parametrize(("frame", "good"), FRAMES)
def test_the_schema_and_the_decoder_agree(
    frame: dict[str, Any], good: bool, document: dict[str, Any]
) -> None:
    payload = next(
        message["payload"]
        for message in document["components"]["messages"].values()
        if message["name"] == frame["action"] and message.get("x-game", "chess") == "chess"
    )
    schema = {**payload, "components": document["components"]}
    assert Draft202012Validator(schema).is_valid(frame) == good
    try:
        decode(json.dumps(frame), "chess")
    except BadMessage:
        assert not good
    else:
        assert good


def test_every_error_code_has_a_status() -> None:
    assert set(statuses.STATUS) == set(get_args(ErrorCode))


def test_the_typescript_declarations_are_up_to_date() -> None:
    text = typescript.PATH.read_text(encoding="utf-8")
    assert text == typescript.declarations(), "Run: manage.py wire"


def test_the_tables_of_the_protocol_page_are_up_to_date() -> None:
    assert pages.PATH.read_text(encoding="utf-8") == pages.refreshed(), "Run: manage.py wire"


def test_the_command_that_writes_them_finds_nothing_to_do() -> None:
    call_command("wire", check=True)


def test_typescript_names_every_action_of_a_game_beside_those_of_every_lobby() -> None:
    text = typescript.declarations()
    for command in described():
        of = "Lobby" if command.kind == HOUSE else command.kind.capitalize()
        block = re.search(rf"interface {of}Commands {{(.*?)}}", text, re.DOTALL)
        assert block is not None and f"{command.name};" in block[1]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "array", "items": {"type": "integer"}}, "number[]"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, '("a" | "b")[]'),
        ({"anyOf": [{"type": "number"}, {"type": "integer"}, {"type": "null"}]}, "number | null"),
        ({"$ref": "#/components/schemas/ChessMove"}, "ChessMove"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "Record<string, string>"),
        ({"const": "x"}, '"x"'),
        ({}, "unknown"),
    ],
)
def test_json_schemas_become_typescript(schema: dict[str, Any], expected: str) -> None:
    assert typescript.type_of(schema) == expected


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    answer = Client().get("/api/schema/")
    assert answer.status_code == 200
    return dict(answer.json())


def test_openapi_is_version_3_1_and_every_reference_leads_somewhere(openapi: Any) -> None:
    assert openapi["openapi"].startswith("3.1")
    for pointer in references(openapi):
        assert resolve(openapi, pointer)
    for schema in openapi["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_openapi_knows_every_call_of_the_promise(openapi: Any) -> None:
    promised = """GET /api/lobbies/ | POST /api/lobbies/ | GET /api/lobbies/{key}/
        PATCH /api/lobbies/{key}/ | DELETE /api/lobbies/{key}/ | POST /api/lobbies/{key}/join/
        POST /api/lobbies/{key}/leave/ | POST /api/lobbies/{key}/actions/
        GET /api/lobbies/{key}/setup/ | PUT /api/lobbies/{key}/setup/
        GET /api/lobbies/{key}/state/ | GET /api/lobbies/{key}/moves/ | GET /api/games/{key}/
        GET /api/games/{key}/replay/ | GET /api/games/{key}/pgn/ | POST /api/token/
        POST /api/quickplay/ | DELETE /api/quickplay/"""
    calls = {f"{method.upper()} {path}" for path, of in openapi["paths"].items() for method in of}
    assert calls == {call.strip() for call in re.split(r"[|\n]", promised)}
    for of in openapi["paths"].values():
        for operation in of.values():
            assert operation["description"] and operation["responses"]


def test_the_socket_describes_itself_with_this_address() -> None:
    answer = Client().get("/api/asyncapi.json")
    assert answer.json()["servers"]["here"]["host"] == "testserver"


def test_the_page_for_programmers_shows_every_call_and_needs_no_script(openapi: Any) -> None:
    answer = Client().get("/api/docs/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(path in text for path in openapi["paths"])
    assert all(f'id="type-{name}"' in text for name in openapi["components"]["schemas"])
    assert "game/move" in text and "4413" in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!www\.gnu\.org)', text)
    for link in re.findall(r'href="#([^"]+)"', text):
        assert f'id="{link}"' in text
