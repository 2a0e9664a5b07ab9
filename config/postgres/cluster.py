"""Starting, sharing and stopping one cluster. Every process that uses it holds a shared lock on a file; the kernel lets
go of it even on kill -9, so the last one out knows that it is the last and stops the server.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from config.postgres import CannotStart
from config.postgres.owner import owner_of
from config.postgres.places import cluster_home, make_home, make_private, socket_dir
from config.postgres.programs import Programs
from config.postgres.server import Server
from config.state import one_at_a_time


class Cluster:
    """`var` is the state directory; `durable=False` is for tests only."""

    def __init__(self, var: Path, durable: bool = True) -> None:
        self.var, self.durable = Path(var).resolve(), durable
        self.home = cluster_home(self.var)
        self.owner = owner_of(self.home)
        self.data, self.socket_dir = self.home / "data", socket_dir(self.home)
        self._users: int | None = None
        self._server: Server | None = None

    @property
    def is_elsewhere(self) -> bool:
        return self.home.parent != self.var

    def start(self) -> Path:
        """Start the server or join the one that runs; returns the folder of its socket."""
        try:
            make_home(self.var, self.home, self.owner)
            make_private(self.socket_dir, self.owner)
            self._join()
        except OSError as problem:
            raise CannotStart(f"The database's folder {self.home} can't be used: {problem}.") from problem
        return self.socket_dir

    def _join(self) -> None:
        self._users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while the last user of before is stopping the server
        with one_at_a_time(self.home / "start.lock"):
            programs = Programs.find(self.home, self.owner)
            self._server = Server(programs, self.data, self.socket_dir, self.durable)
            self._server.bring_up()

    def answers(self) -> bool:
        return self._server is not None and self._server.answers()

    def revive(self) -> None:
        """Bring the server up in whatever state it is; of several processes that want it one does it."""
        if self._server:
            with one_at_a_time(self.home / "start.lock"):
                self._server.bring_up()

    def release(self) -> bool:
        """Let go of the server; the last user stops it. Whether it was stopped."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._server:
                self._server.stop()
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(users)
