"""Markdown: as plain text, without the signs that only format it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.importers.dialogue import read_dialogue
from interviews.importers.lines import Line, numbered
from interviews.importers.transcript import ImportProblem, Transcript

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=[^\s*_])\1(?![\w*])")


def read_markdown(text: str, problems: list[ImportProblem]) -> Transcript:
    lines = [Line(line.number, ESCAPED.sub(r"\1", line.text)) for line in _without_front_matter(numbered(text))]
    turns = read_dialogue(lines, problems)
    return Transcript("md", tuple(replace(turn, text=without_emphasis(turn.text)) for turn in turns))


def without_emphasis(text: str) -> str:
    if "*" not in text and "_" not in text:
        return text
    return EMPHASIS.sub(r"\2", STRONG.sub(r"\2", text)) or text


def _without_front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The block of settings between two lines of three dashes with which some files begin."""
    if not lines or lines[0].text != "---":
        return lines
    end = next((index for index, line in enumerate(lines[1:200], start=1) if line.text in ("---", "...")), None)
    return lines if end is None else lines[end + 1 :]
