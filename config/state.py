"""The state directory (THROUGHLINE_VAR, else var/): everything a run on one's own machine keeps."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def state_folder() -> Path:
    return Path(os.environ.get("THROUGHLINE_VAR") or ROOT / "var").absolute()


def make_state_folder(var: Path) -> Path:
    """Others may pass through it, for the database's user must reach its folder inside, but not look around in it."""
    try:
        var.mkdir(parents=True)
        var.chmod(0o711)  # whatever the umask
    except FileExistsError:
        pass
    return var


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Waits for its turn. The kernel ends the turn of a process that is killed."""
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
