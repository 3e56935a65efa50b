"""What deploy/ says is there: metrics, commands, settings, images; each file can be read.

In here: the files held against the program. Not in here: nginx (test_proxy), backups
(test_backup).
"""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from prometheus_client import REGISTRY

from lobbies import gauges, troubles
from tests.servers import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "CapabilityBoundingSet": "", "User": "parlour", "UMask": "0077",
}  # fmt: skip
# What is there on Linux only, and what Prometheus says itself.
OTHERS = {
    "process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds",
    "process_max_fds", "process_start_time_seconds",
}  # fmt: skip


def known() -> set[str]:
    """Every name under which the program's metrics can be asked for."""
    assert gauges and troubles
    names = set(OTHERS)
    for family in REGISTRY.collect():
        ends = {
            "counter": ["_total"],
            "histogram": ["_bucket", "_count", "_sum"],
            "info": ["_info"],
        }.get(family.type, [""])
        names |= {f"{family.name}{end}" for end in ends}
    return names


def expressions(content: Any) -> Iterator[str]:
    """Everything under a key "expr", however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key == "expr":
                yield value
            else:
                yield from expressions(value)
    elif isinstance(content, list):
        for value in content:
            yield from expressions(value)


def test_every_metric_that_is_watched_is_counted() -> None:
    alerts = yaml.safe_load((DEPLOY / "monitoring/alerts.yml").read_text())
    dashboard = json.loads((DEPLOY / "monitoring/dashboard.json").read_text())
    for content, least in ((alerts, 10), (dashboard, 25)):
        asked = list(expressions(content))
        named = {name for text in asked for name in re.findall(r"\b(?:parlour|process)_\w+", text)}
        assert len(asked) >= least
        assert named - known() == set()


def test_the_dashboard_shows_what_was_promised() -> None:
    dashboard = json.loads((DEPLOY / "monitoring/dashboard.json").read_text())
    asked = " ".join(expressions(dashboard))
    for name in (
        'parlour_http_seconds_count{instance=~"$instance",status="5xx"}',
        "parlour_command_seconds_bucket", "parlour_sockets", "parlour_commit_seconds_bucket",
        "parlour_lost_races_total", "parlour_internal_errors_total",
    ):  # fmt: skip
        assert name in asked
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(path.read_text())
    return parsed


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists_with_few_rights(path: Path) -> None:
    service = unit(path)["Service"]
    program, *words = service["ExecStart"].split()
    assert program == "/opt/parlour/.venv/bin/python" and words[0] == "manage.py"
    assert words[1] in get_commands()
    assert {key: service.get(key) for key in HARDENED} == HARDENED


def test_units_name_units_that_are_there() -> None:
    own = {path.name for path in UNITS} | {"parlour-web@8001.service", "parlour-web@8002.service"}
    for path in UNITS:
        text = re.sub(r"^#.*", "", path.read_text(), flags=re.MULTILINE)
        for name in re.findall(r"parlour[\w@-]*\.(?:service|timer|target|socket)", text):
            assert name in own, f"{path.name} names {name}"
    for timer in (path for path in UNITS if path.suffix == ".timer"):
        assert timer.with_suffix(".service") in UNITS


def test_a_socket_is_started_before_its_process_which_would_have_the_port() -> None:
    told = (ROOT / "docs/operations.md").read_text()
    commands = re.findall(r"^systemctl enable --now .*\.socket.*", told, re.MULTILINE)
    assert commands
    for command in commands:
        socket = re.search(r"(\S+)\.socket", command)
        assert socket is not None and f" {socket[1]} " in command[socket.end() :] + " "


def composed() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_compose_file_runs_two_processes_or_more_on_pinned_images() -> None:
    content = composed()
    services = content["services"]
    assert len([name for name in services if name.startswith("web")]) >= 2
    for name, service in services.items():
        image, _, tag = service["image"].partition(":")
        assert tag and tag != "latest", name
        # Short names only: no registry is named, and none has a dot or a port in it.
        assert "." not in image.split("/")[0] and image.count("/") <= 1, name
    for name in services:
        for secret in services[name].get("secrets", []):
            assert secret in content["secrets"]
    hosts = set(re.findall(r"server (web\d+):8000", _nginx("upstream.compose.conf")))
    assert hosts == {name for name in services if name.startswith("web")}
    for volume in services["proxy"]["volumes"]:
        source = volume.split(":")[0].removeprefix("./")
        assert source == "tls" or (DEPLOY / source).exists(), volume


def test_no_process_and_no_proxy_runs_out_of_files_before_it_has_many_people() -> None:
    content = composed()
    allowed = {
        one["ulimits"]["nofile"] for one in (content["x-program"], content["services"]["proxy"])
    }
    assert allowed == {int(unit(DEPLOY / "systemd/parlour-web@.service")["Service"]["LimitNOFILE"])}
    connections = re.search(r"worker_connections (\d+);", _nginx("nginx.compose.conf"))
    assert connections is not None and 10_000 < int(connections[1]) < min(allowed)


def test_a_container_made_anew_leaves_no_volume_behind() -> None:
    image = (DEPLOY / "Dockerfile").read_text()
    kept = set(json.loads(re.findall(r"^VOLUME (.+)$", image, re.MULTILINE)[0]))
    programs = [one for one in composed()["services"].values() if "parlour" in one["image"]]
    assert len(programs) >= 4
    for program in programs:
        assert kept <= {volume.split(":")[1] for volume in program["volumes"]}


def _nginx(name: str) -> str:
    return (DEPLOY / "nginx" / name).read_text()


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.compose-spec", "deploy/compose.yaml"),
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
    ],
)
def test_what_others_read_is_what_they_expect(schema: str, path: str) -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", schema, ROOT / path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_that_deploy_makes_is_one_of_ours() -> None:
    read = (ROOT / "gameserver/settings.py").read_text()
    made = set(composed()["x-program"]["environment"])
    example = (DEPLOY / "parlour.env.example").read_text()
    made |= set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert len(made) > 8
    for name in made:
        assert f'"{name.removesuffix("_FILE")}"' in read, name


def test_sockets_outlast_the_silence_that_the_program_allows(settings) -> None:
    proxy = _nginx("parlour.conf")
    sockets = proxy[proxy.index("location /ws/") :]
    seconds = re.search(r"proxy_read_timeout (\d+)s", sockets)
    assert seconds is not None and int(seconds[1]) > settings.SILENCE_SECONDS
    assert "client_max_body_size 256k" in proxy
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 256 * 1024


def roll() -> Any:
    """deploy/roll.py as a module."""
    spec = importlib.util.spec_from_file_location("roll", DEPLOY / "roll.py")
    assert spec is not None and spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return program


def test_containers_are_made_anew_also_if_neither_image_nor_settings_changed(monkeypatch) -> None:
    program, done = roll(), []

    def run(*command: str) -> str:
        done.append(" ".join(command[4:]))
        return "proxy\nweb2\nweb1\n" if "config" in command else ""

    monkeypatch.setattr(program, "run", run)
    program.roll("compose")
    made = [command for command in done if command.startswith("up ")]
    assert [command.split()[-1] for command in made] == ["web1", "web2"]
    assert all("--force-recreate" in command and "--wait" in command for command in made)


def test_the_others_serve_on_if_one_process_does_not_get_ready(monkeypatch) -> None:
    program = roll()
    done: list[str] = []

    def run(*command: str) -> str:
        done.append(" ".join(command[:3]))
        units = "parlour-web@2.service loaded\nparlour-web@1.service loaded\n"
        return units if command[1] == "list-units" else ""

    monkeypatch.setattr(program, "run", run)
    monkeypatch.setattr(program, "PATIENCE", 0.0)
    with pytest.raises(program.NotReady, match=r"parlour-web@1\.service is not ready"):
        program.roll("systemd")
    assert done[0] == "systemctl restart parlour-migrate.service"
    assert done[-1] == "systemctl restart parlour-web@1.service"


def test_a_release_makes_a_backup_and_then_restarts_everything(tmp_path: Path) -> None:
    folder, log = tmp_path / "bin", tmp_path / "log"
    folder.mkdir()
    # The other machine is this one, in a folder of its own; Docker reads its input as it does.
    programs = {
        "ssh": f'while [ "$1" != there ]; do shift; done; shift; cd {tmp_path}; exec "$@"',
        "tar": "cat >/dev/null",
        "docker": f'cat >/dev/null; echo "docker $*" >>{log}',
        "python3": f'echo "python3 $*" >>{log}',
    }
    for name, lines in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
        (folder / name).chmod(0o755)
    script = (DEPLOY / "release").read_text().replace("/opt/parlour", str(tmp_path))
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy/release").write_text(script)
    said = {"HOST": "there", "IMAGE": "site", "GITHUB_SHA": "1", "DEPLOY_KEY": "k"}
    env = {"PATH": f"{folder}:/usr/bin:/bin", "DEPLOY_KNOWN_HOSTS": "h", **said}
    subprocess.run(["bash", tmp_path / "deploy/release"], env=env, check=True, input="", text=True)
    done = log.read_text().splitlines()
    assert done[:2] == ["docker pull --quiet site:1", "docker tag site:1 parlour:1"]
    assert "manage backup" in done[2] and done[3:] == ["python3 deploy/roll.py compose"]


def test_a_release_waits_for_a_person() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    jobs = workflow["jobs"]
    assert jobs["test"]["steps"][-1]["run"] == "bash .ci/run"
    assert jobs["build"]["needs"] == "test" and jobs["staging"]["needs"] == "build"
    assert jobs["production"]["needs"] == "staging"
    assert jobs["production"]["environment"] == "production"
    # YAML reads the key `on` as true.
    assert "workflow_dispatch" in workflow[True]
    assert "workflow_dispatch" in jobs["staging"]["if"]
