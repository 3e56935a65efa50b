"""Where the texts for people stand in the sources: Python, templates, JavaScript.

In here: finding them, as a catalog without translations. Not in here: what becomes of it
(``files``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from django.conf import settings
from django.utils.translation.template import templatize

DOMAINS = ("django", "djangojs")
"""What the server says, and what the browser says."""

_CALLS: Mapping[str, str] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop", "N_", "t", "tparts"], "1"),
    **dict.fromkeys(["ngettext", "ngettext_lazy", "nt"], "1n"),
    **dict.fromkeys(["pgettext", "pgettext_lazy", "pt"], "c1"),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], "c1n"),
    **dict.fromkeys(["Phrase", "IllegalMove"], "1"),
    **dict.fromkeys(["Refusal", "BadMessage"], "-1"),
}
"""Functions with texts for people, and what their arguments are: the text, its plural, its
context, something else."""

_PLACES = {
    "django": ("lobbies/**/*.py", "games/**/*.py", "templates/**/*", "games/*/templates/**/*"),
    "djangojs": ("lobbies/static/**/*.js", "games/*/static/**/*.js"),
}
_LITERAL = r"""u?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_TEMPLATE = re.compile(rf"(?<!\w)(n?p?gettext|_)\(({_LITERAL}(?:,\s*{_LITERAL})*)")
_SCRIPT = re.compile(rf"(?<![\w.`#])(t|nt|pt|tparts)\(\s*((?:{_LITERAL}(?:\s*,\s*)?)*)")
_EACH = re.compile(_LITERAL)


class Unreadable(Exception):
    """A text that cannot be found by reading the source: it is no literal."""


class Found(NamedTuple):
    """A text, or its two forms, as it stands in a file."""

    line: int
    message: str | tuple[str, ...]
    context: str | None = None


def texts(domain: str) -> Catalog:
    """Every text of a domain, in the order of the files.

    :raises Unreadable: with the place.
    """
    catalog = Catalog()
    for path in paths(domain):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for line, message, context in _read(path):
            catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def paths(domain: str) -> list[Path]:
    """The files a domain's texts stand in."""
    found = (path for place in _PLACES[domain] for path in settings.BASE_DIR.glob(place))
    return sorted(path for path in found if path.is_file() and not _is_made(path))


def _is_made(path: Path) -> bool:
    return bool({"catalogs", "migrations"} & set(path.parts)) or path.name == "i18n.js"


def _read(path: Path) -> Iterator[Found]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return scripted(text, path.name)
    return programmed(text, path.name) if path.suffix == ".py" else templated(text)


def programmed(text: str, name: str) -> Iterator[Found]:
    """The texts of a Python module. What is a name (``_(game.title)``) is marked elsewhere.

    :raises Unreadable: where values are put into a text before it can be translated.
    """
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        function = getattr(call.func, "id", getattr(call.func, "attr", ""))
        shape = _CALLS.get(function)
        if shape is None or len(call.args) < len(shape):
            continue
        given = [_constant(each) for each in call.args[: len(shape)]]
        wanted = call.args[shape.index("1")]
        if isinstance(wanted, ast.JoinedStr | ast.BinOp) and given[shape.index("1")] is None:
            raise Unreadable(f"{name}:{call.lineno}: {function}() puts values in before it is said")
        yield from _told(call.lineno, shape, given)


def _constant(node: ast.expr) -> str | None:
    """A literal, also one in several pieces."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return None if left is None or right is None else left + right
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def templated(text: str) -> Iterator[Found]:
    """The texts of a Django template."""
    code = templatize(text)
    for call in _TEMPLATE.finditer(code):
        given = [ast.literal_eval(literal) for literal in _EACH.findall(call[2])]
        yield from _told(code.count("\n", 0, call.start()) + 1, _CALLS[call[1]], given)


def scripted(text: str, name: str) -> Iterator[Found]:
    """The texts of a JavaScript module.

    :raises Unreadable: where one is no literal.
    """
    for call in _SCRIPT.finditer(text):
        shape = _CALLS[call[1]]
        given = [ast.literal_eval(literal) for literal in _EACH.findall(call[2])]
        line = text.count("\n", 0, call.start()) + 1
        if len(given) < len(shape):
            raise Unreadable(f"{name}:{line}: {call[1]}() wants its text as a literal")
        yield from _told(line, shape, given)


def _told(line: int, shape: str, given: Sequence[str | None]) -> Iterator[Found]:
    """The text a call is about, if it stands there."""
    parts = dict(zip(shape, given, strict=False))
    message, plural = parts["1"], parts.get("n")
    if message:
        yield Found(line, (message, plural) if plural else message, parts.get("c"))
