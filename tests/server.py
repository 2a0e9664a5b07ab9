"""The real server, pages and event stream on one port, in a process of its own on the test database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from config.state import make_state_folder

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
HANG_UP = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)
COLLECT = "import django; django.setup(); from config.static_files import collect_static; collect_static()"


def database_url() -> str:
    """The test database as another process reaches it."""
    place = connection.settings_dict
    who = quote(place["USER"], safe="") + (f":{quote(place['PASSWORD'], safe='')}" if place["PASSWORD"] else "")
    where = {"host": place["HOST"], "port": place["PORT"] or "5432"}
    return f"postgresql://{who}@/{quote(place['NAME'], safe='')}?{urlencode(where)}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def uvicorn(port: int, environment: dict[str, str], log_level: str = "error", **more: Any) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        log_level,
    ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, **more)


def wait_until_healthy(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        try:
            urllib.request.urlopen(f"{address}/healthy/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The server didn't answer within {START_SECONDS} s.")


@pytest.fixture(scope="session")
def server_process(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The server's address. One process for the whole run; tests use `live_app`, which also empties the tables."""
    var = Path(os.environ["THROUGHLINE_VAR"]) / f"server-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    make_state_folder(var)
    (var / "secret-key").write_text(settings.SECRET_KEY)  # people are signed in by the tests' own key
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "THROUGHLINE_VAR": str(var),
    }
    subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, env=environment, check=True)
    port = free_port()
    process = uvicorn(port, environment, "warning")
    try:
        wait_until_healthy(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        with django_db_blocker.unblock():  # so that the database can be dropped
            with connection.cursor() as cursor:
                cursor.execute(HANG_UP)
            connection.close()  # the test's own thread of control has another one


@pytest.fixture
def live_app(server_process: str, transactional_db: None) -> str:
    """The address of the real server on emptied tables."""
    return server_process
