#!/usr/bin/env python3
"""Restart every process of the site, one after the other, while people play.

``deploy/roll.py systemd`` on a machine with the units of deploy/systemd, ``deploy/roll.py compose``
where deploy/compose.yaml runs. Each process is told to end, closes its sockets with 1012, and its
people resume on the others; only when it is ready again comes the next. If one does not get
ready, it stops there: the others serve on with what they have.

In here: the order, and waiting. It needs nothing but Python's own library. Not in here: bringing
the new program (pip, git, an image), which comes before.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

COMPOSE = Path(__file__).with_name("compose.yaml")
PATIENCE = 120.0
"""Seconds a process may take until it is ready."""


class NotReady(Exception):
    """A process does not get ready; says which."""


def run(*command: str) -> str:
    """Run a program without input and return what it printed; its failure ends everything."""
    done = subprocess.run(
        command, check=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    return done.stdout


def units() -> list[str]:
    """The processes that systemd keeps, in the order of their ports."""
    listed = run("systemctl", "list-units", "--plain", "--no-legend", "parlour-web@*.service")
    return sorted(line.split()[0] for line in listed.splitlines() if line.strip())


def restart_unit(unit: str) -> None:
    """End one, start it again, and wait until it is ready."""
    run("systemctl", "restart", unit)
    port = unit.partition("@")[2].removesuffix(".service")
    wait(unit, f"http://127.0.0.1:{port}/readyz")


def wait(name: str, url: str) -> None:
    """Return when ``url`` answers that it is ready.

    :raises NotReady: if it takes longer than ``PATIENCE``.
    """
    deadline, why = time.monotonic() + PATIENCE, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            why = f"{error.code} {error.reason}"
        except OSError as error:
            why = str(error)
        time.sleep(0.2)
    raise NotReady(f"{name} is not ready: {why}")


def services() -> list[str]:
    """The processes that the compose file names."""
    listed = run("docker", "compose", "--file", str(COMPOSE), "config", "--services").split()
    return sorted(name for name in listed if name.startswith("web"))


def restart_service(service: str) -> None:
    """Make one anew from its image, also if that is the old one, and wait until it is ready."""
    up = ("up", "--detach", "--no-deps", "--force-recreate")
    wait = ("--wait", "--wait-timeout", f"{PATIENCE:.0f}")
    run("docker", "compose", "--file", str(COMPOSE), *up, *wait, service)


def roll(where: str) -> None:
    """Bring the database up to date, then restart all."""
    if where == "systemd":
        run("systemctl", "restart", "parlour-migrate.service")
        all_of_them, restart = units(), restart_unit
    else:
        run("docker", "compose", "--file", str(COMPOSE), "run", "--rm", "manage", "migrate")
        all_of_them, restart = services(), restart_service
    for one in all_of_them:
        began = time.monotonic()
        restart(one)
        print(f"{one} is ready after {time.monotonic() - began:.1f} s.", flush=True)
    if not all_of_them:
        raise NotReady("There is no process of the site.")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("where", choices=["systemd", "compose"])
    try:
        roll(parser.parse_args().where)
    except (NotReady, subprocess.CalledProcessError) as error:
        sys.exit(f"Stopped: {error}")


if __name__ == "__main__":
    main()
