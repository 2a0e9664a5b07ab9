"""Where the cluster lies: below the state directory, or where its user can reach it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from config.postgres import CannotStart
from config.postgres.owner import Owner, default_owner, reachable
from config.state import make_state_folder

SOCKET_PATH_LIMIT = 90  # sun_path holds 108 bytes on Linux and 104 on macOS, and the socket's own name needs some
ELSEWHERE = Path("/var/lib/throughline")


def cluster_home(var: Path) -> Path:
    """The folder of data and locks: var/pg, or for root below a closed folder one in /var/lib, noted in var/pg-home."""
    here = make_state_folder(var).resolve() / "pg"
    note = here.with_name("pg-home")
    if note.exists():
        return Path(note.read_text().strip())
    if here.exists() or reachable(here.parent, default_owner()):
        return here
    return ELSEWHERE / short_name(here)


def make_home(var: Path, home: Path, owner: Owner) -> None:
    if home != var.resolve() / "pg":
        make_state_folder(home.parent)
        (var / "pg-home").write_text(f"{home}\n")
    make_private(home, owner)
    if not reachable(home, owner):
        raise CannotStart(
            f"{home} lies below a folder that the database's user (number {owner.uid}) can't enter. "
            "Open that folder for passing through (chmod o+x), or name another in THROUGHLINE_VAR."
        )


def socket_dir(home: Path) -> Path:
    """Beside the data; where that path is too long for a socket, a private folder in /tmp.

    Not the temporary directory of the environment: every process must come to the same answer.
    """
    beside = home / "s"
    if len(os.fsencode(beside)) <= SOCKET_PATH_LIMIT:
        return beside
    return Path("/tmp") / f"throughline-{short_name(home)}"


def make_private(folder: Path, owner: Owner) -> None:
    """A folder only for `owner`. A link or a stranger's folder of that name is refused, not followed."""
    folder.mkdir(mode=0o700, exist_ok=True)
    info = folder.lstat()
    if stat.S_ISDIR(info.st_mode) and info.st_uid == os.geteuid():
        os.chmod(folder, 0o700)
        if owner.is_other:
            os.chown(folder, owner.uid, owner.gid)
    elif not stat.S_ISDIR(info.st_mode) or info.st_uid != owner.uid:
        raise CannotStart(f"{folder} belongs to somebody else. Move it away and start again.")


def short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
