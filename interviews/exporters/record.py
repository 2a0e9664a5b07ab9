"""An interview as a record to keep, print or paste: plain data, already without what may not leave. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One line of the notes, or one turn of a transcript. `said`: the participant's own words, as they were spoken."""

    at: str
    word: str  # what kind of line it is, or who speaks
    text: str
    said: bool = False
    beside: str = ""  # themes and assumptions typed into it, who wrote it


@dataclass(frozen=True)
class Part:
    """A question and what was written down under it."""

    title: str
    state: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Chapter:
    title: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Reflection:
    """What one person wrote right after the call."""

    title: str
    words: str = ""  # the participant's, to remember
    words_at: str = ""
    signals: tuple[tuple[str, str], ...] = ()  # assumption, what it was said to be
    texts: tuple[tuple[str, str], ...] = ()  # heading, what was written


@dataclass(frozen=True)
class InterviewRecord:
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    transcript: tuple[Line, ...] = field(default=())
