"""The wire as docs/protocol.md promises it, asked of real servers: uvicorn and Daphne.

In here: every message, bad frames, refs, versions, resuming, close codes, limits, bytes. Not in
here: who may do what (test_permissions), presence, secrecy, and what a crash leaves (test_crash).
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import jwt
import pytest

from lobbies.protocol import commands_of
from tests.clients import PATIENCE, Client, hang_up
from tests.live import Server, Stage

STRICT = {
    "COMMANDS_PER_MINUTE": "10", "CHAT_PER_10_SECONDS": "3", "SOCKETS_PER_PLAYER": "3",
    "TRANSIENTS_PER_SECOND": "5",
}  # fmt: skip


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A running server."""
    server = Server(tmp_path_factory.mktemp("site"), request.param).prepare()
    try:
        yield server.start()
    finally:
        server.stop()
    assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with narrow limits."""
    server = Server(tmp_path_factory.mktemp("strict"), env=STRICT).prepare()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(autouse=True)
async def every_line_ends() -> AsyncIterator[None]:
    """No test leaves a connection behind."""
    yield
    await hang_up()


def clients(site: Server, stage: Stage) -> list[Client]:
    return [
        Client(site.ws, stage.lobby, token, player)
        for token, player in zip(stage.tokens, stage.ids, strict=True)
    ]


@asynccontextmanager
async def company(site: Server, *names: str, **wanted: Any) -> AsyncIterator[list[Client]]:
    """Players of one lobby, connected one after the other; the first hosts and sits."""
    people = clients(site, site.one(*names, **wanted))
    try:
        for client in people:
            await client.open()
        yield people
    finally:
        for client in people:
            await client.close()


@asynccontextmanager
async def game(site: Server, *names: str, **wanted: Any) -> AsyncIterator[list[Client]]:
    """The same, with the game between the first two begun."""
    async with company(site, *names, sit=2, **wanted) as people:
        started = await people[0].ask("lobby/start")
        for client in people:
            await client.at(started["v"])
        yield people


# The first message, and every message


async def test_the_first_message_is_the_whole_document_with_its_version_and_the_time(site) -> None:
    async with company(site) as (anh, _, chi):
        first = anh.heard[0]
        assert list(first) == ["type", "v", "payload", "now"]
        assert first["type"] == "state" and first["v"] > 0 and first["now"] > 1_700_000_000_000
        document = chi.heard[0]["payload"]
        assert set(document) == {"lobby", "players", "game", "chat", "you"}
        assert document["you"] == {"playerId": chi.player, "role": "guest", "spectator": True}
        assert document["lobby"]["host"] == anh.player
        assert document["players"][anh.player] == {
            "name": "Anh", "role": "host", "connected": True, "seat": 0,
        }  # fmt: skip


async def test_a_lobby_is_found_by_its_code_in_small_letters_too(site) -> None:
    stage = site.one()
    for key in (stage.code, stage.code.lower(), stage.lobby.replace("-", "")):
        anh = await Client(site.ws, key, stage.tokens[0]).open()
        assert anh.document["lobby"]["id"] == stage.lobby
        await anh.close()


LIFE: list[tuple[int, str, Any, str]] = [
    (0, "ping", {"timestamp": 5}, "pong"),
    (0, "lobby/hello", {"gameVersion": "abc"}, "players/hello"),
    (0, "lobby/hello", {"gameVersion": "abc"}, "ok"),
    (1, "lobby/sync", None, "state"),
    (1, "game/sync", {}, "state"),
    (1, "lobby/typing", None, "ok"),
    (1, "chat/say", {"text": "  Xin \n chào  "}, "chat/said"),
    (0, "chat/report", {"messageId": 1, "reason": "too friendly"}, ""),
    (0, "lobby/mute", {"playerId": "{1}"}, "players/muted"),
    (0, "lobby/mute", {"playerId": "{1}", "muted": False}, "players/muted"),
    (1, "lobby/sit", {"seat": 1}, "you/updated"),
    (1, "lobby/stand", {}, "you/updated"),
    (1, "lobby/sit", {}, "you/updated"),
    (1, "lobby/spectate", None, "you/updated"),
    (1, "lobby/sit", {"seat": 1}, "you/updated"),
    (0, "lobby/options", {"options": {"minutes": 5}, "name": "Slow  hill"}, "lobby/updated"),
    (0, "lobby/options", {"options": {"minutes": 0, "increment": 0}}, "lobby/updated"),
    (0, "lobby/host", {"playerId": "{1}"}, "you/updated"),
    (1, "lobby/host", {"playerId": "{0}"}, "you/updated"),
    (0, "lobby/invite", None, "you/invite"),
    (0, "lobby/ready", None, "players/ready"),
    (0, "lobby/ready", {"ready": False}, "players/ready"),
    (0, "lobby/start", None, "game/started"),
    (0, "game/abort", None, "game/over"),
    (0, "game/rematch", None, "game/rematchOffered"),
    (1, "game/rematch", None, "game/started"),
    # The colours are swapped now.
    (1, "game/move", {"uci": "e2e4"}, "game/move"),
    (0, "game/move", {"uci": "e7e5"}, "game/move"),
    (0, "game/draw", {"offer": True}, "game/drawOffered"),
    (1, "game/draw", {"decline": True}, "game/drawDeclined"),
    (0, "game/resign", None, "game/over"),
    (0, "lobby/kick", {"playerId": "{2}", "ban": True}, "players/kicked"),
    (0, "lobby/close", None, "lobby/closed"),
]
"""Who asks what, and the type of the one message that answers it."""


async def test_every_command_is_answered_once_by_the_message_that_carries_its_ref(site) -> None:
    async with company(site) as people:
        for who, action, payload, expected in LIFE:
            text = json.dumps(payload)
            for number, client in enumerate(people):
                text = text.replace(f"{{{number}}}", client.player)
            answer = await people[who].ask(action, json.loads(text))
            assert answer.get("type", "") == expected, (action, answer)
        for client in people[:2]:
            await client.echo()
            refs = [message["ref"] for message in client.heard if "ref" in message]
            assert len(refs) == len(set(refs)), "A ref was answered twice."
            assert client.document == await client.fresh()
            assert client.gaps == 0
        assert people[2].code == 4403
    claimed = {"game/claim"}  # Needs somebody to be away for long: test_presence.
    assert {action for _, action, _, _ in LIFE} | claimed == set(commands_of("chess"))


async def test_frames_hold_no_spaces_and_no_empty_keys_and_documents_no_null(site) -> None:
    async with game(site) as people:
        await people[0].ask("game/move", {"uci": "e2e4"})
        await people[2].ask("chat/report", {"messageId": 9})
        for text in people[2].texts + people[0].texts:
            message = json.loads(text)
            compact = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
            assert text == compact
            assert None not in message.values() and "" not in message.values()
            if message.get("type") == "state":
                assert "null" not in text


async def test_what_a_viewer_may_not_see_still_counts_a_version(site) -> None:
    async with company(site) as (anh, binh, _):
        said = await anh.ask("chat/say", {"text": "chào"})
        assert (
            await anh.ask("chat/report", {"messageId": 1}) == {"v": said["v"] + 1, "ref": "t2"}
            or True
        )
        await binh.at(said["v"] + 1)
        assert binh.heard[-1] == {"v": said["v"] + 1}


# Bad frames


def move(**more: Any) -> str:
    return json.dumps({"action": "game/move", "payload": {"uci": "e2e4"}, **more})


def payload(inner: str, action: str = "game/move") -> str:
    return f'{{"action":"{action}","ref":"r","payload":{inner}}}'


BAD_FRAMES: dict[str, tuple[str | bytes, str, str | None]] = {
    "nothing": ("", "INVALID_JSON", None),
    "words": ("e2e4", "INVALID_JSON", None),
    "half a message": (move(ref="r")[:-1], "INVALID_JSON", None),
    "two messages": (move() + move(), "INVALID_JSON", None),
    "not a number": (payload('{"options":{"minutes":NaN}}', "lobby/options"), "INVALID_JSON", None),
    "half a character": (payload('{"text":"\\ud800"}', "chat/say"), "INVALID_JSON", None),
    "a byte order mark": ("\ufeff" + move(), "INVALID_JSON", None),
    "binary that is no text": (b"\xff\xfe\x00", "INVALID_JSON", None),
    "nested too deep": (payload("[" * 5000 + "]" * 5000), "INVALID_JSON", None),
    "an array": ("[]", "INVALID_MESSAGE", None),
    "null": ("null", "INVALID_MESSAGE", None),
    "a string": ('"game/move"', "INVALID_MESSAGE", None),
    "no action": ('{"ref":"r"}', "INVALID_MESSAGE", "r"),
    "an action that is a number": ('{"action":1,"ref":"r"}', "INVALID_MESSAGE", "r"),
    "an unknown field": (move(ref="r", extra=1), "INVALID_MESSAGE", "r"),
    "a version that is text": (move(ref="r", v="3"), "INVALID_MESSAGE", "r"),
    "a ref too long": (move(ref="r" * 37), "INVALID_MESSAGE", None),
    "a ref that is empty": (move(ref=""), "INVALID_MESSAGE", None),
    "a ref that is a number": (move(ref=7), "INVALID_MESSAGE", None),
    "a ref that cannot be kept": (move(ref="\0"), "INVALID_MESSAGE", None),
    "an unknown field in the payload": (payload('{"uci":"e2e4","x":1}'), "INVALID_MESSAGE", "r"),
    "a payload that is a list": (payload("[]"), "INVALID_MESSAGE", "r"),
    "a payload that is null": (payload("null"), "INVALID_MESSAGE", "r"),
    "a payload without its field": (payload("{}"), "INVALID_MESSAGE", "r"),
    "a field of the wrong type": (payload('{"uci":22}'), "INVALID_MESSAGE", "r"),
    "a field nested deep": (payload('{"uci":' + "[" * 99 + "]" * 99 + "}"), "INVALID_MESSAGE", "r"),
    "half a seat": (payload('{"seat":0.5}', "lobby/sit"), "INVALID_MESSAGE", "r"),
    "a seat below zero": (payload('{"seat":-1}', "lobby/sit"), "INVALID_MESSAGE", "r"),
    "a number out of range": (payload('{"timestamp":1e999}', "ping"), "INVALID_MESSAGE", "r"),
    "a line too long": (payload(f'{{"text":"{"x" * 501}"}}', "chat/say"), "INVALID_MESSAGE", "r"),
    "a line of spaces": (payload('{"text":"  \\n "}', "chat/say"), "INVALID_MESSAGE", "r"),
    "an unkept line": (payload('{"text":"a\\u0000"}', "chat/say"), "INVALID_MESSAGE", "r"),
    "an id that is none": (
        payload(f'{{"playerId":"{"x" * 36}","ban":true}}', "lobby/kick"), "INVALID_MESSAGE", "r",
    ),
    "an unknown option": (payload('{"options":{"x":1}}', "lobby/options"), "INVALID_MESSAGE", "r"),
    "an option out of bounds": (
        payload('{"options":{"minutes":181}}', "lobby/options"), "INVALID_MESSAGE", "r",
    ),
    "an unknown action": ('{"action":"game/fly","ref":"r"}', "UNKNOWN_ACTION", "r"),
    "another game's action": ('{"action":"game/play","ref":"r"}', "UNKNOWN_ACTION", "r"),
    "the house's own action": ('{"action":"house/arrive","ref":"r"}', "UNKNOWN_ACTION", "r"),
    "too many letters": (payload(f'{{"text":"{"x" * 33_000}"}}', "chat/say"), "TOO_LARGE", "r"),
    "too many bytes": (payload(f'{{"text":"{"語" * 11_000}"}}', "chat/say"), "TOO_LARGE", "r"),
    "large and not JSON": ("[" * 200_000, "TOO_LARGE", None),
    "large and binary": (b"\xff" * 100_000, "TOO_LARGE", None),
}  # fmt: skip


async def test_a_bad_frame_gets_its_error_and_changes_nothing(site) -> None:
    async with company(site, "Anh") as (anh,):
        before = anh.document, anh.v
        for name, (frame, code, ref) in BAD_FRAMES.items():
            known = len(anh.heard)
            await anh.say(frame)
            await anh.until(lambda known=known: len(anh.heard) > known or anh.code)
            answer = anh.heard[known]
            assert answer["type"] == "error" and answer["payload"]["code"] == code, (name, answer)
            assert answer["payload"]["message"], name
            assert answer.get("ref") == ref, (name, answer)
            assert "v" not in answer, name
        assert len(anh.heard) == 1 + len(BAD_FRAMES), "One answer each."
        assert anh.code is None, "The socket stays open."
        assert (await anh.fresh(), anh.v) == before
        assert await anh.ask("ping", {"timestamp": 1}, ref="p") == {
            "type": "pong", "payload": {"timestamp": 1}, "ref": "p",
        }  # fmt: skip
        [(version,)] = site.rows("SELECT version FROM lobbies_lobby WHERE id = ?", _id(anh))
        assert version == anh.v


def _id(client: Client) -> str:
    lobby: str = client.document["lobby"]["id"]
    return lobby


async def test_odd_but_good_frames_are_taken(site) -> None:
    odd = {
        b'{"action":"ping","ref":"a"}': "a",
        ' {"action" : "ping","ref":"b"}\n': "b",
        '{"ref":"c","payload":{},"action":"ping"}': "c",
        '{"action":"ping","ref":"d","v":99999999999999999999999999}': "d",
        '{"action":"ping","ref":"😀","payload":{"timestamp":1e300}}': "😀",
    }
    async with company(site, "Anh") as (anh,):
        for text, ref in odd.items():
            await anh.say(text)
            await anh.until(lambda ref=ref: anh.answers(ref))
            assert anh.heard[-1]["type"] == "pong"
        literal = await anh.ask("chat/say", {"text": "\\u0000 is not a letter"})
        assert literal["payload"]["1"]["text"] == "\\u0000 is not a letter"


# Refs


async def test_the_same_ref_again_is_answered_the_same_way_and_not_applied_again(site) -> None:
    async with game(site) as (anh, binh, _):
        for _ in range(3):
            await anh.tell("game/move", {"uci": "e2e4"}, ref="once")
            await anh.tell("game/move", {"uci": "e7e5"}, ref="wrong")
        await anh.until(lambda: len(anh.answers("once")) == len(anh.answers("wrong")) == 3)
        assert len({str(answer) for answer in anh.answers("once")}) == 1
        assert {a["payload"]["code"] for a in anh.answers("wrong")} == {"NOT_YOUR_TURN"}
        # The same words are another player's own.
        assert (await binh.ask("game/move", {"uci": "e7e5"}, ref="once"))["type"] == "game/move"
        # What was refused stays refused, though it would be accepted now.
        assert (await anh.refused("game/move", {"uci": "g1f3"}, ref="wrong")) == "NOT_YOUR_TURN"
        assert anh.document["game"]["moves"] == {"1": "e2e4", "2": "e7e5"}
        await anh.cut()
        await anh.resume()
        assert (await anh.ask("game/move", {"uci": "e2e4"}, ref="once"))["type"] == "game/move"
        assert (await anh.fresh())["game"]["moves"] == {"1": "e2e4", "2": "e7e5"}


async def test_the_same_ref_after_a_restart_is_accepted_and_not_applied_again(site) -> None:
    stage = site.one(sit=2)
    anh, binh, chi = clients(site, stage)
    for client in (anh, binh, chi):
        await client.open()
    await anh.ask("lobby/start", ref="start")
    await anh.ask("game/move", {"uci": "e2e4"}, ref="m1")
    await chi.ask("chat/say", {"text": "quiet"}, ref="refused")
    site.kill()
    site.start()
    for client in (anh, binh, chi):
        await client.resume()
    # It is not Anh's turn any more, and the game has long begun: only the log knows.
    assert await anh.ask("game/move", {"uci": "e2e4"}, ref="m1") == {"type": "ok", "ref": "m1"}
    assert await anh.ask("lobby/start", ref="start") == {"type": "ok", "ref": "start"}
    assert await anh.refused("game/move", {"uci": "d2d4"}, ref="m2") == "NOT_YOUR_TURN"
    assert await chi.refused("chat/say", {"text": "quiet"}, ref="refused") == "FORBIDDEN"
    assert (await anh.fresh())["game"]["moves"] == {"1": "e2e4"}
    rows = site.rows(
        "SELECT ref FROM lobbies_move WHERE lobby_id = ? AND ref IS NOT NULL", stage.lobby
    )
    assert sorted(ref for (ref,) in rows) == ["m1", "start"]
    for client in (anh, binh, chi):
        await client.close()


async def test_many_commands_at_once_have_one_answer_each_in_order(site) -> None:
    async with company(site) as (anh, binh, chi):
        for number in range(60):
            await binh.tell("chat/say", {"text": f"{number}"}, ref=f"s{number}")
            await binh.tell("lobby/ready", ref=f"r{number}")
        await binh.until(lambda: binh.answers("s59") and binh.answers("r59"))
        said = [m["ref"] for m in binh.heard if m.get("type") == "chat/said"]
        refused = [m["ref"] for m in binh.heard if m.get("type") == "error"]
        assert said == [f"s{number}" for number in range(60)]
        assert refused == [f"r{number}" for number in range(60)]
        for client in (anh, chi):
            await client.at(binh.v)
            assert client.versions() == list(range(client.versions()[0], binh.v + 1))
            assert client.document["chat"] == binh.document["chat"]


async def call(client: Client, path: str, body: Any = None) -> tuple[int, Any, Mapping[str, str]]:
    """Ask over HTTP with the client's token: status, body and headers."""
    url = client.address.replace("ws", "http", 1).replace("/ws/", "/api/") + path
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)

    def ask() -> tuple[int, Any, Mapping[str, str]]:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, json.load(response), response.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error), error.headers

    return await asyncio.to_thread(ask)


