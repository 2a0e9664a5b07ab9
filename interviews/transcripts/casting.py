"""Who is who in a file: what a reader would guess from how people speak. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from interviews.models.transcript import SpeakerRole

SAMPLE_CHARS = 160


class Spoken(Protocol):
    @property
    def speaker(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass
class Voice:
    """A speaker as the file names them, with the role we would guess."""

    name: str
    sample: str = ""
    turns: int = 0
    words: int = 0
    questions: int = 0
    role: str = SpeakerRole.OTHER

    @property
    def called(self) -> str:
        return self.name or "Not named"

    def hear(self, text: str) -> None:
        self.turns += 1
        self.words += len(text.split())
        self.questions += text.count("?")
        self.sample = self.sample or first_sentence(text)


def voices(turns: Sequence[Spoken]) -> list[Voice]:
    """Everybody who speaks, in order of appearance. The participant speaks most, our team asks most."""
    heard: dict[str, Voice] = {}
    for turn in turns:
        heard.setdefault(turn.speaker, Voice(turn.speaker)).hear(turn.text)
    found = list(heard.values())
    if not found:
        return []
    participant = max(found, key=lambda voice: voice.words)
    participant.role = SpeakerRole.PARTICIPANT
    asking = [voice for voice in found if voice is not participant and voice.questions]
    if asking:
        max(asking, key=lambda voice: voice.questions).role = SpeakerRole.TEAM
    return found


def first_sentence(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    ends = [line.find(mark) for mark in (". ", "? ", "! ")]
    end = min((at + 1 for at in ends if at >= 0), default=len(line))
    return line[:end] if end <= SAMPLE_CHARS else line[: SAMPLE_CHARS - 1].rstrip() + "…"
