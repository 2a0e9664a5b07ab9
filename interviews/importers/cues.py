"""Timed captions, as VTT and SRT share them: a line with two times, then text until the next one.

Read for what is meant rather than by the letter of either format, because real exports break both: Teams writes
0:0:0.570, others forget the blank line between cues, the number before a cue, or the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.importers.lines import Line
from interviews.importers.times import milliseconds
from interviews.importers.transcript import ImportProblem, ImportRefused

ARROW = "-->"
WRONG_ARROW = re.compile(r"-?[0-9][0-9:.,]*:[0-9:.,]+ ?(?:->|=>|-{2,}|[–—]>?) ?[0-9]")
NUMBER_OR_GUID = re.compile(r"[0-9]+|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?:/\S*)?")
COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(slots=True)
class Cue:
    """`ident` is the line before the times: a number, a GUID, or nothing. `line` is the line of the times."""

    start_ms: int
    end_ms: int
    line: int
    ident: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    cues: list[Cue] = field(default_factory=list)
    ident: str = ""
    after_blank: bool = True
    in_comment: bool = False
    loose: list[int] = field(default_factory=list)
    early: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)


def read_cues(lines: Sequence[Line], problems: list[ImportProblem], *, comments: bool, unit: str = "line") -> list[Cue]:
    """`comments`: whether NOTE, STYLE and REGION blocks are none of the words (VTT)."""
    reading = _Reading()
    for index, line in enumerate(lines):
        if not line.text:
            reading.after_blank, reading.in_comment = True, False
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        _take(reading, line, following, comments, unit)
        reading.after_blank = False
    _report(reading, problems)
    return reading.cues


def looks_timed(lines: Sequence[Line]) -> bool:
    return sum(_times(line.text) is not None for line in lines if ARROW in line.text) >= 2


def _take(reading: _Reading, line: Line, following: str, comments: bool, unit: str) -> None:
    times = _times(line.text)
    if times:
        _open(reading, line, times)
    elif _is_ident(reading, line.text, following):
        reading.ident = line.text
    elif reading.in_comment or (comments and reading.after_blank and COMMENT.match(line.text)):
        reading.in_comment = True
    elif _is_broken(reading, line.text):
        raise ImportRefused(
            f'The times in "{line.text[:60]}" cannot be read. They look like 00:01:02.500 --> 00:01:05.000: '
            "correct this line, or export the transcript again.",
            line.number,
            unit,
        )
    else:
        _add_text(reading, line)


def _open(reading: _Reading, line: Line, times: tuple[int, int]) -> None:
    start, end = max(times[0], 0), max(times[1], 0)
    if end < start or times[0] < 0:
        reading.mended.append(line.number)
    reading.cues.append(Cue(start, max(start, end), line.number, reading.ident))
    reading.ident, reading.in_comment = "", False


def _add_text(reading: _Reading, line: Line) -> None:
    if not reading.cues:
        reading.early.append(line.number)
        return
    if reading.after_blank and reading.cues[-1].lines:
        reading.loose.append(line.number)
    reading.cues[-1].lines.append(line.text)


def _is_ident(reading: _Reading, text: str, following: str) -> bool:
    if ARROW not in following or _times(following) is None:
        return False
    return reading.after_blank or ARROW in text or NUMBER_OR_GUID.fullmatch(text) is not None


def _is_broken(reading: _Reading, text: str) -> bool:
    """An arrow inside somebody's words ("A --> B") is text; one with something like a time beside it is not."""
    if WRONG_ARROW.match(text):
        return True
    if ARROW not in text:
        return False
    speaking = bool(reading.cues) and not reading.after_blank
    left, _, right = text.partition(ARROW)
    return not speaking or any(side.strip()[:1].isdigit() and ":" in side for side in (left, right))


def _times(text: str) -> tuple[int, int] | None:
    """Start and end; what follows the end may only be settings such as align:start or X1:100."""
    left, arrow, right = text.partition(ARROW)
    words = right.split()
    if not arrow or not words or not all(":" in word for word in words[1:]):
        return None
    start, end = _signed(left.strip()), _signed(words[0])
    return None if start is None or end is None else (start, end)


def _signed(clock: str) -> int | None:
    """Some converters write times before the start as negative ones."""
    if clock.startswith(("-", "\u2212")):
        value = milliseconds(clock[1:])
        return None if value is None else -value
    return milliseconds(clock)


def _report(reading: _Reading, problems: list[ImportProblem]) -> None:
    found = (
        (reading.early, "Lines before the first time were left out"),
        (reading.loose, "Lines after a blank line were added to the caption before"),
        (reading.mended, "Captions that end before they start, or start below zero, were mended"),
    )
    for numbers, what in found:
        if numbers:
            problems.append(ImportProblem(numbers[0], f"{what}: {len(numbers)}, this the first."))
