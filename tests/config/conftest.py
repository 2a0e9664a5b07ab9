"""Clusters and servers of their own, apart from the one that the other tests use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.postgres.cluster import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, because a socket's path has a limit; open to the database's own user, which pytest's folders are not."""
    made = Path(tempfile.mkdtemp(prefix="throughline-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    made = Cluster(folder / "var")
    yield made
    made.release()


def connect(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(cluster.socket_dir), user="postgres", dbname="postgres", autocommit=True)


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def answers(cluster: Cluster) -> bool:
    try:
        connect(cluster).close()
    except psycopg.OperationalError:
        return False
    return True
