"""SubRip."""

from __future__ import annotations

from interviews.importers.captions import read_captions
from interviews.importers.lines import numbered
from interviews.importers.transcript import ImportProblem, Transcript


def read_srt(text: str, problems: list[ImportProblem]) -> Transcript:
    turns, cues = read_captions(numbered(text), problems, comments=False)
    return Transcript("srt", tuple(turns), cues=cues)
