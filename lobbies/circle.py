"""The sockets of one lobby in this process, and what they are handed: news in order, and no gaps.

In here: who listens, the ring of recent news for those who come back, what came too early. Not in
here: how news come from other processes (``hub``), what is news (``news``).
"""

from __future__ import annotations

from collections import Counter, deque
from typing import Any, Protocol

import msgspec

from lobbies.following import Sequel
from lobbies.leases import Leases
from lobbies.metrics import TALLY
from lobbies.news import News
from lobbies.outbox import Outbox
from lobbies.protocol import KEPT_OUT
from lobbies.protocol_frames import with_ref

RING = 128
"""News kept per lobby for those who resume; who missed more gets the whole document."""


class Socket(Protocol):
    """One listener: whose it is, where they sit, and the last version they have."""

    player: str
    seat: int | None
    v: int
    outbox: Outbox

    def arrive(self) -> None:
        """Say again that the player is here: news or rows deny it."""


class Keeper(Protocol):
    """Who keeps the memo of a lobby beside its circle."""

    def on_gap(self) -> None:
        """A version is missing in what other processes told."""

    def on_sequel(self, sequel: Sequel) -> None:
        """A version was taken in, this process's own included: this is what is other now."""


class Passing(msgspec.Struct, frozen=True, gc=False):
    """A message without a version. ``grips``: what its sender, ``player``, holds from ``at`` (ms)
    on, or (``lets_go``) holds no more."""

    text: str
    player: str
    at: int
    grips: tuple[str, ...] = ()
    lets_go: bool = False


class Circle:
    """The sockets of one lobby in this process."""

    __slots__ = (
        "early", "heard", "keeper", "leases", "lobby", "players", "ring", "sockets", "v",
    )  # fmt: skip

    def __init__(self, lobby: str, v: int, keeper: Keeper) -> None:
        self.lobby = lobby
        self.sockets: set[Any] = set()
        self.players: Counter[str] = Counter()
        self.v = v
        self.heard = v
        self.ring: deque[News] = deque(maxlen=RING)
        self.early: dict[int, News] = {}
        self.keeper = keeper
        self.leases = Leases()

    def add(self, socket: Any) -> None:
        """One more listener."""
        self.sockets.add(socket)
        self.players[socket.player] += 1

    def discard(self, socket: Any) -> bool:
        """One listener less; whether it was the player's last here."""
        self.sockets.discard(socket)
        self.players[socket.player] -= 1
        if self.players[socket.player] > 0:
            return False
        del self.players[socket.player]
        self.leases.let_all_go(socket.player)
        return True

    def deliver(self, news: News, acks: dict[Any, str] | None = None) -> None:
        """Hand out one version's frames, in order; ``acks``: sockets whose copy carries a ref."""
        self.heard = max(self.heard, news.v)
        if news.v <= self.v:
            self._acknowledge_late(news, acks)
            return
        if news.v > self.v + 1:
            self._acknowledge_late(news, acks)
            self.early[news.v] = news
            if len(self.early) == 1:
                self.keeper.on_gap()
            return
        self._take(news, acks or {})
        self.go_on()

    def go_on(self) -> None:
        """Hand out what came early and follows now."""
        while (following := self.early.pop(self.v + 1, None)) is not None:
            self._take(following, {})

    def skip_to(self, v: int) -> None:
        """What led to version ``v`` will not be told: everybody is shown the whole instead."""
        self.v = v
        self.heard = max(self.heard, v)
        self.ring.clear()
        self.early = {later: news for later, news in self.early.items() if later > v}

    def _take(self, news: News, acks: dict[Any, str]) -> None:
        self.v = news.v
        self.leases.free(news.grips)
        for player in news.away:
            self.leases.let_all_go(player)
        self.ring.append(news)
        if news.sequel is not None:
            self.keeper.on_sequel(news.sequel)
        self._fan_out(news, acks)

    def _fan_out(self, news: News, acks: dict[Any, str]) -> None:
        plain = news.by_seat[None] if len(news.by_seat) == 1 and not news.personal else None
        TALLY.deliveries += len(self.sockets)
        for socket in self.sockets:
            if socket.v >= news.v:
                if socket in acks:
                    self._acknowledge_late(news, {socket: acks[socket]})
                continue
            socket.v = news.v
            outbox = socket.outbox
            if socket.player in news.seats:
                socket.seat = news.seats[socket.player]
            frames = plain or news.frames(socket.player, socket.seat)
            if socket in acks:
                frames = (*frames[:-1], with_ref(frames[-1], acks[socket]))
            for text in frames:
                outbox.push(text)
            if socket.player in news.expel:
                outbox.close(KEPT_OUT)
            elif socket.player in news.away:
                socket.arrive()

    def _acknowledge_late(self, news: News, acks: dict[Any, str] | None) -> None:
        """The version was shown already (heard from another process): only the ref is owed."""
        for socket, ref in (acks or {}).items():
            text = news.frames(socket.player, socket.seat)[-1]
            socket.outbox.push(with_ref(text, ref))

    def since(self, v: int, player: str, seat: int | None) -> list[str] | None:
        """Every frame after version ``v`` for that viewer, or None if not all are at hand."""
        missed = [news for news in self.ring if news.v > v]
        if v > self.v or len(missed) != self.v - v:
            return None
        if any(player in news.seats for news in missed):
            return None
        return [text for news in missed for text in news.frames(player, seat)]

    def transient(self, passing: Passing, sender: Any) -> None:
        """Show a passing message to everybody else, and keep what it takes hold of."""
        if passing.lets_go:
            self.leases.let_go(passing.grips, passing.player)
        else:
            self.leases.hold(passing.grips, passing.player, passing.at)
        TALLY.passing += len(self.sockets)
        for socket in self.sockets:
            if socket is not sender:
                socket.outbox.push_transient(passing.text)
