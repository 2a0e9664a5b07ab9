"""Settings come from the environment, and what comes wrong is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.database import embedded, from_url
from config.local_secret import local_secret
from config.serve import server_config

ROOT = Path(__file__).resolve().parents[2]


def test_a_database_url_is_read_whole() -> None:
    found = from_url("postgresql://ann:p%40ss@db.example:5433/line?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("line", "ann", "p@ss")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == (
        "db.example",
        "5433",
        {"connect_timeout": "5", "sslmode": "require"},
    )


def test_a_database_url_may_name_a_socket() -> None:
    found = from_url("postgres://ann@/line?host=/run/postgresql&port=5433")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgresql", "5433", {"connect_timeout": "5"})


@pytest.mark.parametrize(
    ("url", "words"),
    [("mysql://x/y", "must start with postgresql://"), ("postgresql://x:99999/y", "a port that is no number")],
)
def test_a_wrong_database_url_is_refused(url: str, words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        from_url(url)


def test_the_embedded_database_is_found_whatever_the_environment_says_of_another(folder: Path) -> None:
    assert embedded(folder / "var")["PORT"] == "5432"


def test_the_secret_is_made_once_and_for_oneself(tmp_path: Path) -> None:
    first = local_secret(tmp_path / "var")
    assert len(first) > 50
    assert local_secret(tmp_path / "var") == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert local_secret(tmp_path / "other") != first


def test_production_settings_pass_the_deploy_check(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"], "SECRET_KEY": "k" * 30 + "1234567890abcdefghijABCDEFGHIJ",
        "ALLOWED_HOSTS": "line.example", "DATABASE_URL": "postgresql:///x", "THROUGHLINE_VAR": str(tmp_path),
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("named", [False, True])
def test_forwarded_addresses_are_believed_only_of_proxies_that_are_named(
    named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever guesses passwords gives himself a new address with every try."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if named:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.2")
    assert server_config().proxy_headers is named
