"""A real backup from before a withdrawal, really restored: when the server says that it runs, the person is gone again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.postgres.cluster import Cluster
from config.postgres.programs import Programs
from tests.config.conftest import connect
from tests.config.test_serve import ROOT, Run

pytestmark = pytest.mark.resilience
PERSON = "select id from interviews_participant where number = 3"
WORDS = "select count(*) from interviews_note n join interviews_interview i on i.id = n.interview_id where i.participant_id = %s"
WITHDRAW = """
import django; django.setup()
from analysis.erasing.beginning import erase
from interviews.models import Participant
erase(Participant.objects.get(number=3), "delete")
"""


@pytest.fixture
def var(folder: Path) -> Iterator[Path]:
    yield folder / "var"
    last = Cluster(folder / "var")
    last.start()
    assert last.release()


def withdraw(cluster: Cluster, var: Path) -> None:
    url = f"postgresql://postgres@/postgres?host={cluster.socket_dir}"
    env = {**os.environ, "THROUGHLINE_VAR": str(var), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", WITHDRAW], cwd=ROOT, env=env, check=True)


def tool(cluster: Cluster, program: str, *args: str) -> None:
    programs = Programs.find(cluster.home, cluster.owner)
    subprocess.run([programs.folder / program, "-h", cluster.socket_dir, "-U", "postgres", *args], check=True)


def words_of(cluster: Cluster, person: int) -> int:
    with connect(cluster) as database:
        return int(database.execute(WORDS, [person]).fetchone()[0])  # type: ignore[index]


def start_anew_with(backup: Path, cluster: Cluster, var: Path) -> Cluster:
    """As docs/operations.md says it: an empty cluster, the backup, the server."""
    cluster.release()
    shutil.rmtree(cluster.home)
    empty = Cluster(var)
    empty.start()
    tool(empty, "pg_restore", "-d", "postgres", str(backup))
    return empty


@pytest.mark.parametrize("ledger", [True, False], ids=["with the ledger", "negative control: without"])
def test_who_withdrew_after_the_backup_is_gone_when_the_server_says_it_runs(
    var: Path, folder: Path, ledger: bool
) -> None:
    cluster, backup = Cluster(var), folder / "backup.dump"
    first = Run(var, WORKER="0")
    first.link()
    cluster.start()
    with connect(cluster) as database:
        person = int(database.execute(PERSON).fetchone()[0])  # type: ignore[index]
    assert words_of(cluster, person) > 0
    tool(cluster, "pg_dump", "-Fc", "-f", str(backup), "postgres")
    withdraw(cluster, var)
    assert words_of(cluster, person) == 0
    first.end(15)
    cluster = start_anew_with(backup, cluster, var)
    assert words_of(cluster, person) > 0  # the backup brought them back
    if not ledger:
        (var / "erasures.jsonl").unlink()
    second = Run(var, WORKER="0")
    port = second.port()
    left, answer = words_of(cluster, person), second.get(port)
    second.end(15)
    cluster.release()
    assert answer == 200
    assert (left == 0) is ledger
