"""The worker that comes with the server, in processes of their own: killed, cut off from its database, left alone, ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from config.postgres.cluster import Cluster
from tests.config.conftest import answers, connect, postmaster
from tests.config.test_serve import Run, no_process_in, slowness, var  # noqa: F401

pytestmark = pytest.mark.resilience
SOON = 15  # seconds, on a machine that has time
# As `enqueue` writes it; no worker of a test's own is needed to see that it was done.
WRITE = "insert into procrastinate_jobs (queue_name, task_name, args) values (%s, 'old jobs', '{\"timestamp\": 0}') returning id"


def test_one_story(var: Path) -> None:  # noqa: F811
    cluster, run = Cluster(var), Run(var)
    run.link()
    first = worker_of(run)
    assert done(cluster, "quick")
    assert done(cluster, "long")

    first.kill()
    second = until(lambda: (found := worker_of(run)) != first and found)
    assert done(cluster, "quick")

    before = postmaster(cluster)
    os.kill(before, signal.SIGKILL)
    until(lambda: answers(cluster) and postmaster(cluster) != before)
    assert done(cluster, "quick")
    assert worker_of(run) == second  # it went on by itself

    run.end(signal.SIGKILL)
    until(lambda: not second.is_running())
    assert answers(cluster)

    run = Run(var)
    run.link()
    last = worker_of(run)
    begun = time.monotonic()
    assert run.end(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 5 * slowness()
    assert not last.is_running()
    assert not answers(cluster)
    assert no_process_in(var)


def test_a_server_may_go_without(var: Path) -> None:  # noqa: F811
    run = Run(var, WORKER="0")
    run.link()
    time.sleep(1)
    assert psutil.Process(run.process.pid).children() == []
    assert run.end(signal.SIGTERM) == 0


def worker_of(run: Run) -> psutil.Process:
    def look() -> psutil.Process | None:
        children = psutil.Process(run.process.pid).children()
        return next((child for child in children if "config.worker" in " ".join(child.cmdline())), None)

    return until(look)


def done(cluster: Cluster, queue: str) -> bool:
    def look() -> bool:
        with connect(cluster) as database:
            row = database.execute("select status from procrastinate_jobs where id = %s", [number]).fetchone()
        return bool(row) and row[0] == "succeeded"

    with connect(cluster) as database:
        number = database.execute(WRITE, [queue]).fetchone()[0]
    return until(look)


def until(look: Callable[[], Any]) -> Any:
    end = time.monotonic() + SOON * slowness()
    while time.monotonic() < end:
        try:
            if found := look():
                return found
        except (psutil.NoSuchProcess, OSError):
            pass
        time.sleep(0.05)
    raise AssertionError("It didn't happen in time.")
