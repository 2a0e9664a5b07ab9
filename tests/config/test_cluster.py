"""The embedded PostgreSQL: started, shared, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.postgres import CannotStart
from config.postgres.cluster import Cluster
from config.postgres.programs import Programs
from config.postgres.server import SOCKET_NAME
from tests.config.conftest import answers, connect, postmaster

pytestmark = pytest.mark.resilience
ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys; from pathlib import Path; from config.postgres.cluster import Cluster
cluster = Cluster(Path(sys.argv[1])); cluster.start(); print("up", flush=True)
sys.stdin.readline(); print(cluster.release(), flush=True)
"""


class Users:
    """Other processes that use the cluster until they are told to leave, or are killed."""

    def __init__(self, var: Path) -> None:
        self.var, self.all = var, list[subprocess.Popen[str]]()

    def begin(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", USER, str(self.var)]
        user = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.all.append(user)
        return user

    def up(self, user: subprocess.Popen[str]) -> bool:
        return user.stdout is not None and user.stdout.readline() == "up\n"

    def stopped_the_server(self, user: subprocess.Popen[str]) -> bool:
        return user.communicate("leave\n", timeout=30)[0] == "True\n"


@pytest.fixture
def users(cluster: Cluster) -> Iterator[Users]:
    users = Users(cluster.var)
    yield users
    for user in users.all:
        user.kill()
        user.communicate()


def test_it_starts_answers_and_stops(cluster: Cluster) -> None:
    cluster.start()
    with connect(cluster) as database:
        assert database.execute("show fsync").fetchone() == ("on",)
        assert database.execute("show data_checksums").fetchone() == ("on",)
        assert database.execute("show listen_addresses").fetchone() == ("",)
    assert cluster.socket_dir.stat().st_mode & 0o077 == 0
    assert cluster.release()
    assert not answers(cluster)


def test_many_may_start_it_at_once_and_the_last_one_stops_it(cluster: Cluster, users: Users) -> None:
    all_of_them = [users.begin() for _ in range(4)]
    assert all(users.up(user) for user in all_of_them)
    assert [users.stopped_the_server(user) for user in all_of_them] == [False, False, False, True]
    assert not answers(cluster)


def test_a_killed_user_does_not_keep_it_running(cluster: Cluster, users: Users) -> None:
    killed = users.begin()
    assert users.up(killed)
    killed.kill()
    killed.wait()
    cluster.start()
    assert cluster.release()
    assert not answers(cluster)


def test_a_killed_postmaster_loses_nothing(cluster: Cluster) -> None:
    cluster.start()
    with connect(cluster) as database:
        database.execute("create table line (n int)")
        for number in range(50):
            database.execute("insert into line values (%s)", [number])
        os.kill(postmaster(cluster), signal.SIGKILL)
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
        lock = f"{bystander.pid}\n{cluster.data}\n1\n5432\n{cluster.socket_dir}\n\n"
        (cluster.data / "postmaster.pid").write_text(lock)
        cluster.start()
        with connect(cluster) as database:
            database.execute("select 1")
        assert cluster.release()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_dead_socket_does_not_count_as_running(cluster: Cluster) -> None:
    cluster.start()
    os.kill(postmaster(cluster), signal.SIGKILL)
    assert (cluster.socket_dir / SOCKET_NAME).exists()
    second = Cluster(cluster.var)
    second.start()
    assert answers(second)
    assert not second.release()


def test_a_half_made_cluster_is_made_again(cluster: Cluster) -> None:
    half = cluster.home / "init-half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert not half.exists()
    assert answers(cluster)


def test_variables_meant_for_another_server_are_not_obeyed(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGOPTIONS", "-c nonsense=1")
    cluster.start()
    assert cluster.release()


def test_another_version_is_refused_in_one_line(cluster: Cluster) -> None:
    cluster.start()
    cluster.release()
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="was written by PostgreSQL 9") as refusal:
        cluster.start()
    assert "\n" not in str(refusal.value)


def test_a_broken_setting_is_one_line_with_its_cause(cluster: Cluster) -> None:
    cluster.start()
    cluster.release()
    with (cluster.data / "postgresql.conf").open("a") as conf:
        conf.write("work_mem = 'plenty'\n")
    with pytest.raises(CannotStart, match="FATAL.*errors") as refusal:
        cluster.start()
    assert "\n" not in str(refusal.value)


def test_a_full_disk_is_one_line(cluster: Cluster, folder: Path) -> None:
    programs = Programs(folder, cluster.owner, folder)
    output = "initdb: x\nFATAL: could not write: No space left on device\nchild process exited\n"
    assert programs._why("initdb", output).startswith("The disk is full")
    assert programs._why("initdb", "FATAL: something else\n") == "initdb failed: FATAL: something else"
