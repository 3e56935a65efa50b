"""Every message to a client: one envelope, as the text of a frame.

In here: encoding, and answers. Not in here: what is told to whom (``news``, ``audience``), messages
to the server (``protocol``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from lobbies.protocol import Refusal


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every message to a client looks like. Keys that are empty are left out."""

    type: str | None = None
    v: int | None = None
    payload: Any = None
    now: int | None = None
    ref: str | None = None


_encoder = msgspec.json.Encoder()


def frame(
    type: str | None = None,
    payload: Any = None,
    *,
    v: int | None = None,
    ref: str | None = None,
    now: int | None = None,
) -> str:
    """One message to a client as the text of a frame: no spaces, no empty keys."""
    return _encoder.encode(Message(type, v, payload, now, ref)).decode()


@lru_cache(maxsize=16)  # The answer is sent, and kept in case it is asked for again.
def with_ref(text: str, ref: str) -> str:
    """The same frame carrying the ``ref`` of the command it answers."""
    return f'{text[:-1]},"ref":{_encoder.encode(ref).decode()}}}'


def in_order(frames: tuple[str, ...]) -> tuple[str, ...]:
    """Frames of one version; all but the last say that there is more of it to come.

    Who draws only when it is whole never sees a card in two places, or in none.
    """
    if len(frames) < 2:
        return frames
    return (*(f'{text[:-1]},"more":true}}' for text in frames[:-1]), frames[-1])


def error_frame(refusal: Refusal, ref: str | None, message: str | None = None) -> str:
    """The answer to a command that was refused; ``message``: its sentence in another language."""
    return frame("error", {"code": refusal.code, "message": message or refusal.message}, ref=ref)


def ok_frame(ref: str) -> str:
    """The answer to a command that changed nothing, or was carried out before."""
    return frame("ok", ref=ref)
