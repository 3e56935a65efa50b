"""The wire as docs/protocol.md promises it, asked of real servers: uvicorn and Daphne.

In here: every message, versions, resuming. Not in here: a command that is sent again, and commands
over HTTP (test_protocol_refs), bad frames and sizes (test_protocol_frames), close codes and limits
(test_protocol_closing), who may do what (test_permissions), presence, secrecy, and what a crash
leaves (test_crash).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from lobbies.protocol import commands_of
from tests import sites
from tests.clients import Client
from tests.sites import company, game, id_of

site, every_line_ends = sites.site, sites.every_line_ends


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
    (0, "lobby/options", {"options": {"increment": 2}}, "lobby/updated"),
    (0, "lobby/host", {"playerId": "{1}"}, "you/updated"),
    (1, "lobby/host", {"playerId": "{0}"}, "you/updated"),
    (0, "lobby/invite", None, "you/invite"),
    (1, "lobby/stand", {}, "you/updated"),
    (0, "lobby/add_bot", {"level": "easy", "seat": 1}, "players/joined"),
    (0, "lobby/remove_bot", {"seat": 1}, "players/left"),
    (1, "lobby/sit", {"seat": 1}, "you/updated"),
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
    (0, "game/takeback", {"ask": True}, "game/takebackAsked"),
    (1, "game/takeback", {"accept": True}, "game/takenBack"),
    (1, "game/pause", {"ask": True}, "game/pauseAsked"),
    (0, "game/pause", {"accept": True}, "game/paused"),
    (0, "game/resume", None, "game/resumeAsked"),
    (1, "game/resume", None, "game/resumed"),
    (0, "game/resign", None, "game/over"),
    (0, "lobby/kick", {"playerId": "{2}", "ban": True}, "players/kicked"),
    (0, "lobby/stand", None, "you/updated"),
    (1, "lobby/stand", None, "you/updated"),
    (0, "lobby/options", {"options": {"botSeconds": 30}}, "lobby/updated"),
    (0, "lobby/add_bot", {"level": "easy"}, "players/joined"),
    (0, "lobby/add_bot", {"level": "easy"}, "players/joined"),
    (0, "lobby/start", None, "game/started"),
    (0, "lobby/pause", None, "game/paused"),
    (0, "lobby/resume", None, "game/resumed"),
    (0, "lobby/end", None, "game/over"),
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
        reported = await anh.ask("chat/report", {"messageId": 1})
        assert reported == {"v": said["v"] + 1, "ref": reported["ref"]}
        await binh.at(said["v"] + 1)
        assert binh.heard[-1] == {"v": said["v"] + 1}


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
        again = await Client(site.ws, id_of(binh), binh.token).open(v=seen)
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
