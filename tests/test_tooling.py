"""What keeps the tools honest: no game, no dependency is forgotten by one of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NODE = (ROOT, ROOT / "tests" / "bench" / "peers")
"""Folders with packages of Node: the site's, and those that only the bench installs."""


def test_every_game_with_a_board_is_known_to_the_javascript_compiler() -> None:
    paths = json.loads((ROOT / "tsconfig.json").read_text())["compilerOptions"]["paths"]["games/*"]
    for folder in ROOT.glob("games/*/static"):
        assert f"./{folder.relative_to(ROOT).as_posix()}/games/*" in paths


def test_every_dependency_is_pinned_exactly() -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-engine.txt",
        "constraints.txt",
    ):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith(("#", "-")):
                assert re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line), f"{name}: {line}"
    for folder in NODE:
        package = json.loads((folder / "package.json").read_text())
        wanted = package["dependencies"] | package.get("devDependencies", {})
        for name, version in wanted.items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


@pytest.mark.parametrize("folder", NODE, ids=["the site", "the bench's peers"])
def test_the_lock_file_names_no_host_to_fetch_from(folder: Path) -> None:
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    for path, package in packages.items():
        assert "resolved" not in package, path
        assert path == "" or package["integrity"].startswith("sha512-"), path
