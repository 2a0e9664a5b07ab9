"""The embedded PostgreSQL, started, shared, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres import cluster as cluster_module
from config.postgres.cluster import Cluster
from config.postgres.places import CannotStart

pytestmark = pytest.mark.resilience
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short, because a socket's path has a limit; open to the database's own user."""
    folder = Path("/var/tmp") / f"throughline-test-{os.getpid()}-{time.monotonic_ns() % 10**9}"
    folder.mkdir(mode=0o755)
    return folder


@pytest.fixture
def cluster(var: Path) -> Iterator[Cluster]:
    made = Cluster(var)
    yield made
    made.release()
    subprocess.run(["rm", "-rf", str(var)], check=True)


def connect(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(cluster.socket_dir), user="postgres", dbname="postgres", autocommit=True)


def postmaster_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_it_starts_answers_and_stops(cluster: Cluster) -> None:
    cluster.start()
    with connect(cluster) as database:
        assert database.execute("show fsync").fetchone() == ("on",)
        assert database.execute("show listen_addresses").fetchone() == ("",)
    assert cluster.release()
    assert not cluster._answers()


def test_the_last_user_stops_it(cluster: Cluster, var: Path) -> None:
    cluster.start()
    second = Cluster(var)
    second.start()
    assert not cluster.release()
    assert second._answers()
    assert second.release()


def test_a_killed_user_leaves_no_trace(cluster: Cluster, var: Path) -> None:
    """kill -9 of a process that used the server: the next clean exit still stops it."""
    script = f"import time; from pathlib import Path; from config.postgres.cluster import Cluster; Cluster(Path({str(var)!r})).start(); print('up', flush=True); time.sleep(60)"
    user = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert user.stdout and user.stdout.readline() == "up\n"
    user.kill()
    user.wait()
    cluster.start()
    assert cluster.release()


def test_a_killed_postmaster_loses_nothing(cluster: Cluster) -> None:
    cluster.start()
    with connect(cluster) as database:
        database.execute("create table line (n int)")
        for number in range(50):
            database.execute("insert into line values (%s)", [number])
        os.kill(postmaster_pid(cluster), signal.SIGKILL)
    cluster.release()
    cluster.start()
    with connect(cluster) as database:
        assert database.execute("select count(*) from line").fetchone() == (50,)


def test_a_foreign_process_with_the_old_number_is_left_alone(cluster: Cluster) -> None:
    """After a reboot the number in the lock file can belong to anything."""
    cluster.start()
    cluster.release()
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (cluster.data / "postmaster.pid").write_text(
            f"{bystander.pid}\n{cluster.data}\n1\n5432\n{cluster.socket_dir}\n\n"
        )
        cluster.start()
        assert bystander.poll() is None
        cluster.release()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_half_made_cluster_is_made_again(cluster: Cluster) -> None:
    cluster._make_home()
    half = cluster.home / "init-half"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert not half.exists()
    with connect(cluster) as database:
        database.execute("select 1")


def test_another_version_is_refused_in_one_line(cluster: Cluster) -> None:
    cluster.start()
    cluster.release()
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="was written by PostgreSQL 9"):
        cluster.start()


def test_a_full_disk_is_one_line() -> None:
    output = "initdb: x\nFATAL: could not write: No space left on device\nchild process exited\n"
    assert cluster_module._in_one_line("initdb", output).startswith("The disk is full")
