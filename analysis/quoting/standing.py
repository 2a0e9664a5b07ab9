"""Where a quote's words stand in the lines it is cut from. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.quoting.cutting import LINE_BREAK, cut, find_again


class Place(NamedTuple):
    """Where words stand: from `start` in the line `first` to `end` in the line `last`; lines are counted from 0."""

    first: int
    start: int
    last: int
    end: int

    def in_line(self, number: int, length: int) -> tuple[int, int]:
        """The part of the range that lies in this line, which has `length` code points."""
        return (self.start if number == self.first else 0), (self.end if number == self.last else length)


def place(lines: Sequence[str], start: int, end: int, words: str) -> Place | None:
    """Where a quote's words stand now. They may have moved within their lines; None when they are gone."""
    if stands(lines, start, end, words):
        return Place(0, start, len(lines) - 1, end)
    found = find_again(LINE_BREAK.join(lines), words, start)
    if found is None:
        return None
    (first, begin), (last, before_end) = _locate(lines, found[0]), _locate(lines, found[1] - 1)
    return Place(first, begin, last, before_end + 1)


def stands(lines: Sequence[str], start: int, end: int, words: str) -> bool:
    """Whether these words are exactly there."""
    try:
        return cut(lines, start, end) == words
    except ValueError:
        return False


def _locate(lines: Sequence[str], at: int) -> tuple[int, int]:
    """(line, offset) of a place in the joined lines."""
    for number, line in enumerate(lines):
        if at <= len(line):
            return number, at
        at -= len(line) + len(LINE_BREAK)
    raise ValueError("offset outside the lines")
