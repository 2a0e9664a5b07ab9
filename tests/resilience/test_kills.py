"""Every part is killed without warning in the middle of writing. What was answered as saved is there afterwards."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.postgres.cluster import Cluster
from tests.config.conftest import connect, postmaster

pytestmark = pytest.mark.resilience
WRITERS = 4
SECONDS = 0.5


class Writers:
    """Each keeps writing numbers of its own and remembers those whose commit was answered."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.answered: list[tuple[int, int]] = []
        self.threads = [threading.Thread(target=self.write, args=[number]) for number in range(WRITERS)]

    def write(self, writer: int) -> None:
        try:
            with connect(self.cluster) as database:
                for number in range(10**6):
                    database.execute("insert into line values (%s, %s)", [writer, number])
                    self.answered.append((writer, number))
        except psycopg.Error:
            pass  # the kill

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        time.sleep(SECONDS)
        return self

    def __exit__(self, *error: object) -> None:
        for thread in self.threads:
            thread.join(10)


@pytest.fixture
def table(cluster: Cluster) -> Iterator[Cluster]:
    cluster.start()
    with connect(cluster) as database:
        database.execute("create table line (writer int, number int, primary key (writer, number))")
    yield cluster


def after_a_new_start(cluster: Cluster) -> set[tuple[int, int]]:
    cluster.release()
    cluster.start()
    with connect(cluster) as database:
        return set(database.execute("select writer, number from line").fetchall())


def kill_postmaster(cluster: Cluster) -> None:
    os.kill(postmaster(cluster), signal.SIGKILL)


def kill_all(cluster: Cluster) -> None:
    """As a power cut does it, but for what the disk itself forgets."""
    parent = psutil.Process(postmaster(cluster))
    for process in [parent, *parent.children(recursive=True)]:
        process.kill()


def kill_a_backend(cluster: Cluster) -> None:
    """The server throws out everybody and recovers by itself."""
    with connect(cluster) as database:
        pid = database.execute("select pid from pg_stat_activity where query like 'insert%' limit 1").fetchone()[0]
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("kill", [kill_postmaster, kill_all, kill_a_backend])
def test_every_answered_commit_is_there_after_a_kill(table: Cluster, kill) -> None:
    with Writers(table) as writers:
        kill(table)
    answered = set(writers.answered)
    assert len(answered) > 100
    assert answered <= after_a_new_start(table)


def test_a_server_that_hangs_while_stopping_is_started_again(table: Cluster) -> None:
    """PostgreSQL 18.4 hangs when it is asked to stop in the moment it recovers; so does one whose stopper was killed."""
    with Writers(table):
        kill_a_backend(table)
    os.kill(postmaster(table), signal.SIGINT)
    second = Cluster(table.var)
    second.start()
    with connect(second) as database:
        assert database.execute("select count(*) from line").fetchone()[0] > 100
    second.release()


def test_negative_control_a_lost_commit_would_be_noticed(table: Cluster) -> None:
    with Writers(table) as writers:
        kill_postmaster(table)
    assert not {*writers.answered, (0, -1)} <= after_a_new_start(table)


def test_initdb_killed_half_way_leaves_nothing_that_counts(folder: Path) -> None:
    pid = os.fork()
    if pid == 0:
        os.setsid()
        Cluster(folder / "var").start()
        os._exit(0)
    home = folder / "var" / "pg"
    while not list(home.glob("init-*/base")):
        time.sleep(0.005)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert not (home / "data").exists()
    again = Cluster(folder / "var")
    again.start()
    assert list(home.glob("init-*")) == []
    assert again.release()