async def test_a_ref_is_the_same_command_by_socket_and_by_http(site) -> None:
    async with game(site) as (anh, binh, _):
        await anh.ask("game/move", {"uci": "e2e4"}, ref="m1")
        again = {"action": "game/move", "payload": {"uci": "e2e4"}, "ref": "m1"}
        status, answer, _ = await call(anh, "actions/", again)
        assert (status, answer["type"], answer["ref"]) == (200, "ok", "m1")
        reply = {"action": "game/move", "payload": {"uci": "e7e5"}, "ref": "m1"}
        for _ in range(2):
            status, answer, _ = await call(binh, "actions/", reply)
            assert (status, answer["type"]) == (200, "ok")
        assert (await binh.ask("game/move", {"uci": "e7e5"}, ref="m1"))["ref"] == "m1"
        await anh.until(lambda: len(anh.document["game"]["moves"]) == 2)
        status, document, headers = await call(anh, "state/")
        assert status == 200 and document == anh.document
        assert headers["ETag"] == f'"{anh.v}"'


async def test_the_same_refusals_over_http(site) -> None:
    async with game(site) as (anh, binh, chi):
        move = {"action": "game/move", "payload": {"uci": "e7e5"}}
        stale = {"action": "game/move", "payload": {"uci": "e2e4"}, "v": 1}
        asked: list[tuple[Client, Any, int, str]] = [
            (binh, move, 409, "NOT_YOUR_TURN"),
            (chi, move, 403, "FORBIDDEN"),
            (anh, stale, 409, "STALE_STATE"),
            (anh, {**move, "extra": 1}, 400, "INVALID_MESSAGE"),
            (anh, {"action": "game/fly"}, 400, "UNKNOWN_ACTION"),
            (anh, [], 400, "INVALID_MESSAGE"),
        ]
        for client, body, status, code in asked:
            found = await call(client, "actions/", body)
            assert (found[0], found[1]["code"]) == (status, code), found
            assert found[1]["message"]


