"""Starting, sharing and stopping one cluster. Every process that uses it holds a shared lock on a file; the kernel lets
go of it even on kill -9, so the last one out knows that it is the last and stops the server.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import psutil

from config.postgres import CannotStart
from config.postgres.owner import give, owner_of
from config.postgres.places import cluster_home, make_home, make_private, socket_dir
from config.postgres.programs import Programs
from config.state import one_at_a_time

SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 120  # crash recovery after a power cut may take its time
LEAVE_SECONDS = 10

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "port": "5432",
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgres-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
    }
)
# For test runs: as fast as the machine allows, nothing survives a power cut.
FORGETFUL: Mapping[str, str] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "2GB"}
)


class Cluster:
    """`var` is the state directory; `durable=False` is for tests only."""

    def __init__(self, var: Path, durable: bool = True) -> None:
        self.var, self.durable = Path(var).resolve(), durable
        self.home = cluster_home(self.var)
        self.owner = owner_of(self.home)
        self.data, self.socket_dir = self.home / "data", socket_dir(self.home)
        self._users: int | None = None

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
            self.programs = Programs.find(self.home, self.owner)
            if not self.data.exists():
                self._create()
            self._same_version()
            if not self._answers():
                self._clear_what_a_crash_left()
                self._launch()
            self._wait_until_ready()

    def release(self) -> bool:
        """Let go of the server; the last user stops it. Whether it was stopped."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stop()
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(users)

    def _stop(self) -> None:
        """Also one that is only just starting; a killed one whose children are leaving needs no stopping."""
        if not self._answers() and not self._processes():
            return
        try:
            Programs.find(self.home, self.owner).run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
        except CannotStart:
            if self._answers():
                raise

    def _create(self) -> None:
        """initdb in a folder of its own, then one rename: a cluster is there whole or not at all."""
        for left in self.home.glob("init-*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="init-", dir=self.home))
        give(draft, self.owner)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if self.programs.major() < 17:
            locale = ["--locale=C.UTF-8"]
        self.programs.run(
            "initdb", "-D", draft, "-U", "postgres", "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--data-checksums", *locale,
        )  # fmt: skip
        with (draft / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists 'throughline.conf'\n")
        draft.rename(self.data)

    def _same_version(self) -> None:
        have, here = int((self.data / "PG_VERSION").read_text()), self.programs.major()
        if have != here:
            raise CannotStart(
                f"{self.data} was written by PostgreSQL {have}, and this is {here}. "
                "Dump it with the old one and restore it here; docs/operations.md says how."
            )

    def _launch(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket_dir)}
        if not self.durable:
            settings |= FORGETFUL
        conf = self.data / "throughline.conf"
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        conf.chmod(0o600)
        give(conf, self.owner)
        log = self.data / "start.log"  # holds only what comes before the server's own log is open
        log.unlink(missing_ok=True)
        self.programs.run("pg_ctl", "-D", self.data, "-w", "-t", str(START_SECONDS), "-l", log, "start")

    def _answers(self) -> bool:
        """Alive is what answers: a pid in a file may be a zombie, or somebody else's by now."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.socket_dir / SOCKET_NAME))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            except OSError:
                return True  # too busy to take one more; waiting until it is ready decides
        return True

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self.programs.ready(self.socket_dir):
            if time.monotonic() > end:
                raise CannotStart(f"The database isn't ready after {START_SECONDS} s; see {self.data / 'log'}.")
            time.sleep(0.05)

    def _clear_what_a_crash_left(self) -> None:
        """Lock files go only when no process of this cluster is left, known by its working folder."""
        end = time.monotonic() + LEAVE_SECONDS
        while self._processes() and time.monotonic() < end:
            time.sleep(0.1)
        if self._processes():
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (self.socket_dir / name).unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        found = []
        for process in psutil.process_iter():
            try:
                mine = "postgres" in process.name() and process.cwd() == str(self.data)
                if mine and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process.pid)
            except (psutil.Error, OSError):
                continue
        return found
