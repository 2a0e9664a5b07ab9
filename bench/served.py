"""The real server on the measured database, in a process of its own: uvicorn, threads for pages, commits that reach the disk."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
COLLECT = "import django; django.setup(); from config.static_files import collect_static; collect_static()"


def database_url() -> str:
    from django.db import connection

    held = connection.settings_dict
    where = urlencode({"host": held["HOST"], "port": held["PORT"] or "5432"})
    return f"postgresql://{quote(held['USER'], safe='')}@/{quote(held['NAME'], safe='')}?{where}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}


@contextmanager
def served() -> Iterator[str]:
    """Its address. The static files are collected first, hashed and compressed."""
    subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, env=environment(), check=True)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    address = f"http://127.0.0.1:{port}"
    try:
        _until_healthy(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _until_healthy(process: Any, address: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthy/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("The server didn't answer.")


def cookie_of(user: Any) -> tuple[str, str]:
    """Signed in, as the browser would be."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value
