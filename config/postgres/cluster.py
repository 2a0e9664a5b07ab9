"""Starting, sharing and stopping one cluster. Every process that uses it holds a shared lock on a file; the kernel lets
go of it even on kill -9, so the last one out knows that it is the last and stops the server.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psutil

from config.postgres.places import CannotStart, binaries, cluster_home, keep_home, os_user, socket_dir

SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 120  # crash recovery after a power cut may take its time
LEAVE_SECONDS = 10

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
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
        self.owner = os_user()
        self.home = cluster_home(self.var)
        self.data, self.socket_dir = self.home / "data", socket_dir(self.home)
        self._users: int | None = None

    def start(self) -> Path:
        """Start the server or join the one that runs; returns the folder of its socket."""
        self._make_home()
        self.bin = binaries(self.home)
        self._users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while the last user of before is stopping the server
        with self._only_one_starts():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._same_version()
            if not self._answers():
                self._clear_what_a_crash_left()
                self._launch()
            self._wait_until_ready()
        return self.socket_dir

    def release(self) -> bool:
        """Let go of the server; the last user stops it. Whether it was stopped."""
        if self._users is None:
            return False
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._answers():
                self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(users)

    def _make_home(self) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        self.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in (self.home, self.socket_dir):
            folder.mkdir(mode=0o700, exist_ok=True)
            if self.owner.is_other:
                os.chown(folder, self.owner.uid, self.owner.gid)
            if folder.stat().st_uid != self.owner.uid:
                raise CannotStart(f"{folder} belongs to somebody else. Move it away and start again.")
        keep_home(self.var, self.home)

    @contextmanager
    def _only_one_starts(self) -> Iterator[None]:
        lock = os.open(self.home / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _create(self) -> None:
        """initdb in a folder of its own, then one rename: a cluster is there whole or not at all."""
        for left in self.home.glob("init-*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="init-", dir=self.home))
        if self.owner.is_other:
            os.chown(draft, self.owner.uid, self.owner.gid)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if self.major() < 17:
            locale = ["--locale=C.UTF-8"]
        self._run(
            "initdb", "-D", str(draft), "-U", "postgres", "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--data-checksums", *locale,
        )  # fmt: skip
        with (draft / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists 'throughline.conf'\n")
        draft.rename(self.data)

    def _same_version(self) -> None:
        have = int((self.data / "PG_VERSION").read_text())
        if have != self.major():
            raise CannotStart(
                f"{self.data} was written by PostgreSQL {have}, and this is {self.major()}. "
                "Dump it with the old one and restore it here; docs/operations.md says how."
            )

    def major(self) -> int:
        out = subprocess.run([str(self.bin / "postgres"), "--version"], capture_output=True, text=True, check=True)
        return int(out.stdout.split(")")[1].split()[0].split(".")[0])

    def _launch(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket_dir)}
        if not self.durable:
            settings |= FORGETFUL
        conf = self.data / "throughline.conf"
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        conf.chmod(0o600)
        if self.owner.is_other:
            os.chown(conf, self.owner.uid, self.owner.gid)
        log = str(self.data / "start.log")
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", str(START_SECONDS), "-l", log, "start")

    def _answers(self) -> bool:
        """Alive is what answers: a pid in a file may be a zombie, or somebody else's by now."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.socket_dir / SOCKET_NAME))
            except OSError:
                return False
        return True

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        command = [str(self.bin / "pg_isready"), "-q", "-h", str(self.socket_dir), "-t", "2"]
        while subprocess.run(command, check=False, **self._as_owner()).returncode != 0:
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

    def _as_owner(self) -> dict[str, Any]:
        if not self.owner.is_other:
            return {}
        return {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []}

    def _run(self, program: str, *args: str) -> None:
        """Output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [str(self.bin / program), *args], check=False, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, cwd=self.home, env=env, **self._as_owner(),
            )  # fmt: skip
            if done.returncode:
                out.seek(0)
                raise CannotStart(_in_one_line(program, out.read()))


def _in_one_line(program: str, output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines):
        return "The disk is full: the database needs some space. Free some and start again."
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines[-1:] or ["no output"]
    return f"{program} failed: {telling[0]}"
