"""Fills the database of a site that is not running yet: players, tokens, tables with games begun.

Run as a program of its own, with the site's environment: ``python -m tests.bench.stage`` reads
one JSON object from its input and writes one to its output. Not in here: anything measured.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gameserver.settings")
django.setup()

from django.db import transaction  # noqa: E402  (after django.setup)

from lobbies import gate, identity  # noqa: E402
from lobbies.models import Player  # noqa: E402


def build(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Lobbies with two tokens each, and tokens of people without a place.

    ``wanted``: ``{"lobbies": [[how many, options], …], "watchers": how many, "tables": how many}``;
    eight people sit at a table.
    """
    with transaction.atomic():
        lobbies = [_lobby(o) for count, o in wanted["lobbies"] for _ in range(count)]
        watchers = [Player(name=f"Chi {number}") for number in range(wanted["watchers"])]
        Player.objects.bulk_create(watchers)
        tables = [_card_table() for _ in range(wanted.get("tables", 0))]
    return {
        "lobbies": lobbies,
        "tables": tables,
        "watchers": [identity.make_token(w)[0] for w in watchers],
    }


def _lobby(options: Mapping[str, Any]) -> dict[str, Any]:
    white, black = Player(name="Anh"), Player(name="Bình")
    Player.objects.bulk_create([white, black])
    lobby = gate.open_lobby(white, "chess", options=options, seats={0: white, 1: black}, start=True)
    return {"id": str(lobby.pk), "tokens": [identity.make_token(p)[0] for p in (white, black)]}


def _card_table() -> dict[str, Any]:
    people = [Player(name=f"Anh {number}") for number in range(8)]
    Player.objects.bulk_create(people)
    lobby = gate.open_lobby(people[0], "tabletop", seats=dict(enumerate(people)))
    return {"id": str(lobby.pk), "tokens": [identity.make_token(p)[0] for p in people]}


if __name__ == "__main__":
    json.dump(build(json.load(sys.stdin)), sys.stdout)
