"""The operating system user that runs the server: ourselves, or for root somebody else, since PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.postgres import CannotStart


@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()


def default_owner() -> Owner:
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


def owner_of(home: Path) -> Owner:
    """Root goes on with the user who owns the data already; a user postgres may have come later than the data."""
    if os.geteuid() == 0 and home.exists() and (info := home.stat()).st_uid != 0:
        return Owner(info.st_uid, info.st_gid)
    return default_owner()


def reachable(path: Path, owner: Owner) -> bool:
    """Whether every folder on the way, and the last one too, lets the user through."""
    if not owner.is_other:
        return True
    return all(_may(folder, owner, 0o1) for folder in [path, *path.parents])


def runnable(program: Path, owner: Owner) -> bool:
    """Whether the user reaches, reads and runs it: a strict umask at installation forbids that."""
    return not owner.is_other or (reachable(program.parent, owner) and _may(program, owner, 0o5))


def _may(path: Path, owner: Owner, wanted: int) -> bool:
    info = path.stat()
    if info.st_uid == owner.uid:
        return info.st_mode >> 6 & wanted == wanted
    if info.st_gid == owner.gid:
        return info.st_mode >> 3 & wanted == wanted
    return info.st_mode & wanted == wanted


def give(folder: Path, owner: Owner) -> None:
    """Hand over a folder with all that is in it."""
    if not owner.is_other:
        return
    for path in _tree(folder):
        os.chown(path, owner.uid, owner.gid, follow_symlinks=False)


def _tree(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.rglob("*")
