"""Where a line says who speaks next. Three ways of writing it, of which a file uses one:

bold    **Anna:** words      **Anna**: words      **Anna** [0:17]
header  Anna  0:17           Anna (0:17)          with the words on the lines below
colon   Anna: words          Anna (0:17): words   [0:17] Anna: words      0:17 Anna: words
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from interviews.importers.labels import MAX_LABEL
from interviews.importers.lines import Line
from interviews.importers.tidy import tidy_name
from interviews.importers.times import LOOSE_CLOCK, milliseconds

LONGEST_MARK = 120
STAMP = rf"[\[(] ?(?:{LOOSE_CLOCK}) ?[\])]|{LOOSE_CLOCK}"
BEFORE = re.compile(rf"({STAMP}) ?[-–—|]? ?(?=\D)(.+)")
AFTER = re.compile(rf"(.+?) ?[-–—|,]? ({STAMP})")
COLON = re.compile(rf"((?:[^:：]|(?<=[0-9]):(?=[0-9A-Za-z?])){{1,{LONGEST_MARK}}}?) ?[:：](?: +(.*)|$)")
BOLD = re.compile(rf"(?:[-*+] |> ?)*(\*\*|__)(?! )([^*_][^*]{{0,{LONGEST_MARK}}}?)\1 ?(.*)")
TAIL_STAMP = re.compile(rf"({STAMP})(?: ?[:：])?(?: (.*)|$)")
LEADING_TIME = re.compile(r"[\[(] ?([0-9]{1,3}:[0-9:.,]{2,14}) ?[\])] ?")


class Style(IntEnum):
    """In order of preference between equals."""

    BOLD = 0
    HEADER = 1
    COLON = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """`stamp` is the time as written, `start_ms` what it means (None: no time, or one that cannot be read)."""

    style: Style
    label: str
    line: int
    words: str = ""
    stamp: str = ""
    start_ms: int | None = None

    @property
    def is_spoilt(self) -> bool:
        return bool(self.stamp) and self.start_ms is None


def marks_on(line: Line) -> Iterable[Mark]:
    """Everything the line could mean, one mark of each style at most."""
    readers = ((Style.BOLD, _bold), (Style.HEADER, _header), (Style.COLON, _colon))
    for style, reader in readers:
        found = reader(line.text)
        if found:
            label, stamp, words = found
            name = tidy_name(label.strip(" *_"))
            if name and len(name) <= MAX_LABEL:
                yield _timed(Mark(style, name, line.number, words.strip(), stamp))


def leading_time(text: str) -> tuple[int | None, str]:
    """A time in brackets before the words, and the words. Words that are nothing but a time are kept."""
    found = LEADING_TIME.match(text)
    value = milliseconds(found[1]) if found else None
    if found is None or value is None:
        return None, text
    return value, text[found.end() :] or text


def _timed(mark: Mark) -> Mark:
    if mark.stamp:
        return Mark(mark.style, mark.label, mark.line, mark.words, mark.stamp, milliseconds(mark.stamp.strip("[]() ")))
    start, words = leading_time(mark.words)
    return Mark(mark.style, mark.label, mark.line, words, "", start)


def _bold(text: str) -> tuple[str, str, str] | None:
    found = BOLD.match(text)
    if not found:
        return None
    inner, tail = found[2].strip(), found[3].strip()
    if inner.endswith((":", "：")):
        return (*_apart(inner[:-1].strip()), tail)
    if tail.startswith((":", "：")):
        return (*_apart(inner), tail[1:])
    stamped = TAIL_STAMP.match(tail)
    return (inner, stamped[1], stamped[2] or "") if stamped else None


def _header(text: str) -> tuple[str, str, str] | None:
    found = AFTER.fullmatch(text) if len(text) <= LONGEST_MARK else None
    return (found[1], found[2], "") if found and ":" not in found[1] else None


def _colon(text: str) -> tuple[str, str, str] | None:
    found = COLON.match(text)
    if not found:
        return None
    label, stamp = _apart(found[1])
    return label, stamp, found[2] or ""


def _apart(label: str) -> tuple[str, str]:
    """Name and time of a label that has both."""
    if found := BEFORE.fullmatch(label):
        return found[2], found[1]
    if found := AFTER.fullmatch(label):
        return found[1], found[2]
    return label, ""
