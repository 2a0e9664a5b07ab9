"""What an importer hands back."""

from __future__ import annotations

from dataclasses import dataclass


class ImportRefused(Exception):
    """The file cannot be read. The text says what is wrong, where, and what to do; `line` is the place, if any."""

    def __init__(self, message: str, line: int | None = None, unit: str = "line") -> None:
        super().__init__(message if line is None else f"{unit.capitalize()} {line}: {message}")
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something a person should know before saving. `line` is None when it is about the whole file."""

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said in one go. An empty speaker is an unknown one; `line` counts from 1 (paragraphs in Word)."""

    speaker: str
    text: str
    start_ms: int | None
    end_ms: int | None
    line: int


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    name: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """`format` is docx, vtt, srt, txt, md or csv; `cues` counts the timed captions read, 0 where there are none."""

    format: str
    turns: tuple[Turn, ...]
    warnings: tuple[ImportProblem, ...] = ()
    cues: int = 0

    @property
    def unit(self) -> str:
        """What `line` counts in this format."""
        return "paragraph" if self.format == "docx" else "line"

    @property
    def speakers(self) -> tuple[SpeakerCount, ...]:
        """Everybody who speaks, in order of appearance; the unknown speaker is the empty name."""
        turns: dict[str, int] = {}
        words: dict[str, int] = {}
        for turn in self.turns:
            turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
            words[turn.speaker] = words.get(turn.speaker, 0) + len(turn.text.split())
        return tuple(SpeakerCount(name, count, words[name]) for name, count in turns.items())
