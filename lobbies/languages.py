"""Languages: which one somebody reads, and a refusal in it.

In here: the choice at a handshake, what the switch offers, and the one place where the sentence of
a refusal is translated. Not in here: the sentences (they are raised in English, as msgids of the
catalog), the catalogs (``locale/``, written by ``manage.py messages``), pages (Django's own).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language, get_language_from_request, gettext, override

from lobbies.protocol import Refusal


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """The language a handshake asks for: by the switch's cookie, else ``Accept-Language``.

    To be called in a thread: the first time, the language's catalog is read from the disk.
    """
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    wanted = headers.get(b"accept-language", b"").decode("latin-1")
    request = SimpleNamespace(COOKIES=cookies, META={"HTTP_ACCEPT_LANGUAGE": wanted})
    # Django asks a request for these two alone; there is none of its own for a socket.
    language = get_language_from_request(request)  # type: ignore[arg-type]
    with override(language):
        return language


def switch(request: HttpRequest) -> dict[str, Any]:
    """What every template may show: the languages, each called as its speakers call it."""
    return {"languages": settings.LANGUAGES}


def worded(refusal: Refusal, language: str | None = None) -> str:
    """The sentence of a refusal in ``language``; without one, in the request's."""
    language = language or get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return refusal.message
    with override(language):
        return refusal.phrase.said(gettext)
