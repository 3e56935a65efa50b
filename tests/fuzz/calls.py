"""Schemathesis over the OpenAPI: calls made from the description, and answers held against it.

In here: one run of its command. Not in here: what is described (lobbies/api).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.live import Server, Stage

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
)  # fmt: skip


def fuzz_calls(server: Server, stage: Stage, *, examples: int, seed: int) -> tuple[bool, str]:
    """Let schemathesis call everything, as the host of a lobby where a game is on.

    Returns whether all answers were as described, and what it says.
    """
    (match,) = server.rows("SELECT id FROM lobbies_match WHERE lobby_id = ?", stage.lobby)
    config = server.home / "schemathesis.toml"
    config.write_text(_config(stage.lobby, str(match[0])))
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config),
        "run", f"{server.http}/api/schema/", "--checks", ",".join(CHECKS), "--seed", str(seed),
        "--max-examples", str(examples), "--generation-deterministic", "--no-color",
        "--phases", "examples,coverage,fuzzing",
        "--suppress-health-check", "all", "--continue-on-failure", "--no-shrink",
        "--warnings", "off", "-H", f"Authorization: Bearer {stage.tokens[0]}",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=server.home, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def _config(lobby: str, match: str) -> str:
    """Which lobby and game there are: calls of others are answered 404 and tell little."""
    return f"""
[[operations]]
include-path-regex = "^/api/lobbies/.key."
parameters = {{ "path.key" = "{lobby}" }}

[[operations]]
include-path-regex = "^/api/games/.key."
parameters = {{ "path.key" = "{match}" }}
"""
