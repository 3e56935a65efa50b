"""The file of a backup: what is in it, how it is written whole or not at all, how it is read."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

FORMAT = 1
MANIFEST, KEYS = "manifest.json", "keys"
QUICK = 1
"""How hard gzip tries: a dump shrinks to a third as it is."""


class BadArchive(Exception):
    """This file is no backup, or none that this program can read; says why."""


class Manifest(msgspec.Struct, rename="camel"):
    """What a backup says of itself.

    ``made_at``: ISO 8601, UTC. ``database``: the name of its file in the archive. ``migrations``:
    "app.name" of all that were applied. ``counts``: rows, for people.
    """

    format: int
    version: str
    made_at: str
    database: str
    migrations: list[str]
    counts: dict[str, int]


def write(target: Path, manifest: Manifest, keys: list[str], database: Path) -> None:
    """Write a backup that only its owner can read; ``target`` appears when it is whole."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=QUICK) as tar:
                _add(tar, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
                _add(tar, KEYS, "\n".join(keys).encode())
                tar.add(database, manifest.database, filter=_owned_by_nobody)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _owned_by_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


@contextmanager
def opened(source: Path, near: Path) -> Iterator[tuple[Manifest, list[str], Path]]:
    """The parts of a backup; the database is a file in a folder of its own below ``near``.

    :raises BadArchive: if it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="restore-", dir=near) as folder:
        try:
            with tarfile.open(source, "r:gz") as tar:
                manifest = msgspec.json.decode(_read(tar, MANIFEST), type=Manifest)
                if manifest.format != FORMAT:
                    raise BadArchive(f"{source} has a format of another version of Parlour.")
                keys = _read(tar, KEYS).decode().split()
                _copy(tar, manifest.database, Path(folder))
        except (OSError, tarfile.TarError, msgspec.DecodeError, KeyError, EOFError) as error:
            raise BadArchive(f"{source} is no backup that can be read: {error}") from error
        yield manifest, keys, Path(folder) / manifest.database


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    with _opened(tar, name) as file:
        return file.read()


def _copy(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    """Copy a file out, whatever owner and mode it says it has. (``TarFile.extract`` knows its
    filters from Python 3.11.4 on.)"""
    target = folder / name
    if target.parent != folder:
        raise KeyError(name)
    with _opened(tar, name) as file, target.open("xb") as copy:
        target.chmod(0o600)
        shutil.copyfileobj(file, copy)


def _opened(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """:raises KeyError: if it is not there, or no file."""
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file
