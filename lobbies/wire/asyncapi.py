"""The socket as an AsyncAPI 3.0 document, from where the server stands: it receives commands."""

from __future__ import annotations

from typing import Any, get_args

from django.conf import settings

from lobbies.protocol import CLOSE_CODES, ErrorCode
from lobbies.protocol_frames import Message
from lobbies.wire.commands import HOUSE, REF, Described, Schema, described, schemas_of

MESSAGES = "#/components/messages/"
ADDRESS = "/ws/lobbies/{id}/"
PARTS = ("lobby", "players", "board", "game", "tourney", "chat", "you")

_ABOUT = """Everything live in a lobby. JSON, one message a frame.

One rule makes a client: the first word of a message's `type` names a part of the document, its
`payload` is a JSON Merge Patch (RFC 7396) for that part, and the second word says what happened.
`v` counts the lobby's committed changes without holes; who sees a hole sends `lobby/sync`. A
command with a `ref` gets exactly one answer that carries it: its own copy of the news, `ok`, or
`error`. Sent again with the same `ref` it is answered the same way and not applied again."""


def document(host: str = "localhost:8000", *, secure: bool = False) -> dict[str, Any]:
    """The whole description, for the server at ``host``."""
    commands = described()
    messages = {c.name: _command(c) for c in commands} | _server_messages()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parlour: the socket",
            "version": settings.VERSION,
            "description": _ABOUT,
            "license": {"name": "GPL-3.0-or-later"},
        },
        "defaultContentType": "application/json",
        "servers": {"here": _server(host, secure)},
        "channels": {"lobby": _channel(messages)},
        "operations": _operations(commands),
        "components": {
            "messages": messages,
            "schemas": _schemas(commands),
            "securitySchemes": {
                "token": {"type": "httpApiKey", "name": "token", "in": "query"},
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "cookie": {"type": "httpApiKey", "name": "player", "in": "cookie"},
            },
        },
    }


def _server(host: str, secure: bool) -> Schema:
    schemes = ("token", "bearer", "cookie")
    return {
        "host": host,
        "protocol": "wss" if secure else "ws",
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in schemes],
    }


def _channel(messages: dict[str, Any]) -> Schema:
    resume = "The last version the client has: what it missed comes, instead of the document."
    return {
        "address": ADDRESS,
        "title": "One lobby",
        "servers": [{"$ref": "#/servers/here"}],
        "parameters": {"id": {"description": "The lobby's id, or its short code."}},
        "messages": {name: {"$ref": MESSAGES + name} for name in messages},
        "bindings": {
            "ws": {
                "method": "GET",
                "query": {
                    "type": "object",
                    "properties": {
                        "v": {"type": "integer", "description": resume},
                        "token": {"type": "string", "description": "A token of /api/token/."},
                    },
                },
                "bindingVersion": "0.1.0",
            }
        },
        "x-close-codes": {str(code): text for code, text in CLOSE_CODES.items()},
        "x-limits": limits(),
    }


def limits() -> dict[str, int]:
    """What strangers can send at most, as this server is set."""
    return {
        "messageBytes": settings.MESSAGE_BYTES,
        "commandsPerMinute": settings.COMMANDS_PER_MINUTE,
        "transientsPerSecond": settings.TRANSIENTS_PER_SECOND,
        "connectionsPerMinute": settings.CONNECTIONS_PER_MINUTE,
        "chatLinesPer10Seconds": settings.CHAT_PER_10_SECONDS,
        "socketsPerPlayer": settings.SOCKETS_PER_PLAYER,
        "silenceSeconds": settings.SILENCE_SECONDS,
    }


