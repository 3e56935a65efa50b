"""Where the texts for people stand in the sources: Python, templates, JavaScript.

In here: finding them, as a catalog without translations. Not in here: what becomes of it
(``files``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

DOMAINS = ("django", "djangojs")
"""What the server says, and what the browser says."""

Found = tuple[int, str, Any, list[str], str | None]
"""Line, function, what it was called with, comments, context."""

_PYTHON: Mapping[str, Any] = {
    **dict.fromkeys(
        ["_", "gettext", "gettext_lazy", "gettext_noop", "N_", "Phrase", "IllegalMove"], None
    ),
    **dict.fromkeys(["Refusal", "BadMessage"], (2,)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
"""Functions whose arguments are for people; which ones, if not the first alone."""

_PLACES = {
    "django": ("lobbies/**/*.py", "games/**/*.py", "templates/**/*", "games/*/templates/**/*"),
    "djangojs": ("lobbies/static/**/*.js", "games/*/static/**/*.js"),
}
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_SCRIPT = re.compile(
    rf"(?<![\w.`#])(t|nt|pt|tparts)\(\s*(?:({_LITERAL})(?:\s*,\s*({_LITERAL}))?|(?!\)))"
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")


class Unreadable(Exception):
    """A text that cannot be found by reading the source: it is no literal."""


def texts(domain: str) -> Catalog:
    """Every text of a domain, in the order of the files.

    :raises Unreadable: with the place.
    """
    catalog = Catalog()
    for path in paths(domain):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for line, _function, message, comments, context in _read(path):
            catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def paths(domain: str) -> list[Path]:
    """The files a domain's texts stand in."""
    found = (path for place in _PLACES[domain] for path in settings.BASE_DIR.glob(place))
    return sorted(path for path in found if path.is_file() and not _is_made(path))


def _is_made(path: Path) -> bool:
    return bool({"catalogs", "migrations"} & set(path.parts)) or path.name == "i18n.js"


def _read(path: Path) -> Iterator[tuple[int, str, Any, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        yield from scripted(text, str(path))
        return
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for line, function, message, comments in extract_python(
        BytesIO(text.encode()), _PYTHON, ["Translators:"], {}
    ):
        yield from _picked(line, function, message, comments)


def _picked(
    line: int, function: str, message: Any, comments: list[str]
) -> Iterator[tuple[int, str, Any, list[str], str | None]]:
    """The arguments that are for people, if they are literals."""
    given: Sequence[Any] = message if isinstance(message, tuple) else (message,)
    wanted = _PYTHON[function] or (1,)
    context = None
    chosen = []
    for place in wanted:
        index = place[0] if isinstance(place, tuple) else place
        value = given[index - 1] if index <= len(given) else None
        if isinstance(place, tuple):
            context = value
        else:
            chosen.append(value)
    if all(isinstance(text, str) and text for text in chosen):
        yield line, function, chosen[0] if len(chosen) == 1 else tuple(chosen), comments, context


def scripted(text: str, name: str) -> Iterator[tuple[int, str, Any, list[str], str | None]]:
    """The texts of a JavaScript module.

    :raises Unreadable: where the first argument is no literal in double quotes.
    """
    for call in _SCRIPT.finditer(text):
        function, first, second = call.groups()
        line = text.count("\n", 0, call.start()) + 1
        if first is None or (second is None and function in ("nt", "pt")):
            raise Unreadable(f"{name}:{line}: {function}() wants its text as a literal")
        one, other = _unquoted(first), _unquoted(second) if second else ""
        message = {"nt": (one, other), "pt": other}.get(function, one)
        yield line, function, message, [], one if function == "pt" else None


def _unquoted(literal: str) -> str:
    def plain(found: re.Match[str]) -> str:
        escaped = found[1]
        return chr(int(escaped[1:], 16)) if len(escaped) == 5 else {"n": "\n"}.get(escaped, escaped)

    return _ESCAPE.sub(plain, literal[1:-1])
