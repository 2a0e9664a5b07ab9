"""Clock times as transcripts write them: 0:03, 12:30, 1:08:45, 00:00:05.080, 0:0:0.570, 00:01,5."""

from __future__ import annotations

import re

from interviews.importers.limits import MAX_TIME_MS

CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?")
# Also matches spoilt clocks (00:1x), so that they can be reported instead of read as words.
LOOSE_CLOCK = r"[0-9][0-9A-Za-z?]{0,4}:[0-9A-Za-z?.,:]{1,16}"


def milliseconds(clock: str) -> int | None:
    """None when this is no time. Without hours the minutes may run past 59; a rounded-up 60 seconds is taken."""
    found = CLOCK.fullmatch(clock.strip())
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    thousandths = int((fraction or "0")[:3].ljust(3, "0"))
    if int(seconds) > 60 or (int(seconds) == 60 and thousandths) or (hours and int(minutes) > 59):
        return None
    total = (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + thousandths
    return total if total <= MAX_TIME_MS else None