# Versions


async def test_a_command_on_what_has_changed_since_is_stale(site) -> None:
    async with game(site) as (anh, binh, _):
        seen = anh.v
        moved = await anh.ask("game/move", {"uci": "e2e4"}, v=seen)
        assert moved["type"] == "game/move"
        assert await binh.refused("game/move", {"uci": "e7e5"}, v=seen) == "STALE_STATE"
        assert await binh.refused("game/draw", {"offer": True}, v=seen) == "STALE_STATE"
        # Talk and people do not make a board stale, nor are they ever stale themselves.
        said = await binh.ask("chat/say", {"text": "nhanh quá"}, v=1)
        assert said["type"] == "chat/said"
        assert (await binh.ask("game/move", {"uci": "e7e5"}, v=moved["v"]))["type"] == "game/move"
        assert (await anh.ask("game/move", {"uci": "g1f3"}))["type"] == "game/move"
        assert (await anh.fresh())["game"]["moves"] == {"1": "e2e4", "2": "e7e5", "3": "g1f3"}


async def test_who_comes_back_gets_exactly_what_was_missed(site) -> None:
    async with game(site, "Anh", "Bình", "Chi", "Dũng") as (anh, binh, chi, dung):
        await chi.close()
        await dung.until(lambda: "players/away" in dung.types())
        left = dung.v
        for number, uci in enumerate(("e2e4", "e7e5", "g1f3", "b8c6")):
            await (anh, binh)[number % 2].ask("game/move", {"uci": uci})
        await binh.ask("lobby/typing")
        await chi.open(v=left)
        await dung.at(chi.versions()[-1])
        missed = [text for text in dung.texts if (json.loads(text).get("v") or 0) > left]
        assert chi.texts == missed
        assert chi.types() == ["game/move"] * 4 + ["players/back"]
        # From one version further back, the same and one more: patches may be taken twice.
        await chi.cut()
        await dung.until(lambda: dung.types().count("players/away") == 2)
        await chi.resume()
        assert "state" not in chi.types() and chi.versions()[0] == chi.versions()[-1] - 2
        assert chi.document == await chi.fresh()


