"""A server whose database is away: every answer is calm, and none looks like an answer of the page itself."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory

from config.errors import broken
from tests.server import ROOT, free_port, uvicorn

STUDY = "/studies/5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f42"
COOKIES = {"Cookie": "sessionid=somebody; csrftoken=" + "a" * 32, "X-CSRFToken": "a" * 32}
NOWHERE = "postgresql://nobody@127.0.0.1:9/nothing"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    with tempfile.TemporaryDirectory() as var:
        env = {**os.environ, "DATABASE_URL": NOWHERE, "THROUGHLINE_VAR": var}
        subprocess.run([sys.executable, "-c", "from tests.server import COLLECT; exec(COLLECT)"], cwd=ROOT, env=env)
        process = uvicorn(port, env, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield port
        finally:
            process.kill()
            process.wait()


def wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            ask(port, "GET", "/healthy/")
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The server didn't answer.")


def ask(port: int, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    server.request(method, path, "{}" if method == "PUT" else None, {**COOKIES, **headers})
    return server.getresponse()


def test_a_page_says_it_will_be_back(port: int) -> None:
    answer = ask(port, "GET", f"{STUDY}/", Accept="text/html")
    words = answer.read().decode()
    assert (answer.status, answer.getheader("Retry-After")) == (503, "2")
    assert "Back in a moment" in words and "Traceback" not in words
    assert "frame-ancestors 'none'" in answer.getheader("Content-Security-Policy", "")
    assert answer.getheader("Cache-Control") == "no-store, private"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", f"{STUDY}/interviews/1/notes/5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f43/"),
        ("POST", f"{STUDY}/interviews/1/live/question/"),
        ("GET", "/healthy/"),
        ("GET", f"{STUDY}/events"),
    ],
)
def test_a_script_hears_that_it_should_try_again(port: int, method: str, path: str) -> None:
    answer = ask(port, method, path)
    assert answer.status == 503
    assert answer.getheader("Content-Type") == "text/plain; charset=utf-8"
    assert answer.getheader("Retry-After") == "2"


def test_any_other_fault_stays_a_fault(rf: RequestFactory) -> None:
    try:
        raise ValueError("ours")
    except ValueError:
        assert broken(rf.get("/")).status_code == 500


def test_negative_control_without_the_handler_it_is_a_fault(client: Client, settings: object) -> None:
    """What the page said before: the default handler makes 500 of a database that is away."""
    from django.db import OperationalError
    from django.views.defaults import server_error

    try:
        raise OperationalError("away")
    except OperationalError:
        assert server_error(RequestFactory().get("/")).status_code == 500
        assert broken(RequestFactory().get("/")).status_code == 503
