"""The JavaScript modules of a page: what their bare names mean, and which will be needed.

In here: the import map, and the graph of imports read from the files themselves, so that a browser
may fetch all of it at once instead of level by level. Not in here: any list kept by hand.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders
from django.templatetags.static import static

NAMES = {
    "lit-html": "vendor/lit-html/lit-html.js",
    "lit-html/": "vendor/lit-html/",
    "@preact/signals-core": "vendor/signals-core/signals-core.mjs",
    "@lichess-org/chessground": "vendor/chessground/dist/chessground.min.js",
    "@badrap/result": "vendor/badrap-result/index.mjs",
    **{
        f"chessops/{name}": f"vendor/chessops/{name}.js"
        for name in ("chess", "compat", "fen", "pgn", "san", "types", "util", "variant")
    },
    "parlour/": "parlour/",
    "games/": "games/",
}
"""What modules call each other, and the static file behind it; a name with a slash is a folder."""

_IMPORT = re.compile(
    r"""^\s*(?:import|export)\s*(?:[\w*${},\s]+\sfrom\s*)?["']([^"'\n]+)["']""", re.MULTILINE
)


def import_map() -> dict[str, dict[str, str]]:
    """The import map, with the addresses of this build."""
    return {"imports": {name: static(path) for name, path in NAMES.items()}}


@cache
def needed(*entries: str) -> tuple[str, ...]:
    """Every module that these lead to, they themselves first, as static paths.

    A module that is not there (its package is not installed) ends its branch.
    """
    found: dict[str, None] = {}
    waiting = list(entries)
    while waiting:
        path = waiting.pop(0)
        file = None if path in found else finders.find(path)
        if file is None:
            continue
        found[path] = None
        waiting += filter(None, (meant(name, path) for name in named(file)))
    return tuple(found)


def has_study(kind: str) -> bool:
    """Whether a game brings a board for trying things out, alone."""
    return finders.find(f"games/{kind}/study.js") is not None


def named(file: str) -> list[str]:
    """What a module imports, by the names it uses."""
    text = Path(file).read_text(encoding="utf-8")
    return _IMPORT.findall(text)


def meant(name: str, importer: str) -> str | None:
    """The static path a module means by ``name``."""
    if name.startswith("."):
        return normpath(join(dirname(importer), name))
    if name in NAMES:
        return NAMES[name]
    folder, slash, rest = name.partition("/")
    base = NAMES.get(folder + slash) if slash else None
    return f"{base}{rest}" if base else None
