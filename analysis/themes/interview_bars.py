"""Quotes per interview in the order they were held, as bars: where they stand in the drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from analysis.counting.scale import STEPS

WIDTH, HEIGHT, LEFT, FOOT = 640.0, 132.0, 28.0, 20.0
TOP = 12.0
WIDEST = 34.0
SIGN, APART = 6.6, 6.2  # of a code, as it is printed; narrower places name only some of the interviews


@dataclass(frozen=True)
class Talk:
    """An interview: how it is called, when it was held, and how many quotes of the theme it has."""

    code: str
    when: str
    quotes: int


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    middle: float
    talk: Talk
    named: bool


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]

    width = WIDTH
    height = HEIGHT
    left = LEFT
    ground = HEIGHT - FOOT
    code_y = HEIGHT - 5

    @property
    def words(self) -> str:
        """For those who hear the drawing: where the quotes come from, as far as a sentence can say it."""
        speaking = [bar.talk for bar in self.bars if bar.talk.quotes]
        if not speaking:
            return f"No quotes in {len(self.bars)} interviews."
        most = max(speaking, key=lambda talk: talk.quotes)
        first = f" First in {speaking[0].code}, last in {speaking[-1].code}." if len(speaking) > 1 else ""
        return f"Quotes from {len(speaking)} of {len(self.bars)} interviews.{first} Most in {most.code}: {most.quotes}."


def chart(talks: Sequence[Talk]) -> Chart:
    """`talks` in the order they were held."""
    top = _top(max((talk.quotes for talk in talks), default=0))
    room = (WIDTH - LEFT) / max(len(talks), 1)
    wide = min(room * 0.72, WIDEST)
    code = SIGN * max((len(talk.code) for talk in talks), default=0)
    every = ceil((code + APART) / room)
    ground, scale = HEIGHT - FOOT, (HEIGHT - FOOT - TOP) / top
    bars = []
    for number, talk in enumerate(talks):
        middle, high = LEFT + room * (number + 0.5), talk.quotes * scale
        named = number % every == 0 and middle + code / 2 <= WIDTH
        bars.append(Bar(_r(middle - wide / 2), _r(ground - high), _r(wide), _r(high), _r(middle), talk, named))
    marks = sorted({0, top // 2 if top % 2 == 0 else top, top})
    return Chart(bars, [(_r(ground - mark * scale), mark) for mark in marks])


def _top(most: int) -> int:
    """The end of the scale: a round number, and twice a whole one where that is possible."""
    return next((step for step in (2, 4, 6, *STEPS[3:]) if step >= most), most)


def _r(value: float) -> float:
    return round(value, 1)
