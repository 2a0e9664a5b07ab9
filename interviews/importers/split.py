"""Turns too long for one row, cut at the best place: paragraph, sentence, word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviews.importers.limits import MAX_TURN_CHARS
from interviews.importers.transcript import ImportProblem, Turn


def split_long(turns: Sequence[Turn], problems: list[ImportProblem]) -> tuple[Turn, ...]:
    """The first part keeps the start, the last the end."""
    long = [turn for turn in turns if len(turn.text) > MAX_TURN_CHARS]
    if not long:
        return tuple(turns)
    message = f"Turns of more than {MAX_TURN_CHARS} characters were divided: {len(long)}, this the first."
    problems.append(ImportProblem(long[0].line, message))
    return tuple(part for turn in turns for part in _parts(turn))


def _parts(turn: Turn) -> Iterator[Turn]:
    texts = list(_cut(turn.text))
    last = len(texts) - 1
    for index, text in enumerate(texts):
        start = turn.start_ms if index == 0 else None
        end = turn.end_ms if index == last and start is not None else None
        yield replace(turn, text=text, start_ms=start, end_ms=end)


def _cut(text: str) -> Iterator[str]:
    at = 0
    while len(text) - at > MAX_TURN_CHARS:
        end = _best_end(text, at, at + MAX_TURN_CHARS)
        if words := text[at:end].strip():
            yield words
        at = end
    if words := text[at:].strip():
        yield words


def _best_end(text: str, start: int, most: int) -> int:
    for mark in ("\n\n", "\n", ". ", " "):
        found = text.rfind(mark, start + MAX_TURN_CHARS // 2, most)
        if found > 0:
            return found + len(mark)
    return most
