"""Which build this is: a short hash of everything a browser loads."""

from __future__ import annotations

import hashlib
from pathlib import Path


def build_id(base: Path) -> str:
    """Ten hex digits that change when a static file of ours or a pinned package does."""
    digest = hashlib.sha256()
    files = [base / "package-lock.json"]
    for pattern in ("lobbies/static/**/*", "games/*/static/**/*", "lobbies/protocol*.py"):
        files += sorted(base.glob(pattern))
    for path in files:
        if path.is_file():
            digest.update(path.relative_to(base).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
