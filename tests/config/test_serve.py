"""Every reason not to start is one line for a person."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import serve
from config.database import from_url
from config.postgres.places import CannotStart

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_names_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} .* Choose another: make run PORT={port + 1}"):
            serve.check_port("127.0.0.1", port)


def test_a_taken_port_is_one_line_on_the_screen(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        env = {**os.environ, "PORT": str(taken.getsockname()[1]), "THROUGHLINE_VAR": str(tmp_path)}
        done = subprocess.run([sys.executable, "-m", "config.serve"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("Throughline can't start. Port")


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "SPACE_NEEDED", 10**18)
    with pytest.raises(CannotStart, match="is full"):
        serve.check_folder(tmp_path)


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CannotStart, match="can't be written"):
        serve.check_folder(tmp_path / "var")


def test_static_files_are_collected_again_only_after_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = serve.fingerprint([tmp_path])
    assert serve.fingerprint([tmp_path]) == first
    (tmp_path / "a.css").write_text("bb")
    assert serve.fingerprint([tmp_path]) != first


def test_a_database_url_is_read_whole() -> None:
    found = from_url("postgresql://ann:p%40ss@db.example:5433/line?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("line", "ann", "p@ss")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})


def test_another_database_than_postgresql_is_refused() -> None:
    with pytest.raises(SystemExit, match="must start with postgresql://"):
        from_url("mysql://x/y")


def test_production_settings_pass_the_deploy_check(tmp_path: Path) -> None:
    env = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}, "SECRET_KEY": "k" * 30 + "1234567890abcdefghijABCDEFGHIJ" , "ALLOWED_HOSTS": "line.example",
        "DATABASE_URL": "postgresql:///x", "THROUGHLINE_VAR": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