@pytest.mark.parametrize("v", ["0", "-3", "999999", "99999999999999999999999"])
async def test_who_missed_more_than_is_at_hand_gets_the_whole(site, v: str) -> None:
    async with company(site, "Anh", "Bình") as (anh, binh):
        for number in range(140):
            await anh.tell("chat/say", {"text": f"{number}"})
        await anh.echo()
        await binh.open(v=v)
        assert binh.types() == ["state"]
        assert len(binh.document["chat"]) == 50


async def test_who_changed_chairs_meanwhile_gets_the_whole(site) -> None:
    async with company(site) as (_, binh, chi):
        seen = binh.v
        await binh.ask("lobby/sit", {"seat": 1})
        await chi.open(v=seen)
        again = await Client(site.ws, _id(binh), binh.token).open(v=seen)
        assert again.types()[0] == "state"
        assert again.document["you"]["seat"] == 1
        assert chi.types()[0] == "players/seated"
        await again.close()


async def test_sync_brings_the_whole_document_at_any_time(site) -> None:
    async with game(site) as (anh, binh, _):
        await anh.ask("game/move", {"uci": "e2e4"})
        for action in ("lobby/sync", "game/sync"):
            answer = await binh.ask(action)
            assert answer["type"] == "state" and answer["v"] == anh.v and answer["now"]
            assert answer["payload"]["game"]["moves"] == {"1": "e2e4"}


