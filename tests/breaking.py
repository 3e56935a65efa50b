"""Servers that are killed and lines that are cut while people play: evenly over what they do.

In here: when what breaks. Not in here: who plays, and what must hold afterwards (crash, storm).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any, Protocol

from tests.clients import Client


class Breaking(Protocol):
    """How often what breaks."""

    kills: int
    cuts: int


class Tally(Protocol):
    """What counts the deeds, and can be waited for; ``counts`` gets what broke."""

    counts: Counter[str]

    async def reach(self, deeds: int, /) -> None:
        """Wait until so many things were done."""


async def break_things(
    server: Any, clients: Sequence[Client], tally: Tally, plan: Breaking, deeds: int
) -> None:
    """Kill the server (anything with ``kill`` and ``start``) and cut the clients' lines while so
    many ``deeds`` are done."""
    random = Random(deeds)
    breaks = [(deeds * (n + 1) // (plan.kills + 2), "kill") for n in range(plan.kills)]
    breaks += [(deeds * (n + 1) // (plan.cuts + 2), "cut") for n in range(plan.cuts)]
    for at, what in sorted(breaks):
        await tally.reach(at)
        if what == "kill":
            server.kill()
            await asyncio.to_thread(server.start)
        else:
            client = random.choice(clients)
            if client.code is None:
                client.socket.transport.abort()
        tally.counts[what] += 1
