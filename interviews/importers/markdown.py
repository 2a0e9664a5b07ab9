"""Markdown: as plain text, without the signs that only format it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.importers.dialogue import read_dialogue
from interviews.importers.lines import Line, numbered
from interviews.importers.tidy import tidy_text
from interviews.importers.times import milliseconds
from interviews.importers.transcript import ImportProblem, Transcript

HEADING = re.compile(r"#{1,6} +(.*?)[ #]*")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=[^\s*_])\1(?![\w*])")


def read_markdown(text: str, problems: list[ImportProblem]) -> Transcript:
    lines = _without_headings(_without_front_matter(numbered(text)), problems)
    turns = read_dialogue([Line(line.number, ESCAPED.sub(r"\1", line.text)) for line in lines], problems)
    return Transcript("md", tuple(replace(turn, text=without_emphasis(turn.text)) for turn in turns))


def without_emphasis(text: str) -> str:
    if "*" not in text and "_" not in text:
        return text
    return tidy_text(EMPHASIS.sub(r"\2", STRONG.sub(r"\2", text)))


def _without_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The block of settings between two lines of three dashes with which some files begin."""
    if not lines or lines[0].text != "---":
        return lines
    end = next((index for index, line in enumerate(lines[1:200], start=1) if line.text in ("---", "...")), None)
    return lines if end is None else lines[end + 1 :]


def _without_headings(lines: Sequence[Line], problems: list[ImportProblem]) -> list[Line]:
    """A heading that is a time (Google Meet) becomes a time before the next turn; others are no speech."""
    kept, left_out = [], []
    for line in lines:
        heading = HEADING.fullmatch(line.text)
        time = heading and milliseconds(heading[1])
        if heading and time is None:
            left_out.append(line)
        kept.append(line if heading is None else Line(line.number, f"[{heading[1]}]" if time is not None else ""))
    if left_out:
        first = left_out[0]
        problems.append(
            ImportProblem(first.number, f'Headings were left out: {len(left_out)}, first "{first.text[:60]}".')
        )
    return kept
