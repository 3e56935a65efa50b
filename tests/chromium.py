"""A browser for the tests: Chromium without a window, else with one; brought here if need be.

In here: finding and installing it. Not in here: driving it (tests/browser). Where none can be
had, it raises; nothing is skipped. The headless shell draws no frame of a window that nobody sees:
a page costs it a third of the processor time that the whole browser takes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import playwright

from lobbies.management.commands.frontend import environment, npm

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv" / "chromium"
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Ships the browser inside the package, so it needs no root and no download of its own.
PACKAGE = "@sparticuz/chromium@153.0.0"
# Root has no sandbox, a container little shared memory, and a test no use for calls home.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]


def chromium() -> str:
    """Return the path of a Chromium that starts.

    :raises RuntimeError: there is none and none could be installed.
    """
    with _alone():
        _let_playwright_run()
        tried: list[str] = []
        for source in (_chosen, _shell, _shell_from_apt, _installed, _from_apt, _from_npm):
            path = source()
            if path and _starts(path):
                return path
            tried.append(f"{source.__name__.strip('_')}: {path or 'none'}")
    raise RuntimeError(f"No browser for the browser tests ({'; '.join(tried)}).")


@contextmanager
def _alone() -> Iterator[None]:
    """Several runs of tests look for a browser, and one of them installs it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _let_playwright_run() -> None:
    """Give Playwright our node where its own misses a library of the machine."""
    own = Path(playwright.__file__).parent / "driver" / "node"
    if subprocess.run([own, "--version"], check=False, capture_output=True).returncode:
        npm()
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = (
            shutil.which("node", path=environment()["PATH"]) or ""
        )


def _chosen() -> str | None:
    return os.environ.get("CHROMIUM")


def _shell() -> str | None:
    return shutil.which(SHELL)


def _shell_from_apt() -> str | None:
    _install(SHELL)
    return _shell()


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_apt() -> str | None:
    _install("chromium")
    return _installed()


def _install(package: str) -> None:
    """Bring a package of the machine's own system, if that is ours to do."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Acquire::http::Timeout=10", "-o", "DPkg::Lock::Timeout=120"]
    subprocess.run([*apt, "update"], env=env, check=False)
    install = [*apt, "install", "-y", "--no-install-recommends", package]
    subprocess.run(install, env=env, check=False, stdout=subprocess.DEVNULL)


def _from_npm() -> str | None:
    env = environment()
    if not (FOLDER / "node_modules" / "@sparticuz").exists():
        (FOLDER / "package.json").write_text('{"private": true, "type": "module"}\n')
        command = [*npm(), "install", "--no-audit", "--no-fund", "--loglevel=error", PACKAGE]
        if subprocess.run(command, cwd=FOLDER, env=env, check=False).returncode:
            return None
    return _unpack(env)


def _unpack(env: dict[str, str]) -> str | None:
    """Let the package unpack its browser, and the libraries that a bare machine has not."""
    script = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
    command = ["node", "--input-type=module", "--eval", script]
    # The package brings the libraries only to the machines it was made for; we say we are one.
    env = {**env, "TMPDIR": str(FOLDER), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    run = subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True, text=True)
    path = run.stdout.strip()
    if not path or _starts(path):
        return path or None
    wrapper = FOLDER / "with-libraries"
    wrapper.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{FOLDER}/al2023/lib" exec "{path}" "$@"\n')
    wrapper.chmod(0o755)
    return str(wrapper)


# In a process of its own: Playwright's event loop would stay in this one.
_TRY = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:])
    browser.new_page().goto("data:text/html,<p>here</p>")
"""


def _starts(path: str) -> bool:
    command = [sys.executable, "-c", _TRY, path, *CHROMIUM_FLAGS]
    try:
        return subprocess.run(command, timeout=60, check=False, capture_output=True).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    print(chromium())
