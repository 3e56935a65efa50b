"""What a process tells the others: all that waits, in order, in few messages.

In here: a channel layer that writes down what it is given. Not in here: a real one (test_cluster).
"""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from lobbies import hub as hubs
from lobbies.circle import Passing
from lobbies.hub import PARCEL, PARCEL_BYTES, Hub, Item
from lobbies.news import News


class Layer:
    """Takes messages, or refuses so many."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[list[Item]] = asyncio.Queue()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.numbers: list[int] = []
        self.refuses = 0

    async def new_channel(self) -> str:
        return "a channel"

    async def group_add(self, _group: str, _channel: str) -> None:
        pass

    async def receive(self, _channel: str) -> dict[str, Any]:
        return await self.heard.get()

    async def group_send(self, _group: str, message: dict[str, Any]) -> None:
        self.numbers.append(message["number"])
        if self.refuses:
            self.refuses -= 1
            raise OSError("The layer is away.")
        self.sent.put_nowait(msgspec.msgpack.decode(message["body"], type=list[Item]))


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    layer = Layer()
    monkeypatch.setattr(hubs, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(hubs, "AGAIN_SECONDS", 0)
    return Hub()


async def until_sent(hub: Hub, items: int) -> list[list[Item]]:
    parcels: list[list[Item]] = []
    async with asyncio.timeout(10):
        while sum(map(len, parcels)) < items:
            parcels.append(await hub.layer.sent.get())
    return parcels


def news(v: int, text: str = "{}") -> News:
    return News(v, {None: (text,)})


async def test_all_that_waits_goes_in_one_message_in_order(hub: Hub) -> None:
    for v in range(PARCEL + 3):
        hub.publish("a lobby", news(v))
    first, rest = await until_sent(hub, PARCEL + 3)
    told = [msgspec.msgpack.decode(item.news, type=News).v for item in (*first, *rest)]
    assert told == list(range(PARCEL + 3))
    assert len(first) == PARCEL


async def test_no_message_is_much_longer_than_is_good(hub: Hub) -> None:
    for v in range(5):
        hub.publish("a lobby", news(v, "x" * (PARCEL_BYTES // 2)))
    assert [len(parcel) for parcel in await until_sent(hub, 5)] == [2, 2, 1]


async def test_news_wait_for_the_layer_and_what_passes_does_not(hub: Hub) -> None:
    hub.layer.refuses = 3
    hub.publish("a lobby", news(1))
    hub.publish_transient("a lobby", Passing("{}", "Anh", 0))
    hub.publish("a lobby", news(2))
    ((one, two),) = await until_sent(hub, 2)
    assert [msgspec.msgpack.decode(item.news, type=News).v for item in (one, two)] == [1, 2]


def parcel(process: str, number: int) -> dict[str, Any]:
    body = msgspec.msgpack.encode([Item("a lobby", news=msgspec.msgpack.encode(news(number)))])
    return {"type": "parcel", "process": process, "number": number, "body": body}


async def listening(hub: Hub) -> Hub:
    """A hub that has begun to listen and is in no doubt."""
    await hub.join("another lobby", 1, SimpleNamespace())  # type: ignore[arg-type]
    return hub


async def doubts(hub: Hub) -> bool:
    """Whether anything may have been missed, its own knock aside, which comes back at once."""
    for _ in range(20):  # Its own task takes what has come.
        await asyncio.sleep(0)
    assert hub.layer.heard.empty()
    hub._echoes = hub._knocks
    return await hub.may_have_missed()


@pytest.mark.parametrize(
    ("numbers", "doubtful"),
    [((7, 8, 9), False), ((7, 9), True), ((7, 8, 8, 9), False), ((7, 8, 1, 2), False)],
)
async def test_a_message_that_is_missing_is_noticed_by_the_next(
    hub: Hub, numbers: tuple[int, ...], doubtful: bool
) -> None:
    await listening(hub)
    for number in numbers:
        hub.layer.heard.put_nowait(parcel("another process", number))
    assert await doubts(hub) is doubtful
    assert await doubts(hub) is False


async def test_messages_of_each_process_are_counted_alone(hub: Hub) -> None:
    await listening(hub)
    for process, number in (("one", 7), ("two", 100), ("one", 8), ("two", 101)):
        hub.layer.heard.put_nowait(parcel(process, number))
    assert await doubts(hub) is False


async def test_a_message_that_was_sent_again_has_its_number_still(hub: Hub) -> None:
    hub.layer.refuses = 2
    for v in (1, 2):
        hub.publish("a lobby", news(v))
        await until_sent(hub, 1)
    assert hub.layer.numbers == [1, 1, 1, 2]