def _command(command: Described) -> Schema:
    """A command in its envelope."""
    envelope = {
        "type": "object",
        "properties": {
            "action": {"const": command.action},
            "payload": {"$ref": REF + command.name},
            "ref": {"$ref": f"{REF}Ref"},
            "v": {"type": "integer", "description": "The version the sender saw."},
        },
        "required": ["action", *(["payload"] if command.schema.get("required") else [])],
        "additionalProperties": False,
    }
    return {
        "name": command.action,
        "summary": command.text.split("\n")[0],
        "description": command.text,
        "payload": envelope,
        "x-who": command.who,
        "x-transient": command.transient,
        **({} if command.kind == HOUSE else {"x-game": command.kind}),
    }


def _server_messages() -> dict[str, Schema]:
    """What the server sends."""
    version, ref = {"type": "integer", "minimum": 0}, {"$ref": f"{REF}Ref"}
    news = {"v": version, "ref": ref}
    about = {
        "State": ("state", "The whole document, first of all and after `lobby/sync`.",
                  {"payload": {"type": "object"}, "now": {"type": "integer"}, **news},
                  ["type", "v", "payload"]),
        "Ok": ("ok", "A command changed nothing, or was carried out before.", {"ref": ref},
               ["type", "ref"]),
        "Error": ("error", "A command was refused.",
                  {"payload": {"$ref": f"{REF}Error"}, "ref": ref}, ["type", "payload"]),
        "Pong": ("pong", "The answer to a ping.", {"payload": {"type": "object"}, "ref": ref},
                 ["type", "payload"]),
    }  # fmt: skip
    messages = {
        name: _message(name, text, {"type": {"const": type}, **fields}, needs)
        for name, (type, text, fields, needs) in about.items()
    }
    for part in PARTS:
        fields = {
            "type": {"type": "string", "pattern": f"^{part}/[A-Za-z_]+$"},
            "payload": {"type": "object", "description": f"A merge patch for `{part}`."},
            **news,
        }
        name = f"{part.capitalize()}News"
        messages[name] = _message(name, f"Something about `{part}`.", fields, ["type", "v"])
    unseen = "A change this viewer may see nothing of."
    messages["Unseen"] = _message("Unseen", unseen, news, ["v"])
    passing = {"type": {"type": "string"}, "payload": {"type": "object"}}
    text = "A passing message of another player: no `v`, patches nothing, may be dropped."
    messages["Passing"] = _message("Passing", text, passing, ["type", "payload"])
    return messages


def _message(name: str, text: str, fields: Schema, needs: list[str]) -> Schema:
    payload = {
        "type": "object", "properties": fields, "required": needs, "additionalProperties": False,
    }  # fmt: skip
    return {"name": name, "summary": text, "payload": payload}


def _operations(commands: list[Described]) -> Schema:
    """Commands the server receives, with their answers; news it sends by itself."""
    channel = {"$ref": "#/channels/lobby"}
    inside = "#/channels/lobby/messages/"
    answers = [{"$ref": f"{inside}{name}"} for name in ("Ok", "Error", "State", "Pong")]
    news = [f"{part.capitalize()}News" for part in PARTS]
    received = {
        f"receive{c.name}": {
            "action": "receive",
            "channel": channel,
            "messages": [{"$ref": inside + c.name}],
            **({} if c.transient else {"reply": {"channel": channel, "messages": answers}}),
        }
        for c in commands
    }
    sent = [*news, "Unseen", "State", "Passing"]
    tell = {
        "action": "send",
        "channel": channel,
        "messages": [{"$ref": inside + name} for name in sent],
    }
    return {**received, "tell": tell}


def _schemas(commands: list[Described]) -> dict[str, Schema]:
    schemas: dict[str, Schema] = {
        "Ref": {
            "type": "string",
            "minLength": 1,
            "maxLength": 36,
            "description": "Chosen by the client, unique per player.",
        },
        "ErrorCode": {"enum": list(get_args(ErrorCode))},
        "Error": {
            "type": "object",
            "properties": {"code": {"$ref": f"{REF}ErrorCode"}, "message": {"type": "string"}},
            "required": ["code", "message"],
        },
        **schemas_of(Message),
    }
    for command in commands:
        schemas |= command.schemas
    return schemas
