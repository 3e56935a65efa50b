"""One answer for every command: remembered, given again, and doubted before it is a refusal.

In here: what a lobby's senders were told, and the look at the rows before somebody is told no. Not
in here: judging (``orders``), news to the others (``hub``).
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lobbies import store
from lobbies.languages import worded
from lobbies.metrics import REFUSED, TALLY, answered
from lobbies.news import News
from lobbies.orders import Order, Verdict
from lobbies.protocol import GameSync, Refusal, Sync
from lobbies.protocol_frames import error_frame, ok_frame, with_ref

if TYPE_CHECKING:
    from lobbies.table import Table

REMEMBERED = 256
"""Answers kept in memory per lobby; older refs are looked up when the database objects."""

UNSAVED = Refusal("INTERNAL_ERROR", "That could not be saved just now. Please try again.")


class Answers:
    """What the senders at one table were told."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._given: OrderedDict[tuple[str, str], tuple[str, Any]] = OrderedDict()
        self._doubted: list[tuple[Order, Refusal]] = []

    def committed(self, order: Order, news: News) -> None:
        """Remember the sender's own copy of the news: that is the answer."""
        if order.ref is None:
            return
        room = self.table.room
        seat = room.seat_of(order.actor.player) if room else None
        text = news.frames(order.actor.player, seat)[-1]
        self._remember(order, with_ref(text, order.ref), news.v)

    def _remember(self, order: Order, text: str, answer: Any) -> None:
        if order.key is not None:
            self._given[order.key] = (text, answer)
            if len(self._given) > REMEMBERED:
                self._given.popitem(last=False)

    def repeated(self, order: Order) -> bool:
        """Answer a command that was answered before, the same way, without applying it again."""
        known = self._given.get(order.key) if order.key is not None else None
        if known is None:
            return False
        TALLY.repeated += 1
        if order.socket is not None:
            order.socket.outbox.push(known[0])
        if order.done is not None:
            order.done(known[1])
        return True

    def refuse_all(self, verdict: Verdict) -> None:
        """Answer everybody whose command was refused or changed nothing."""
        for order, refusal in verdict.refused:
            self.refuse(order, refusal)

    def refuse(self, order: Order, refusal: Refusal | None) -> None:
        """Answer a command that was refused, or (without a refusal) changed nothing."""
        if refusal is not None and order.key and not order.new and refusal is not UNSAVED:
            self._doubt(order, refusal)
        elif refusal is not None:
            REFUSED[refusal.code] += 1
            self._reply(order, _no(order, refusal), refusal)
        elif isinstance(order.command, (Sync, GameSync)) and order.socket is not None:
            self.table.audience.show(order.socket, order.ref)
            answered(type(order.command), order.since)
        else:
            text = ok_frame(order.ref) if order.ref is not None else ""
            self._reply(order, text, self.table.room.version if self.table.room else 0)

    def _doubt(self, order: Order, refusal: Refusal) -> None:
        """Before a refusal: was it carried out long ago, or by another process, and is sent again?

        Only the rows know; and what was carried out is often refused the second time. One look at
        a time, so that refusals stay in order.
        """
        self._doubted.append((order, refusal))
        if len(self._doubted) == 1:
            self._ask_rows(self._doubted)

    def _ask_rows(self, doubted: list[tuple[Order, Refusal]]) -> None:
        asked = doubted.copy()
        keys = {order.key for order, _ in asked if order.key}

        def done(applied: Any) -> None:
            for order, refusal in asked:
                order.new = True
                unsure = isinstance(applied, BaseException)
                self.refuse(order, UNSAVED if unsure else None if order.key in applied else refusal)
            del doubted[: len(asked)]
            if doubted:
                self._ask_rows(doubted)

        self.table.tables.run(lambda: store.refs_applied(self.table.lobby, keys), done)

    def _reply(self, order: Order, text: str, answer: Any) -> None:
        if not (isinstance(answer, Refusal) and answer.code == "INTERNAL_ERROR"):
            self._remember(order, text, answer)
        if order.socket is not None and text:
            order.socket.outbox.push(text)
        if order.done is not None:
            order.done(answer)
        answered(type(order.command), order.since)


def _no(order: Order, refusal: Refusal) -> str:
    """The frame for somebody who is refused, in the language of the connection."""
    language = order.socket.language if order.socket is not None else settings.LANGUAGE_CODE
    return error_frame(refusal, order.ref, worded(refusal, language))
