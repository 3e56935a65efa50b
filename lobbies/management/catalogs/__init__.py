"""The catalogs of translations: found in the sources, brought up to date, compiled.

In here: what ``manage.py messages`` does. It needs Babel, which only developers have; what comes
out of it (``locale/``, ``lobbies/static/parlour/catalogs/``) is in the repository, so that a site
runs without it.
"""

from __future__ import annotations
