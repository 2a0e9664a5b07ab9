"""The embedded database around a piece of work: started or joined before, looked after meanwhile, given
up after, however the work ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.postgres import CannotStart
from config.postgres.cluster import Cluster
from config.postgres.watch import Watch
from config.preflight import check_folder, check_space


@contextmanager
def embedded_database(var: Path) -> Iterator[None]:
    """Does nothing where DATABASE_URL names another database."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    end_on_signals()
    check_folder(var)
    cluster = Cluster(var)
    try:
        cluster.start()
        check_space(cluster.home)
        if cluster.is_elsewhere:
            print(f"The database lies in {cluster.home}: its user can't enter {cluster.var}.", file=sys.stderr)
        with Watch(cluster):
            yield
    finally:
        stop(cluster)


def end_on_signals() -> None:
    """SIGTERM and a closed terminal end like Ctrl-C, through `finally`: by default they would leave the database running."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def stop(cluster: Cluster) -> None:
    """A second Ctrl-C doesn't interrupt the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    try:
        cluster.release()
    except CannotStart as reason:
        print(f"The database didn't stop. {reason}", file=sys.stderr)
