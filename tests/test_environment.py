"""Development, staging and production differ by their environment alone; secrets may be in files.

In here: what `manage.py` makes of the variables it finds. Not in here: what is signed (identity).
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lobbies import identity, keys
from lobbies.models import Player
from tests.servers import ROOT

STRANGERS = {"ALLOWED_HOSTS": "play.example.org", "HTTPS": "1", "TRUSTED_PROXIES": "1"}
LONG = "a-key-that-is-long-enough-for-a-signature-{}"


def manage(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with these variables and none of the machine's that settings would read."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    surroundings = {**kept, "DATA_DIR": str(home), **env}
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, text=True, capture_output=True, check=False
    )


def said(home: Path, expression: str, **env: str) -> object:
    """What an expression is in a Django that was set up with these variables."""
    code = f"import json\nfrom django.conf import settings\nprint(json.dumps({expression}))"
    done = manage(home, "shell", "--verbosity", "0", "--command", code, **env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_secrets_are_read_from_files(tmp_path: Path) -> None:
    told = {
        "SECRET_KEY": f"{LONG.format(1)}\n{LONG.format(2)}\n",
        "DATABASE_URL": "postgres://anh:geheim@db/parlour\n",
        "REDIS_URL": "redis://cache:6379/0\n",
        "METRICS_TOKEN": "watcher\n",
    }
    for name, text in told.items():
        (tmp_path / name).write_text(text)
    files = {f"{name}_FILE": str(tmp_path / name) for name in told}
    settings = "[settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.REDIS_URL,"
    settings += " settings.METRICS_TOKEN, settings.DATABASES['default']['PASSWORD']]"
    assert said(tmp_path, settings, **files) == [
        LONG.format(1), [LONG.format(2)], "redis://cache:6379/0", "watcher", "geheim",
    ]  # fmt: skip
    assert not (tmp_path / "secret_key").exists()


def test_what_stands_behind_the_address_of_the_database_holds(tmp_path: Path) -> None:
    options = "{name: settings.DATABASES['default']['OPTIONS'].get(name) for name in"
    options += " ('sslmode', 'prepare_threshold')}"
    address = "postgres://anh:geheim@db/parlour?sslmode=require"
    assert said(tmp_path, options, DATABASE_URL=address) == {
        "sslmode": "require", "prepare_threshold": 0,
    }  # fmt: skip
    pooled = said(tmp_path, options, DATABASE_URL=address, DATABASE_PREPARES="0")
    assert pooled == {"sslmode": "require", "prepare_threshold": None}


def test_a_site_for_strangers_does_not_start_with_the_settings_of_a_laptop(tmp_path: Path) -> None:
    for where in ("staging", "production"):
        done = manage(
            tmp_path, "serve", "--port", "1", ENVIRONMENT=where, DEBUG="1", SECRET_KEY="x"
        )
        assert done.returncode != 0
        for number in (2, 3, 4, 5):
            assert f"parlour.E00{number}" in done.stderr
    assert "parlour.E001" in manage(tmp_path, "check", ENVIRONMENT="live").stderr
    assert manage(tmp_path, "check").returncode == 0


def test_production_passes_every_check_of_django_and_ours(tmp_path: Path) -> None:
    done = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING",
        ENVIRONMENT="production", **STRANGERS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_without_https_it_has_to_be_said(tmp_path: Path) -> None:
    done = manage(
        tmp_path, "check", ENVIRONMENT="production", ALLOWED_HOSTS="play.example.org", HTTPS="0"
    )
    assert done.returncode == 0, done.stderr


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    first = keys.kept(path)
    keys.write(path, ["late"], replace=False)
    assert keys.kept(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [child.name for child in tmp_path.iterdir()] == ["secret_key"]
    path.write_text("\n")
    with pytest.raises(ValueError, match="no secret key"):
        keys.kept(path)


def test_a_player_stays_the_same_through_a_change_of_keys(tmp_path: Path, settings) -> None:
    settings.SECRET_KEY_PATH, settings.SECRET_KEY_IS_GIVEN = tmp_path / "secret_key", False
    anh = Player(name="Anh")

    def restart() -> str | None:
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = keys.kept(settings.SECRET_KEY_PATH)
        return identity.read_token(token)

    def step(name: str) -> str:
        out = StringIO()
        call_command("keys", name, stdout=out)
        return out.getvalue()

    (old,) = keys.kept(settings.SECRET_KEY_PATH)
    settings.SECRET_KEY = old
    token, _ = identity.make_token(anh)
    with pytest.raises(CommandError, match="comes first"):
        step("sign")
    assert "Restart every process" in step("add")
    assert restart() == str(anh.pk) and old == settings.SECRET_KEY
    step("sign")
    assert restart() == str(anh.pk) and [old] == settings.SECRET_KEY_FALLBACKS
    step("drop")
    assert restart() is None
    settings.SECRET_KEY_IS_GIVEN = True
    with pytest.raises(CommandError, match="SECRET_KEY"):
        step("add")
    assert len(step("print").strip()) == keys.MADE_CHARACTERS
