"""The line through one thing, drawn as a small graph with two lanes, like a version history. Pure.

Levels run downwards, each a heading and its knots. The first knot of a level sits on the trunk, the others on the
side lane, which leaves the trunk before them and comes back after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

ROW = 36
TRUNK, SIDE = 12, 34
CURVE = 54  # the longest stretch in which the side lane leaves or joins the trunk
SHOWN = 5


@dataclass(frozen=True)
class Knot:
    """`gap`: the line is broken here, and the link leads to where it is mended. `later`: not known yet."""

    label: str
    url: str
    code: str = ""
    colour: int = 0
    count: int | None = None
    here: bool = False
    later: bool = False
    gap: bool = False

    @property
    def solid(self) -> bool:
        return not (self.later or self.gap)


@dataclass(frozen=True)
class Level:
    """`in_a_row`: the knots follow each other on the trunk instead of standing side by side."""

    title: str
    knots: tuple[Knot, ...]
    in_a_row: bool = False


@dataclass(frozen=True)
class Placed:
    knot: Knot
    lane: int
    y: int

    @property
    def x(self) -> int:
        return SIDE if self.lane else TRUNK


@dataclass(frozen=True)
class Band:
    """A level with its knots placed."""

    title: str
    placed: tuple[Placed, ...]

    @property
    def trunk(self) -> list[Placed]:
        return [place for place in self.placed if not place.lane]

    @property
    def side(self) -> list[Placed]:
        return [place for place in self.placed if place.lane]


@dataclass(frozen=True)
class Path:
    d: str
    dashed: bool


@dataclass(frozen=True)
class Graph:
    bands: tuple[Band, ...]
    paths: tuple[Path, ...]
    height: int

    @property
    def placed(self) -> list[Placed]:
        return [place for band in self.bands for place in band.placed]


def shorten(knots: Sequence[Knot], rest_url: str, shown: int = SHOWN) -> tuple[Knot, ...]:
    """At most `shown` knots; the others become one that says how many they are."""
    if len(knots) <= shown:
        return tuple(knots)
    return (*knots[: shown - 1], Knot("more", rest_url, count=len(knots) - shown + 1))


def lay_out(levels: Sequence[Level]) -> Graph:
    bands, row = [], 0
    for level in levels:
        if not level.knots:
            continue
        placed = []
        for index, knot in enumerate(level.knots):
            row += 1
            placed.append(Placed(knot, 0 if index == 0 or level.in_a_row else 1, row * ROW + ROW // 2))
        row += 1
        bands.append(Band(level.title, tuple(placed)))
    return Graph(tuple(bands), (*_trunk(bands), *_sides(bands)), row * ROW)


def _trunk(bands: Sequence[Band]) -> Iterator[Path]:
    knots = [place for band in bands for place in band.trunk]
    for above, below in pairwise(knots):
        yield Path(f"M{TRUNK} {above.y}V{below.y}", not (above.knot.solid and below.knot.solid))


def _sides(bands: Sequence[Band]) -> Iterator[Path]:
    for index, band in enumerate(bands):
        if not band.side:
            continue
        before = bands[index - 1] if index else None
        after = bands[index + 1] if index + 1 < len(bands) else None
        first, last = band.side[0], band.side[-1]
        dashed = not last.knot.solid
        if before and not before.side:
            yield Path(_leave(before.trunk[-1].y, first.y), not first.knot.solid)
        if first.y != last.y:
            yield Path(f"M{SIDE} {first.y}V{last.y}", dashed)
        if after and after.side:
            yield Path(f"M{SIDE} {last.y}V{after.side[0].y}", dashed or not after.side[0].knot.solid)
        elif after:
            yield Path(_join(last.y, after.trunk[0].y), dashed or not after.trunk[0].knot.solid)


def _leave(y1: int, y2: int) -> str:
    bend = min(CURVE, y2 - y1)
    return f"M{TRUNK} {y1}C{TRUNK} {y1 + bend // 2} {SIDE} {y1 + bend // 2} {SIDE} {y1 + bend}V{y2}"


def _join(y1: int, y2: int) -> str:
    bend = min(CURVE, y2 - y1)
    return f"M{SIDE} {y1}V{y2 - bend}C{SIDE} {y2 - bend // 2} {TRUNK} {y2 - bend // 2} {TRUNK} {y2}"
