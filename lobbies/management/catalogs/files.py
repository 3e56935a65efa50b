"""The catalogs on the disk: ``.po`` for people, ``.mo`` for the server, ``.js`` for the browser.

In here: bringing them up to date with the sources, compiling, and what is wrong with them. Not in
here: finding the texts (``sources``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from lobbies.management.catalogs.sources import DOMAINS, texts

SCRIPTS = settings.BASE_DIR / "lobbies/static/parlour/catalogs"
_HEAD = "# What Parlour says, in {name}. Made by `manage.py messages`; the translations by hand."
_HOLE = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%%|</?\w+[^>]*>")


def languages() -> list[str]:
    """Every language but the one that the sources are written in."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def path_of(language: str, domain: str, ending: str = "po") -> Path:
    """Where a catalog stands."""
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / f"{domain}.{ending}"


def stored(language: str, domain: str) -> Catalog:
    """The catalog as it was written; an empty one if there is none."""
    path = path_of(language, domain)
    if not path.exists():
        return Catalog(locale=language, domain=domain)
    return read_po(BytesIO(path.read_bytes()), locale=language, domain=domain)


def renewed(language: str) -> dict[str, Catalog]:
    """The catalogs with every text of the sources and no other, by domain.

    What one domain has translated serves the other too; a text that was only reworded keeps its
    translation, marked as fuzzy until somebody looks at it.
    """
    catalogs = {domain: stored(language, domain) for domain in DOMAINS}
    for domain, catalog in catalogs.items():
        catalog.update(texts(domain), update_creation_date=False)
        catalog.obsolete.clear()
    for catalog, other in zip(catalogs.values(), reversed(catalogs.values()), strict=True):
        _borrow(catalog, other)
    return catalogs


def _borrow(catalog: Catalog, other: Catalog) -> None:
    for message in catalog:
        same = other.get(message.id, message.context) if message.id else None
        if same is not None and same.string and not same.fuzzy and is_open(message):
            message.string = same.string
            message.flags.discard("fuzzy")


def is_open(message: Message) -> bool:
    """Whether a text waits for its translation."""
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return message.fuzzy or not all(strings)


def readable(catalog: Catalog) -> bytes:
    """A catalog as a ``.po`` file: the same bytes for the same texts, whenever it is made."""
    catalog.header_comment = _HEAD.format(name=Locale.parse(str(catalog.locale)).english_name)
    out = BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, sort_by_file=True, omit_header=True)
    head = (
        f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return head.encode() + out.getvalue().strip() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """A catalog as the server loads it, always with the same bytes: its dates mean nothing."""
    plain = read_po(BytesIO(readable(catalog)), locale=catalog.locale)
    plain.creation_date = plain.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def scripted(catalog: Catalog) -> bytes:
    """A catalog as a browser loads it: a script, since that needs no waiting and no fetching."""
    words = {
        f"{message.context}\x04{_id(message)}" if message.context else _id(message): message.string
        for message in catalog
        if message.id and not is_open(message)
    }
    text = json.dumps(dict(sorted(words.items())), ensure_ascii=False, indent=0)
    return f"""// Made by `manage.py messages` from locale/.
globalThis.parlourCatalog = {{
plural: (n) => Number({catalog.plural_expr}),
words: {text},
}};
""".encode()


def _id(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def made(language: str) -> Mapping[Path, bytes]:
    """Every file that follows from the sources and the translations, with what belongs into it."""
    catalogs = renewed(language)
    files = {path_of(language, name): readable(catalog) for name, catalog in catalogs.items()}
    files[path_of(language, "django", "mo")] = compiled(catalogs["django"])
    files[SCRIPTS / f"{language}.js"] = scripted(catalogs["djangojs"])
    return files


def faults(catalog: Catalog) -> Iterator[str]:
    """What is wrong with a catalog: translations that wait, and holes that differ."""
    for message in catalog:
        if not message.id:
            continue
        if is_open(message):
            yield f"{catalog.domain}: “{_id(message)}” waits for its translation"
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        for string in strings:
            if not any(_holes(string) == _holes(text) for text in ids):
                yield f"{catalog.domain}: “{string}” has other holes than “{_id(message)}”"


def _holes(text: str) -> list[str]:
    return sorted(_HOLE.findall(text))
