"""What pages say of a call's stretches off the record, and of what erasing would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.counted import counted
from interviews.models import Interview


def stretches(interview: Interview) -> list[dict[str, Any]]:
    """As the capture page holds them; the last without an end goes on."""
    return [
        {
            "id": str(row.pk),
            "began": row.began_ms,
            "ended": row.ended_ms,
            "by": row.began_by.initials if row.began_by else "",
        }
        for row in interview.off_records.select_related("began_by")
    ]


@dataclass(frozen=True)
class HeldBack:
    """Lines off the record that still hold words. `removed`: of those, how many were taken off the page."""

    lines: int
    removed: int
    authors: list[str]

    @property
    def all(self) -> int:
        return self.lines + self.removed


def held_back(interview: Interview) -> HeldBack:
    rows = interview.notes.off_record().select_related("author").order_by("position", "pk")
    removed = sum(note.deleted_at is not None for note in rows)
    authors = dict.fromkeys(note.author.initials for note in rows if note.author)
    return HeldBack(len(rows) - removed, removed, list(authors))


def erase_reach(interview: Interview) -> list[str]:
    """As lines for people."""
    held = held_back(interview)
    if not held.all:
        return ["No line is off the record."]
    lines = [f"{counted(held.all, 'line', 'lines')}. Nobody can bring {'it' if held.all == 1 else 'them'} back."]
    if held.removed:
        lines.append(f"{held.removed} of them {'was' if held.removed == 1 else 'were'} removed from the notes before.")
    if held.authors:
        lines.append(f"Written by {', '.join(held.authors)}.")
    return lines
