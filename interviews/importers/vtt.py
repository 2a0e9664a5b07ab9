"""WebVTT, as Teams, Zoom, Stream and YouTube write it."""

from __future__ import annotations

from interviews.importers.captions import read_captions
from interviews.importers.lines import numbered
from interviews.importers.transcript import ImportProblem, Transcript


def read_vtt(text: str, problems: list[ImportProblem]) -> Transcript:
    lines = numbered(text)
    start = _after_header([line.text for line in lines])
    if start == 0:
        problems.append(ImportProblem(1, 'The first line should be "WEBVTT"; the file was read without it.'))
    turns, cues = read_captions(lines[start:], problems, comments=True)
    return Transcript("vtt", tuple(turns), cues=cues)


def _after_header(lines: list[str]) -> int:
    """Index of the first line after the header block, which ends with a blank line or, wrongly, with the first cue."""
    if not lines or not any(lines):
        return 0
    first = next(index for index, line in enumerate(lines) if line)
    if not lines[first].startswith("WEBVTT"):
        return 0
    ends = (index for index in range(first, len(lines)) if not lines[index] or "-->" in lines[index])
    return next(ends, len(lines))
