"""What a site for strangers must not be: Django's system checks, which every command makes first.

In here: errors, with which nothing starts where ``ENVIRONMENT`` is "staging" or "production", and
what to do about them. Not in here: `check --deploy`, which is Django's and is clean then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

ENVIRONMENTS = ("development", "staging", "production")
SHORTEST_KEY = 32


@register
def environment(**_asked: Any) -> list[CheckMessage]:
    """The settings go with what ``ENVIRONMENT`` says."""
    if settings.ENVIRONMENT not in ENVIRONMENTS:
        known = ", ".join(ENVIRONMENTS)
        return [Error(f"ENVIRONMENT is “{settings.ENVIRONMENT}”.", hint=known, id="parlour.E001")]
    return [] if settings.ENVIRONMENT == "development" else list(_for_strangers())


def _for_strangers() -> Iterator[CheckMessage]:
    where = settings.ENVIRONMENT
    if settings.DEBUG:
        yield Error(f"DEBUG is on in {where}.", hint="Unset it.", id="parlour.E002")
    if "*" in settings.ALLOWED_HOSTS or set(settings.ALLOWED_HOSTS) <= set(settings.OWN_HOSTS):
        hint = "ALLOWED_HOSTS=play.example.org,127.0.0.1"
        yield Error("The site's names are not set.", hint=hint, id="parlour.E003")
    if not settings.HTTPS_IS_SAID:
        hint = "HTTPS=1 behind a proxy that terminates TLS; HTTPS=0 if it shall go without."
        yield Error(
            "Whether the site is reached by HTTPS is not set.", hint=hint, id="parlour.E004"
        )
    if min(map(len, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))) < SHORTEST_KEY:
        hint = "Unset SECRET_KEY, and one is made; or `manage.py keys print`."
        yield Error("A secret key is short.", hint=hint, id="parlour.E005")
    if settings.HTTPS and settings.PROXIES < 1:
        hint = "TRUSTED_PROXIES=1 if one proxy stands in front: else all visitors have its address."
        yield Warning("HTTPS without a proxy that is trusted.", hint=hint, id="parlour.W001")
