"""Where the cluster lies and who owns it, on machines that make that hard."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from config.postgres import CannotStart, places, programs
from config.postgres.cluster import Cluster
from config.postgres.owner import Owner, default_owner, owner_of, reachable
from config.postgres.places import cluster_home, make_private, socket_dir
from config.state import make_state_folder
from tests.config.conftest import answers

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")


def test_the_state_folder_lets_through_and_hides(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        made = make_state_folder(folder / "var")
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o711


def test_the_data_lie_in_the_state_folder_where_they_can(folder: Path) -> None:
    assert cluster_home(folder / "var") == folder / "var" / "pg"


@as_root
def test_below_a_closed_folder_the_cluster_lies_elsewhere_and_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of a checkout in /root: neither data nor programs can be reached by the database's user there."""
    monkeypatch.setattr(places, "ELSEWHERE", folder / "elsewhere")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    wheel = programs._installed().parents[1]
    shutil.copytree(wheel, closed / wheel.name, symlinks=True)
    if (libraries := wheel.with_name(f"{wheel.name}.libs")).exists():
        shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    monkeypatch.setenv("PG_BINDIR", str(closed / wheel.name / "pginstall18" / "bin"))
    cluster = Cluster(closed / "var")
    try:
        cluster.start()
        assert cluster.is_elsewhere
        assert cluster.home.parent == folder / "elsewhere"
        assert answers(cluster)
        assert cluster_home(closed / "var") == cluster.home
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        assert cluster.release()


@as_root
def test_data_stay_with_their_owner_when_a_better_user_appears(folder: Path) -> None:
    """A package postgres installed later brings a user postgres; data made by nobody are still nobody's."""
    home = folder / "pg"
    home.mkdir()
    os.chown(home, 65534, 65534)
    assert owner_of(home) == Owner(65534, 65534)


@as_root
def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    theirs = folder / "s"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        make_private(theirs, default_owner())


def test_a_link_is_not_followed(folder: Path) -> None:
    """Else anybody could plant a link in /tmp and have a folder of root handed over."""
    target = folder / "target"
    target.mkdir()
    (folder / "s").symlink_to(target)
    before = target.stat()
    with pytest.raises(CannotStart, match="belongs to somebody else"):
        make_private(folder / "s", default_owner())
    assert (target.stat().st_uid, target.stat().st_mode) == (before.st_uid, before.st_mode)


def test_a_path_too_long_for_a_socket_is_cut_short(folder: Path) -> None:
    assert socket_dir(folder / "pg") == folder / "pg" / "s"
    long = folder / ("x" * 100) / "pg"
    assert socket_dir(long).parent == Path("/tmp")
    assert socket_dir(long) == socket_dir(long)
    assert socket_dir(long) != socket_dir(long.with_name("other"))


def test_reachable_asks_every_folder_on_the_way(folder: Path) -> None:
    stranger = Owner(12345, 12345)
    inner = folder / "closed" / "inner"
    inner.mkdir(parents=True)
    assert reachable(inner, stranger)
    inner.parent.chmod(0o700)
    assert not reachable(inner, stranger)
    inner.parent.chmod(0o711)
    assert reachable(inner, stranger)
