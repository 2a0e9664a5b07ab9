"""Cutting words out of lines, in code points, and finding them again after an edit. Pure."""

from collections.abc import Sequence

LINE_BREAK = "\n"
# Stands in a quote for what somebody else said between two lines of the participant.
LEFT_OUT = "[…]"


def cut(lines: Sequence[str], start: int, end: int) -> str:
    """The text from `start` in the first line to `end` in the last; lines between come whole, joined by line breaks.

    Offsets are code points, as Python counts them, from 0; `end` is exclusive. Raises ValueError outside the lines.
    """
    if not lines or not (0 <= start <= len(lines[0]) and 0 <= end <= len(lines[-1])):
        raise ValueError("offset outside the lines")
    if len(lines) == 1:
        return lines[0][start:end]
    return LINE_BREAK.join([lines[0][start:], *lines[1:-1], lines[-1][:end]])


def find_again(line: str, words: str, near: int) -> tuple[int, int] | None:
    """Where `words` stand in an edited line: the place nearest to where they stood; None if they are gone."""
    places = []
    at = line.find(words)
    while at >= 0:
        places.append(at)
        at = line.find(words, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(words)
