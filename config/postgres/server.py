"""One PostgreSQL server on one data folder: made, brought up, stopped. Who may ask for that, and when, is cluster.py's."""

from __future__ import annotations

import shutil
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import psutil

from config.postgres import CannotStart
from config.postgres.owner import give
from config.postgres.programs import Programs

SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 120  # crash recovery after a power cut may take its time
STOP_SECONDS = 20
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
        # Errors without the values they are about: an address that is taken is somebody's, and logs outlive a withdrawal.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
)
# For test runs: as fast as the machine allows, nothing survives a power cut.
FORGETFUL: Mapping[str, str] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "2GB"}
)


@dataclass(frozen=True)
class Server:
    programs: Programs
    data: Path
    socket_dir: Path
    durable: bool

    def bring_up(self) -> None:
        """Whatever state it is in: not made yet, stopped, killed, recovering, running."""
        if not self.data.exists():
            self._create()
        self._demand_same_version()
        end = time.monotonic() + START_SECONDS
        while not self.programs.ready(self.socket_dir):
            if self._hangs_while_stopping():
                self.stop()
            if not self.answers():
                self._clear_what_a_crash_left()
                self._launch()
            if time.monotonic() > end:
                raise CannotStart(f"The database isn't ready after {START_SECONDS} s; see {self.data / 'log'}.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Also one that is only just starting; a killed one whose children are leaving needs no stopping.

        PostgreSQL 18.4 can hang for ever when it is asked to stop while it recovers from a crash. Stopping at once is
        safe: the next start reads the write-ahead log, as it does after a power cut.
        """
        if not self.answers() and not self._processes():
            return
        try:
            mode = "fast" if self.programs.ready(self.socket_dir) else "immediate"
            self.programs.run("pg_ctl", "-D", self.data, "-w", "-t", str(STOP_SECONDS), "-m", mode, "stop")
        except CannotStart:
            if self.answers():
                self.programs.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def _create(self) -> None:
        """initdb in a folder of its own, then one rename: a cluster is there whole or not at all."""
        for left in self.programs.home.glob("init-*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="init-", dir=self.programs.home))
        give(draft, self.programs.owner)
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

    def _demand_same_version(self) -> None:
        have, here = int((self.data / "PG_VERSION").read_text()), self.programs.major()
        if have != here:
            raise CannotStart(
                f"{self.data} was written by PostgreSQL {have}, and this is {here}. "
                "Dump it with the old one and restore it here; docs/operations.md says how."
            )

    def _hangs_while_stopping(self) -> bool:
        """Whoever stops it holds the users' lock alone, and we hold it: nobody is there to see this stopping through."""
        state = self.data / "postmaster.pid"
        return self.answers() and state.exists() and state.read_text().rstrip().endswith("stopping")

    def _launch(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket_dir)}
        if not self.durable:
            settings |= FORGETFUL
        conf = self.data / "throughline.conf"
        conf.write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
        conf.chmod(0o600)
        give(conf, self.programs.owner)
        log = self.data / "start.log"  # holds only what comes before the server's own log is open
        log.unlink(missing_ok=True)
        self.programs.run("pg_ctl", "-D", self.data, "-w", "-t", str(START_SECONDS), "-l", log, "start")

    def answers(self) -> bool:
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
