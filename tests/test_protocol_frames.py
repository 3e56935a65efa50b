"""Frames that cannot be read, odd ones that can, and how small good ones are.

In here: real servers, uvicorn and Daphne. Not in here: what good messages do (test_protocol).
"""

from __future__ import annotations

import json
from typing import Any

from tests import sites
from tests.sites import company, game, id_of

site, every_line_ends = sites.site, sites.every_line_ends


# Bad frames


def move(**more: Any) -> str:
    return json.dumps({"action": "game/move", "payload": {"uci": "e2e4"}, **more})


def payload(inner: str, action: str = "game/move") -> str:
    return f'{{"action":"{action}","ref":"r","payload":{inner}}}'


BAD_FRAMES: dict[str, tuple[str | bytes, str, str | None]] = {
    "nothing": ("", "INVALID_JSON", None),
    "words": ("e2e4", "INVALID_JSON", None),
    "half a message": (move(ref="r")[:-1], "INVALID_JSON", "r"),
    "half a message with two refs": (payload('{"ref":"s"}')[:-1], "INVALID_JSON", None),
    "two messages": (move() + move(), "INVALID_JSON", None),
    "not a number": (payload('{"options":{"minutes":NaN}}', "lobby/options"), "INVALID_JSON", "r"),
    "half a character": (payload('{"text":"\\ud800"}', "chat/say"), "INVALID_JSON", "r"),
    "a byte order mark": ("\ufeff" + move(), "INVALID_JSON", None),
    "binary that is no text": (b"\xff\xfe\x00", "INVALID_JSON", None),
    "nested too deep": (payload("[" * 5000 + "]" * 5000), "INVALID_MESSAGE", "r"),
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
    "very large": (payload(f'{{"text":"{"x" * 1_000_000}"}}', "chat/say"), "TOO_LARGE", "r"),
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
        [(version,)] = site.rows("SELECT version FROM lobbies_lobby WHERE id = ?", id_of(anh))
        assert version == anh.v


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
