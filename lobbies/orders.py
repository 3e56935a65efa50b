"""Commands on their way through the door, and what becomes of a batch of them.

In here: judging orders one after the other, without or with the lobby's row locked. Not in here:
the queue and the answers (``table``), what is allowed (``judge``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

import msgspec

from games.base import Command
from lobbies import store
from lobbies.journal import Commit, write_changes
from lobbies.judge import Change, judge
from lobbies.protocol import Refusal
from lobbies.rooms import Actor, Room

log = logging.getLogger(__name__)

NO_LOBBY = Refusal("NOT_FOUND", "There is no such table.")
LEASED = Refusal("LEASED", "Somebody else is moving that: wait until it lies still.")
BROKEN = Refusal("INTERNAL_ERROR", "Something went wrong here, not with you. Please try again.")


class Order(msgspec.Struct, eq=False):
    """A command on its way: who sent it, when it came in, and where its answer goes.

    ``socket``: the connection that gets the answer as a frame; else ``done`` hears it, a version
    or a ``Refusal``. ``new``: the rows say that its ref has not been applied. ``since``: when it
    came in, by the clock that measures (``at``: by the one that judges).
    """

    actor: Actor
    command: Command
    at: int
    ref: str | None = None
    seen: int | None = None
    socket: Any = None
    done: Callable[[Any], None] | None = None
    new: bool = False
    since: float = msgspec.field(default_factory=perf_counter)

    @property
    def key(self) -> tuple[str, str] | None:
        """What makes two orders the same one sent twice, or None."""
        return None if self.ref is None else (self.actor.player, self.ref)


class Verdict(msgspec.Struct):
    """What became of a batch: changes with their orders, and the others with their answers.

    ``again``: sent twice within the batch; they wait for the answer to the first.
    """

    changes: list[Change]
    orders: list[Order]
    refused: list[tuple[Order, Refusal | None]]
    again: list[Order] = []


def doubt(orders: list[Order]) -> None:
    """The rows may have come to know these since they were asked."""
    for order in orders:
        order.new = False


def about(lobby: str, order: Order) -> dict[str, str]:
    """What a line of the log about this order says beside its message."""
    return {"lobby": lobby, "player": order.actor.player, "ref": order.ref or ""}


def judge_all(room: Room, orders: list[Order]) -> Verdict:
    """Judge orders one after the other, each on what the one before made of the room."""
    verdict = Verdict([], [], [])
    keys: set[tuple[str, str] | None] = set()
    for order in orders:
        if order.key is not None and order.key in keys:
            verdict.again.append(order)
            continue
        keys.add(order.key)
        try:
            change = judge(room, order.actor, order.command, order.at, order.ref, order.seen)
        except Refusal as refusal:
            # Without where it was raised: else it and the verdict would know each other.
            verdict.refused.append((order, refusal.with_traceback(None)))
            continue
        except Exception:
            log.exception("Judging %s failed", order.command.action, extra=about(room.id, order))
            verdict.refused.append((order, BROKEN))
            continue
        if change is None:
            verdict.refused.append((order, None))
            continue
        room = change.after
        verdict.changes.append(change)
        verdict.orders.append(order)
    return verdict


def read_and_judge(lobby: str, orders: list[Order], lock: bool) -> tuple[Room | None, Verdict]:
    """Load a lobby; answer the orders it had applied before; with ``lock``, judge and write too."""
    room = store.load(lobby, lock=lock)
    if room is None:
        return None, Verdict([], [], [(order, NO_LOBBY) for order in orders])
    applied = store.refs_applied(lobby, {order.key for order in orders if order.key})
    repeated = [(order, None) for order in orders if order.key in applied]
    todo = [order for order in orders if order.key not in applied]
    for order in todo:
        order.new = True
    if not lock:
        return room, Verdict([], todo, list(repeated))
    verdict = judge_all(room, todo)
    verdict.refused += repeated
    if verdict.changes:
        commit = Commit(verdict.changes)
        write_changes([commit])
        if commit.result is not None:
            raise commit.result
    return room, verdict
