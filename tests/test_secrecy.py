"""What nobody else may know: a lobby's news stay in it, and a private one's doors are shut.

In here: frames of real sockets, news in memory, invitations. Not in here: what a game hides from
its viewers (test_contract), who may do what (test_permissions).
"""

from __future__ import annotations

import json

import pytest
from django.utils.crypto import get_random_string

from lobbies import gate, protocol
from lobbies.judge import judge
from lobbies.manners import Join
from lobbies.models import Ban, Lobby, Player
from lobbies.news import news_of
from lobbies.protocol import Refusal
from lobbies.rooms import Actor
from lobbies.tables import Tables
from tests.inside import Inside, in_thread
from tests.lobby_life import CAST, IDS, NAMES, START, STRANGER, Life, come_in, do, new_room

database = pytest.mark.django_db(transaction=True)


def only_hosts_hold(room, news, invite: str) -> None:
    """Whoever is not the host gets no frame with the invitation in it."""
    for player in (*IDS.values(), STRANGER):
        seat = news.seats.get(player, room.seat_of(player))
        if player != room.host:
            assert invite not in "".join(news.frames(player, seat))


@pytest.mark.parametrize("number", range(20))
def test_an_invitation_is_shown_to_the_host_alone(number: int) -> None:
    life = Life("chess", number)
    for change in life.changes(250):
        news = news_of(change)
        for invite in {change.before.invite, change.after.invite}:
            only_hosts_hold(change.after, news, invite)


def test_what_is_said_about_a_ban_or_a_report_names_nobody() -> None:
    room = come_in(new_room(), "Bình", "Chi")
    room = do(room, "Bình", protocol.Say("xin chào"))
    reported = judge(room, CAST["Chi"], protocol.ReportLine(1, "rude"), START)
    assert reported is not None
    for name in NAMES:
        news = news_of(reported)
        assert news.frames(IDS[name], None) == (f'{{"v":{reported.after.version}}}',)


@database
async def test_players_of_one_lobby_hear_nothing_of_another(house) -> None:
    one, (anh, binh) = await house.open("Anh", "Bình", sit=2)
    other, (chi, dung) = await house.open("Chi", "Dũng", sit=2, start=True)
    for line in (anh, binh, chi, dung):
        await line.open()
    heard = len(anh.heard), len(binh.heard)
    word = get_random_string(20)
    await chi.ask("chat/say", {"text": word})
    await chi.ask("lobby/typing")
    await chi.ask("game/move", {"uci": "e2e4"})
    await dung.ask("game/move", {"uci": "e7e5"})
    await dung.close()
    await chi.until(lambda: "players/away" in chi.types())
    for line in (anh, binh):
        await line.echo()
        strange = (word, str(other.pk), other.code, chi.player, dung.player, other.invite)
        assert not any(secret in text for text in line.texts for secret in strange)
    assert (len(anh.heard), len(binh.heard)) == (heard[0] + 1, heard[1] + 1)
    # A version, a ref or a resume of one lobby means nothing in another.
    seen = await Inside("ws://inside", str(one.pk), chi.token, chi.player).open(v=chi.v)
    assert not any(word in text for text in seen.texts)


@database
async def test_a_private_lobby_lets_in_only_who_was_admitted(house) -> None:
    lobby, (anh, binh, chi) = await house.open(
        "Anh", "Bình", "Chi", visibility="private", passphrase="bánh mì"
    )
    await anh.open()
    for line in (binh, chi):
        await line.open()
        assert (line.code, line.heard) == (4403, [])

    def admit() -> list[str]:
        row = Lobby.objects.get(pk=lobby.pk)
        people = [Player.objects.get(pk=line.player) for line in (binh, chi)]
        refusals = []
        for invite, passphrase in (("wrong", None), (None, "wrong"), (None, None), ("", "")):
            with pytest.raises(Refusal) as refused:
                gate.may_enter(row, people[0], invite, passphrase)
            refusals.append(refused.value.code)
        gate.may_enter(row, people[0], anh.document["you"]["invite"])
        gate.may_enter(row, people[1], None, "bánh mì")
        return refusals

    assert await in_thread(admit) == ["FORBIDDEN"] * 4
    # What the pages and the API do once somebody may enter.
    await joins(lobby, binh)
    await binh.open()
    assert binh.document["you"]["spectator"]
    await chi.open()
    assert chi.code == 4403


async def joins(lobby: Lobby, line: Inside) -> None:
    await Tables.here().at(str(lobby.pk)).submit(Actor(line.player, "Bình"), Join())


@database
async def test_a_new_invitation_makes_the_old_one_worthless(house) -> None:
    lobby, (anh, binh) = await house.open("Anh", "Bình", visibility="private")
    await anh.open()
    old = anh.document["you"]["invite"]
    await anh.ask("lobby/invite")
    new = anh.document["you"]["invite"]
    assert new != old

    def enters(invite: str) -> bool:
        row, player = Lobby.objects.get(pk=lobby.pk), Player.objects.get(pk=binh.player)
        try:
            gate.may_enter(row, player, invite)
        except Refusal:
            return False
        return True

    assert not await in_thread(lambda: enters(old))
    assert await in_thread(lambda: enters(new))


@database
async def test_who_is_shown_out_is_out_at_once_and_who_is_banned_stays_out(house) -> None:
    lobby, (anh, binh, chi) = await house.open("Anh", "Bình", "Chi")
    second = Inside("ws://inside", str(lobby.pk), chi.token, chi.player)
    for line in (anh, binh, chi, second):
        await line.open()
    await anh.ask("lobby/kick", {"playerId": binh.player})
    await anh.ask("lobby/kick", {"playerId": chi.player, "ban": True})
    for line in (binh, chi, second):
        await line.until(lambda line=line: line.code)
        assert line.code == 4403
    word = get_random_string(20)
    await anh.ask("chat/say", {"text": word})
    await binh.open()
    assert binh.document["you"]["spectator"], "Shown out is not banned."
    await chi.open()
    assert (chi.code, chi.heard) == (4403, [])
    assert not any(word in text for text in chi.texts + second.texts)
    house.die()
    await chi.open()
    assert chi.code == 4403, "The next process knows too."

    def everywhere() -> None:
        Ban.objects.create(player_id=binh.player)

    await in_thread(everywhere)
    await binh.open()
    assert binh.code == 4403, "Banned from the whole site."


@database
async def test_a_private_lobby_takes_nobody_back_who_was_shown_out(house) -> None:
    _, (anh, binh) = await house.open("Anh", "Bình", sit=2, visibility="private")
    for line in (anh, binh):
        await line.open()
    await anh.ask("lobby/kick", {"playerId": binh.player})
    await binh.until(lambda: binh.code)
    await binh.open()
    assert (binh.code, binh.heard) == (4403, [])


@database
async def test_one_view_serves_every_spectator_byte_by_byte(house) -> None:
    _, (anh, binh, chi, dung) = await house.open("Anh", "Bình", "Chi", "Dũng", sit=2, start=True)
    for line in (anh, binh, chi, dung):
        await line.open()
    await dung.echo()
    known = len(chi.texts), len(dung.texts)
    await anh.ask("game/move", {"uci": "e2e4"})
    await binh.ask("game/move", {"uci": "e7e5"})
    await anh.ask("game/resign")
    for line in (chi, dung):
        await line.at(anh.v)
    assert chi.texts[known[0] :] == dung.texts[known[1] :]
    assert '"ref"' not in "".join(chi.texts)
    assert json.loads(chi.texts[-1])["type"] == "game/over"
