"""Where the cells of the small pictures stand, in the pictures' own units. One cell is one person."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

STRIP_WIDTH, STRIP_SLOT, STRIP_GAP, STRIP_GROUP_GAP = 82.0, 6.0, 1.2, 6.0
BAR_HALF, BAR_ROOM, BAR_STEP, BAR_LEAST = 106.0, 100.0, 10.0, 4


NARROW = 3.0  # cells below this have no room for an outline


class Slot(NamedTuple):
    x: float
    width: float
    filled: bool


class Strip(NamedTuple):
    slots: list[Slot]
    width: float
    narrow: bool

    @property
    def filled(self) -> int:
        return sum(slot.filled for slot in self.slots)

    @property
    def on(self) -> str:
        return self._path(True)

    @property
    def off(self) -> str:
        return self._path(False)

    def _path(self, filled: bool) -> str:
        """All cells of a kind as one SVG path: a board has forty strips of sixty people, too many for elements."""
        corner = 0.0 if self.narrow else 1.0
        return "".join(_cell(slot.x, slot.width, corner) for slot in self.slots if slot.filled == filled)


@lru_cache(maxsize=2_048)
def _cell(x: float, width: float, corner: float) -> str:
    if not corner:
        return f"M{x:g} 0h{width:g}v12h-{width:g}z"
    flat = f"{width - 2 * corner:g}"
    return f"M{x + corner:g} 0h{flat}q1 0 1 1v10q0 1-1 1h-{flat}q-1 0-1-1V1q0-1 1-1z"


def strip(groups: Sequence[Sequence[bool]]) -> Strip:
    """A people strip: one slot a person in a fixed order, grouped by persona. Many people make narrower slots."""
    places, width, narrow = _places(tuple(len(group) for group in groups if group))
    filled = (bool(each) for group in groups for each in group)
    return Strip([Slot(x, wide, on) for (x, wide), on in zip(places, filled, strict=True)], width, narrow)


@lru_cache(maxsize=256)
def _places(sizes: tuple[int, ...]) -> tuple[list[tuple[float, float]], float, bool]:
    """Where the slots stand, and how wide they are; the same for every strip of a page."""
    lefts, x = [], 0.0
    for size in sizes:
        for _ in range(size):
            lefts.append(x)
            x += STRIP_SLOT + STRIP_GAP
        x += STRIP_GROUP_GAP - STRIP_GAP
    natural = max(x - STRIP_GROUP_GAP, STRIP_SLOT)
    shrink = min(1.0, STRIP_WIDTH / natural)
    places = [(round(left * shrink, 2), round(STRIP_SLOT * shrink, 2)) for left in lefts]
    return places, round(natural * shrink, 2), STRIP_SLOT * shrink < NARROW


class Bar(NamedTuple):
    """A diverging bar from its middle: left edges of the cells, and how wide one is."""

    cell: float
    slots: list[float]
    agree: list[float]
    against: list[float]
    mixed: list[float]
    tick: float | None

    @property
    def narrow(self) -> bool:
        return self.cell < NARROW

    @property
    def paths(self) -> dict[str, str]:
        """All cells of a kind as one SVG path each; `halves` are the filled corners of those who say both."""
        wide = f"{self.cell:g}"
        kinds = {"slots": self.slots, "agree": self.agree, "against": self.against, "mixed": self.mixed}
        boxes = {kind: "".join(f"M{x:g} 6h{wide}v10h-{wide}z" for x in lefts) for kind, lefts in kinds.items()}
        return {**boxes, "halves": "".join(f"M{x:g} 16h{wide}v-10z" for x in self.mixed)}


def diverging(n_for: int, n_against: int, n_mixed: int, n_silent: int, bar: int | None) -> Bar:
    """Against to the left, for to the right, mixed people after those for; `bar` is the agreed number of people."""
    places = max(n_for + n_against + n_mixed + n_silent, bar or 0, BAR_LEAST)
    step = min(BAR_STEP, BAR_ROOM / places)
    cell = step * 0.8

    def right(i: int) -> float:
        return round(BAR_HALF + (step - cell) + i * step, 2)

    def left(i: int) -> float:
        return round(BAR_HALF - (i + 1) * step, 2)

    return Bar(
        cell=round(cell, 2),
        slots=[x for i in range(places) for x in (right(i), left(i))],
        agree=[right(i) for i in range(n_for)],
        against=[left(i) for i in range(n_against)],
        mixed=[right(n_for + i) for i in range(n_mixed)],
        tick=round(BAR_HALF + 1 + bar * step, 2) if bar else None,
    )
