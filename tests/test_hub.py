"""What a process tells the others: all that waits, in order, in few messages.

In here: a channel layer that writes down what it is given. Not in here: a real one (test_cluster).
"""

from __future__ import annotations

import asyncio
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
        self.refuses = 0

    async def group_send(self, _group: str, message: dict[str, Any]) -> None:
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
