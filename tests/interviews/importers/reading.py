"""Short forms the importer tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviews.importers import ImportRefused, Transcript, read_transcript

SAMPLES = Path(__file__).parent / "samples"


def read(text: str | bytes, name: str = "interview.txt") -> Transcript:
    return read_transcript(name, text.encode() if isinstance(text, str) else text)


def sample(name: str) -> Transcript:
    return read_transcript(name, (SAMPLES / name).read_bytes())


def refused(text: str | bytes, name: str = "interview.txt") -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(text, name)
    return caught.value


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def timed(transcript: Transcript) -> list[tuple[str, int | None, int | None]]:
    return [(turn.speaker, turn.start_ms, turn.end_ms) for turn in transcript.turns]


def warned(transcript: Transcript, part: str) -> list[int | None]:
    """Lines of the warnings that contain the words."""
    return [problem.line for problem in transcript.warnings if part in problem.message]
