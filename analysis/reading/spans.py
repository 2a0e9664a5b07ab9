"""Cutting a line into pieces wherever a highlight begins or ends, so that overlapping ones nest. Pure.

All offsets are code points from the start of the line; ends are exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# What was seen or heard beside the words, as transcripts write it: [laughs], [long pause].
SEEN = re.compile(r"\[[^\[\]\n]{1,60}\]")
NO_THEME = 0


class Span(NamedTuple):
    """A highlight in one line: of which quote, under which theme, in which colour. `opens`: the quote begins here."""

    start: int
    end: int
    quote: int
    theme: int = NO_THEME
    colour: int = NO_THEME
    opens: bool = True


class Layer(NamedTuple):
    """A highlight over one piece. `lane` counts from 0: where several overlap, each underlines one lane lower."""

    span: Span
    lane: int
    first: bool


class Segment(NamedTuple):
    text: str
    layers: tuple[Layer, ...] = ()
    seen: bool = False


def segments(text: str, spans: Sequence[Span]) -> list[Segment]:
    """The line in pieces; within one piece the same highlights hold, outermost (lane 0) first."""
    if not spans and "[" not in text:
        return [Segment(text)] if text else []
    inside = sorted(_inside(spans, len(text)), key=lambda span: (span.start, -span.end, span.quote, span.theme))
    over = sorted(zip(_lanes(inside), inside, strict=True), key=lambda laned: laned[0])
    asides = [found.span() for found in SEEN.finditer(text)] if "[" in text else []
    cuts = sorted({0, len(text)}.union(*((span.start, span.end) for span in inside), *asides))
    pieces = []
    for start, end in pairwise(cuts):
        layers = [
            Layer(span, lane, span.opens and start == span.start)
            for lane, span in over
            if span.start <= start and end <= span.end
        ]
        seen = bool(asides) and any(left <= start and end <= right for left, right in asides)
        pieces.append(Segment(text[start:end], tuple(layers), seen))
    return pieces


def _inside(spans: Iterable[Span], length: int) -> Iterator[Span]:
    for span in spans:
        if span.start < span.end <= length:
            yield span


def _lanes(spans: Sequence[Span]) -> list[int]:
    """For spans in order of their start: the lowest lane that is free there."""
    busy_until: list[int] = []
    lanes = []
    for span in spans:
        lane = next((i for i, end in enumerate(busy_until) if end <= span.start), len(busy_until))
        if lane == len(busy_until):
            busy_until.append(span.end)
        busy_until[lane] = span.end
        lanes.append(lane)
    return lanes
