"""The staff's pages: reading everything, and acting through the same door as everybody.

In here: what Django's admin shows of each table (``rooms``, ``members``, ``play``, ``people``,
``pieces``, ``talk``, ``bans``, ``log``), what staff may do to a row (``deeds``), and lists
that open at any length (``lists``). Not in here: any decision about a lobby; that is made behind
``tables.act``.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lobbies.admin import bans, live, log, members, people, pieces, play, rooms, talk

# The staff of two sites that look alike shall know on which they are.
admin.site.site_header = "Parlour · staging" if settings.ENVIRONMENT == "staging" else "Parlour"
admin.site.site_title = "Parlour"
admin.site.index_title = _("Behind the scenes")
admin.site.enable_nav_sidebar = False

__all__ = ["bans", "live", "log", "members", "people", "pieces", "play", "rooms", "talk"]
