"""Where the parts of the new-theme chart stand, in its own units: bars of new themes, and the line of all themes so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.counting.scale import STEPS

PLOT, TOP, LEFT, RIGHT, FOOT = 200, 28, 34, 24, 46
WIDEST, NARROWEST, COMFORTABLE = 88, 40, 780
ROOM_FOR_NAMES, LETTER = 60, 6.8
SCALES_TO = 900  # a wider one is scrolled, not shrunk until nobody can read it
INSIDE = 20  # a bar this tall has room for its number
BAR_SHARE = 0.52


@dataclass(frozen=True)
class Bar:
    """`counted`: whether the interview has been tagged or read; if not, it is drawn as a gap."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    point: float
    new: int
    counted: bool

    @property
    def inside(self) -> bool:
        return self.height >= INSIDE


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    floor: float
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, int]]
    base_width: float
    reached: float | None
    names: bool

    left: int = LEFT
    top: int = TOP

    @property
    def right(self) -> float:
        return self.width - RIGHT

    @property
    def letters(self) -> int:
        """How many of a persona's name fit below a bar."""
        return int((self.bars[0].width / BAR_SHARE) / LETTER) if self.bars else 0

    @property
    def scrolls(self) -> bool:
        return self.width > SCALES_TO

    @property
    def line(self) -> str:
        return " ".join(f"{bar.middle:g},{bar.point:g}" for bar in self.bars)


def draw(new: Sequence[int], counted: Sequence[bool], base: int, reached: int | None = None) -> Chart:
    """`reached`: the interview, counted from 1, with which the rule was met."""
    step = min(WIDEST, max(NARROWEST, COMFORTABLE / max(len(new), 1)))
    total = sum(new)
    tick = next((size for size in STEPS if size * 5 >= total), total)
    most = max(tick, -(-total // tick) * tick)
    floor = TOP + PLOT

    def height(count: int) -> float:
        return round(PLOT * count / most, 1)

    bars, so_far = [], 0
    for number, count in enumerate(new):
        so_far += count
        width = round(step * BAR_SHARE, 1)
        middle = round(LEFT + step * (number + 0.5), 1)
        tall = height(count)
        bars.append(
            Bar(
                round(middle - width / 2, 1), round(floor - tall, 1), width, tall, middle,
                round(floor - height(so_far), 1), count, counted[number],
            )
        )  # fmt: skip
    return Chart(
        width=round(LEFT + step * len(new) + RIGHT, 1),
        height=floor + FOOT,
        floor=floor,
        bars=bars,
        ticks=[(round(floor - height(value), 1), value) for value in range(0, most + 1, tick)],
        base_width=round(step * min(base, len(new)), 1),
        reached=round(LEFT + step * (reached - 0.5), 1) if reached else None,
        names=step >= ROOM_FOR_NAMES,
    )
