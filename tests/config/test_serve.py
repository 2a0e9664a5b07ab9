"""`make run` itself, in a process of its own: first start, second start, every way to end, every way to refuse."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import pytest

from config.postgres.cluster import Cluster
from config.serve import address_of
from tests.config.conftest import answers, connect, postmaster

pytestmark = pytest.mark.resilience
ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"http://localhost:\d+/sign-in/[\w-]+/")
START_SECONDS = 60


class Run:
    """One `python -m config.serve` on a free port."""

    def __init__(self, var: Path, **environment: str) -> None:
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
        self.var = var
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"], cwd=ROOT, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**env, "THROUGHLINE_VAR": str(var), "PORT": "0", **environment},
        )  # fmt: skip

    def link(self) -> str:
        """The printed one; the server answers by then."""
        assert self.process.stdout
        for line in self.process.stdout:
            if found := LINK.search(line):
                return found[0]
        raise AssertionError(self.process.communicate()[1])

    def port(self) -> int:
        return urlsplit(self.link()).port or 0

    def get(self, port: int, path: str = "/healthy/") -> int:
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        server.request("GET", path)
        return server.getresponse().status

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def var(folder: Path) -> Iterator[Path]:
    """Whatever a test leaves running stops with it, so that the folder can go."""
    yield folder / "var"
    last = Cluster(folder / "var")
    last.start()
    assert last.release()


def studies(cluster: Cluster) -> int:
    with connect(cluster) as database:
        return database.execute("select count(*) from studies_study").fetchone()[0]


def test_first_start_second_start_and_kills_in_between(var: Path) -> None:
    """One story, because a first start costs seconds: the sample is loaded once and outlives every kind of end."""
    cluster = Cluster(var)
    first = Run(var)
    assert first.get(first.port()) == 200
    loaded = studies(cluster)
    assert loaded >= 1
    assert first.end(signal.SIGTERM) == 0
    assert not answers(cluster)

    begun = time.monotonic()
    second = Run(var)
    port = second.port()
    assert time.monotonic() - begun < 5 * slowness()
    first_postmaster = postmaster(cluster)
    second.end(signal.SIGKILL)
    assert answers(cluster)

    third = Run(var, PORT=str(port))
    assert third.get(third.port()) == 200
    assert postmaster(cluster) == first_postmaster
    os.kill(first_postmaster, signal.SIGKILL)
    assert third.end(signal.SIGINT) == 0

    fourth = Run(var)
    assert fourth.get(fourth.port()) == 200
    assert studies(cluster) == loaded
    assert fourth.end(signal.SIGHUP) == 0
    assert not answers(cluster)
    assert no_process_in(var)


def test_a_killed_database_comes_back_while_the_app_runs(var: Path) -> None:
    """And in the meantime a page says so calmly."""
    cluster, run = Cluster(var), Run(var)
    port = run.port()
    for _ in range(2):
        before = postmaster(cluster)
        os.kill(before, signal.SIGKILL)
        end = time.monotonic() + 20
        seen = set()
        while time.monotonic() < end:
            seen.add(run.get(port))
            if 200 in seen and answers(cluster) and postmaster(cluster) != before:
                break
            time.sleep(0.02)
        assert postmaster(cluster) != before
        assert seen <= {200, 503}
        assert run.get(port) == 200
    assert run.end(signal.SIGTERM) == 0
    assert not answers(cluster)


def slowness() -> float:
    """A shared machine may be busy with other work; the limit holds for one that isn't."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_an_open_page_does_not_hold_up_the_end(var: Path) -> None:
    cluster, run = Cluster(var), Run(var)
    link = run.link()
    with connect(cluster) as database:
        study = database.execute("select id from studies_study").fetchone()[0]
    page = http.client.HTTPConnection(urlsplit(link).netloc, timeout=10)
    page.request("GET", f"/studies/{study}/events", headers={"Cookie": signed_in(link)})
    answer = page.getresponse()
    assert answer.status == 200
    assert answer.readline() == b"retry: 2000\n"
    begun = time.monotonic()
    assert run.end(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 2 * slowness()


def signed_in(link: str) -> str:
    """The cookies of somebody who opened the link and pressed its button; a second time it is used up."""
    where = urlsplit(link)
    server = http.client.HTTPConnection(where.netloc, timeout=10)
    server.request("GET", where.path)
    page = server.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    headers = {"Cookie": cookies(page), "Content-Type": "application/x-www-form-urlencoded"}
    statuses = []
    for _ in range(2):
        server.request("POST", where.path, urlencode({"csrfmiddlewaretoken": token[1]}), headers)
        answer = server.getresponse()
        answer.read()
        statuses.append((answer.status, cookies(answer)))
    assert [status for status, _ in statuses] == [302, 410]
    return statuses[0][1]


def cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")


def no_process_in(folder: Path) -> bool:
    return not [
        process
        for process in psutil.process_iter(["cwd"])
        if str(process.info["cwd"] or "").startswith(str(folder.resolve()))
    ]


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_database_that_forgets_is_refused_in_one_line_and_stopped(var: Path, setting: str) -> None:
    cluster = Cluster(var)
    cluster.start()
    with connect(cluster) as database:
        database.execute(f"alter system set {setting} = off")
    cluster.release()
    run = Run(var)
    _, said = run.process.communicate(timeout=START_SECONDS)
    assert run.process.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith(f"Throughline can't start. The database has {setting} = off")
    assert not answers(cluster)
    (cluster.data / "postgresql.auto.conf").write_text("")


def test_a_forgetful_database_url_is_refused_too(folder: Path) -> None:
    cluster = Cluster(folder / "theirs", durable=False)
    socket_dir = cluster.start()
    try:
        run = Run(folder / "var", DATABASE_URL=f"postgresql://postgres@/postgres?host={socket_dir}")
        _, said = run.process.communicate(timeout=START_SECONDS)
        assert said.startswith("Throughline can't start. The database has fsync = off")
        assert not (folder / "var" / "pg").exists()
        assert answers(cluster)
    finally:
        cluster.release()


def test_a_database_that_does_not_answer_is_one_line(folder: Path) -> None:
    run = Run(folder / "var", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    _, said = run.process.communicate(timeout=START_SECONDS)
    assert said.count("\n") == 1
    assert said.startswith("Throughline can't start. The database says: connection")


def test_a_taken_port_is_one_line(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = Run(folder / "var", PORT=str(taken.getsockname()[1]))
        _, said = run.process.communicate(timeout=START_SECONDS)
    assert run.process.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith("Throughline can't start. Port")
    assert not (folder / "var").exists()


def test_missing_programs_are_one_line(folder: Path) -> None:
    run = Run(folder / "var", PG_BINDIR="/nowhere")
    _, said = run.process.communicate(timeout=START_SECONDS)
    assert said == "Throughline can't start. There is no PostgreSQL in /nowhere.\n"


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "http://localhost"), ("127.0.0.1", "http://localhost"), ("127.0.0.2", "http://127.0.0.2")],
)
def test_the_printed_address_is_one_a_browser_can_open(host: str, shown: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        assert address_of(listener, host) == f"{shown}:{listener.getsockname()[1]}"


def test_a_command_brings_its_database_and_takes_it_away(var: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    command = [sys.executable, "manage.py", "showmigrations", "--plan"]
    done = subprocess.run(command, cwd=ROOT, env={**env, "THROUGHLINE_VAR": str(var)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[ ]  accounts.0001_initial" in done.stdout
    assert not answers(Cluster(var))
