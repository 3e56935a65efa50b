"""The sending half of one socket, with a peer that takes frames when a test says so.

In here: order, the bound, what may be dropped, the goodbye. Not in here: real peers
(test_socket_slow).
"""

from __future__ import annotations

import asyncio
from typing import Any

from lobbies import outbox as module
from lobbies.outbox import QUEUED_BYTES, QUEUED_FRAMES, Outbox
from lobbies.protocol import KEPT_OUT, TOO_SLOW


class Peer:
    """What the server does with frames: they wait while the peer does not ``read``."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.gone = False

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        if self.gone:
            raise ConnectionError
        self.taken.append(message.get("text", message.get("code")))


def line(**more: Any) -> tuple[Peer, Outbox]:
    peer = Peer()
    return peer, Outbox(peer.send, asyncio.get_running_loop(), **more)


async def rest() -> None:
    for _ in range(QUEUED_FRAMES + 10):
        await asyncio.sleep(0)


async def test_a_frame_for_a_peer_that_reads_leaves_at_once() -> None:
    peer, outbox = line()
    outbox.push("a")
    outbox.push("b")
    outbox.close(KEPT_OUT)
    outbox.push("too late")
    assert peer.taken == ["a", "b", KEPT_OUT]


async def test_frames_wait_for_a_slow_peer_in_order_and_the_goodbye_is_the_last() -> None:
    peer, outbox = line()
    peer.reads.clear()
    for number in range(100):
        outbox.push(str(number))
    outbox.close(KEPT_OUT)
    assert peer.taken == []
    peer.reads.set()
    await rest()
    assert peer.taken == [*map(str, range(100)), KEPT_OUT]


async def test_the_goodbye_waits_for_the_one_frame_under_way() -> None:
    peer, outbox = line()
    peer.reads.clear()
    outbox.push("news of being shown out")
    outbox.close(KEPT_OUT)
    peer.reads.set()
    await rest()
    assert peer.taken == ["news of being shown out", KEPT_OUT]


async def test_passing_messages_are_dropped_for_a_peer_that_is_behind() -> None:
    peer, outbox = line()
    peer.reads.clear()
    outbox.push("a")
    outbox.push_transient("typing")
    outbox.push("b")
    peer.reads.set()
    await rest()
    outbox.push_transient("typing again")
    assert peer.taken == ["a", "b", "typing again"]


async def test_too_many_frames_and_the_peer_is_sent_away_without_the_rest() -> None:
    peer, outbox = line()
    peer.reads.clear()
    for number in range(QUEUED_FRAMES + 2):
        assert not outbox.closed
        outbox.push(str(number))
    assert outbox.closed
    outbox.push("no more")
    peer.reads.set()
    await rest()
    assert peer.taken == ["0", TOO_SLOW]


async def test_too_many_bytes_and_the_peer_is_sent_away() -> None:
    peer, outbox = line()
    peer.reads.clear()
    for _ in range(6):
        outbox.push("x" * (QUEUED_BYTES // 4))
    assert outbox.closed
    peer.reads.set()
    await rest()
    assert peer.taken[1:] == [TOO_SLOW]


async def test_a_peer_that_caught_up_starts_with_an_empty_queue() -> None:
    peer, outbox = line()
    for _ in range(10):
        peer.reads.clear()
        for _ in range(QUEUED_FRAMES):
            outbox.push("x")
        peer.reads.set()
        await rest()
    assert not outbox.closed and len(peer.taken) == 10 * QUEUED_FRAMES


async def test_a_peer_that_vanishes_raises_into_nobody() -> None:
    peer, outbox = line()
    peer.reads.clear()
    outbox.push("a")
    outbox.push("b")
    peer.gone = True
    peer.reads.set()
    await rest()
    outbox.push("c")
    assert outbox.closed and peer.taken == []
    _, fresh = (other := Peer()), Outbox(other.send, asyncio.get_running_loop())
    other.gone = True
    fresh.push("at once")
    assert fresh.closed


async def test_a_peer_that_does_not_take_the_goodbye_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0)
    lost = asyncio.Event()
    peer, outbox = line(on_lost=lost.set)
    peer.reads.clear()
    outbox.push("a")
    outbox.close(TOO_SLOW)
    assert not lost.is_set()
    await asyncio.wait_for(lost.wait(), 5)
    peer.gone = True
    peer.reads.set()
    await rest()