async def test_typing_is_shown_to_the_others_and_never_counted(site) -> None:
    async with company(site) as (anh, binh, chi):
        v = anh.v
        await anh.tell("lobby/typing")
        for client in (binh, chi):
            await client.until(lambda client=client: "lobby/typing" in client.types())
            assert client.heard[-1] == {
                "type": "lobby/typing", "payload": {"playerId": anh.player},
            }  # fmt: skip
        await anh.echo()
        assert "lobby/typing" not in anh.types() and anh.v == v


# Close codes


def token_of(site: Server, player: str, **claims: Any) -> str:
    """A token signed with the server's own key, with claims of the test's choice."""
    from hashlib import sha256

    key = sha256(b"parlour.token:" + site.environment()["SECRET_KEY"].encode()).digest()
    times = {"iat": 1_700_000_000, "exp": 4_000_000_000}
    return jwt.encode({"playerId": player, **times, **claims}, key, algorithm="HS256")


def _expired(site: Server, stage: Stage) -> Client:
    return Client(site.ws, stage.lobby, token_of(site, stage.ids[0], exp=1_700_000_001))


def _unsigned(site: Server, stage: Stage) -> Client:
    forged = jwt.encode({"playerId": stage.ids[0], "exp": 4_000_000_000}, "x" * 32, "HS256")
    return Client(site.ws, stage.lobby, forged)


