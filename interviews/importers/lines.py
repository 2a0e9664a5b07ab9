"""A line of text and where it stood."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.importers.tidy import single_spaces


@dataclass(frozen=True, slots=True)
class Line:
    """`text` has no outer or doubled spaces; an empty one parts two paragraphs."""

    number: int
    text: str


def numbered(text: str) -> list[Line]:
    return [Line(number, single_spaces(line)) for number, line in enumerate(text.split("\n"), start=1)]
