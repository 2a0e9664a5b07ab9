"""Plain text."""

from __future__ import annotations

from interviews.importers.dialogue import read_dialogue
from interviews.importers.lines import numbered
from interviews.importers.transcript import ImportProblem, Transcript


def read_plain(text: str, problems: list[ImportProblem]) -> Transcript:
    return Transcript("txt", tuple(read_dialogue(numbered(text), problems)))