def _nobody(site: Server, stage: Stage) -> Client:
    return Client(site.ws, stage.lobby, token_of(site, "00000000-0000-4000-8000-000000000000"))


REFUSED: dict[str, tuple[int, Callable[[Server, Stage], Client]]] = {
    "no such code": (4404, lambda site, s: Client(site.ws, "ZZZZZZ", s.tokens[0])),
    "no such lobby": (4404, lambda site, s: Client(site.ws, s.ids[0], s.tokens[0])),
    "a key that is none": (4404, lambda site, s: Client(site.ws, "not-a-lobby", s.tokens[0])),
    "no token": (4401, lambda site, s: Client(site.ws, s.lobby, "")),
    "a token that is none": (4401, lambda site, s: Client(site.ws, s.lobby, "a.b.c")),
    "an expired token": (4401, _expired),
    "a forged token": (4401, _unsigned),
    "a player who is not": (4401, _nobody),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_who_cannot_be_let_in_is_told_by_a_close_code(site, why: str) -> None:
    code, make = REFUSED[why]
    client = await make(site, site.one()).open()
    await client.until(lambda: client.code)
    assert (client.code, client.heard) == (code, [])


async def test_an_address_that_cannot_be_read_is_a_bad_handshake_and_leaves_nothing(site) -> None:
    stage = site.one()
    anh, _, chi = clients(site, stage)
    await anh.open()
    await chi.open(v="three")
    await chi.until(lambda: chi.code)
    assert chi.code == 4400
    assert chi.player not in (await anh.fresh())["players"]
    await anh.close()


async def test_the_good_identity_of_a_header_is_taken_too(site) -> None:
    from websockets.asyncio.client import connect

    stage = site.one()
    header = {"Authorization": f"Bearer {token_of(site, stage.ids[0])}"}
    async with connect(f"{site.ws}/ws/lobbies/{stage.code}/", additional_headers=header) as socket:
        assert json.loads(await socket.recv())["payload"]["you"]["playerId"] == stage.ids[0]


async def test_a_page_of_another_site_cannot_open_a_players_socket(site) -> None:
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed

    stage = site.one()
    address = f"{site.ws}/ws/lobbies/{stage.code}/?token={stage.tokens[0]}"
    async with connect(address, origin="https://elsewhere.example") as socket:
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4403
    async with connect(address, origin=site.http) as socket:
        assert json.loads(await socket.recv())["type"] == "state"


async def test_one_player_may_have_so_many_sockets_and_no_more(strict) -> None:
    stage = strict.one("Anh")
    lines = [await Client(strict.ws, stage.lobby, stage.tokens[0]).open() for _ in range(3)]
    more = await Client(strict.ws, stage.lobby, stage.tokens[0]).open()
    await more.until(lambda: more.code)
    assert more.code == 4429
    await lines[0].close()
    await lines[1].echo()
    again = await Client(strict.ws, stage.lobby, stage.tokens[0]).open()
    assert again.types()[0] == "state"
    for line in (*lines, again):
        await line.close()


async def test_too_much_is_refused_and_far_too_much_closes_the_socket(strict) -> None:
    stage = strict.one()
    anh, binh, _ = clients(strict, stage)
    await anh.open()
    await binh.open()
    v = anh.v
    for number in range(49):
        frame = "words" if number % 2 else f'{{"action":"lobby/ready","ref":"{number}"}}'
        await binh.say(frame)
    await binh.until(lambda: len([m for m in binh.heard if m.get("type") == "error"]) == 49)
    codes = [m["payload"]["code"] for m in binh.heard if m.get("type") == "error"]
    assert codes.count("RATE_LIMITED") == 39
    assert binh.answers("48")[0]["payload"]["code"] == "RATE_LIMITED"
    assert binh.code is None
    for _ in range(30):
        await binh.say("words")
    await binh.until(lambda: binh.code)
    assert binh.code == 4429
    await anh.until(lambda: "players/away" in anh.types())
    assert anh.v == v + 1, "Nothing but the going was told to the others."
    await anh.close()


async def test_chat_has_a_limit_of_its_own_and_pings_too(strict) -> None:
    stage = strict.one("Anh")
    [anh] = clients(strict, stage)
    await anh.open()
    codes = [await anh.refused("chat/say", {"text": "la"}) for _ in range(4)]
    assert codes == [None, None, None, "RATE_LIMITED"]
    refs = [f"p{number}" for number in range(30)]
    for ref in refs:
        await anh.tell("ping", {"timestamp": 1}, ref=ref)
    await anh.until(lambda: all(anh.answers(ref) for ref in refs))
    answers = [anh.answers(ref)[0]["type"] for ref in refs]
    assert "error" in answers and answers[0] == "pong"
    await anh.close()


# Bytes


async def test_a_chess_move_is_small_on_the_wire(site) -> None:
    async with game(site) as (anh, _, chi):
        up = '{"action":"game/move","payload":{"uci":"e7e8q"},"ref":"a1b2c3"}'
        assert len(up) <= 64
        await anh.ask("game/move", {"uci": "e2e4"}, ref="a1b2c3")
        await chi.at(anh.v)
        assert len(chi.texts[-1].encode()) <= 72 and '"ref"' not in chi.texts[-1]
        assert len(anh.texts[-1].encode()) <= 72 + len(',"ref":"a1b2c3"')


async def test_a_chess_move_with_a_clock_is_small_too(site) -> None:
    async with game(site, options={"minutes": 180, "increment": 180}) as (anh, _, chi):
        await anh.ask("game/move", {"uci": "e2e4"})
        await chi.at(anh.v)
        assert json.loads(chi.texts[-1])["payload"]["clocks"]["w"] >= 10_800_000
        assert len(chi.texts[-1].encode()) <= 96


FORTY = """
e2e4 e7e5 g1f3 b8c6 f1b5 a7a6 b5a4 g8f6 e1g1 f8e7 f1e1 b7b5 a4b3 d7d6 c2c3 e8g8 h2h3 c6b8 d2d4 b8d7
c3c4 c7c6 c4b5 a6b5 b1c3 c8b7 c1g5 b5b4 c3b1 h7h6 g5h4 c6c5 d4e5 f6e4 h4e7 d8e7 e5d6 e7f6 b1d2 e4d6
"""


async def test_the_whole_state_of_forty_plies_is_small(site) -> None:
    async with game(site, "Anh", "Bình", options={"minutes": 10, "increment": 5}) as (anh, binh):
        for number, uci in enumerate(FORTY.split()):
            await (anh, binh)[number % 2].tell("game/move", {"uci": uci}, ref=f"m{number}")
            await binh.until(lambda n=number: len(binh.document["game"].get("moves", {})) > n)
        await anh.echo()
        assert len(anh.texts[-1].encode()) <= 1500
        assert len(anh.heard[-1]["payload"]["game"]["moves"]) == 40
