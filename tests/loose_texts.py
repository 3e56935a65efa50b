"""Texts for people that nobody marked: they would be English in every language.

In here: finding what looks like words in templates and scripts outside of the functions that
translate. Not in here: what is marked (lobbies/management/catalogs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DONE = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}"
    r"|\{% block \w*(?:class|attrs) %\}.*?\{% endblock %\}|&\w+;"
    r"|<script.*?</script>|<(?:kbd|code)\b.*?</(?:kbd|code)>|<(\w+)[^>]* lang=\"en\".*?</\1>",
    re.DOTALL,
)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TEXT = re.compile(r">([^<>]*)<")
_TOLD = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-copied)="([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2,}")

_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)
_LITERAL = r'"(?:[^"\\\n]|\\.)*"'
_MARKED = re.compile(rf"(?<![\w.])(?:t|nt|pt|tparts)\(\s*(?:{_LITERAL}\s*,?\s*)+")
_KEPT = re.compile(
    rf"new Error\([^\n]*|\bimport\b[^\n]*|\bfrom {_LITERAL}|\bclass={_LITERAL}"
    r"|`(?:setoption|go|position) [^`]*`"  # what a chess engine is told
    r"|`\$\{[\w.#]+\}px [^`]*`|\"(?:Ctrl|Shift) \w\""
)
_FEN = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
_EXAMPLES = {"e4, Nf3, e7e8q", "ABCD", "Parlour", _FEN}
_SENTENCE = re.compile(
    r'"((?:[A-Z][a-z’\']+|[a-z]+)(?: [\w’\',;:]+)+[.?!…]?|[A-Z][a-z]{2,}[.?!…])"'
)
_BETWEEN = re.compile(r">\s*([A-Za-z][a-z]+(?:[ ,][\w’',]+)*[.?!…]?)\s*<(?=/)")
_FILLED = re.compile(r"`([^`<>\n]*\} [a-z]{2,}[^`<>\n]*|[^`<>\n]*[A-Za-z][a-z]+ \$\{[^`<>\n]*)`")


def in_template(text: str) -> Iterator[str]:
    """Words of a page that stand in the template as they are."""
    plain = _TAG.sub("", _DONE.sub("", text))
    for found in (*_TEXT.findall(plain), *_TOLD.findall(plain)):
        if _WORD.search(found) and found.strip("· \n") not in _EXAMPLES:
            yield found.strip()


def in_script(text: str) -> Iterator[str]:
    """Words in a JavaScript module that no function of ``parlour/i18n.js`` is given."""
    for part in (_COMMENT, _MARKED, _KEPT):
        text = part.sub('""', text)
    for pattern in (_SENTENCE, _BETWEEN, _TOLD, _FILLED):
        found = set(pattern.findall(text)) - _EXAMPLES
        yield from (each for each in found if _WORD.search(each))
