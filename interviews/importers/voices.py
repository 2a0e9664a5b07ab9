"""Who says what inside a caption: voice tags, and the words without their markup."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from interviews.importers.cues import Cue
from interviews.importers.tidy import tidy_name, tidy_text

VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?(?:\s+([^<>]{0,300}))?>", re.IGNORECASE)
# Only tags that captions use: other text in angle brackets may be somebody's words.
TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:\.[^\s<>]{0,100})?(?:\s[^<>]{0,300})?>|<[0-9:.]{5,16}>",
    re.IGNORECASE,
)
OVERRIDE = re.compile(r"\{\\[^{}]{0,200}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one voice in one cue. `speaker` is None where the cue names no voice; `lines` are never empty."""

    speaker: str | None
    lines: tuple[str, ...]
    start_ms: int
    end_ms: int
    line: int
    ident: str


def pieces_of(cue: Cue) -> list[Piece]:
    """A cue with several voices gives one piece for each, all with the times of the cue."""
    parts = VOICE.split("\n".join(cue.lines))
    voices: list[tuple[str | None, str]] = [(None, parts[0])]
    voices += [(_plain(name or ""), words) for name, words in zip(parts[1::2], parts[2::2], strict=True)]
    pieces = []
    for speaker, words in voices:
        lines = tuple(line for line in _plain_text(words).split("\n") if line)
        if lines:
            name = None if speaker is None else tidy_name(speaker)
            pieces.append(Piece(name, lines, cue.start_ms, cue.end_ms, cue.line, cue.ident))
    return pieces


def _plain_text(words: str) -> str:
    return tidy_text(_plain(OVERRIDE.sub("", TAG.sub("", words))))


def _plain(words: str) -> str:
    """Entities are resolved once, after the tags are gone: &lt;i&gt; is text."""
    if "&" not in words:
        return words
    try:
        return html.unescape(words)
    except ValueError:  # a character number of thousands of digits
        return words
