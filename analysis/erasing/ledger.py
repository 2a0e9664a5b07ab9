"""The erasure ledger: a file beside the database that is only added to, so that restoring a backup can't undo a withdrawal.

Each line holds digests of ids, a moment and an outcome, and the digest of the line before it. It is written, and lies on the
disk, before anything is erased.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

FIRST = "0" * 64


class LedgerBroken(Exception):
    """Lines were changed or taken out: what is missing can't be carried out, so a person has to look."""


@dataclass(frozen=True)
class Entry:
    at: str
    study: str
    person: str
    outcome: str


def ledger_path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def write(study: str, person: str, outcome: str) -> None:
    """One line more, once it is on the disk for good."""
    path = ledger_path()
    made = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path) as file:
        before = _mended(file)
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "study": study, "person": person}
        line |= {"outcome": outcome, "before": _digest(before)}
        os.write(file, json.dumps(line, separators=(",", ":")).encode() + b"\n")
        os.fsync(file)
    if made:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def entries() -> list[Entry]:
    """In the order in which they were written. A last line that was cut off by a power cut doesn't count: its withdrawal
    was never confirmed."""
    path = ledger_path()
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return list(_chained(lines, path))


def _chained(lines: list[bytes], path: Path) -> Iterator[Entry]:
    before = b""
    for number, raw in enumerate(lines, 1):
        try:
            line = json.loads(raw)
            entry = Entry(line["at"], line["study"], line["person"], line["outcome"])
            follows = line["before"] == _digest(before)
        except (ValueError, KeyError, TypeError):
            follows = False
        if not follows:
            raise LedgerBroken(
                f"Line {number} of {path} doesn’t follow the one before it: a line was changed or is missing."
            )
        yield entry
        before = raw


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else FIRST


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _mended(file: int) -> bytes:
    """The last whole line. What a power cut left of another one goes."""
    held = os.pread(file, os.fstat(file).st_size, 0)
    whole = held[: held.rfind(b"\n") + 1]
    if len(whole) < len(held):
        os.ftruncate(file, len(whole))
    return whole.rstrip(b"\n").rsplit(b"\n", 1)[-1]
